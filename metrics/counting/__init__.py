"""The room of counting: each metric becomes SQL text, and one pass over an extract counts them all.

What leaves are counts, numerator and denominator apart, unprotected: they go to disclosure only.
"""

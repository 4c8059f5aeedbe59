"""Figures and judgements as words: one place for the screen, files and alternative texts.

Nothing here counts or judges; it says what the release says.
"""

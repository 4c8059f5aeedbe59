"""The screening of a load: what is measured of its rows, and the checks that judge it.

Measurements may enter; a report leaves: for each check pass, warning or fail, in words.
"""

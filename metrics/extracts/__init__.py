"""The room of extracts: a file is read, coded, screened and committed as a load, or refused.

Files of any kind and quality may enter; only rows that keep the extract's contract leave.
"""

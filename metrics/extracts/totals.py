"""What a row of totals is called: it counts other rows again."""

import re

# In whole: a person's free text may hold the word "total".
TOTAL = r"\W*((grand|sub|overall)[- ]?)?totals?( .{0,40})?|.{1,60}, of which:?|all [a-z]{3,12}s"
TAKE_OUT = "Take the row out if it is a total of others."


def is_total(words: str) -> bool:
    """Whether a cell is what a row of totals is called."""
    return re.fullmatch(TOTAL, words.strip(), re.IGNORECASE) is not None

"""What probably happened to a cell that nobody can read, so that it is put right at the second try.

Most files pass through a spreadsheet on their way, and it leaves marks that can be told by their
form. Nothing is guessed for a figure: the words only say where to look.
"""

import re
import unicodedata

from metrics.extracts.old_workbooks import UNCALCULATED, WORDS
from metrics.extracts.totals import TAKE_OUT, is_total

MARKS = ("NA", "N/A", "NULL", "NAN")
ERROR = "It is an error of a spreadsheet: put in the value that is meant."
HEADER = "It is the header again: take the row out."
MISSING = (
    "Leave the cell blank if nothing is known, or put the mark under 'missing' of its column in "
    "extracts.yaml."
)
DAY_NUMBER = "It is a day as a spreadsheet counts it: format the column as a date and save again."
MONTH_FIRST = "Its month stands first: if it does in the other dates too, turn all of them round."
TURNED = "A spreadsheet writes dates so when it saves: format the column as yyyy-mm-dd first."
WITH_TIME = "Leave the time out."
SHORT_YEAR = "Write the month as a number and the year with four digits."
NO_OFFSET = "It has no offset, which a spreadsheet leaves out when it saves: send the file it had."
MADE_A_NUMBER = "A spreadsheet made a number of it, which cannot be undone: send the file it had."
MADE_A_DATE = (
    "A spreadsheet made a date of a label such as 10-17, which cannot be undone: send the file it "
    "had."
)
UNFINISHED = "Open the workbook in a spreadsheet, which calculates it, and save it again."
MOVED = "It is no name: see whether the cells of its row have moved."

# A number that a spreadsheet has made of a long code: 7.5E+15.
SCIENTIFIC = r"[0-9](\.[0-9]+)?E\+[0-9]{2,3}"
# The days from 1982 to 2064, counted from 1900.
OF_DATES = (
    (r"[3-5][0-9]{4}(\.[0-9]+)?", DAY_NUMBER),
    (r"(0?[1-9]|1[0-2])/(1[3-9]|2[0-9]|3[01])/[0-9]{2,4}( .*)?", MONTH_FIRST),
    (r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}|[0-9]{1,2}[- ][A-Za-z]{3,9}[- ][0-9]{2,4}", SHORT_YEAR),
    (r".*[0-9][ T][0-9]{1,2}:[0-9]{2}.*", WITH_TIME),
)
NO_OFFSET_FORM = r"[0-9]{1,4}[-/].*[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2})?"
DAY_FIRST = r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}"
A_DATE = (
    r"[0-9]{1,2}-[A-Z][a-z]{2}(-[0-9]{2,4})?|[A-Z][a-z]{2}-[0-9]{2,4}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}.*|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}.*"
)


def cause_of_cell(found: str, rule: str, expected: str, header: str) -> str:
    """What probably happened to a cell; nothing where its form does not tell.

    `rule` is the type of its column, `expected` what it should hold, in words.
    """
    if found.casefold() == header.casefold():
        return HEADER
    if is_total(found):
        return TAKE_OUT
    if error := _error(found):
        return error
    if rule == "text" and re.fullmatch(SCIENTIFIC, found):
        return MADE_A_NUMBER
    if rule == "timestamp" and re.fullmatch(NO_OFFSET_FORM, found):
        return NO_OFFSET
    return _cause_of_date(found, expected) if rule == "date" else ""


def _cause_of_date(found: str, expected: str) -> str:
    cause = next((words for form, words in OF_DATES if re.fullmatch(form, found)), "")
    turned = "-" in expected and re.fullmatch(DAY_FIRST, found)
    return TURNED if turned and not cause else cause


def cause_of_label(label: str, header: str) -> str:
    """What probably happened to a label or a name that nobody knows; nothing where it may be new.

    `header` is that of its column.
    """
    if label.casefold() == header.casefold():
        return HEADER
    if is_total(label) or label.casefold() == "all":
        return TAKE_OUT
    if error := _error(label):
        return error
    if label.upper() in MARKS:
        return MISSING
    if re.fullmatch(A_DATE, label):
        return MADE_A_DATE
    return MOVED if re.fullmatch(r"[0-9.,]+", label) else ""


def _error(found: str) -> str:
    if found == UNCALCULATED:
        return UNFINISHED
    return ERROR if found in WORDS.values() else ""


def other_letters(word: str, near: str) -> str:
    """That a word which looks like another is written with letters of another alphabet."""
    latin = all(unicodedata.name(c, "").startswith("LATIN") for c in word if c.isalpha())
    return "" if latin or not near.isascii() else "Some of its letters are of another alphabet."

"""What makes the XML of a sheet say two things at once: such a sheet is refused, not guessed."""

import re

from metrics.errors import single_fault
from metrics.extracts.contents import OPEN_AND_SAVE

MERGED = "the sheet has merged cells, of which all but the first read as blank"
UNMERGE = (
    "Unmerge them and fill in each cell, take out what stands above the row of column names, and "
    "send it again."
)
MERGED_CELLS = re.compile(rb"<(?:\w+:)?mergeCell\b")
ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br=[\"']([0-9]{1,10})[\"']")
CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=[\"']([A-Za-z]{1,3}[0-9]{1,10})[\"']")
# The reader takes the last of two values, what stands before a comment, and no text at all where
# the number of a text is none.
DOUBTFUL = re.compile(
    rb"<!--|</(?:\w+:)?v>\s*<(?:\w+:)?v\b"
    rb"|\bt=[\"']s[\"'][^>]*>\s*<(?:\w+:)?v>\s*[^0-9\s<]"
)


def check_sheet(piece: bytes, row: int, name: str) -> int:
    """Raise ScorecardError where a piece of a sheet can be read in two ways; else its last row.

    `row` is the last row of the piece before it; a row that gives no number is not asked for it.
    """
    if MERGED_CELLS.search(piece):
        raise single_fault(name, MERGED, UNMERGE)
    rows, cells = [int(number) for number in ROW.findall(piece)], CELL.findall(piece)
    ordered = all(one < other for one, other in zip([row, *rows], rows, strict=False))
    if not ordered or len(set(cells)) < len(cells) or DOUBTFUL.search(piece):
        fault = "the sheet has a cell or a row twice, or values with something between"
        raise single_fault(name, fault, OPEN_AND_SAVE)
    return rows[-1] if rows else row

"""What the reader of workbooks takes for a blank in an ODS, and is none: such a file is refused."""

import re
from collections.abc import Iterator
from html import unescape
from zipfile import ZipFile

from metrics.errors import single_fault
from metrics.extracts.contents import CHUNK, OPEN_AND_SAVE
from metrics.extracts.sheets import MERGED, UNMERGE

CONTENT = "content.xml"
# One program says that a cell is an error, another only shows the word beside a number.
ERROR = re.compile(
    rb"calcext:value-type=[\"']error[\"']|<text:p>(#N/A|#DIV/0!|#VALUE!|#REF!|#NAME\?|#NUM!|#NULL!"
    rb"|Err:[0-9]+)</text:p>"
)
CELL = re.compile(rb"<table:table-cell\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
TABLE_OR_MERGED = re.compile(
    rb"<table:table\s[^>]*?\btable:name=[\"']([^\"']*)[\"']"
    rb"|\btable:number-(?:rows|columns)-spanned=[\"'](?!1[\"'])"
)
LONGEST_CELL = 100_000


def check_open_document(archive: ZipFile, sheet: str, name: str) -> None:
    """Raise ScorecardError where an ODS has errors or formulas without values, or merged cells.

    Merged cells matter in the sheet that is read alone.
    """
    inside = False
    for seen, old in _pieces(archive):
        if ERROR.search(seen):
            cure = "Replace the errors by values, or clear them, and send it again."
            raise single_fault(name, "the workbook has cells with an error", cure)
        if any(_is_uncalculated(attributes) for attributes in CELL.findall(seen)):
            raise single_fault(name, "the workbook has formulas without values", OPEN_AND_SAVE)
        for found in TABLE_OR_MERGED.finditer(seen):
            if found.end() <= old:
                continue
            if found[1] is not None:
                inside = unescape(found[1].decode("utf-8", "replace")) == sheet
            elif inside:
                raise single_fault(name, MERGED, UNMERGE)


def _pieces(archive: ZipFile) -> Iterator[tuple[bytes, int]]:
    """The content in pieces that overlap by a cell, and how much of each was seen before."""
    tail = b""
    with archive.open(CONTENT) as part:
        while chunk := part.read(CHUNK):
            seen = tail + chunk
            yield seen, len(tail)
            tail = seen[-LONGEST_CELL:]


def _is_uncalculated(attributes: bytes) -> bool:
    """Whether a cell has a formula and no value."""
    return b"table:formula=" in attributes and b"office:value-type=" not in attributes

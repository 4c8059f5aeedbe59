"""A sheet of a workbook as rows of text, its errors and its unfinished formulas as they stand."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from html import unescape
from pathlib import Path
from typing import Any
from zipfile import ZipFile, is_zipfile

import python_calamine

from metrics.errors import Finding, ScorecardError, single_fault
from metrics.extracts.characters import MOST_LINES, TAKE_OUT, unseen
from metrics.extracts.contents import CHUNK, OPEN_AND_SAVE
from metrics.extracts.old_workbooks import UNCALCULATED, Place, blanks_of_old_workbook
from metrics.extracts.open_documents import CONTENT, check_open_document
from metrics.extracts.sheets import check_sheet

# A shape check before cells are made: a sheet of two far-apart cells would fill the memory.
MOST_CELLS = 20_000_000
MOST_TEXTS_KEPT = 100_000
LONGEST_ROW = 8_000_000

Row = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it was read: its headers, its rows, and the number of each, counted from 1."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    numbers: tuple[int, ...]


# The reader of workbooks gives an error, and a formula that nobody has calculated, as a blank cell.
CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/>])>(.*?)</(?:\w+:)?c>", re.DOTALL)
IS_ERROR = re.compile(rb"\bt=[\"']e[\"']")
AT = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
VALUE = re.compile(rb"<(?:\w+:)?v[^>/]*>([^<]*)</")
FORMULA = re.compile(rb"<(?:\w+:)?f\b")
SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
LINK = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
NAMED = re.compile(r"([\w:]+)=[\"']([^\"']*)[\"']")


def read_workbook_rows(path: Path, name: str, sheet: str) -> Sheet:
    """The headers and rows of one sheet of an XLSX, XLS or ODS workbook.

    The sheet is the named one, else the only visible one. A cell with an error holds its words, a
    formula without a value the word "formula". Raises ScorecardError when there is no such sheet,
    or the workbook does not open.
    """
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(path)
        chosen = _sheet_name(workbook, name, sheet)
        table = workbook.get_sheet_by_name(chosen)
    except python_calamine.CalamineError as error:
        fault = "the selected file is not a workbook that opens"
        raise single_fault(name, fault, OPEN_AND_SAVE) from error
    if table.total_height * table.total_width > MOST_CELLS:
        raise single_fault(name, f"the sheet spans more than {MOST_CELLS:,} cells", "Send a CSV.")
    blanks = _Blanks(path, name).of(chosen, workbook.sheet_names.index(chosen))
    numbered = list(_rows(table, blanks, name))
    if not numbered:
        raise single_fault(name, "the sheet is empty", "Check the file and send it again.")
    numbers, rows = zip(*numbered, strict=True)
    return Sheet(tuple(value or "" for value in rows[0]), rows[1:], numbers[1:])


def cell_text(value: Any, place: str) -> str | None:
    """A cell as the text that a person sees in it; a whole number has no decimal point.

    Raises ScorecardError of its place when the text has a character that cannot be seen.
    """
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    if isinstance(value, datetime) and value.time() == time.min:
        value = value.date()
    text = value.isoformat() if isinstance(value, date | datetime) else str(value)
    if not text.isascii() or not text.isprintable():
        check_seen(text, place)
    return text


def check_seen(text: str, place: str) -> None:
    """Raise ScorecardError when a cell or a header has a character that cannot be seen."""
    if code := unseen(text):
        fault = f"a cell has a character that cannot be seen ({code})"
        raise single_fault(place, fault, TAKE_OUT)


def _rows(
    table: python_calamine.CalamineSheet, blanks: Mapping[Place, str], name: str
) -> Iterator[tuple[int, Row]]:
    """The rows of a sheet that are not blank, with their numbers; the same text is kept once."""
    left = (table.start or (0, 0))[1]
    texts: dict[object, str | None] = {}
    found = set()
    faults: list[Finding] = []
    for number, values in enumerate(table.iter_rows()):
        row = _row(values, texts, f"{name}: row {number + 1}", faults)
        if len(faults) == MOST_LINES:
            break
        for column in range(len(row)) if blanks else ():
            if (number, column + left) in blanks:
                found.add((number, column + left))
                row[column] = blanks[number, column + left]
        if any(row):
            yield number + 1, tuple(row)
    if faults:
        raise ScorecardError(faults)
    if len(found) < len(blanks):
        fault = "the last rows or columns of the sheet hold errors or formulas without values"
        raise single_fault(name, fault, OPEN_AND_SAVE)


def _row(
    values: Sequence[object], texts: dict[object, str | None], place: str, faults: list[Finding]
) -> list[str | None]:
    """The texts of a row; none where one of them has a fault, which is added to the faults."""
    try:
        return [_kept(value, texts, place) for value in values]
    except ScorecardError as error:
        faults += error.findings
        return []


def _kept(value: object, texts: dict[object, str | None], place: str) -> str | None:
    key = (type(value), value)  # 1, 1.0 and True are equal
    if key not in texts:
        if len(texts) > MOST_TEXTS_KEPT:
            texts.clear()
        texts[key] = cell_text(value, place)
    return texts[key]


def _sheet_name(workbook: python_calamine.CalamineWorkbook, name: str, sheet: str) -> str:
    visible = [
        meta.name
        for meta in workbook.sheets_metadata
        if meta.visible is python_calamine.SheetVisibleEnum.Visible
        and meta.typ is python_calamine.SheetTypeEnum.WorkSheet
    ]
    if sheet in workbook.sheet_names:
        return sheet
    if len(visible) == 1:
        return visible[0]
    wanted = f"no sheet named '{sheet}'" if sheet else "more than one visible sheet"
    fault = f"the workbook has {wanted}; its sheets are: {', '.join(visible)}"
    if not visible:
        fault = "the workbook has no visible sheet"
    renamed = f", or name the sheet '{sheet}'" if sheet else ""
    raise single_fault(name, fault, f"Send a workbook with one visible sheet{renamed}.")


@dataclass(frozen=True)
class _Blanks:
    """Finds the cells of a workbook that the reader takes for blank and that are not."""

    path: Path
    name: str

    def of(self, sheet: str, number: int) -> Mapping[Place, str]:
        """By row and column, counted from 0, the words that stand for what is in the cell.

        `number` is the place of the sheet among all.
        """
        if not is_zipfile(self.path):
            return blanks_of_old_workbook(self.path, self.name, number)
        with ZipFile(self.path) as archive:
            if CONTENT in archive.namelist():
                check_open_document(archive, sheet, self.name)
                return {}
            return dict(self._cells(archive, _part_of(archive, sheet, self.name)))

    def _cells(self, archive: ZipFile, part: str) -> Iterator[tuple[Place, str]]:
        row = 0
        for piece in _pieces(archive, part):
            row = check_sheet(piece, row, self.name)
            if not IS_ERROR.search(piece) and not FORMULA.search(piece):
                continue
            for attributes, content in CELL.findall(piece):
                words = _words(attributes, content)
                if words:
                    yield self._place(attributes), words

    def _place(self, attributes: bytes) -> Place:
        at = AT.search(attributes)
        if not at:
            fault = "the sheet has errors or formulas without values"
            raise single_fault(self.name, fault, OPEN_AND_SAVE)
        column = 0
        for letter in at[1]:
            column = column * 26 + letter - 64
        return int(at[2]) - 1, column - 1


def _words(attributes: bytes, content: bytes) -> str:
    """What stands for a cell that the reader gives as blank; nothing for any other cell."""
    value = VALUE.search(content)
    if IS_ERROR.search(attributes):
        return value[1].decode("utf-8", "replace") if value else "an error"
    return UNCALCULATED if FORMULA.search(content) and not value else ""


def _pieces(archive: ZipFile, part: str) -> Iterator[bytes]:
    """A part of an archive in pieces that end where a row of cells does."""
    rest = b""
    with archive.open(part) as content:
        while chunk := content.read(CHUNK):
            whole, end, rest = (rest + chunk).rpartition(b"row>")
            yield whole + end
            if len(rest) > LONGEST_ROW:
                yield rest
                rest = b""
    yield rest


def _part_of(archive: ZipFile, sheet: str, name: str) -> str:
    """The part in which a sheet's cells are, by the workbook's list and its links."""
    listed, links = (
        archive.read(part).decode("utf-8", "replace")
        for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
    )
    targets = {a.get("Id", ""): a.get("Target", "") for a in map(_named, LINK.findall(links))}
    for tag in map(_named, SHEET.findall(listed)):
        link = next((value for key, value in tag.items() if key.endswith(":id")), "")
        part = f"xl/{targets.get(link, '').removeprefix('/xl/')}"
        if tag.get("name") == sheet and part in archive.namelist():
            return part
    raise single_fault(name, f"the part that holds the sheet '{sheet}' is missing", OPEN_AND_SAVE)


def _named(tag: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in NAMED.findall(tag)}

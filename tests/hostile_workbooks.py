"""Hostile workbooks: bombs, lies about sizes, far rows, errors, hidden sheets, other formats."""

import struct
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from hostile_open_documents import (
    BILLION_LAUGHS,
    ODS_CALCULATED,
    ODS_ERROR,
    ODS_ERROR_SHOWN,
    ODS_HEAD,
    ODS_NOT_CALCULATED,
    ODS_SEVEN,
    REPEATED,
    Made,
    ods_row,
    open_document,
    parts,
)
from hostile_text import GOOD, HEADERS
from workbook_files import MAIN, sheet_of_cells, workbook, workbook_of_parts

FILE_OUTSIDE = '<!DOCTYPE l [<!ENTITY l8 SYSTEM "file:///etc/passwd">]>'
SHEET = "xl/worksheets/sheet1.xml"
FAR = '<row r="{0}"><c r="A{0}"><v>1</v></c></row>'


def inline(value: str, place: str) -> str:
    """A cell of text."""
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


def sheet_row(number: int, values: tuple[str, ...] | list[str], last: str = "") -> str:
    """A row of cells of text, and one more cell as XML."""
    cells = "".join(inline(v, f"{chr(65 + i)}{number}") for i, v in enumerate(values))
    return f'<row r="{number}">{cells}{last}</row>'


def stops_sheet(*last: str, head: str = "", rest: str = "") -> str:
    """A sheet of stops, the last cell of each row given as XML."""
    rows = [sheet_row(i, GOOD[:8], cell) for i, cell in enumerate(last, 2)]
    return head + sheet_of_cells(sheet_row(1, HEADERS) + "".join(rows) + rest)


SEVEN = '<c r="I2"><v>7</v></c>'
GOOD_SHEET = stops_sheet(SEVEN)


def of_sheet(xml: str) -> Made:
    """The workbook whose only sheet is this XML."""
    return lambda path: workbook_of_parts(path, ["Stops"], {SHEET: xml})


def of_corner(column: str) -> Made:
    """A workbook of two cells: the first, and the last of a column."""
    last = f'<row r="1048576"><c r="{column}1048576"><v>1</v></c></row>'
    return of_sheet(sheet_of_cells(FAR.format(1) + last))


def of_last_cell(xml: str) -> Made:
    """A good row, and a row whose count is this XML."""
    return of_sheet(stops_sheet(SEVEN, xml))


def packed_sheet(open_: str, many: str, close: str, times: int) -> Made:
    """A workbook whose sheet repeats a text many times: small when packed."""

    def make(path: Path) -> Path:
        workbook_of_parts(path, ["Stops"], {})
        with (
            ZipFile(path, "a", ZIP_DEFLATED, compresslevel=1) as package,
            package.open(SHEET, "w") as part,
        ):
            part.write(open_.encode())
            for _ in range(times):
                part.write(many.encode())
            part.write(close.encode())
        return path

    return make


def with_strings(strings: str, times: int) -> Made:
    """A workbook whose shared strings repeat a text many times."""

    def make(path: Path) -> Path:
        workbook_of_parts(path, ["Stops"], {SHEET: GOOD_SHEET})
        with (
            ZipFile(path, "a", ZIP_DEFLATED, compresslevel=1) as package,
            package.open("xl/sharedStrings.xml", "w") as part,
        ):
            part.write(f'<sst xmlns="{MAIN}">'.encode())
            for _ in range(times):
                part.write(strings.encode() * 10_000)
            part.write(b"</sst>")
        return path

    return make


def saying(size: int, times: int) -> Made:
    """A workbook whose sheet says that it unpacks to a size, and unpacks to many megabytes."""

    def make(path: Path) -> Path:
        packed_sheet("<worksheet>", " " * 1_000_000, "</worksheet>", times)(path)
        content = bytearray(path.read_bytes())
        place = content.rfind(SHEET.encode()) - 46
        content[place + 24 : place + 28] = struct.pack("<I", size)
        path.write_bytes(content)
        return path

    return make


def twice(path: Path) -> Path:
    """A workbook with two parts of one name: readers differ on which is meant."""
    workbook_of_parts(path, ["Stops"], {SHEET: GOOD_SHEET})
    with ZipFile(path, "a") as package:
        package.writestr(SHEET.replace("1.xml", "2.xml"), stops_sheet(SEVEN, SEVEN))
    path.write_bytes(path.read_bytes().replace(b"sheet2.xml", b"sheet1.xml"))
    return path


def locked(path: Path) -> Path:
    """A workbook whose sheet is marked as encrypted."""
    workbook_of_parts(path, ["Stops"], {SHEET: GOOD_SHEET})
    content = bytearray(path.read_bytes())
    place = content.rfind(SHEET.encode()) - 46
    content[place + 8] |= 1
    path.write_bytes(content)
    return path


def flipped(path: Path) -> Path:
    """A workbook in which one bit of the sheet is not what it was."""
    workbook_of_parts(path, ["Stops"], {SHEET: GOOD_SHEET})
    content = bytearray(path.read_bytes())
    content[content.find(b"Lambeth")] ^= 1
    path.write_bytes(content)
    return path


def sheets(visible: Mapping[str, list[list[str]]], hidden: tuple[str, ...] = ()) -> Made:
    """A workbook of these sheets."""
    return lambda path: workbook(path, visible, hidden)


def dated_from_1904(path: Path) -> Path:
    """A workbook that counts its days from 1904, with the day as a plain number."""
    workbook_of_parts(path, ["Stops"], {SHEET: GOOD_SHEET.replace(inline(GOOD[0], "A2"), STYLED)})
    with ZipFile(path) as package:
        held = {name: package.read(name) for name in package.namelist()}
    held["xl/workbook.xml"] = held["xl/workbook.xml"].replace(
        b"<sheets>", b'<workbookPr date1904="1"/><sheets>'
    )
    return parts(held)(path)


STYLED = '<c r="A2" s="1"><v>44655</v></c>'
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TABLE = [HEADERS, list(GOOD)]
SAFE: Mapping[str, Made] = {
    "good_workbook": of_sheet(GOOD_SHEET),
    "error_in_a_count": of_last_cell('<c r="I3" t="e"><v>#N/A</v></c>'),
    "error_of_a_formula": of_last_cell('<c r="I3" t="e"><f>1/0</f><v>#DIV/0!</v></c>'),
    "error_in_a_text": of_sheet(
        stops_sheet(SEVEN).replace(inline("Lambeth", "C2"), '<c r="C2" t="e"><v>#REF!</v></c>')
    ),
    "formula_without_a_value": of_last_cell('<c r="I3"><f>SUM(A1:A2)</f></c>'),
    "formula_with_a_value": of_last_cell('<c r="I3"><f>3+4</f><v>7</v></c>'),
    "count_as_text": of_last_cell(inline("7", "I3")),
    "count_with_a_fraction": of_last_cell('<c r="I3"><v>7.5</v></c>'),
    "count_past_all": of_last_cell('<c r="I3"><v>1e300</v></c>'),
    "control_character": of_last_cell(inline("_x001B_7", "I3")),
    "day_as_a_plain_number": of_sheet(
        GOOD_SHEET.replace(inline(GOOD[0], "A2"), '<c r="A2"><v>46117</v></c>')
    ),
    "days_from_1904": dated_from_1904,
    "hidden_first_sheet": sheets({"Lists": [["a"]], "Stops": TABLE}, ("Lists",)),
    "hidden_sheet_only": sheets({"Stops": TABLE}, ("Stops",)),
    "two_visible_sheets": sheets({"April": TABLE, "May": TABLE}),
    "no_cells": sheets({"Stops": []}),
    "blank_rows_between": sheets({"Stops": [HEADERS, [""] * 9, list(GOOD), [""] * 9]}),
    "title_above": sheets({"Stops": [["Stops"], *TABLE]}),
    "rows_of_two_lengths": sheets({"Stops": [HEADERS, list(GOOD)[:4], list(GOOD)]}),
    "billion_laughs": of_sheet(
        BILLION_LAUGHS + GOOD_SHEET.replace("Lambeth", "&amp;l8;").replace("&amp;l8", "&l8")
    ),
    "file_outside": of_sheet(FILE_OUTSIDE + GOOD_SHEET.replace("Lambeth", "&l8;")),
    "part_twice": twice,
    "part_encrypted": locked,
    "bit_flipped": flipped,
    "says_too_little": saying(10, 20),
    "zip_bomb": saying(450_000_000, 1),
    "zip_bomb_of_texts": with_strings("<si/>", 2_200),
    "path_out_of_the_archive": parts({"../../etc/passwd": b"x", "/xl/x": b"y"}),
    "document": parts({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
    "binary_workbook": parts({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"\x83\x01"}),
    "empty_archive": parts({}),
    "archive_of_a_csv": parts({"stops.csv": b"Date"}),
    "old_workbook_cut_short": lambda path: _bytes(path, OLD + b"\0" * 600),
    "old_workbook_of_nothing": lambda path: _bytes(path, OLD),
    "open_document_good": open_document(ODS_HEAD + ods_row(GOOD[:8], ODS_SEVEN)),
    "open_document_error": open_document(ODS_HEAD + ods_row(GOOD[:8], ODS_ERROR)),
    "open_document_error_shown": open_document(ODS_HEAD + ods_row(GOOD[:8], ODS_ERROR_SHOWN)),
    "open_document_not_calculated": open_document(
        ODS_HEAD + ods_row(GOOD[:5] + GOOD[6:8], ODS_NOT_CALCULATED)
    ),
    "open_document_calculated": open_document(ODS_HEAD + ods_row(GOOD[:8], ODS_CALCULATED)),
    "open_document_laughs": open_document(ODS_HEAD + ods_row(["&l8;"]), BILLION_LAUGHS),
}  # fmt: skip
DANGEROUS: Mapping[str, Made] = {
    "far_corners": of_corner("XFD"),
    "far_within_limits": of_corner("CV"),
    "row_past_all_rows": of_sheet(stops_sheet(SEVEN, rest=FAR.format(4294967295))),
    "row_past_sheets": of_sheet(stops_sheet(SEVEN, rest=FAR.format(99_999_999))),
    "open_document_repeats": open_document(ODS_HEAD + REPEATED),
}  # fmt: skip
WORKBOOKS: Mapping[str, Made] = {**SAFE, **DANGEROUS}


def _bytes(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path

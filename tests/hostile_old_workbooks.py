"""XLS workbooks made record by record: good ones, errors, formulas nobody calculated, damage."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from struct import pack

from hostile_open_documents import Made
from hostile_text import GOOD, HEADERS

SECTOR = 512
LEAST_STREAM = 4_096
END_OF_CHAIN, FREE, FAT_SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
GLOBALS, WORKSHEET, CHART = 0x0005, 0x0010, 0x0020
NOT_AVAILABLE, DIVIDED_BY_ZERO = 0x2A, 0x07
ONE_AND_ONE = bytes([0x1E, 1, 0, 0x1E, 1, 0, 0x03])


def record(kind: int, body: bytes) -> bytes:
    """One record of a stream."""
    return pack("<HH", kind, len(body)) + body


def begins(what: int) -> bytes:
    """The record that begins the workbook, a sheet or a chart, of Excel 97 and later."""
    return record(0x0809, pack("<HHHHII", 0x0600, what, 0x0DBB, 0x07CC, 0, 6))


ENDS = record(0x000A, b"")


def label(row: int, column: int, words: str) -> bytes:
    """A cell of text."""
    return record(0x0204, pack("<HHHHB", row, column, 0, len(words), 1) + words.encode("utf-16-le"))


def number(row: int, column: int, value: float) -> bytes:
    """A cell with a number."""
    return record(0x0203, pack("<HHHd", row, column, 0, value))


def error(row: int, column: int, code: int) -> bytes:
    """A cell with an error."""
    return record(0x0205, pack("<HHHBB", row, column, 0, code, 1))


def formula(row: int, column: int, result: bytes) -> bytes:
    """A cell with the formula 1+1 and a result as it is stored."""
    size = len(ONE_AND_ONE)
    head = pack("<HHH", row, column, 0) + result + pack("<HIH", 0, 0, size)
    return record(0x0006, head + ONE_AND_ONE)


def of_kind(kind: int, code: int = 0) -> bytes:
    """A stored result that is no number: text 0, an error 2 with its code, an empty text 3."""
    return bytes([kind, 0, code, 0, 0, 0, 0xFF, 0xFF])


SEVEN = number(1, 8, 7.0)


def stops(*cells: bytes) -> bytes:
    """The records of a sheet of one stop, whose last cells are given."""
    heads = b"".join(label(0, i, words) for i, words in enumerate(HEADERS))
    values = b"".join(label(1, i, words) for i, words in enumerate(GOOD[:8]))
    return heads + values + b"".join(cells)


def stream_of(*sheets: bytes) -> bytes:
    """The stream of a workbook of these sheets."""
    names = [f"S{number}".encode() for number in range(len(sheets))]

    def listed(starts: Sequence[int]) -> bytes:
        rows = (
            record(0x0085, pack("<IBBBB", start, 0, 0, len(name), 0) + name)
            for start, name in zip(starts, names, strict=True)
        )
        return begins(GLOBALS) + b"".join(rows) + ENDS

    whole = [begins(WORKSHEET) + sheet + ENDS for sheet in sheets]
    first = len(listed([0] * len(sheets)))
    starts = [first + sum(map(len, whole[:i])) for i in range(len(whole))]
    return listed(starts) + b"".join(whole)


def container(stream: bytes, follows: Mapping[int, int] | None = None) -> bytes:
    """A file of one stream; `follows` puts other numbers into its table of sectors."""
    stream = stream.ljust(max(LEAST_STREAM, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    sectors = len(stream) // SECTOR
    table = [FAT_SECTOR, END_OF_CHAIN, *range(3, 2 + sectors), END_OF_CHAIN]
    table += [FREE] * (SECTOR // 4 - len(table))
    for place, value in (follows or {}).items():
        table[place] = value
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += pack("<IIIIIIIII", 0, 1, 1, 0, LEAST_STREAM, END_OF_CHAIN, 0, END_OF_CHAIN, 0)
    head += pack("<109I", 0, *[FREE] * 108)
    folder = _entry("Root Entry", 5, END_OF_CHAIN, 0, child=1)
    folder += _entry("Workbook", 2, 2, len(stream)) + bytes(2 * 128)
    return head + pack(f"<{SECTOR // 4}I", *table) + folder + stream


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    words = name.encode("utf-16-le") + b"\0\0"
    head = words.ljust(64, b"\0") + pack("<HBBIII", len(words), kind, 1, FREE, FREE, child)
    return head + bytes(36) + pack("<IQ", start, size)


def old_workbook(*sheets: bytes) -> Made:
    """A workbook of these sheets."""
    return _made(container(stream_of(*sheets)))


def _made(content: bytes) -> Made:
    def make(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return make


LISTED = pack("<HHI", 0x0085, 10, 38)
A_CHART = begins(CHART) + error(1, 8, NOT_AVAILABLE) + ENDS
TEXT_FOLLOWS = record(0x0207, pack("<HB", 1, 0) + b"7")
OLD_WORKBOOKS: Mapping[str, Made] = {
    "good": old_workbook(stops(SEVEN)),
    "good_formula": old_workbook(stops(formula(1, 8, pack("<d", 7.0)))),
    "good_formula_of_text": old_workbook(stops(formula(1, 8, of_kind(0)) + TEXT_FOLLOWS)),
    "error_in_a_number": old_workbook(stops(error(1, 8, NOT_AVAILABLE))),
    "error_in_a_label": old_workbook(stops(SEVEN, error(1, 5, DIVIDED_BY_ZERO))),
    "error_of_a_formula": old_workbook(stops(formula(1, 8, of_kind(2, DIVIDED_BY_ZERO)))),
    "error_of_no_name": old_workbook(stops(error(1, 8, 0x99))),
    "error_below_the_rows": old_workbook(stops(SEVEN, error(40, 0, NOT_AVAILABLE))),
    "error_in_a_chart": old_workbook(stops(A_CHART, SEVEN)),
    "formula_not_calculated": old_workbook(stops(SEVEN, formula(1, 5, of_kind(3)))),
    "formula_without_its_text": old_workbook(stops(SEVEN, formula(1, 5, of_kind(0)))),
    "merged_cells": old_workbook(stops(SEVEN, record(0x00E5, pack("<HHHHH", 1, 1, 2, 5, 5)))),
    "circle_of_sectors": _made(container(stream_of(stops(SEVEN)), {9: 2})),
    "record_past_its_end": _made(container(stream_of(stops(SEVEN))[:-12])),
}  # fmt: skip
# The reader of workbooks gives up on these, and takes its process with it.
DANGEROUS: Mapping[str, Made] = {
    "sheet_past_its_end": _made(
        container(stream_of(stops(SEVEN)).replace(LISTED, LISTED[:4] + pack("<I", 99_999)))
    ),
}

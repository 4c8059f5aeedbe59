"""The cells of an XLS workbook that hold an error, or a formula that nobody has calculated.

Sources: Microsoft Open Specifications MS-CFB (the container of streams) and MS-XLS (the records).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from struct import error as CutShort
from struct import iter_unpack, unpack_from

from metrics.errors import single_fault
from metrics.extracts.contents import OPEN_AND_SAVE
from metrics.extracts.sheets import MERGED, UNMERGE

Place = tuple[int, int]
Record = tuple[int, bytes]

UNCALCULATED = "a formula without a value"
# The streams that hold a workbook, of Excel 97 and later and of the versions before.
STREAMS = ("Workbook", "Book")
LARGEST_SECTOR, ENTRY = 0xFFFFFFFA, 128
BEGINS, ENDS, SHEET, ERROR, TEXT, MERGED_CELLS = 0x0809, 0x000A, 0x0085, 0x0205, 0x0207, 0x00E5
FORMULAS = (0x0006, 0x0206, 0x0406)
# A formula that was never calculated is written as one whose value is an empty text.
NOT_A_NUMBER, IS_TEXT, IS_ERROR, IS_BLANK = b"\xff\xff", 0, 2, 3
# Between a formula and its text may stand what it shares with others.
SHARED = (0x04BC, 0x0221, 0x0236)
WORDS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
    0x2A: "#N/A",
}  # fmt: skip


def blanks_of_old_workbook(path: Path, name: str, sheet: int) -> Mapping[Place, str]:
    """By row and column, counted from 0, what stands in cells that the reader takes for blank.

    `sheet` is the place of a sheet among all. Raises ScorecardError where the file is damaged, or
    where cells of the sheet are merged.
    """
    try:
        records = _of_sheet(_Container(path.read_bytes()).workbook, sheet)
        found = dict(_blanks(records))
    except (CutShort, IndexError, ValueError) as error:
        raise single_fault(name, "the selected file is damaged", OPEN_AND_SAVE) from error
    if any(kind == MERGED_CELLS for kind, _ in records):
        raise single_fault(name, MERGED, UNMERGE)
    return found


def _blanks(records: Sequence[Record]) -> Iterator[tuple[Place, str]]:
    alone = [record for record in records if record[0] not in SHARED]
    for (kind, body), (after, _) in pairwise([*alone, (ENDS, b"")]):
        if kind == ERROR and body[7]:
            yield _place(body), WORDS.get(body[6], "an error")
        if kind in FORMULAS and body[12:14] == NOT_A_NUMBER:
            if body[6] == IS_ERROR:
                yield _place(body), WORDS.get(body[8], "an error")
            elif body[6] == IS_BLANK or (body[6] == IS_TEXT and after != TEXT):
                yield _place(body), UNCALCULATED


def _place(body: bytes) -> Place:
    row, column = unpack_from("<HH", body)
    return int(row), int(column)


def _of_sheet(stream: bytes, sheet: int) -> list[Record]:
    """The records of one sheet, without those of charts that stand in it."""
    starts = [unpack_from("<I", body)[0] for kind, body in _records(stream, 0) if kind == SHEET]
    found, depth = [], 0
    for kind, body in _records(stream, starts[sheet]):
        depth += (kind == BEGINS) - (kind == ENDS)
        if depth == 1:
            found.append((kind, body))
    return found


def _records(stream: bytes, start: int) -> Iterator[Record]:
    """The records from one place to the end of what begins there."""
    depth = 0
    while True:
        kind, size = unpack_from("<HH", stream, start)
        yield kind, stream[start + 4 : start + 4 + size]
        depth += (kind == BEGINS) - (kind == ENDS)
        if depth <= 0:
            return
        start += 4 + size


@dataclass(frozen=True)
class _Container:
    """A file of streams, each a chain of sectors; short ones are chains of small sectors in one."""

    content: bytes

    @cached_property
    def workbook(self) -> bytes:
        """The stream of the workbook."""
        entries = [*self._entries()]
        least = unpack_from("<I", self.content, 56)[0]
        _, root, length = entries[0]
        for name, start, size in entries:
            if name in STREAMS and size >= least:
                return self._stream(start)[:size]
            if name in STREAMS:
                small = self._stream(root)[:length]
                table = self._numbers(self._stream(unpack_from("<I", self.content, 60)[0]))
                width = 1 << unpack_from("<H", self.content, 32)[0]
                parts = [small[i * width : (i + 1) * width] for i in _chain(table, start)]
                return b"".join(parts)[:size]
        raise ValueError("no workbook")

    def _entries(self) -> Iterator[tuple[str, int, int]]:
        """The name, the first sector and the size of each stream."""
        folder = self._stream(unpack_from("<I", self.content, 48)[0])
        for at in range(0, len(folder) - ENTRY + 1, ENTRY):
            length = max(0, unpack_from("<H", folder, at + 64)[0] - 2)
            name = folder[at : at + length].decode("utf-16-le", "replace")
            yield name, *unpack_from("<II", folder, at + 116)

    def _stream(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _chain(self._table, start))

    @cached_property
    def _width(self) -> int:
        return 1 << int(unpack_from("<H", self.content, 30)[0])

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._width
        return self.content[start : start + self._width]

    @cached_property
    def _table(self) -> list[int]:
        """For each sector the one that follows it."""
        held = [*unpack_from("<109I", self.content, 76)]
        more = unpack_from("<I", self.content, 68)[0]
        for _ in range(len(self.content) // self._width):
            if more > LARGEST_SECTOR:
                break
            *numbers, more = self._numbers(self._sector(more))
            held += numbers
        sectors = (self._sector(n) for n in held if n <= LARGEST_SECTOR)
        return self._numbers(b"".join(sectors))

    @staticmethod
    def _numbers(content: bytes) -> list[int]:
        return [number for (number,) in iter_unpack("<I", content[: len(content) // 4 * 4])]


def _chain(table: Sequence[int], start: int) -> Iterator[int]:
    """The sectors of a chain; ValueError where it runs in a circle."""
    seen = 0
    while start <= LARGEST_SECTOR:
        yield start
        start, seen = table[start], seen + 1
        if seen > len(table):
            raise ValueError("a chain without an end")

"""A file as a table of text: headers as they stand, and every cell as the text that it holds."""

import csv
import re
import sys
import unicodedata
from array import array
from codecs import BOM_UTF8
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from metrics.connections import identifier, text
from metrics.errors import single_fault
from metrics.extracts.characters import as_utf_8
from metrics.extracts.contents import CHUNK
from metrics.extracts.workbooks import check_seen

DELIMITERS = (",", ";", "\t")
MOST_COLUMNS = 600
LONGEST_SHOWN = 60
# The characters that cannot be seen, as DuckDB's expressions name them.
UNSEEN_IN_SQL = (
    r"\p{Cc}\p{Cf}\p{Zl}\p{Zp}\x{FFFD}"
    r"\x{34F}\x{115F}\x{1160}\x{17B4}\x{17B5}\x{2800}\x{3164}\x{FE00}-\x{FE0F}\x{FFA0}"
    r"\x{E0100}-\x{E01EF}"
)
LONGEST_HEADER = 100_000
# Above the header stand at most a title, a date, a note and a blank line or two.
MOST_ABOVE_HEADER = 12
# A cell of a text that nobody reads may be long; one line of it is not.
csv.field_size_limit(sys.maxsize)
# Looked for one by one: one expression for all of them took 0.9 s in 55 MB, these take 0.2 s.
BLANK_LINES = (b"\n\n", b"\n\r\n", b"\r\r")
NESTED = re.compile(r"\[|STRUCT|MAP|UNION|VARIANT")


def below_the_header(row: int) -> int:
    """The number of a row where none is blank: the header is row 1."""
    return row + 2


@dataclass(frozen=True, slots=True)
class TextTable:
    """A readable table: its headers, and the SQL relation whose columns are h0, h1, … as text.

    `number` gives each of its rows, counted from 0, the number that the sender's program shows.
    `beginning` are its first rows with their numbers, in case that the first is no header.
    `in_turn` is whether one thread is to read it: two keep groups of a million rows in memory.
    """

    headers: tuple[str, ...]
    relation: str
    number: Callable[[int], int] = below_the_header
    beginning: tuple[tuple[int, Sequence[str | None]], ...] = ()
    in_turn: bool = False


def read_csv_table(
    path: Path, name: str, folder: Path, wanted: Sequence[frozenset[str]]
) -> TextTable:
    """A CSV file as a table; `wanted` are the sets of headers of which one must be there.

    The delimiter is the one under which the header line has the wanted headers. Text that is not
    UTF-8 is rewritten as UTF-8 in `folder` first, strictly.
    """
    path = as_utf_8(path, name, folder)
    line, *more = _first_lines(path, name)
    mark, headers = _split(line, wanted)
    check_width(headers, name)
    columns = "{" + ", ".join(f"'h{i}': 'VARCHAR'" for i in range(len(headers))) + "}"
    relation = (
        f"read_csv({text(str(path))}, auto_detect = false, header = true, delim = {text(mark)}, "
        f"quote = '\"', escape = '\"', strict_mode = true, null_padding = false, "
        f"hive_partitioning = false, compression = 'none', columns = {columns})"
    )
    beginning = tuple(
        (i, _split(row[:LONGEST_HEADER], wanted)[1]) for i, row in enumerate(more, start=2)
    )
    return TextTable(headers, relation, numbers_with_blanks(path, mark), beginning)


def _split(line: str, wanted: Sequence[frozenset[str]]) -> tuple[str, tuple[str, ...]]:
    """The delimiter under which a line has the most wanted headers, and its cells under it."""
    splits = {mark: tuple(next(csv.reader([line], delimiter=mark), ())) for mark in DELIMITERS}

    def held(mark: str) -> tuple[int, int]:
        names = {fold_header(header) for header in splits[mark]}
        return max((len(names & set_) for set_ in wanted), default=0), len(splits[mark])

    mark = max(DELIMITERS, key=held)
    return mark, splits[mark]


def numbers_with_blanks(path: Path, mark: str) -> Callable[[int], int]:
    """The number of each row of a CSV file in UTF-8, blank lines counted as a spreadsheet does."""
    # Asked only of rows with a bad cell, and then once for all of them.
    numbers = cache(_numbers)

    def number(row: int) -> int:
        found = numbers(path, mark)
        return found[row] if row < len(found) else below_the_header(row)

    return number


def _numbers(path: Path, mark: str) -> "array[int]":
    """The numbers of all rows; none where no line is blank, as in a file of many million rows."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        begins_blank = content[:4].removeprefix(BOM_UTF8)[:1] in (b"\r", b"\n")
        if not begins_blank and all(content.find(blank) < 0 for blank in BLANK_LINES):
            return array("q")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        cells = enumerate(csv.reader(lines, delimiter=mark), start=1)
        return array("q", [number for number, row in cells if row][1:])


def read_parquet_table(path: Path, name: str, connection: duckdb.DuckDBPyConnection) -> TextTable:
    """A Parquet file as a table of text, written as a CSV file would have it."""
    source = f"read_parquet({text(str(path))}, hive_partitioning = false)"
    try:
        # DuckDB gives two columns of one name two names: pyarrow says what stands in the file.
        headers = tuple(pq.read_schema(path).names)
        described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
        kinds = [str(row[1]) for row in described]
        _check_parquet(headers, kinds, name)
        named = [
            (identifier(str(row[0])), kind) for row, kind in zip(described, kinds, strict=True)
        ]
        cells = ", ".join(f"{_text_sql(*column)} AS h{i}" for i, column in enumerate(named))
        relation = f"(SELECT {cells} FROM {source})"
        texts = {f"h{i}": headers[i] for i, kind in enumerate(kinds) if kind in ("VARCHAR", "BLOB")}
        _check_characters(connection, relation, texts, name)
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        cure = "Write it again as Parquet or CSV, and try again."
        raise single_fault(name, "the selected file is damaged", cure) from error
    return TextTable(headers, relation, in_turn=True)


def rows_as_arrow(headers: Sequence[str], rows: Sequence[Sequence[str | None]]) -> pa.Table:
    """Rows of text as an Arrow table whose columns are h0, h1, …"""
    columns: list[Any] = list(zip(*rows, strict=True)) if rows else [()] * len(headers)
    arrays = [pa.array(column, pa.string()) for column in columns]
    return pa.table(arrays, names=[f"h{i}" for i in range(len(headers))])


def fold_header(header: str) -> str:
    """A header without what means nothing in it: case, width, spacing and punctuation."""
    plain = unicodedata.normalize("NFKC", header.removeprefix("\ufeff")).casefold()
    words = "".join(c if c.isalnum() else " " for c in plain)
    return "_".join(words.split())


def _text_sql(cell: str, kind: str) -> str:
    """The SQL of a typed Parquet cell as text: a whole number has no decimal point."""
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"strftime(timezone('UTC', {cell}), '%Y-%m-%dT%H:%M:%S+00:00')"
    if kind in ("DOUBLE", "FLOAT"):
        whole = f"CAST(TRY_CAST({cell} AS BIGINT) AS VARCHAR)"
        number = f"CAST({cell} AS VARCHAR)"
        return (
            f"CASE WHEN {cell} = trunc({cell}) THEN coalesce({whole}, {number}) ELSE {number} END"
        )
    if kind == "BLOB":
        return f"decode({cell})"
    return f"CAST({cell} AS VARCHAR)"


def shown_key(key: str) -> str:
    """A key or a header as a message may show it."""
    return "".join(c if c.isprintable() else "\ufffd" for c in key[:LONGEST_SHOWN])


def check_width(headers: Sequence[str], name: str) -> None:
    """Raise ScorecardError where a table is wider than any extract."""
    if len(headers) > MOST_COLUMNS:
        raise single_fault(name, f"the file has {len(headers):,} columns", "Check its layout.")


def _check_parquet(headers: Sequence[str], kinds: Sequence[str], name: str) -> None:
    check_width(headers, name)
    nested = [h for h, kind in zip(headers, kinds, strict=True) if NESTED.search(kind)]
    if nested:
        fault = f"the column '{shown_key(nested[0])}' holds lists or records, not cells"
        raise single_fault(name, fault, "Write it with one value in each cell.")


def _check_characters(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: Mapping[str, str], name: str
) -> None:
    """Refuse a table with a cell of text that has a character that cannot be seen."""
    for column, header in columns.items():
        # One pass of a set of ranges over each text; the culprit is looked at more closely.
        query = (
            f"SELECT {column} FROM {relation} WHERE regexp_matches({column}, '[^\\x20-\\x7E]') "
            f"AND regexp_matches({column}, '[{UNSEEN_IN_SQL}]')"
        )
        for (cell,) in connection.execute(query).fetchall():
            check_seen(cell, f"{name}: column '{shown_key(header)}'")


def _first_lines(path: Path, name: str) -> list[str]:
    """The first line, which must be a header, and a few after it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = [file.readline(CHUNK) for _ in range(MOST_ABOVE_HEADER)]
    if lines[0].count('"') % 2 or len(lines[0]) == CHUNK:
        cure = "Put the column names in the first line, each on one line."
        raise single_fault(name, "the first line is not a header", cure)
    return [line.rstrip("\r\n") for line in lines]

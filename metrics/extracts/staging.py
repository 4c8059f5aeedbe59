"""First pass over a file: each cell read as its type, labels and names still as they stand."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import duckdb

from metrics.connections import identifier, one_thread, text
from metrics.definitions.contracts import Column, ColumnType, Extract
from metrics.disk import disk_fault, is_of_the_disk
from metrics.errors import Finding, ScorecardError, single_fault
from metrics.extracts.characters import LONGEST_VALUE_SHOWN, shown
from metrics.extracts.contents import Content, content_of
from metrics.extracts.header import Matched, match_or_point, wanted_headers
from metrics.extracts.json_files import read_json_rows
from metrics.extracts.rejected import faults_of
from metrics.extracts.screening.checks import BadCell, Stage, at_stage
from metrics.extracts.screening.facts import ColumnFact
from metrics.extracts.tables import (
    MOST_ABOVE_HEADER,
    TextTable,
    fold_header,
    read_csv_table,
    read_parquet_table,
    rows_as_arrow,
)
from metrics.extracts.typing_sql import expected, filled_sql, typed_sql
from metrics.extracts.unread import not_read, unread_cells, unread_facts
from metrics.extracts.workbooks import read_workbook_rows

# What is read twice and thrown away: quick to write rather than small, and nothing to look up by.
# A column of hashes has no dictionary: the sooner that is seen, the better.
PASSING = "FORMAT parquet, COMPRESSION snappy, WRITE_BLOOM_FILTER false, DICTIONARY_SIZE_LIMIT 1000"
FAULT, ROW_HASH = "fault", "row_hash"
# More rows than this are no slips of the keys, and nobody reads a longer list.
MOST_SET_ASIDE = 20_000


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file to be loaded: the name that its sender gave it, and where its bytes are."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Staged:
    """What one file gave: its rows, those with a bad cell, those cells, the columns not read.

    `given` are the columns whose value the layout gives, and not the file. `faults` are of columns
    that are missing or stand twice: no cell of these is bad.
    """

    rows: int
    bad_rows: int
    bad_cells: tuple[BadCell, ...]
    unread: tuple[ColumnFact, ...]
    given: frozenset[str]
    faults: tuple[Finding, ...]


def stage_file(
    connection: duckdb.DuckDBPyConnection, extract: Extract, others: Sequence[Extract],
    file: SentFile, target: Path,
) -> Staged:  # fmt: skip
    """Write the typed rows of one file to `target` (Parquet) and say what they are like.

    Columns: the contract's, `fault` (the cells that cannot be read, else NULL), `row_hash` (of all
    cells of the row as it was sent) and those of `unread_cells`. `others` are the extracts whose
    file it may be. Raises StageFailed where nothing can be read.
    """
    with at_stage(Stage.FILE):
        table = _open_table(connection, extract, file, target.parent)
    with at_stage(Stage.COLUMNS):
        matched = match_or_point(table.headers, extract, others, file.name, table.beginning)
    with at_stage(Stage.FILE):
        query = " UNION ALL ".join(_selects(extract, matched, table))
        with one_thread(connection) if table.in_turn else nullcontext():
            _write(connection, query, (table.relation, file.name), target)
        counted = f"SELECT count(*), count({FAULT}) FROM read_parquet({text(str(target))})"
        rows, bad = connection.execute(counted).fetchall()[0]
        if not rows:
            cure = "Check the file and send it again."
            raise single_fault(file.name, "the file has no rows", cure)
    cells = _bad_cells(connection, (extract, matched, table, file.name), target, rows)
    unread = unread_facts(connection, _not_read(matched, table), target)
    wide = matched.layout.wide
    given = {*matched.layout.fixed, *((wide.label,) if wide else ())}
    bad_cells = tuple(cells) if bad else ()
    return Staged(int(rows), int(bad), bad_cells, unread, frozenset(given), matched.faults)


def _write(
    connection: duckdb.DuckDBPyConnection, query: str, sent: tuple[str, str], target: Path
) -> None:
    """Write a query over a relation of a file to `target`; `sent` are that relation and its name.

    Raises ScorecardError naming each line of the file that is no row of a table, or the disk.
    """
    try:
        connection.execute(f"COPY ({query}) TO {text(str(target))} ({PASSING})")
    except duckdb.Error as error:
        if is_of_the_disk(error):
            raise disk_fault(sent[1], error) from error
        raise ScorecardError(faults_of(connection, *sent, str(error))) from error


def _open_table(
    connection: duckdb.DuckDBPyConnection, extract: Extract, file: SentFile, folder: Path
) -> TextTable:
    content = content_of(file.path, file.name)
    if content is Content.CSV:
        return read_csv_table(file.path, file.name, folder, wanted_headers(extract))
    if content is Content.PARQUET:
        return read_parquet_table(file.path, file.name, connection)
    if content is Content.JSON:
        headers, rows = read_json_rows(file.path, file.name)
        connection.register("sent_rows", rows_as_arrow(headers, rows))
        return TextTable(headers, "sent_rows")
    sheet = read_workbook_rows(file.path, file.name, extract.sheet)
    connection.register("sent_rows", rows_as_arrow(sheet.headers, sheet.rows))
    first = tuple(zip(sheet.numbers, sheet.rows[:MOST_ABOVE_HEADER], strict=False))
    return TextTable(sheet.headers, "sent_rows", sheet.numbers.__getitem__, first)


def _selects(extract: Extract, matched: Matched, table: TextTable) -> Iterator[str]:
    """One SELECT of typed columns, or one for each header of a layout laid across."""
    # A row that differs in a column that is not read is no duplicate.
    sent = ", ".join(f"h{i}" for i in range(len(table.headers)))
    for header in matched.across or [""]:
        cells = _cells(extract, matched, header)
        raw = ", ".join(f"{cells[c.name]} AS {_raw(c)}" for c in extract.columns)
        typed = ", ".join(
            f"{typed_sql(c, _raw(c))} AS {identifier(c.name)}" for c in extract.columns
        )
        # Of a row that becomes several, the first has what is not read.
        first = header == next(iter(matched.across), "")
        also = unread_cells(_not_read(matched, table), filled=first)
        columns = ", ".join([*(identifier(c.name) for c in extract.columns), *also])
        beside = "".join(f", {cell} AS {name}" for name, cell in also.items())
        yield (
            f"SELECT {columns}, {_fault_sql(extract, matched)} AS {FAULT}, {ROW_HASH} FROM ("
            f"SELECT *, {typed} FROM (SELECT {raw}, hash({text(header)}, {sent}) AS {ROW_HASH}"
            f"{beside} FROM {table.relation}))"
        )


def _not_read(matched: Matched, table: TextTable) -> dict[int, str]:
    read = {*matched.positions.values(), *matched.across.values()}
    return not_read(table.headers, read)


def _fault_sql(extract: Extract, matched: Matched) -> str:
    """The SQL of a row's bad cells as a list of columns and values, NULL where it has none."""
    wide = matched.layout.wide
    there = {
        *matched.positions,
        *matched.layout.fixed,
        *((wide.label, wide.number) if wide else ()),
    }
    faulty = {
        c: _is_fault(extract, c)
        for c in extract.columns
        if (c.name in there or not matched.faults)
        and (c.type is not ColumnType.CODED or not c.blank)
    }
    if not faulty:
        return "CAST(NULL AS STRUCT(name VARCHAR, cell VARCHAR)[])"
    cells = ", ".join(
        f"CASE WHEN {condition} THEN {{'name': {text(column.name)}, "
        f"'cell': left({_raw(column)}, {LONGEST_VALUE_SHOWN})}} END"
        for column, condition in faulty.items()
    )
    bad = " OR ".join(faulty.values())
    return f"CASE WHEN {bad} THEN list_filter([{cells}], lambda c: c IS NOT NULL) END"


def _raw(column: Column) -> str:
    return identifier(f"raw_{column.name}")


def _cells(extract: Extract, matched: Matched, header: str) -> dict[str, str]:
    """The SQL of each column's cell: a header's, a fixed value, or what the layout lays across."""
    wide, cells = matched.layout.wide, {}
    for column in extract.columns:
        if wide and column.name == wide.label:
            cells[column.name] = text(header)
        elif wide and column.name == wide.number:
            cells[column.name] = filled_sql(column, f"h{matched.across[header]}")
        elif column.name in matched.layout.fixed:
            cells[column.name] = text(matched.layout.fixed[column.name])
        elif column.name in matched.positions:
            cells[column.name] = filled_sql(column, f"h{matched.positions[column.name]}")
        else:
            cells[column.name] = "CAST(NULL AS VARCHAR)"
    return cells


def _is_fault(extract: Extract, column: Column) -> str:
    """The SQL condition of a cell that is not what its column holds.

    Nobody is counted below 0, and a row of no unit belongs nowhere.
    """
    typed = identifier(column.name)
    below = f" OR {typed} < 0" if column.name == extract.weight else ""
    may_be_blank = column.blank and column.type is not ColumnType.UNIT
    blank = f"{_raw(column)} IS NOT NULL AND " if may_be_blank else ""
    return f"({blank}({typed} IS NULL{below}))"


def _bad_cells(
    connection: duckdb.DuckDBPyConnection,
    sent: tuple[Extract, Matched, TextTable, str], target: Path, rows: int,
) -> Iterator[BadCell]:  # fmt: skip
    """The bad cells of the first rows that have some, in the order of the file."""
    extract, matched, table, file = sent
    # A layout laid across makes a row of the file several: one after another for each header.
    tall = rows // max(1, len(matched.across))
    across = list(matched.across)
    found = connection.execute(
        f"SELECT file_row_number, unnest({FAULT}, recursive := true) "
        f"FROM read_parquet({text(str(target))}, file_row_number = true) "
        f"WHERE {FAULT} IS NOT NULL ORDER BY 1 LIMIT {MOST_SET_ASIDE}"
    ).fetchall()
    for number, name, cell in found:
        column = extract.column(name)
        laid = matched.layout.wide and name == matched.layout.wide.number
        header = across[number // tall] if laid else header_in(matched, table.headers, column)
        held = None if cell is None else shown(cell)
        rule = "not blank" if cell is None else str(column.type)
        yield BadCell(file, table.number(number % tall), header, held, expected(column), rule)


def header_in(matched: Matched, headers: Sequence[str], column: Column) -> str:
    """The header under which a column stands in the file."""
    position = matched.positions.get(column.name)
    return column.name if position is None else headers[position].strip()


def header_of(extract: Extract, column: str) -> str:
    """The header that messages give a column: the first that the contract lists."""
    found = extract.column(column)
    return found.headers[0] if found.headers else fold_header(column)

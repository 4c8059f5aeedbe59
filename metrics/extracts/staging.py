"""First pass over a file: each cell read as its type, labels and names still as they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from metrics.connections import identifier, text
from metrics.definitions.contracts import Column, ColumnType, Extract
from metrics.errors import Finding, ScorecardError, single_fault
from metrics.extracts.contents import Content, content_of
from metrics.extracts.header import Matched, match_headers, wanted_headers
from metrics.extracts.tables import (
    TextTable,
    fold_header,
    read_csv_table,
    read_json_rows,
    read_parquet_table,
    rows_as_arrow,
)
from metrics.extracts.typing_sql import expected, filled_sql, typed_sql
from metrics.extracts.workbooks import read_workbook_rows

FAULT = "fault"
MOST_FAULTS_SHOWN = 20
LONGEST_VALUE_SHOWN = 60
LOOKED_UP = {ColumnType.CODED, ColumnType.UNIT, ColumnType.TEXT}


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file to be loaded: the name that its sender gave it, and where its bytes are."""

    name: str
    path: Path


def stage_file(
    connection: duckdb.DuckDBPyConnection, extract: Extract, file: SentFile, target: Path
) -> int:
    """Write the typed rows of one file to `target` (Parquet) and return how many there are.

    Raises ScorecardError naming every header that is missing and every cell at fault.
    """
    table = _open_table(connection, extract, file, target.parent)
    matched = match_headers(table.headers, extract, file.name)
    selects = list(_selects(extract, matched, table))
    query = " UNION ALL ".join(selects)
    try:
        connection.execute(
            f"COPY ({query}) TO {text(str(target))} (FORMAT parquet, COMPRESSION zstd)"
        )
    except duckdb.Error as error:
        raise _unreadable(file, str(error)) from error
    counted = f"SELECT count(*), count({FAULT}) FROM read_parquet({text(str(target))})"
    rows, faults = connection.execute(counted).fetchall()[0]
    if faults:
        raise ScorecardError(_cell_faults(connection, extract, matched, table, file))
    if not rows:
        raise single_fault(file.name, "the file has no rows", "Check the file and send it again.")
    return int(rows)


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
    else:
        headers, rows = read_workbook_rows(file.path, file.name, extract.sheet)
    connection.register("sent_rows", rows_as_arrow(headers, rows))
    return TextTable(headers, "sent_rows")


def _selects(extract: Extract, matched: Matched, table: TextTable) -> Iterator[str]:
    """One SELECT of typed columns, or one for each header of a layout laid across."""
    for header in matched.across or [""]:
        cells = _cells(extract, matched, header)
        typed = {c.name: typed_sql(c, identifier(f"raw_{c.name}")) for c in extract.columns}
        raw = ", ".join(
            f"{cells[c.name]} AS {identifier(f'raw_{c.name}')}" for c in extract.columns
        )
        columns = ", ".join(f"{typed[c.name]} AS {identifier(c.name)}" for c in extract.columns)
        faults = " ".join(
            f"WHEN {_is_fault(extract, c, identifier(f'raw_{c.name}'))} THEN {text(c.name)}"
            for c in extract.columns
            if not c.blank or c.type not in LOOKED_UP
        )
        fault = f"CASE {faults} END" if faults else "NULL"
        yield (
            f"SELECT {columns}, CAST({fault} AS VARCHAR) AS {FAULT} "
            f"FROM (SELECT {raw} FROM {table.relation})"
        )


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


def _is_fault(extract: Extract, column: Column, cell: str) -> str:
    """The SQL condition of a cell that is not what its column holds; nobody is counted below 0."""
    typed = typed_sql(column, cell)
    below = f" OR ({typed}) < 0" if column.name == extract.weight else ""
    blank = f"{cell} IS NOT NULL AND " if column.blank else ""
    return f"({blank}(({typed}) IS NULL{below}))"


def _cell_faults(
    connection: duckdb.DuckDBPyConnection,
    extract: Extract, matched: Matched, table: TextTable, file: SentFile,
) -> Iterator[Finding]:  # fmt: skip
    """The faults of a file that has some: a slower pass that counts rows as a person would."""
    for column, position in _read_columns(extract, matched):
        raw, header = filled_sql(column, f"h{position}"), table.headers[position].strip()
        found = connection.execute(
            f"SELECT row, cell, count(*) OVER () FROM (SELECT row_number() OVER () + 1 AS row, "
            f"{raw} AS cell FROM {table.relation}) WHERE {_is_fault(extract, column, 'cell')} "
            f"ORDER BY row LIMIT {MOST_FAULTS_SHOWN}"
        ).fetchall()
        for row, cell, _ in found:
            holds = "is blank" if cell is None else f"is '{shown(cell)}'"
            yield Finding(file.name, f"row {row}: '{header}' {holds}", f"Enter {expected(column)}.")
        if found and found[0][2] > len(found):
            more = found[0][2] - len(found)
            yield Finding(file.name, f"'{header}' has {more:,} more faults", "Mend them alike.")


def _read_columns(extract: Extract, matched: Matched) -> Iterator[tuple[Column, int]]:
    """Each column whose cells can be at fault, with every position at which they stand."""
    for column in extract.columns:
        if matched.layout.wide and column.name == matched.layout.wide.number:
            yield from ((column, position) for position in matched.across.values())
        elif column.name in matched.positions and not (column.blank and column.type in LOOKED_UP):
            yield column, matched.positions[column.name]


def _unreadable(file: SentFile, reason: str) -> ScorecardError:
    """DuckDB's reason without the row that it quotes."""
    known = {
        "\nExpected Number of Columns": "this row has more or fewer cells than the header",
        "\nValue with unterminated quote": "a quotation mark is not closed, or not doubled",
        "Maximum line size": "a line is longer than 2 million characters",
        "reached an invalid state": "its lines end in different ways, or quotes are out of place",
        "Out of Memory": "the file needs more memory than a load may use",
    }
    fault = next((words for mark, words in known.items() if mark in reason), "it is no table")
    place = re.search(r"CSV Error on Line: ([0-9]+)", reason)
    cure = "Mend the file where it comes from and send it again."
    return ScorecardError([Finding(file.name, fault, cure, int(place[1]) if place else None)])


def shown(value: str) -> str:
    """A value of a file as a message may show it: not too long, and nothing that moves a cursor."""
    return "".join(c if c.isprintable() else "\ufffd" for c in value[:LONGEST_VALUE_SHOWN])


def header_of(extract: Extract, column: str) -> str:
    """The header that messages give a column: the first that the contract lists."""
    found = extract.column(column)
    return found.headers[0] if found.headers else fold_header(column)

"""Measures the rows of a load in SQL: each question is one pass over the columns it needs."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import duckdb

from metrics.connections import identifier, text
from metrics.definitions.contracts import Column, ColumnType, Extract
from metrics.extracts.characters import printable, shown
from metrics.extracts.screening.facts import UNIT, ColumnFact, Facts, LabelFact, PeriodFact
from metrics.extracts.screening.measured import Measured
from metrics.extracts.screening.repeats import doubled, repeated_keys
from metrics.extracts.staging import ROW_HASH, header_of
from metrics.extracts.totals import TOTAL

NUMBERS = (ColumnType.INTEGER, ColumnType.DECIMAL)
MOST_LABELS = 200_000


def measure_staged(connection: duckdb.DuckDBPyConnection, measured: Measured) -> Facts:
    """What the checks ask of the staged rows of a load that could be coded."""
    columns, periods = _columns(connection, measured), _periods(connection, measured)
    return Facts(
        sum(period.rows for period in periods), columns, periods, _labels(connection, measured),
        _totals(connection, measured), _wild(connection, measured, columns),
        *repeated_keys(connection, measured), doubled(connection, measured, periods),
    )  # fmt: skip


def measure_coded(
    connection: duckdb.DuckDBPyConnection, measured: Measured, staged: Facts
) -> Facts:
    """What was measured of the staged rows, with what the checks ask of the coded ones."""
    few = float(measured.extract.screening["small_count"])
    small, cells = _small(connection, measured, few)
    found = replace(staged, small_cells=small, cells=cells)
    if not measured.extract.unit.point:
        return found
    lost = _without_location(connection, measured)
    periods = [replace(p, outside=lost.get(p.end, p.nowhere) - p.nowhere) for p in found.periods]
    labels = (*found.labels, *_places(connection, measured))
    return replace(found, periods=tuple(periods), labels=labels)


def _columns(connection: duckdb.DuckDBPyConnection, measured: Measured) -> tuple[ColumnFact, ...]:
    columns = measured.extract.columns
    asked = ", ".join(
        f"count({name}), CAST(min({name}) AS VARCHAR), CAST(max({name}) AS VARCHAR)"
        for name in (identifier(column.name) for column in columns)
    )
    row = connection.execute(f"SELECT {asked} FROM {measured.rows}").fetchall()[0]
    return tuple(
        _column_fact(measured.extract, column, row[3 * i : 3 * i + 3])
        for i, column in enumerate(columns)
    )


def _column_fact(extract: Extract, column: Column, row: Sequence[Any]) -> ColumnFact:
    filled, least, most = row
    low, high = shown(least or ""), shown(most or "")
    return ColumnFact(header_of(extract, column.name), column.name, int(filled), low, high)


def _periods(connection: duckdb.DuckDBPyConnection, measured: Measured) -> tuple[PeriodFact, ...]:
    day, point = identifier(measured.extract.period.column), measured.extract.unit.point
    blank = " OR ".join(f"{identifier(c)} IS NULL" for c in point) or "false"
    rows = connection.execute(
        f"SELECT period_end, count(*), count(DISTINCT {ROW_HASH}), min({day}), max({day}), "
        f"count(DISTINCT {day}), {measured.count}, count(*) FILTER ({blank}) "
        f"FROM {measured.rows} GROUP BY 1 ORDER BY 1"
    ).fetchall()
    return tuple(
        PeriodFact(end, n, different, first, last, days, float(count or 0), nowhere)
        for end, n, different, first, last, days, count, nowhere in rows
    )


def _without_location(connection: duckdb.DuckDBPyConnection, measured: Measured) -> dict[Any, int]:
    query = (
        f"SELECT period_end, count(*) FROM read_parquet({text(str(measured.coded))}) "
        f"WHERE unit = {text(measured.nowhere)} GROUP BY 1"
    )
    return {end: int(count) for end, count in connection.execute(query).fetchall()}


def _labels(connection: duckdb.DuckDBPyConnection, measured: Measured) -> tuple[LabelFact, ...]:
    found: list[LabelFact] = []
    for name, end, label, count in _label_counts(connection, measured):
        groups = measured.groups[name]
        if label in groups or not label:
            called = UNIT if name == measured.extract.unit.column else name
            group = groups.get(label, "")
            found.append(LabelFact(end, called, printable(label), group, float(count or 0)))
    return tuple(found)


def _label_counts(
    connection: duckdb.DuckDBPyConnection, measured: Measured
) -> Iterator[tuple[str, date, str, float | None]]:
    """How many have each label of each column in each period, in one pass over all columns."""
    names = measured.label_columns
    if not names:
        return
    columns = [identifier(name) for name in names]
    sets = ", ".join(f"(period_end, {column})" for column in columns)
    which = " ".join(f"WHEN GROUPING({c}) = 0 THEN {i}" for i, c in enumerate(columns))
    rows = connection.execute(
        f"SELECT CASE {which} END AS place, period_end, "
        f"coalesce({', '.join(columns)}, '') AS label, {measured.count} AS n "
        f"FROM {measured.rows} GROUP BY GROUPING SETS ({sets}) "
        f"QUALIFY row_number() OVER (PARTITION BY place ORDER BY period_end, n DESC, label) "
        f"<= {MOST_LABELS} ORDER BY place, period_end, n DESC, label"
    ).fetchall()
    yield from ((names[place], end, label, count) for place, end, label, count in rows)


def _places(connection: duckdb.DuckDBPyConnection, measured: Measured) -> list[LabelFact]:
    """The units that points were placed in: their codes stand for names."""
    rows = connection.execute(
        f"SELECT period_end, unit, {measured.count} FROM read_parquet({text(str(measured.coded))}) "
        f"GROUP BY 1, 2 ORDER BY 1, 2"
    ).fetchall()
    return [LabelFact(end, UNIT, unit, unit, float(count or 0)) for end, unit, count in rows]


def _totals(connection: duckdb.DuckDBPyConnection, measured: Measured) -> dict[str, int]:
    """The rows of each column of text whose text is what a row of totals is called."""
    texts = [c for c in measured.extract.columns if c.type is ColumnType.TEXT]
    if not texts:
        return {}
    asked = ", ".join(
        f"count(*) FILTER (regexp_full_match({identifier(c.name)}, {text(TOTAL)}, 'i'))"
        for c in texts
    )
    row = connection.execute(f"SELECT {asked} FROM {measured.rows}").fetchall()[0]
    headers = [header_of(measured.extract, c.name) for c in texts]
    return {header: int(count) for header, count in zip(headers, row, strict=True) if count}


def _wild(
    connection: duckdb.DuckDBPyConnection, measured: Measured, columns: Sequence[ColumnFact]
) -> tuple[str, ...]:
    """The columns of numbers in which one is beyond belief beside others of its kind.

    A lost decimal mark makes 26.0154 into 260154: so a borough has 26 officers in one month and
    260,154 in the next, or one row has a thousand times as many as the middle one. A column whose
    largest number is smaller than that factor is not looked at.
    """
    times = float(measured.extract.screening["times_usual"])
    kinds = {c.name: c.type for c in measured.extract.columns}
    same = [
        identifier(c.name)
        for c in measured.extract.columns
        if c.type not in NUMBERS and c.name != measured.extract.period.column
    ]
    found = []
    for column in columns:
        if kinds[column.name] not in NUMBERS or float(column.most or 0) < times or not same:
            continue
        value = identifier(column.name)
        rows = f"FROM {measured.rows} WHERE {value} > 0"
        query = (
            f"SELECT count(*) FROM (SELECT 1 {rows} "
            f"GROUP BY {', '.join(same)} HAVING max({value}) > {times} * min({value}))"
        )
        usual = f"SELECT max({value}) > {times} * median({value}) {rows}"
        counted = column.name == measured.extract.weight
        if connection.execute(query).fetchall()[0][0] or (
            counted and connection.execute(usual).fetchall()[0][0]
        ):
            found.append(column.header)
    return tuple(found)


def _small(
    connection: duckdb.DuckDBPyConnection, measured: Measured, few: float
) -> tuple[int, int]:
    """How many counts by unit, period and group are small, and how many there are."""
    coded = [c.name for c in measured.extract.columns if c.type is ColumnType.CODED]
    sets = ", ".join(f"(unit, period_end, {identifier(name)})" for name in coded)
    if not sets:
        return 0, 0
    query = (
        f"SELECT count(*) FILTER (n > 0 AND n < {few}), count(*) FILTER (n > 0) FROM ("
        f"SELECT {measured.count} AS n FROM read_parquet({text(str(measured.coded))}) "
        f"GROUP BY GROUPING SETS ({sets}))"
    )
    small, cells = connection.execute(query).fetchall()[0]
    return int(small), int(cells)

"""Runs the SQL of counting over one extract: from its rows to the tallies of every period."""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date

import duckdb
import pandas as pd
import pyarrow as pa

from metrics.connections import identifier
from metrics.counting import queries, spreads
from metrics.counting.calendar import (
    ancestry_table,
    cells_table,
    parts_table,
    periods_of,
    table_of,
)
from metrics.definitions.configuration import Configuration
from metrics.definitions.contracts import Extract
from metrics.definitions.plans import Counted, Measure, Plan
from metrics.frames import as_frame, frame_of
from metrics.periods import PeriodType


@dataclass(frozen=True)
class Source:
    """The rows of one extract: a SQL relation of its coded rows, and the periods that it holds."""

    extract: Extract
    relation: str
    held: tuple[date, ...]


@dataclass(frozen=True)
class Needs:
    """What the metrics ask of one extract: the counts, the breakdowns, the columns of both.

    `valued` are the counts that do not add up; `keys` and `added` are for those that do. `pooled`
    says that one of them is over three years.
    """

    counted: tuple[Counted, ...]
    breakdowns: tuple[str, ...]
    keys: tuple[str, ...]
    added: tuple[queries.Tallied, ...]
    valued: tuple[Counted, ...] = ()
    pooled: bool = False

    @property
    def is_asked(self) -> bool:
        """Whether any metric counts its rows; the rows of some are only linked with."""
        return bool(self.counted or self.valued or self.keys)

    def values(self) -> dict[str, tuple[str, ...]]:
        """The SQL of each value that is not added up, with the columns kept beside it."""
        columns: dict[str, set[str]] = {}
        for counted in self.valued:
            kept = columns.setdefault(queries.value_sql(counted), set(self.breakdowns))
            kept |= counted.columns
        return {value: tuple(sorted(kept)) for value, kept in columns.items()}


def needs_of(extract: Extract, plans: Iterable[Plan]) -> Needs:
    """What all plans together ask of an extract; the same count asked twice is counted once."""
    counted: dict[Counted, None] = {}
    breakdowns: dict[str, None] = {}
    keys: set[str] = set()
    pooled = False
    for plan in plans:
        value = plan.metric.value
        for part, side in _parts(plan):
            if part.extract != extract.id:
                continue
            pooled |= plan.metric.period is PeriodType.THREE_YEARS
            keys |= part.columns if part.is_additive or value else set()
            if value:
                keys |= {value.column, value.force_column} - {""}
                continue
            counted[part] = None
            breakdowns |= dict.fromkeys(pair[side] for pair in plan.matched)
    all_keys = tuple(sorted(keys | set(breakdowns)))
    added = {
        column: None for part in counted for column in queries.grain_columns(part, extract.weight)
    }
    additive = tuple(part for part in counted if part.is_additive)
    valued = tuple(part for part in counted if not part.is_additive)
    ordered = tuple(sorted(added, key=lambda column: column.name))
    return Needs(additive, tuple(breakdowns), all_keys, ordered, valued, pooled)


def _parts(plan: Plan) -> Iterator[tuple[Counted, int]]:
    """Everything that is counted for a metric, and which name of a matched pair its rows have."""
    yield plan.numerator, 0
    if plan.denominator:
        yield plan.denominator, 1
    yield from ((counted, 0) for _, counted in plan.also)


def make_grain(connection: duckdb.DuckDBPyConnection, source: Source, needs: Needs) -> None:
    """Count the rows of a source at the finest grain into a table.

    This is the one pass over the rows, with one more for each value that is not added up. It runs
    before any text from YAML does.
    """
    weight = source.extract.weight
    sql = queries.finest_grain(source.relation, needs.keys, needs.added, weight)
    connection.execute(f"CREATE TABLE {_grain(source)} AS {sql}")
    for place, (value, keys) in enumerate(needs.values().items()):
        sql = spreads.valued_grain(source.relation, keys, value, weight)
        connection.execute(f"CREATE TABLE {_grain(source, place)} AS {sql}")


def _grain(source: Source, place: int | None = None) -> str:
    """The table of the finest grain of a source, or of one of its values."""
    return identifier(f"grain_{source.extract.id}" + ("" if place is None else f"_{place}"))


def tally_names(needs: Needs) -> dict[tuple[Counted, bool], str]:
    """The column of each count in the tallies, and of the gaps in each sum."""
    names: dict[tuple[Counted, bool], str] = {}
    for index, counted in enumerate((*needs.counted, *needs.valued)):
        names[counted, False] = f"a{index}"
        if counted.is_whole:
            names[counted, True] = f"a{index}_gaps"
    return names


def columns_of(needs: Needs, counted: Set[Counted | None], tallies: pd.DataFrame) -> list[str]:
    """The columns of the tallies that say where, when and for whom, and those of some counts.

    A metric that took them all would copy every other's. Columns of gaps and of limits begin like
    that of the count they belong to.
    """
    names = tally_names(needs)
    mine = {name for (part, gaps), name in names.items() if part in counted and not gaps}
    others = {name for (_, gaps), name in names.items() if not gaps} - mine
    return [str(c) for c in tallies.columns if str(c).split("_")[0] not in others]


def tally_all(
    connection: duckdb.DuckDBPyConnection, source: Source, needs: Needs,
    configuration: Configuration,
) -> pd.DataFrame:  # fmt: skip
    """Every tally of an extract for every unit, period and group.

    Columns: unit, type, start, end, missing, breakdown, group, and one for each tally; a percentile
    has more for its limits, at 95% and at 99.8%.
    """
    names = {key: name for key, name in tally_names(needs).items() if key[0].is_additive}
    tallied = [queries.tally(name, *key) for key, name in names.items()]
    sql = queries.tallies(_grain(source), tallied, needs.breakdowns)
    connection.execute(f"CREATE OR REPLACE TABLE tallied AS {sql}")
    _register_places(connection, source, needs, configuration)
    rolled = f"({queries.rolled_up('tallied', list(names.values()))})"
    frame = frame_of(connection, queries.completed(rolled, list(names.values())))
    return pd.concat([frame, *_valued(connection, source, needs)], axis=1)


def _register_places(
    connection: duckdb.DuckDBPyConnection, source: Source, needs: Needs,
    configuration: Configuration,
) -> None:  # fmt: skip
    """Make the tables of units, parts of periods, cells and groups that the queries join."""
    periods = periods_of(source.extract, source.held, needs.pooled)
    seen = connection.execute("SELECT DISTINCT unit, period_end FROM tallied").fetchall()
    ancestry = ancestry_table(configuration.organisation, seen)
    units = _in_order(configuration, set(ancestry["ancestor"].to_pylist()))
    monthly = source.extract.period.type is PeriodType.MONTH
    months = set(source.held) if monthly else set()
    tables = {
        "units": ancestry,
        "parts": parts_table(source.extract, periods),
        "cells": cells_table(configuration.organisation, units, periods, months),
        "groups": _groups_table(source.extract, needs.breakdowns, configuration),
    }
    for name, table in tables.items():
        connection.register(name, table)


def _valued(
    connection: duckdb.DuckDBPyConnection, source: Source, needs: Needs
) -> Iterator[pd.DataFrame]:
    """The columns of each count that does not add up, in the rows of `queries.completed`."""
    grains = {value: _grain(source, place) for place, value in enumerate(needs.values())}
    names = tally_names(needs)
    for counted in needs.valued:
        grain = grains[queries.value_sql(counted)]
        sql = spreads.spread(grain, counted.condition, needs.breakdowns)
        name = names[counted, False]
        if counted.measure is Measure.DISTINCT:
            yield spreads.distinct(connection, sql, name)
        else:
            yield spreads.percentiles(connection, counted, sql, name)


def published_values(
    connection: duckdb.DuckDBPyConnection, plan: Plan, source: Source, force: str
) -> pd.DataFrame:
    """The values of a published metric, or of a level: unit, type, start, end, value, times.

    Of several levels in a period the latest stands.
    """
    grain, levels = _grain(source), plan.metric.levels
    column = plan.metric.value.force_column if plan.metric.value else ""
    sql = queries.published(grain, plan.numerator, column, force)
    if levels:
        sql = queries.level(grain, plan.numerator, levels)
    values = frame_of(connection, sql)
    parts = as_frame(parts_table(source.extract, periods_of(source.extract, source.held)))
    values = values.merge(parts, on="period_end").sort_values(["period_end", "unit"], kind="stable")
    if levels:
        values = values.drop_duplicates(["unit", "type", "start", "end"], keep="last")
    return values.drop(columns="period_end")


def _groups_table(
    extract: Extract, breakdowns: Sequence[str], configuration: Configuration
) -> pa.Table:
    groups = [("", queries.ALL)]
    for breakdown in breakdowns:
        coding = configuration.coding(extract.id, breakdown)
        groups += [(breakdown, value) for value in coding.values]
    rows = [(*group, place) for place, group in enumerate(groups)]
    return table_of(rows, ["breakdown", "group", "place"])


def _in_order(configuration: Configuration, codes: set[str]) -> list[str]:
    return [unit.code for unit in configuration.organisation.units if unit.code in codes]

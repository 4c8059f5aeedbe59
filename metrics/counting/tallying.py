"""Runs the SQL of counting over one extract: from its rows to the tallies of every period."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import pandas as pd
import pyarrow as pa

from metrics.connections import identifier
from metrics.counting import queries
from metrics.counting.calendar import ancestry_table, cells_table, parts_table, periods_of
from metrics.definitions.configuration import Configuration
from metrics.definitions.contracts import Extract
from metrics.definitions.models import Kind
from metrics.definitions.plans import Counted, Plan
from metrics.periods import PeriodType


@dataclass(frozen=True)
class Source:
    """The rows of one extract: a SQL relation of its coded rows, and the periods that it holds."""

    extract: Extract
    relation: str
    held: tuple[date, ...]


@dataclass(frozen=True)
class Needs:
    """What the metrics ask of one extract: the counts, the breakdowns, the columns of both."""

    counted: tuple[Counted, ...]
    breakdowns: tuple[str, ...]
    keys: tuple[str, ...]
    sums: tuple[str, ...]


def needs_of(extract: Extract, plans: Iterable[Plan]) -> Needs:
    """What all plans together ask of an extract; the same count asked twice is counted once."""
    counted: dict[Counted, None] = {}
    breakdowns: dict[str, None] = {}
    keys: set[str] = set()
    sums: set[str] = set()
    for plan in plans:
        published = plan.metric.kind is Kind.PUBLISHED
        for part, side in ((plan.numerator, 0), (plan.denominator, 1)):
            if part is None or part.extract != extract.id:
                continue
            keys |= part.columns
            if published and plan.metric.value:
                keys |= {part.sum, plan.metric.value.force_column} - {""}
                continue
            counted[part] = None
            sums |= {part.sum} - {""}
            breakdowns |= dict.fromkeys(pair[side] for pair in plan.matched)
    all_keys = tuple(sorted(keys | set(breakdowns)))
    return Needs(tuple(counted), tuple(breakdowns), all_keys, tuple(sorted(sums)))


def make_grain(connection: duckdb.DuckDBPyConnection, source: Source, needs: Needs) -> str:
    """Count the rows of a source at the finest grain into a table, and return its name.

    This is the one pass over the rows, and it runs before any text from YAML does.
    """
    name = f"grain_{source.extract.id}"
    sql = queries.finest_grain(source.relation, needs.keys, needs.sums, source.extract.weight)
    connection.execute(f"CREATE TABLE {identifier(name)} AS {sql}")
    return name


def tally_names(needs: Needs) -> dict[tuple[Counted, bool], str]:
    """The column of each count in the tallies, and of the gaps in each sum."""
    names: dict[tuple[Counted, bool], str] = {}
    for index, counted in enumerate(needs.counted):
        names[counted, False] = f"a{index}"
        if counted.sum:
            names[counted, True] = f"a{index}_gaps"
    return names


def tally_all(
    connection: duckdb.DuckDBPyConnection, source: Source, needs: Needs,
    configuration: Configuration,
) -> pd.DataFrame:  # fmt: skip
    """Every tally of an extract for every unit, period and group.

    Columns: unit, type, start, end, missing, breakdown, group, and one for each tally.
    """
    names = tally_names(needs)
    tallied = [queries.tally(name, *key) for key, name in names.items()]
    grain = identifier(f"grain_{source.extract.id}")
    sql = queries.tallies(grain, tallied, needs.breakdowns)
    connection.execute(f"CREATE OR REPLACE TABLE tallied AS {sql}")
    periods = periods_of(source.extract, source.held)
    seen = connection.execute("SELECT DISTINCT unit, period_end FROM tallied").fetchall()
    ancestry = ancestry_table(configuration.organisation, seen)
    units = _in_order(configuration, set(ancestry["ancestor"]))
    monthly = source.extract.period.type is PeriodType.MONTH
    months = set(source.held) if monthly else set()
    tables = {
        "units": ancestry,
        "parts": parts_table(source.extract, periods),
        "cells": cells_table(configuration.organisation, units, periods, months),
        "groups": _groups_table(source.extract, needs.breakdowns, configuration),
    }
    for name, table in tables.items():
        connection.register(name, pa.Table.from_pandas(table, preserve_index=False))
    rolled = f"({queries.rolled_up('tallied', list(names.values()))})"
    return connection.execute(queries.completed(rolled, list(names.values()))).df()


def published_values(
    connection: duckdb.DuckDBPyConnection, plan: Plan, source: Source, force: str
) -> pd.DataFrame:
    """The values of a published metric: columns unit, type, start, end, value, times."""
    grain = identifier(f"grain_{source.extract.id}")
    column = plan.metric.value.force_column if plan.metric.value else ""
    sql = queries.published(grain, plan.numerator, column, force)
    values = connection.execute(sql).df()
    parts = parts_table(source.extract, periods_of(source.extract, source.held))
    parts["period_end"] = pd.to_datetime(parts["period_end"])
    values["period_end"] = pd.to_datetime(values["period_end"])
    return values.merge(parts, on="period_end").drop(columns="period_end")


def _groups_table(
    extract: Extract, breakdowns: Sequence[str], configuration: Configuration
) -> pd.DataFrame:
    rows = [("", queries.ALL)]
    for breakdown in breakdowns:
        coding = configuration.coding(extract.id, breakdown)
        rows += [(breakdown, value) for value in coding.values]
    table = pd.DataFrame(rows, columns=["breakdown", "group"])
    table["place"] = range(len(table))
    return table


def _in_order(configuration: Configuration, codes: set[str]) -> list[str]:
    return [unit.code for unit in configuration.organisation.units if unit.code in codes]

"""Works an example: its rows by hand, one unit on one day, through the engine to an answer."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import duckdb
import pandas as pd

from metrics.connections import identifier, nothing_kept, text
from metrics.counting.calculation import Calculation
from metrics.counting.tallying import Source
from metrics.definitions.configuration import Configuration
from metrics.definitions.contracts import Column, ColumnType, Extract
from metrics.definitions.models import Example, Judging, Metric
from metrics.judgement.assessment import value_figures
from metrics.judgement.status import pick_judged
from metrics.periods import month_ends

# An example is one unit on one day; every extract has a figure that ends on a 31 March.
EXAMPLE_DAY = date(2026, 3, 31)
LINKED_SINCE = date(2016, 4, 1)
SQL_TYPES = {
    ColumnType.INTEGER: "BIGINT",
    ColumnType.DECIMAL: "DOUBLE",
    ColumnType.DATE: "DATE",
    ColumnType.TIMESTAMP: "DATE",
    ColumnType.BOOLEAN: "BOOLEAN",
}
ANSWERS = ("numerator", "denominator", "value")
Answer = dict[str, float | None]
# An answer is the same as long as all that it rests on is: `check` may be asked again and again.
_WORKED: dict[str, Answer] = {}


def _rows(
    configuration: Configuration, metric: Metric, example: Example
) -> Mapping[str, tuple[dict[str, str], ...]]:
    """The rows of an example by extract: those linked with, those divided by, and its own."""
    rows = {id_: example.linked.get(id_, ()) for id_ in linked_extracts(configuration, metric)}
    other = other_side(configuration, metric)
    return {**rows, **({other: example.against} if other else {}), metric.extract: example.rows}


def other_side(configuration: Configuration, metric: Metric) -> str:
    """The other extract that a metric's denominator names, or nothing."""
    denominator = configuration.plans[metric.id].denominator
    extract = denominator.extract if denominator else metric.extract
    return "" if extract == metric.extract else extract


def linked_extracts(configuration: Configuration, metric: Metric) -> list[str]:
    """The extracts that a metric's own is linked with."""
    return [link.extract for link in configuration.extracts[metric.extract].links]


def answer_of(configuration: Configuration, metric: Metric, example: Example) -> Answer:
    """The engine's answer to an example, each of ANSWERS, None where there is no such number.

    It is worked once however often the same is asked.
    """
    asked = _asked(configuration, metric, example)
    if asked not in _WORKED:
        _WORKED[asked] = _worked(configuration, metric, example)
    return _WORKED[asked]


def _asked(configuration: Configuration, metric: Metric, example: Example) -> str:
    """The digest of everything that the answer to an example rests on."""
    rows = _rows(configuration, metric, example)
    extracts = [configuration.extracts[id_] for id_ in rows]
    codings = [configuration.codings.get(c.coding) for e in extracts for c in e.columns]
    plan = replace(configuration.plans[metric.id], metric=replace(metric, examples=()))
    parts = (plan, rows, example.group, extracts, codings, configuration.organisation.force)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _worked(configuration: Configuration, metric: Metric, example: Example) -> Answer:
    """The total of an example's rows, or the headline of the group that it names."""
    unlimited = replace(metric, minimum_base=0)
    alone, judging = configuration.narrowed([metric.id]), Judging(minimum_base=0, minimum_events=0)
    scorecard = replace(alone.scorecard, metrics=(unlimited,), judging=judging)
    alone = replace(alone, scorecard=scorecard)
    with nothing_kept() as connection:
        sources = {
            id_: _source(connection, alone, alone.extracts[id_], rows)
            for id_, rows in _rows(configuration, metric, example).items()
        }
        for id_ in set(linked_extracts(configuration, metric)) - {metric.extract}:
            # What an example links with is known for as long as any of its rows may ask.
            sources[id_] = replace(sources[id_], held=tuple(month_ends(LINKED_SINCE, EXAMPLE_DAY)))
        counts = Calculation(alone, sources).counts(connection, lambda words: None)
    released = counts[counts["type"] == str(alone.extracts[metric.extract].period.type)]
    figures = value_figures(released, unlimited, alone)
    judged = pick_judged(figures, metric)["judged"]
    return _answer(figures.assign(judged=judged), metric, example.group)


def _answer(figures: pd.DataFrame, metric: Metric, group: str) -> Answer:
    head = metric.headline
    compared = bool(head and (head.ratio or head.gap) and group == head.of)
    if not group:
        rows = figures["breakdown"] == ""
    elif head:
        rows = figures["breakdown"] == (head.value or head.ratio or head.gap)
        rows &= figures["group"] == group
    else:
        rows = (figures["breakdown"] != "") & (figures["group"] == group)
    row = figures[rows].iloc[0]
    found = {name: row[name] for name in ANSWERS}
    found["value"] = row["judged"] if compared else row["value"]
    return {name: None if pd.isna(value) else float(value) for name, value in found.items()}


def kept_columns(extract: Extract) -> list[Column]:
    """The columns that an example's rows may fill: units and points have one value for all."""
    texts = {ColumnType.CODED, ColumnType.TEXT}
    return [c for c in extract.columns if c.type in SQL_TYPES or c.type in texts]


def _source(
    connection: duckdb.DuckDBPyConnection, configuration: Configuration, extract: Extract,
    rows: tuple[dict[str, str], ...],
) -> Source:  # fmt: skip
    kept = kept_columns(extract)
    table = identifier(f"rows_{extract.id}")
    columns = ", ".join(f"{identifier(c.name)} {SQL_TYPES.get(c.type, 'VARCHAR')}" for c in kept)
    connection.execute(f"CREATE TABLE {table} (unit VARCHAR, period_end DATE, {columns})")
    force = configuration.organisation.force.code
    for_all = [text(force), text(EXAMPLE_DAY.isoformat())]
    cells = [[*for_all, *(_value(c, row, configuration) for c in kept)] for row in rows]
    values = ", ".join(f"({', '.join(row)})" for row in cells)
    if rows:
        connection.execute(f"INSERT INTO {table} VALUES {values}")
    return Source(extract, table, (EXAMPLE_DAY,))


def _value(column: Column, row: Mapping[str, str], configuration: Configuration) -> str:
    unknown = configuration.codings[column.coding].unknown if column.coding else ""
    given = row.get(column.name, unknown)
    return text(given) if given else "NULL"

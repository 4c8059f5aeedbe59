"""Runs the worked examples of the metrics: rows by hand, through the engine, held to the answer."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from math import isclose
from typing import Any

import duckdb
import pandas as pd
from pydantic import TypeAdapter, ValidationError

from metrics.connections import identifier, open_connection, text
from metrics.counting.calculation import Calculation
from metrics.counting.tallying import Source
from metrics.definitions.checking import Fault
from metrics.definitions.configuration import Configuration
from metrics.definitions.contracts import Column, ColumnType, Extract
from metrics.definitions.models import Example, Judging, Metric
from metrics.definitions.values import Day, Decimal, Integer, Switch
from metrics.definitions.yaml_reading import read_text
from metrics.errors import Finding, did_you_mean
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
READS: Mapping[ColumnType, TypeAdapter[Any]] = {
    ColumnType.INTEGER: TypeAdapter(Integer),
    ColumnType.DECIMAL: TypeAdapter(Decimal),
    ColumnType.DATE: TypeAdapter(Day),
    ColumnType.TIMESTAMP: TypeAdapter(Day),
    ColumnType.BOOLEAN: TypeAdapter(Switch),
}
ANSWERS = ("numerator", "denominator", "value")
Answer = dict[str, float | None]
# An answer is the same as long as all that it rests on is: `check` may be asked again and again.
_WORKED: dict[str, Answer] = {}


def check_examples(configuration: Configuration) -> list[Finding]:
    """Every example whose answer is not what the engine gives, or whose rows do not fit."""
    file = "scorecard.yaml"
    document = read_text(configuration.texts[file], f"{configuration.folder}/{file}")
    return [
        Finding(
            document.file,
            f"metric '{metric.id}': example {number + 1}: {fault}",
            cure,
            document.line(("metrics", index, "examples", number, *inner)),
        )
        for index, metric in enumerate(configuration.scorecard.metrics)
        for number, example in enumerate(metric.examples)
        for inner, fault, cure in _faults(configuration, metric, example)
    ]


def _faults(configuration: Configuration, metric: Metric, example: Example) -> Iterator[Fault]:
    faults = [*_question_faults(configuration, metric, example)]
    faults += _row_faults(configuration, metric, example)
    yield from faults or _answer_faults(configuration, metric, example)


def _answer_faults(
    configuration: Configuration, metric: Metric, example: Example
) -> Iterator[Fault]:
    figure = _figure(configuration, metric, example)
    for name, wanted in example.expect.items():
        found = figure.get(name)
        if found is None or not isclose(found, wanted, rel_tol=1e-9, abs_tol=1e-9):
            is_ = "absent" if found is None else f"{found:.12g}"
            fault = f"{name} should be {wanted:.12g} and is {is_}"
            yield ("expect", name), fault, "Work it again by hand, or mend the metric."


def _question_faults(
    configuration: Configuration, metric: Metric, example: Example
) -> Iterator[Fault]:
    """Faults of what an example asks for: the answers, the group, the rows on the other side."""
    for name in example.expect:
        if name not in ANSWERS:
            yield ("expect", name), f"unknown answer '{name}'", did_you_mean(name, ANSWERS)
    if not example.expect:
        cure = f"Write at least one of: {', '.join(ANSWERS)}."
        yield ("expect",), "it expects no answer", cure
    groups = _groups(configuration, metric)
    if example.group and example.group not in groups:
        cure = did_you_mean(example.group, groups) if groups else "Delete 'group'."
        yield ("group",), f"unknown group '{example.group}'", cure
    if example.against and not _other_side(configuration, metric):
        fault = "'against' has rows, and the metric has no other extract"
        yield ("against",), fault, "Delete 'against'."
    known = _linked(configuration, metric)
    for id_ in sorted(set(example.linked) - set(known)):
        cure = did_you_mean(id_, known) if known else "Delete 'linked'."
        yield ("linked",), f"'{metric.extract}' is not linked with '{id_}'", cure


def _groups(configuration: Configuration, metric: Metric) -> list[str]:
    """The groups that an example may name: those of the headline, else of every breakdown."""
    head = metric.headline
    named = (head.value or head.ratio or head.gap,) if head else metric.breakdowns
    return [v for name in named for v in configuration.breakdown(metric, name).values]


def _row_faults(configuration: Configuration, metric: Metric, example: Example) -> Iterator[Fault]:
    asked: list[tuple[tuple[str, ...], str, tuple[dict[str, str], ...]]] = [
        (("rows",), metric.extract, example.rows),
        (("against",), _other_side(configuration, metric), example.against),
    ]
    asked += [(("linked", id_), id_, rows) for id_, rows in example.linked.items()]
    for place, extract, rows in asked:
        contract = configuration.extracts.get(extract)
        columns = {column.name: column for column in _kept(contract)} if contract else {}
        for number, row in enumerate(rows if contract else ()):
            for name, value in row.items():
                for fault, cure in _value_faults(configuration, columns, name, value):
                    yield (*place, number, name), fault, cure


def _value_faults(
    configuration: Configuration, columns: Mapping[str, Column], name: str, value: str
) -> Iterator[tuple[str, str]]:
    if name not in columns:
        yield f"unknown column '{name}'", did_you_mean(name, list(columns))
    elif columns[name].type is ColumnType.CODED:
        values = configuration.codings[columns[name].coding].values
        if value not in values:
            yield f"unknown value '{value}' of '{name}'", did_you_mean(value, values)
    elif columns[name].type in READS:
        try:
            READS[columns[name].type].validate_python(value)
        except ValidationError as error:
            reason = str(error.errors()[0]["ctx"]["error"])
            yield f"'{name}' is '{value}'", f"{reason[:1].upper()}{reason[1:]}."


def _rows(
    configuration: Configuration, metric: Metric, example: Example
) -> Mapping[str, tuple[dict[str, str], ...]]:
    """The rows of an example by extract: those linked with, those divided by, and its own."""
    rows = {id_: example.linked.get(id_, ()) for id_ in _linked(configuration, metric)}
    other = _other_side(configuration, metric)
    return {**rows, **({other: example.against} if other else {}), metric.extract: example.rows}


def _other_side(configuration: Configuration, metric: Metric) -> str:
    """The other extract that a metric's denominator names, or nothing."""
    denominator = configuration.plans[metric.id].denominator
    extract = denominator.extract if denominator else metric.extract
    return "" if extract == metric.extract else extract


def _linked(configuration: Configuration, metric: Metric) -> list[str]:
    return [link.extract for link in configuration.extracts[metric.extract].links]


def _figure(configuration: Configuration, metric: Metric, example: Example) -> Answer:
    """The engine's answer to an example, worked once however often the same is asked."""
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
    alone = replace(
        configuration,
        scorecard=replace(
            configuration.scorecard, metrics=(unlimited,),
            judging=Judging(minimum_base=0, minimum_events=0),
        ),
        plans={metric.id: configuration.plans[metric.id]},
    )  # fmt: skip
    with open_connection() as connection:
        sources = {
            id_: _source(connection, alone, alone.extracts[id_], rows)
            for id_, rows in _rows(configuration, metric, example).items()
        }
        for id_ in set(_linked(configuration, metric)) - {metric.extract}:
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


def _kept(extract: Extract) -> list[Column]:
    """The columns that an example's rows may fill: units and points have one value for all."""
    texts = {ColumnType.CODED, ColumnType.TEXT}
    return [c for c in extract.columns if c.type in SQL_TYPES or c.type in texts]


def _source(
    connection: duckdb.DuckDBPyConnection, configuration: Configuration, extract: Extract,
    rows: tuple[dict[str, str], ...],
) -> Source:  # fmt: skip
    kept = _kept(extract)
    table = identifier(f"rows_{extract.id}")
    columns = ", ".join(f"{identifier(c.name)} {SQL_TYPES.get(c.type, 'VARCHAR')}" for c in kept)
    connection.execute(f"CREATE TABLE {table} (unit VARCHAR, period_end DATE, {columns})")
    force = configuration.organisation.force.code
    for row in rows:
        values = ", ".join(_value(column, row, configuration) for column in kept)
        connection.execute(
            f"INSERT INTO {table} VALUES ({text(force)}, {text(EXAMPLE_DAY.isoformat())}, {values})"
        )
    return Source(extract, table, (EXAMPLE_DAY,))


def _value(column: Column, row: Mapping[str, str], configuration: Configuration) -> str:
    unknown = configuration.codings[column.coding].unknown if column.coding else ""
    given = row.get(column.name, unknown)
    return text(given) if given else "NULL"

"""Checks the worked examples of the metrics: their rows fit, and the engine gives their answers."""

from collections.abc import Collection, Iterator, Mapping
from math import isclose
from typing import Any

from pydantic import TypeAdapter, ValidationError

from metrics.definitions.checking import Fault
from metrics.definitions.configuration import Configuration
from metrics.definitions.contracts import Column, ColumnType
from metrics.definitions.models import Example, Metric
from metrics.definitions.values import Day, Decimal, Integer, Switch
from metrics.definitions.yaml_reading import read_text
from metrics.errors import Finding, did_you_mean
from metrics.worked import ANSWERS, answer_of, kept_columns, linked_extracts, other_side

READS: Mapping[ColumnType, TypeAdapter[Any]] = {
    ColumnType.INTEGER: TypeAdapter(Integer),
    ColumnType.DECIMAL: TypeAdapter(Decimal),
    ColumnType.DATE: TypeAdapter(Day),
    ColumnType.TIMESTAMP: TypeAdapter(Day),
    ColumnType.BOOLEAN: TypeAdapter(Switch),
}


def check_examples(
    configuration: Configuration, only: Collection[str] | None = None
) -> list[Finding]:
    """Every example whose answer is not what the engine gives, or whose rows do not fit.

    `only` names the metrics whose examples are worked; without it all are.
    """
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
        if only is None or metric.id in only
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
    figure = answer_of(configuration, metric, example)
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
    if example.against and not other_side(configuration, metric):
        fault = "'against' has rows, and the metric has no other extract"
        yield ("against",), fault, "Delete 'against'."
    known = linked_extracts(configuration, metric)
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
        (("against",), other_side(configuration, metric), example.against),
    ]
    asked += [(("linked", id_), id_, rows) for id_, rows in example.linked.items()]
    for place, extract, rows in asked:
        contract = configuration.extracts.get(extract)
        columns = {column.name: column for column in kept_columns(contract)} if contract else {}
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

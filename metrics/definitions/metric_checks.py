"""What the types cannot say of a metric: each kind has what it needs, headline and target fit."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from metrics.definitions.chart_settings import FIX_FROM, RUNS, Charts
from metrics.definitions.checking import Fault, repeated
from metrics.definitions.contracts import Coding
from metrics.definitions.models import Better, Headline, Kind, Metric, Step, Target
from metrics.errors import did_you_mean

Codings = Callable[[str], Coding | None]

NEEDS = {
    Kind.COUNT: (),
    Kind.PROPORTION: ("numerator",),
    Kind.RATE: ("denominator", "per"),
    Kind.PUBLISHED: ("value",),
    Kind.REPRESENTATION: ("denominator", "headline"),
    Kind.MEAN: ("number",),
    Kind.MEDIAN: ("number",),
    Kind.SURVEY: ("numerator",),
    Kind.LEVEL: ("value", "levels"),
}
# The keys that not every kind takes, and those of them that each kind may have.
OF_SOME_KINDS = (
    "numerator", "denominator", "value", "levels", "number", "percentile", "weight", "per",
    "breakdowns", "headline",
)  # fmt: skip
SPLIT = ("breakdowns", "headline")
TAKES = {
    Kind.COUNT: ("numerator", *SPLIT),
    Kind.PROPORTION: ("numerator", "denominator", *SPLIT),
    Kind.RATE: ("numerator", "denominator", "per", *SPLIT),
    Kind.PUBLISHED: ("value",),
    Kind.REPRESENTATION: ("denominator", *SPLIT),
    Kind.MEAN: ("number", *SPLIT),
    Kind.MEDIAN: ("number", "percentile", *SPLIT),
    Kind.SURVEY: ("numerator", "denominator", "weight", *SPLIT),
    Kind.LEVEL: ("value", "levels"),
}
AVERAGES = (Kind.MEAN, Kind.MEDIAN)
# An average of fewer people than this says too much of each of them.
FEWEST_AVERAGED = 8
PERCENT = 100
COMPARES_GROUPS = (Kind.PROPORTION, Kind.RATE, Kind.SURVEY)


def metric_faults(metric: Metric, actions: Sequence[str], coding: Codings) -> Iterator[Fault]:
    """Everything about one metric that can be wrong without looking at its conditions."""
    yield from _named_faults(metric, actions)
    yield from _kind_faults(metric)
    for index, name in repeated(metric.breakdowns):
        cure = "Keep one of the two."
        yield ("breakdowns", index), f"breakdown '{name}' stands there already", cure
    yield from chart_faults(metric.charts or Charts())
    if isinstance(metric.target, Target):
        for fault, cure in _target_faults(metric.better, metric.target):
            yield ("target",), fault, cure
    if not metric.examples:
        yield ("examples",), "there is no worked example", "Work one by hand and write it here."
    if metric.headline and metric.kind is not Kind.PUBLISHED:
        for fault, cure in _headline_faults(metric, metric.headline, coding):
            yield ("headline",), fault, cure


def chart_faults(charts: Charts) -> Iterator[Fault]:
    """Runs of another length, limits from too few points, days that are not in their order."""
    if charts.run not in RUNS:
        yield ("charts", "run"), f"'run' is {charts.run}", "Write 6, 7 or 8."
    if charts.fix_after is not None and charts.fix_after < FIX_FROM:
        cure = f"Write {FIX_FROM} or more, or delete the key."
        yield ("charts", "fix_after"), f"'fix_after' is {charts.fix_after}", cure
    for one, other in pairwise(charts.rebase):
        if one.on >= other.on:
            fault = f"{one.on} does not stand before {other.on}"
            yield ("charts", "rebase"), fault, "Write the days in their order, each once."


def _named_faults(metric: Metric, actions: Sequence[str]) -> Iterator[Fault]:
    if metric.key_action not in actions:
        cure = did_you_mean(metric.key_action, actions)
        yield ("key_action",), f"unknown key action '{metric.key_action}'", cure
    if metric.approved_by == metric.owner.role:
        cure = "Name somebody else than its owner, or delete the key."
        yield ("approved_by",), "its owner has approved the definition", cure


def _kind_faults(metric: Metric) -> Iterator[Fault]:
    for key in NEEDS[metric.kind]:
        if not getattr(metric, key):
            yield ("kind",), f"kind '{metric.kind}' needs '{key}'", f"Add a line '{key}: …'."
    for key in OF_SOME_KINDS:
        if getattr(metric, key) not in {"", None, 0, ()} and key not in TAKES[metric.kind]:
            yield (key,), f"kind '{metric.kind}' takes no '{key}'", f"Delete '{key}'."
    if metric.kind is Kind.LEVEL and metric.levels:
        yield from _level_faults(metric)
    if metric.per < 0:
        yield ("per",), f"'per' is {metric.per}", "Write a number above zero, like 1000."
    yield from _average_faults(metric)


def _average_faults(metric: Metric) -> Iterator[Fault]:
    if metric.percentile is not None and not 0 < metric.percentile < PERCENT:
        fault = f"'percentile' is {metric.percentile}"
        yield ("percentile",), fault, "Write a number from 1 to 99, like 90."
    few = metric.minimum_base is not None and metric.minimum_base < FEWEST_AVERAGED
    if few and metric.kind in AVERAGES:
        fault = f"a {metric.kind} of {metric.minimum_base} people says too much of each"
        yield ("minimum_base",), fault, f"Write {FEWEST_AVERAGED} or more."


def _level_faults(metric: Metric) -> Iterator[Fault]:
    for index, level in repeated(metric.levels):
        yield ("levels", index), f"level '{level}' stands there already", "Keep one of the two."
    if metric.value and (metric.value.force_column or metric.value.times != 1):
        fault = "a level is of one unit, and is not multiplied"
        yield ("value",), fault, "Write '{column: …}' and nothing more."
    if metric.better in {Better.ZERO, Better.ONE}:
        yield ("better",), f"a level cannot be nearer to {metric.better}", "Write 'higher'."
    count, target = len(metric.levels), metric.target
    if isinstance(target, Target) and target.value not in range(1, count + 1):
        fault = f"the target {target.value:g} is no place in the list of levels"
        yield ("target",), fault, f"Write a number from 1, the lowest, to {count}."


def _target_faults(better: Better, target: Target) -> Iterator[tuple[str, str]]:
    if better is Better.NONE:
        cure = "Write 'target: none', or say which way is better."
        yield "a metric shown for context cannot have a target", cure
    for one, other in pairwise(target.in_turn):
        if one.by >= other.by:
            fault = f"the step by {one.by} is not before {other.by}"
            yield fault, "Write the steps in the order of their days, all before the target's."
    for step in target.in_turn:
        yield from _value_faults(better, step)


def _value_faults(better: Better, target: Step | Target) -> Iterator[tuple[str, str]]:
    if target.amber_within < 0:
        yield "'amber_within' is below zero", "Write how far off still counts as near, like 5."
    if better is Better.ZERO and target.value < 0:
        yield "a distance from zero cannot be below zero", "Write how far from 0 is near enough."
    # The good end of a ratio lies at or above 1 as value + amber, or below it as value - amber.
    if better is Better.ONE and target.value < 1 and target.value - target.amber_within <= 0:
        fault = "a ratio cannot be zero or less, and 'value' less 'amber_within' is"
        yield fault, "Write a smaller 'amber_within', or a value nearer to 1."


def _headline_faults(
    metric: Metric, headline: Headline, coding: Codings
) -> Iterator[tuple[str, str]]:
    named = [text for text in (headline.value, headline.ratio, headline.gap) if text]
    if len(named) != 1:
        cure = "Write exactly one of 'value', 'ratio' or 'gap'."
        yield f"the headline names {len(named)} figures", cure
    elif named[0] not in metric.breakdowns:
        cure = did_you_mean(named[0], metric.breakdowns, "List it under 'breakdowns' first.")
        yield f"'{named[0]}' is not one of the metric's breakdowns", cure
    elif headline.value:
        yield from _group_faults(headline.of, named[0], coding)
        if headline.against:
            yield "a value stands against no group", "Delete 'against', or write 'ratio' or 'gap'."
    elif metric.kind not in COMPARES_GROUPS:
        fault = f"kind '{metric.kind}' has no ratio or gap between groups"
        yield fault, f"Write '{{value: {named[0]}, of: {headline.of}}}'."
    else:
        yield from _group_faults(headline.of, named[0], coding)
        yield from _against_faults(headline, coding(named[0]))


def _group_faults(group: str, breakdown: str, coding: Codings) -> Iterator[tuple[str, str]]:
    known = coding(breakdown)
    if known and group not in known.groups:
        yield f"unknown group '{group}' of '{breakdown}'", did_you_mean(group, known.groups)


def _against_faults(headline: Headline, coding: Coding | None) -> Iterator[tuple[str, str]]:
    """Groups are compared with the reference of their coding, and the headline repeats its name."""
    if coding is None:
        return
    if not coding.reference:
        cure = f"Add 'reference: …' to the coding '{coding.id}' in extracts.yaml."
        yield f"the coding '{coding.id}' has no reference group", cure
    elif headline.of == coding.reference:
        yield f"'{headline.of}' is the reference group itself", "Name another group under 'of'."
    elif headline.against != coding.reference:
        fault = f"the reference group of '{coding.id}' is '{coding.reference}'"
        yield fault, f"Write 'against: {coding.reference}'."

"""Cases from stage to stage, by group: each stage is a share of the stage before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from metrics.definitions.configuration import Configuration
from metrics.definitions.contracts import Coding
from metrics.definitions.models import Metric, Tally
from metrics.figure import Disparity, Figure
from metrics.figures import Reader
from metrics.judgement.disparity import ratio_of_proportions


@dataclass(frozen=True, slots=True)
class Chain:
    """The first metric of cases and the stages that follow it, each after the one before."""

    start: Metric
    stages: tuple[Metric, ...]

    @property
    def name(self) -> str:
        """The chain by its first and its last stage."""
        return f"{self.start.title}, to: {self.stages[-1].title}"


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of a unit: the figure of all cases, and each group beside its reference group."""

    metric: Metric
    total: Figure
    pairs: tuple[Disparity, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """Of the cases of a group at the first stage, how many came through the last one.

    `ratio` is to the reference group, with its 95% limits; None where a side is not shown.
    """

    group: str
    cases: float | None
    base: float | None
    ratio: float | None = None
    lower: float | None = None
    upper: float | None = None


def chains(configuration: Configuration) -> list[Chain]:
    """Every chain of stages from its first metric to a last one, in the scorecard's order."""
    after: dict[str, list[Metric]] = {}
    for metric in configuration.scorecard.metrics:
        if stage := _stage(metric):
            after.setdefault(stage, []).append(metric)
    starts = [configuration.metrics[id_] for id_ in after if not _stage(configuration.metrics[id_])]
    return [Chain(start, path) for start in starts for path in _paths(start, after)]


def _stage(metric: Metric) -> str:
    return metric.denominator.stage if isinstance(metric.denominator, Tally) else ""


def _paths(metric: Metric, after: dict[str, list[Metric]]) -> list[tuple[Metric, ...]]:
    """Every way on from a metric, stage after stage."""
    found = []
    for following in after.get(metric.id, []):
        onward = _paths(following, after) or [()]
        found += [(following, *rest) for rest in onward]
    return found


def codings_of(chain: Chain, configuration: Configuration) -> dict[str, str]:
    """By title of the coding, the breakdown that every stage has and that has a reference group."""
    shared = set.intersection(*(set(metric.breakdowns) for metric in chain.stages))
    names = [name for name in chain.stages[0].breakdowns if name in shared]
    codings = {name: configuration.breakdown(chain.stages[0], name) for name in names}
    return {coding.title: name for name, coding in codings.items() if coding.reference}


def steps_of(reader: Reader, chain: Chain, unit: str, as_at: date, breakdown: str) -> list[Step]:
    """Each stage of a unit that has a figure by then, all of the period of the first that has.

    Raises ScorecardError where the unit is not in the scope.
    """
    headlines = reader.headlines(unit, as_at)
    known = [headlines[m.id].period for m in chain.stages if m.id in headlines]
    found = []
    for metric in chain.stages if known else ():
        figures = reader.groups(metric, unit, known[0])
        total = next((f for f in figures if f.breakdown == ""), None)
        mine = {f.group: f for f in figures if f.breakdown == breakdown}
        if total is not None:
            pairs = [Disparity(f, mine[f.reference]) for f in mine.values() if f.disparity]
            found.append(Step(metric, total, tuple(pairs)))
    return found


def wholes_of(steps: Sequence[Step], coding: Coding) -> list[Whole]:
    """Each group from the first stage to the last, with its ratio to the reference group."""
    first, last = (_sides(step) for step in (steps[0], steps[-1]))
    asked = [group for group in coding.groups if group in first and group in last]
    sides = {group: (last[group].numerator, first[group].denominator) for group in asked}
    reference = sides.get(coding.reference, (None, None))
    return [_whole(group, sides[group], reference, coding.reference) for group in asked]


def _sides(step: Step) -> dict[str, Figure]:
    groups = {pair.group.group: pair.group for pair in step.pairs}
    return groups | {pair.reference.group: pair.reference for pair in step.pairs}


def _whole(
    group: str, mine: tuple[float | None, float | None],
    theirs: tuple[float | None, float | None], reference: str,
) -> Whole:  # fmt: skip
    four = [*mine, *theirs]
    if group == reference or any(not number for number in four[1:]) or four[0] is None:
        return Whole(group, *mine)
    events, base, ref_events, ref_base = (float(number or 0) for number in four)
    lower, upper = ratio_of_proportions(events, base, ref_events, ref_base)
    ratio = (events / base) / (ref_events / ref_base)
    return Whole(group, *mine, ratio, float(np.squeeze(lower)), float(np.squeeze(upper)))

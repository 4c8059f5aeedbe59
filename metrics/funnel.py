"""The funnel of one measure and period: its units by their bases, and the limits of chance."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from metrics.definitions.models import Kind, Metric
from metrics.definitions.organisation import Unit
from metrics.figure import Figure, Spread
from metrics.figures import Reader
from metrics.judgement import benchmarks
from metrics.judgement.funnel_lines import FunnelLine, Scaled, funnel_lines, wide_limits
from metrics.judgement.funnels import FAR, NEAR, Whole
from metrics.judgement.intervals import FloatArray
from metrics.judgement.measuring import PERCENT
from metrics.periods import Period

# Two units lie on either side of their own average, and say nothing of either.
FEWEST_UNITS = 3
# The force is no unit among others: it sees its command units.
OF_THE_FORCE = "command_unit"


@dataclass(frozen=True, slots=True)
class UnitPoint:
    """One unit in a funnel: 0 within the limits, 1 and 2 above those of 95% and 99.8%, or below.

    The place is what the comparison with the rest of the force says, at its level. `wide_place` is
    the same against the widened limits; None where there are none.
    """

    figure: Figure
    name: str
    place: int
    wide_place: int | None


@dataclass(frozen=True, slots=True)
class Funnel:
    """The units of one level around the whole force, and those that are not compared, by name.

    `centre` is the force's figure in the metric's unit. A point is outside the lines just where
    its comparison with the rest of the force is not Similar.
    """

    spread: Spread
    level: str
    centre: float
    points: tuple[UnitPoint, ...]
    hidden: tuple[tuple[str, Figure], ...]
    lines: tuple[FunnelLine, ...]


def funnel_of(reader: Reader, metric: Metric, unit: Unit, period: Period) -> Funnel | None:
    """The funnel of the units of a unit's own level; None where fewer than three have a figure."""
    organisation = reader.release.configuration.organisation
    level = OF_THE_FORCE if unit.code == organisation.force.code else unit.level
    spread = reader.spread(metric, period, level)
    if spread is None or spread.units < FEWEST_UNITS:
        return None
    figures = {figure.unit: figure for figure in reader.units(metric, period)}
    scaled = _scaled(figures[organisation.force.code], metric)
    if scaled is None:
        return None
    mine = [f for code, f in figures.items() if organisation.by_code[code].level == level]
    shown = [f for f in mine if f.comparator is not None]
    names = {code: one.name for code, one in organisation.by_code.items()}
    tau = spread.tau_squared if spread.offer_wider else None
    largest = max((f.denominator or 0.0 for f in shown), default=0.0)
    return Funnel(
        spread,
        next(one.title.lower() for one in organisation.levels if one.id == level),
        scaled.whole.share * scaled.scale,
        points_of(shown, metric.kind, spread, scaled.scale, names),
        tuple((names[f.unit], f) for f in mine if f.comparator is None),
        funnel_lines(metric.kind, scaled, largest, tau) if shown else (),
    )


def _scaled(force: Figure, metric: Metric) -> Scaled | None:
    """The whole force and the scale of its figure; None where a share of none has no scale.

    A representation is people per one expected: what is expected of one is as much everywhere.
    """
    whole = Whole(force.numerator or 0.0, force.denominator or 0.0)
    if metric.kind is not Kind.REPRESENTATION:
        return Scaled(whole, PERCENT if metric.kind is Kind.PROPORTION else float(metric.per))
    return Scaled(whole, (force.judged or 0.0) / whole.share) if whole.events else None


def points_of(
    shown: Sequence[Figure], kind: Kind, spread: Spread, scale: float, names: dict[str, str]
) -> tuple[UnitPoint, ...]:
    """Where each compared figure lies in a funnel, by its comparison; `names` is by code."""
    wide: Sequence[int | None] = [None] * len(shown)
    if spread.offer_wider:
        wide = _wide_places(shown, kind, spread, scale)
    return tuple(
        UnitPoint(figure, names[figure.unit], _place(figure), beyond)
        for figure, beyond in zip(shown, wide, strict=True)
    )


def _place(figure: Figure) -> int:
    """0 where the word is Similar, else 1, or 2 at 99.8%, on the side of the rest it lies on."""
    if figure.comparison == benchmarks.SIMILAR:
        return 0
    far = 2 if figure.comparison_level == "99.8%" else 1
    return far if (figure.judged or 0.0) > (figure.comparator or 0.0) else -far


def _wide_places(shown: Sequence[Figure], kind: Kind, spread: Spread, scale: float) -> list[int]:
    values, bases = (
        np.array([getattr(f, name) for f in shown], dtype="float64")
        for name in ("judged", "denominator")
    )
    place: FloatArray = np.zeros(len(shown))
    for confidence in (NEAR, FAR):
        lower, upper = wide_limits(kind, spread.centre, bases, spread.tau_squared, confidence)
        place += np.where(values > upper * scale, 1, np.where(values < lower * scale, -1, 0))
    return [int(one) for one in place]

"""The lines of a funnel, for drawing: at each base, how far from the whole chance reaches.

A unit is held against the rest of its whole, itself left out. Where the whole is known, the rest
follows from the unit itself, so one pair of lines serves all units: each lies outside it exactly
where its own interval leaves its own rest out.
"""

from dataclasses import dataclass

import numpy as np

from metrics.definitions.models import Kind, Metric
from metrics.judgement.funnels import (
    FAR,
    NEAR,
    Whole,
    bases_against_rest,
    clipped,
    proportion_funnel_of_rest,
)
from metrics.judgement.intervals import FloatArray, Limits
from metrics.judgement.measuring import PERCENT
from metrics.judgement.overdispersion import wide_proportion_funnel, wide_ratio_funnel

LEVELS = {"95%": NEAR, "99.8%": FAR}
# So many points make a curve that looks smooth at any width.
POINTS = 160
# A curve starts at the base at which so many events are expected, and ends beyond the last unit.
FIRST_EVENTS = 0.5
BEYOND = 1.05
# So many standard errors, and so many events, past the number expected are outside any limit.
ROOM = 6


@dataclass(frozen=True, slots=True)
class FunnelLine:
    """One limit of a funnel: its level, its side, whether it is widened, and its curve."""

    level: str
    upper: bool
    wide: bool
    base: tuple[float, ...]
    value: tuple[float, ...]


def scale_of(metric: Metric) -> float:
    """What a share, or events over a base, is multiplied by to be in the metric's unit."""
    return PERCENT if metric.kind is Kind.PROPORTION else float(metric.per)


def funnel_lines(
    metric: Metric, whole: Whole, largest: float, tau_squared: float | None
) -> tuple[FunnelLine, ...]:
    """The limits for parts of a whole, to a little beyond the `largest` base of a unit.

    Widened limits come with them where `tau_squared` is given. In the metric's unit, cut off where
    no figure can be. A unit lies outside a line just where its own interval leaves the rest out.
    """
    first, last = _first_base(whole, largest), min(largest * BEYOND, whole.base)
    bases = np.geomspace(first, last, POINTS)
    lines = []
    for name, confidence in LEVELS.items():
        if metric.kind is Kind.PROPORTION:
            limits = clipped(proportion_funnel_of_rest(whole, bases, confidence))
            lower, upper = _even(bases, limits)
        else:
            lower, upper = _of_counts(whole, last, confidence)
        lines += [_line(name, metric, lower, upper=False), _line(name, metric, upper, upper=True)]
        if tau_squared is not None:
            wide = _wide(metric, whole.share, bases, tau_squared, confidence)
            ends = zip(_even(bases, wide), (False, True), strict=True)
            lines += [_line(name, metric, curve, upper=up, wide=True) for curve, up in ends]
    return tuple(lines)


def _first_base(whole: Whole, largest: float) -> float:
    expected = FIRST_EVENTS / whole.share if whole.events else largest
    return max(1.0, min(expected, largest))


def wide_limits(
    metric: Metric, centre: float, bases: FloatArray, tau_squared: float, confidence: float
) -> Limits:
    """The widened limits at some bases, in the metric's unit."""
    lower, upper = _wide(metric, centre, bases, tau_squared, confidence)
    return lower * scale_of(metric), upper * scale_of(metric)


def _wide(
    metric: Metric, centre: float, bases: FloatArray, tau_squared: float, confidence: float
) -> Limits:
    if metric.kind is Kind.PROPORTION:
        return wide_proportion_funnel(centre, bases, tau_squared, confidence)
    lower, upper = wide_ratio_funnel(bases * centre, tau_squared, confidence)
    return lower * centre, upper * centre


def _even(bases: FloatArray, limits: Limits) -> tuple[Limits, Limits]:
    lower, upper = limits
    return (bases, lower), (bases, upper)


def _of_counts(whole: Whole, last: float, confidence: float) -> tuple[Limits, Limits]:
    """The curves of a rate: for each number of events, the bases at which it lies on a limit."""
    expected = last * whole.share
    most = min(whole.events, expected + ROOM * np.sqrt(expected) + ROOM)
    events = np.unique(np.rint(np.append(0.0, np.geomspace(1, max(most, 1), POINTS))))
    events = events[events <= whole.events]
    high, low = bases_against_rest(whole, events, confidence)
    curves = []
    for base in (low, high):
        there = (base > 0) & (base <= last)
        curves.append((base[there], events[there] / base[there]))
    return curves[0], curves[1]


def _line(level: str, metric: Metric, curve: Limits, upper: bool, wide: bool = False) -> FunnelLine:
    base, value = curve
    drawn = value * scale_of(metric)
    return FunnelLine(level, upper, wide, tuple(base.tolist()), tuple(drawn.tolist()))

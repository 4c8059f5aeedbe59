"""The lines of a funnel, for drawing: at each base, how far from the whole chance reaches.

A unit is held against the rest of its whole, itself left out. Where the whole is known, the rest
follows from the unit itself, so one pair of lines serves all units: each lies outside it exactly
where its own interval leaves its own rest out.
"""

from dataclasses import dataclass

import numpy as np

from metrics.definitions.models import Kind
from metrics.judgement.funnels import (
    FAR,
    NEAR,
    Whole,
    bases_against_rest,
    clipped,
    proportion_funnel_of_rest,
)
from metrics.judgement.intervals import FloatArray, Limits
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


@dataclass(frozen=True, slots=True)
class Scaled:
    """A whole, and what its events over its base are multiplied by to be in the metric's unit."""

    whole: Whole
    scale: float


def funnel_lines(
    kind: Kind, scaled: Scaled, largest: float, tau_squared: float | None
) -> tuple[FunnelLine, ...]:
    """The limits for parts of a whole, to a little beyond the `largest` base of a unit.

    Widened limits come with them where `tau_squared` is given. In the metric's unit, cut off where
    no figure can be. A unit lies outside a line just where its own interval leaves the rest out.
    """
    whole = scaled.whole
    first, last = _first_base(whole, largest), min(largest * BEYOND, whole.base)
    bases = np.geomspace(first, last, POINTS)
    curves: list[tuple[str, bool, bool, Limits]] = []
    for name, confidence in LEVELS.items():
        if kind is Kind.PROPORTION:
            limits = clipped(proportion_funnel_of_rest(whole, bases, confidence))
            lower, upper = _even(bases, limits)
        else:
            lower, upper = _of_counts(whole, last, confidence)
        curves += [(name, False, False, lower), (name, True, False, upper)]
        if tau_squared is not None:
            wide = wide_limits(kind, whole.share, bases, tau_squared, confidence)
            lower, upper = _even(bases, wide)
            curves += [(name, False, True, lower), (name, True, True, upper)]
    return tuple(
        FunnelLine(name, above, wider, tuple(base.tolist()), tuple((value * scaled.scale).tolist()))
        for name, above, wider, (base, value) in curves
    )


def _first_base(whole: Whole, largest: float) -> float:
    expected = FIRST_EVENTS / whole.share if whole.events else largest
    return max(1.0, min(expected, largest))


def wide_limits(
    kind: Kind, centre: float, bases: FloatArray, tau_squared: float, confidence: float
) -> Limits:
    """The widened limits at some bases, in events per one of the base."""
    if kind is Kind.PROPORTION:
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

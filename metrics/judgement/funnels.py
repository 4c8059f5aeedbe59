"""Funnel limits: how far a unit of a given size may lie from the average of all by chance alone."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from metrics.judgement.benchmarks import level
from metrics.judgement.intervals import (
    FloatArray,
    Limits,
    above_zero,
    exact_limits,
    numbers,
    observed_expected,
    poisson_limits,
    tail,
    wilson,
)

# The two levels of a funnel, and the names that the tails of each go by.
NEAR, FAR = 0.95, 0.998
CATEGORIES = {
    -2: "Low (0.001)", -1: "Low (0.025)", 0: "Not significant", 1: "High (0.025)",
    2: "High (0.001)",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Whole:
    """All that the units of a funnel are part of: its events and its base, both above 0."""

    events: float
    base: float

    @property
    def share(self) -> float:
        """Events per one of the base."""
        return self.events / self.base


def average(events: ArrayLike, base: ArrayLike) -> float:
    """The centre of a funnel: all events over all bases of the units that have both.

    NaN where nothing can be divided. A mean of the units' own rates is not their average.
    """
    counts, bases = numbers(events), above_zero(base)
    both = ~np.isnan(counts + bases)
    return float(counts[both].sum() / bases[both].sum()) if both.any() else float("nan")


def proportion_funnel(centre: ArrayLike, base: ArrayLike, confidence: float = NEAR) -> Limits:
    """Limits around an average share for a unit of this base; unclipped, so they may pass 0 or 1.

    These are the shares whose Wilson limit is the average. Clip them to draw them, never to judge.
    Source: Spiegelhalter 2005; PHEindicatormethods `calculate_funnel_limits`.
    """
    share = numbers(centre)
    half = stats.norm.isf(tail(confidence)) * np.sqrt(share * (1 - share) / above_zero(base))
    return share - half, share + half


def count_funnel(events: ArrayLike, confidence: float = NEAR) -> Limits:
    """For a number of events, the expected numbers between which it is not out of the ordinary.

    Over events, they give the funnel of a ratio; over the average rate, the bases at which a unit
    with so many events lies on the funnel's upper and lower limits.
    Source: Dover and Schopflocher 2011; PHEindicatormethods `calculate_funnel_limits`.
    """
    return exact_limits(events, confidence)


def proportion_funnel_of_rest(whole: Whole, base: ArrayLike, confidence: float = NEAR) -> Limits:
    """Shares beyond which a unit of this base differs from the rest of its whole; unclipped.

    The rest of a whole that is known follows from the unit's own share, so these are the shares at
    which the unit's Wilson limit is the rest's share. They close on the whole's share as the unit
    grows into the whole, and are those of `proportion_funnel` for a small unit of a large whole.
    Source: Spiegelhalter 2005, with the unit itself left out of what it is held against.
    """
    part = above_zero(base) / whole.base
    # The rest lies on a limit where the whole's share, of so large a base, has it as its own limit.
    lower, upper = wilson(whole.events / part, whole.base / part, confidence)
    return (whole.share - (1 - part) * upper) / part, (whole.share - (1 - part) * lower) / part


def bases_against_rest(whole: Whole, events: ArrayLike, confidence: float = NEAR) -> Limits:
    """The two bases between which a unit with so many events does not differ from the rest of all.

    At them the unit's own interval (exact below 10 events, Byar's from 10) ends at the rate of the
    rest of its whole. They are those of `count_funnel` for a small unit of a large whole, but for
    Byar's: within 0.2% of each other at 95%, and within 1.5% at 99.8%. Absent where nobody has any.
    Source: Dover and Schopflocher 2011, with the unit left out, and the limits that judge it.
    """
    others, limits = whole.events - numbers(events), poisson_limits(events, confidence)
    lower, upper = (whole.base * limit / above_zero(others + limit) for limit in limits)
    return lower, upper


def rate_funnel(expected: ArrayLike, confidence: float = NEAR) -> Limits:
    """Limits around 1 of observed over expected events, for a unit of this expected number.

    Source: Spiegelhalter 2005; FunnelPlotR (exact Poisson limits).
    """
    lower, upper = exact_limits(expected, confidence)
    known = above_zero(expected)
    return lower / known, upper / known


def proportion_category(events: ArrayLike, base: ArrayLike, centre: ArrayLike) -> NDArray[np.str_]:
    """Where each unit's share lies in the funnel around the centre: one of CATEGORIES, or empty.

    Source: PHEindicatormethods `assign_funnel_significance`.
    """
    near, far = wilson(events, base, NEAR), wilson(events, base, FAR)
    return _names(level(near, far, centre))


def rate_category(events: ArrayLike, base: ArrayLike, centre: ArrayLike) -> NDArray[np.str_]:
    """Where each unit's rate lies in the funnel around the centre, events per one of the base.

    Source: PHEindicatormethods `assign_funnel_significance`, crude rate.
    """
    bases = above_zero(base)
    near, far = (poisson_limits(events, confidence) for confidence in (NEAR, FAR))
    return _names(
        level((near[0] / bases, near[1] / bases), (far[0] / bases, far[1] / bases), centre)
    )


def ratio_category(observed: ArrayLike, expected: ArrayLike) -> NDArray[np.str_]:
    """Where each unit's observed over expected events lie in the funnel around 1.

    Source: PHEindicatormethods `assign_funnel_significance`, ratio.
    """
    near, far = (observed_expected(observed, expected, confidence) for confidence in (NEAR, FAR))
    return _names(level(near, far, 1.0))


def clipped(limits: Limits, most: float = 1.0) -> Limits:
    """Limits as they are drawn, from 0 to `most`."""
    return np.clip(limits[0], 0, most), np.clip(limits[1], 0, most)


def _names(levels: FloatArray) -> NDArray[np.str_]:
    known = [levels == place for place in CATEGORIES]
    return np.select(known, list(CATEGORIES.values()), "")

"""One figure held against another: one rule for the interval, the funnel and the word.

A benchmark inside a figure's interval, its edges included, is similar. For a proportion that is
the same test as a unit inside the score funnel around the benchmark, and for a count the same as
inside the Poisson funnel: the interval is the funnel turned round, so the three cannot disagree.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.definitions.models import Better
from metrics.judgement.intervals import FloatArray, Limits

Sides = FloatArray
ABOVE, WITHIN, BELOW = 1.0, 0.0, -1.0
WORDS = {Better.HIGHER: ("Better", "Worse"), Better.LOWER: ("Worse", "Better"),
         Better.NONE: ("Higher", "Lower")}  # fmt: skip
SIMILAR, NOT_COMPARED = "Similar", "Not compared"


def side(limits: Limits, benchmark: ArrayLike) -> Sides:
    """1 where the whole interval lies above the benchmark, -1 below it, 0 where it holds it.

    NaN where a limit or the benchmark is absent. A benchmark on a limit is held.
    Source: Fingertips, single overlapping interval.
    """
    lower, upper = limits
    held = np.asarray(benchmark, dtype="float64")
    sides = np.where(lower > held, ABOVE, np.where(upper < held, BELOW, WITHIN))
    return np.where(np.isnan(lower + upper + held), np.nan, sides)


def level(near: Limits, far: Limits, benchmark: ArrayLike) -> Sides:
    """The side at two confidence levels: 2 or -2 where the wider interval excludes it as well.

    NaN where any limit or the benchmark is absent. Source: Fingertips, two interval levels.
    """
    return side(near, benchmark) + side(far, benchmark)


def side_of_limits(
    value: ArrayLike, limits: Limits, their_value: ArrayLike, their_limits: Limits
) -> Sides:
    """1 or -1 where two intervals lie apart, 0 where they meet; stricter than testing the gap.

    NaN where any number is absent. Source: Fingertips, overlapping intervals of both.
    """
    mine, theirs = np.asarray(value, "float64"), np.asarray(their_value, "float64")
    meet = np.where(mine < theirs, their_limits[0] <= limits[1], limits[0] <= their_limits[1])
    sides = np.where(meet, WITHIN, np.where(mine < theirs, BELOW, ABOVE))
    absent = np.isnan(mine + theirs + sum(limits) + sum(their_limits))
    return np.where(absent, np.nan, sides)


def side_of_range(value: ArrayLike, low: float, high: float) -> Sides:
    """-1 below a target range, 1 at its upper end or above, 0 within; NaN without a value.

    Raises ValueError where the range ends before it starts. Source: Fingertips, range target.
    """
    if low > high:
        raise ValueError(
            f"judgement: a target range from {low} to {high} ends before it starts. "
            "Write the lower end first."
        )
    values = np.asarray(value, dtype="float64")
    sides = np.where(values < low, BELOW, np.where(values >= high, ABOVE, WITHIN))
    return np.where(np.isnan(values), np.nan, sides)


def side_of_target(limits: Limits, target: float) -> Sides:
    """1 where the interval starts at the target or above, -1 where it ends below, else 0.

    NaN without limits. Source: Fingertips, target held against an interval.
    """
    lower, upper = limits
    sides = np.where(lower >= target, ABOVE, np.where(upper < target, BELOW, WITHIN))
    return np.where(np.isnan(lower + upper), np.nan, sides)


def meets(value: ArrayLike, target: float, better: Better) -> FloatArray:
    """1 where the value is at the target or on its good side, else 0; NaN without a value.

    Source: Fingertips, single target: a value exactly on the target meets it.
    """
    values = np.asarray(value, dtype="float64")
    met = values <= target if better is Better.LOWER else values >= target
    return np.where(np.isnan(values), np.nan, met)


def words(sides: Sides, better: Better) -> NDArray[np.object_]:
    """Each side as its word: Better or Worse, or Higher or Lower where neither way is better."""
    above, below = WORDS[better]
    chosen = np.select([sides > 0, sides < 0, sides == 0], [above, below, SIMILAR], NOT_COMPARED)
    return chosen.astype(object)


def words_for(
    sides: Sides, value: ArrayLike, benchmark: ArrayLike, better: Better
) -> NDArray[np.object_]:
    """Each side as its word, also where a figure should be near 0 or 1: the nearer is better.

    Nearness to 1 is by ratio, so that 0.5 is as far as 2.
    """
    if better in WORDS:
        return words(sides, better)
    ideal = 0.0 if better is Better.ZERO else 1.0
    nearer = _distance(value, ideal) < _distance(benchmark, ideal)
    apart = np.where(nearer, "Better", "Worse")
    known = [np.isnan(sides), sides == 0]
    return np.select(known, [NOT_COMPARED, SIMILAR], apart).astype(object)


def _distance(value: ArrayLike, ideal: float) -> FloatArray:
    values = np.asarray(value, dtype="float64")
    with np.errstate(divide="ignore"):
        return np.abs(np.log(values) if ideal == 1 else values - ideal)

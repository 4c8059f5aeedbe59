"""The four rules that tell a special cause from common cause, as NHS Making Data Count has them.

Points stand as in `control_chart_lines`. A gap ends every run: a point without a figure has side 0
and step 0, as has one on the mean and one level with its predecessor. Source for every rule and
for their order: NHSRplotthedots 0.2.2.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from metrics.judgement.control_chart_lines import (
    NOISE,
    BoolArray,
    IntArray,
    Lines,
    beginnings,
    largest,
    steps,
)
from metrics.judgement.intervals import FloatArray

# The near limits lie two thirds of the way from the mean to the limits.
NEAR = 2 / 3


class Rule(IntEnum):
    """The rules in their order: a point that meets several is given the first."""

    OUTSIDE = 1
    TREND = 2
    TWO_IN_THREE = 3
    SHIFT = 4


@dataclass(frozen=True, slots=True)
class Patterns:
    """What the rules say of each point.

    `side` is 1 above the mean, -1 below it, else 0. `outside` is beyond a limit, `near` between
    the near limit and the limit. `pattern` is the number of the Rule, with a minus where the
    pattern is low or falling, and 0 for common cause.
    """

    side: IntArray
    outside: BoolArray
    near: BoolArray
    pattern: IntArray


def find_patterns(values: FloatArray, lines: Lines, segment: IntArray, run: int) -> Patterns:
    """The first rule that each point meets, by its own segment's lines and points.

    A point outside the limits is not near them, so it does not count towards two in three.
    """
    noise = NOISE * largest(values, segment)[segment]
    distance = values - lines.mean
    side = signs(distance, noise)
    reach = np.where(side > 0, lines.upper - lines.mean, lines.mean - lines.lower)
    outside = np.abs(distance) > reach + noise
    near = (np.abs(distance) > NEAR * reach + noise) & ~outside
    step = signs(steps(values, segment), noise)
    in_trend = mark_back(ends_run(step, segment, run - 1), run)
    rules = [
        (outside, Rule.OUTSIDE, side),
        (in_trend, Rule.TREND, trend_direction(in_trend, step, segment)),
        (near & two_in_three(near, side, segment), Rule.TWO_IN_THREE, side),
        (mark_back(ends_run(side, segment, run), run), Rule.SHIFT, side),
    ]
    met = [where for where, _, _ in rules]
    pattern = np.select(met, [rule * direction for _, rule, direction in rules], 0)
    return Patterns(side, outside, near, pattern)


def signs(differences: FloatArray, noise: FloatArray | float = 0.0) -> IntArray:
    """1 above 0, -1 below 0, and 0 for no more than noise or no number."""
    return (differences > noise).astype("int64") - (differences < -noise)


def ends_run(sign: IntArray, segment: IntArray, length: int) -> BoolArray:
    """Whether each point ends so many points in a row of one sign, 0 being none."""
    first = beginnings(segment) | (np.diff(sign, prepend=0) != 0)
    place = np.arange(len(sign))
    since = np.maximum.accumulate(np.where(first, place, 0))
    ends: BoolArray = (place - since + 1 >= length) & (sign != 0)
    return ends


def mark_back(ends: BoolArray, length: int) -> BoolArray:
    """Every point of the runs of a length that end at these points."""
    marked = ends.copy()
    for back in range(1, length):
        marked[:-back] |= ends[back:]
    return marked


def trend_direction(in_trend: BoolArray, step: IntArray, segment: IntArray) -> IntArray:
    """1 where a trend rises, -1 where it falls.

    The step to a point tells. Where the next point is in a trend too, the step to that one does,
    so a peak between two trends belongs to the fall; a level step there counts as falling.
    """
    goes_on = np.append(in_trend[1:] & ~beginnings(segment)[1:], False)[: len(step)]
    telling = np.where(goes_on, np.roll(step, -1), step)
    return np.where(telling == 1, 1, -1)


def two_in_three(near: BoolArray, side: IntArray, segment: IntArray) -> BoolArray:
    """Every point of three in a row, all on one side of the mean, of which two or more are near."""
    far = (~near).astype("int64")
    ends = ends_run(side, segment, 3)
    ends[2:] &= far[2:] + far[1:-1] + far[:-2] <= 1
    return mark_back(ends, 3)

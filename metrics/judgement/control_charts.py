"""What a control chart says in words: special cause or common cause, and whether a target holds.

The lines are those of `control_chart_lines` or `laney`, the patterns those of
`control_chart_rules`. All functions are over arrays of points, series after series.
"""

from enum import StrEnum

import numpy as np

from metrics.definitions.models import Better
from metrics.judgement.control_chart_lines import NOISE, IntArray, Lines
from metrics.judgement.control_chart_rules import Rule
from metrics.judgement.intervals import FloatArray

# With fewer figures under one pair of limits, the limits are on trial and nothing is signalled.
ENOUGH_POINTS = 13
DASH = "\N{EN DASH}"


class Signal(StrEnum):
    """What a point of a control chart says; NONE where the chart cannot say it."""

    COMMON = f"Common cause {DASH} no significant change"
    IMPROVEMENT = f"Special cause {DASH} improvement"
    CONCERN = f"Special cause {DASH} concern"
    HIGHER = f"Special cause {DASH} higher"
    LOWER = f"Special cause {DASH} lower"
    NONE = "Could not be calculated"


class Assurance(StrEnum):
    """Whether the process as it runs will meet its target; NONE without target, way or limits."""

    MEETS = "Consistently meets target"
    MIXED = "Hit and miss"
    MISSES = "Consistently misses target"
    NONE = ""


def signal_words(
    pattern: IntArray, values: FloatArray, mean: FloatArray, better: Better
) -> np.ndarray:
    """The Signal of each point from its pattern and from which way is better.

    For `zero` and `one`, a point beyond the mean improves if it is nearer to the ideal than the
    mean; a trend improves as long as it has not passed the ideal. Source for `higher`, `lower` and
    `none`: NHSRplotthedots 0.2.2.
    """
    if better is Better.NONE:
        return np.select([pattern > 0, pattern < 0], [Signal.HIGHER, Signal.LOWER], Signal.COMMON)
    improves = _improves(pattern, values, mean, better)
    words = [Signal.COMMON, Signal.IMPROVEMENT]
    return np.select([pattern == 0, improves], words, Signal.CONCERN)


def _improves(
    pattern: IntArray, values: FloatArray, mean: FloatArray, better: Better
) -> np.ndarray:
    if better in {Better.HIGHER, Better.LOWER}:
        return pattern > 0 if better is Better.HIGHER else pattern < 0
    ideal = 0.0 if better is Better.ZERO else 1.0
    trend = np.abs(pattern) == Rule.TREND
    return np.where(trend, pattern * (values - ideal) <= 0, _off(values, ideal) < _off(mean, ideal))


def _off(values: FloatArray, ideal: float) -> FloatArray:
    """How far a figure is from its ideal; from 1 by ratio, so that 0.5 is as far as 2."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.abs(np.log(values)) if ideal == 1 else np.abs(values)


def assurance(lines: Lines, target: FloatArray, better: Better) -> np.ndarray:
    """The Assurance of each point: whether all between its limits meets its target, or none does.

    A limit that is the target itself makes it hit and miss. For `zero` the good side is between
    the target and its opposite, for `one` between the target and one over it.
    Source for `higher`, `lower` and `none`: NHSRplotthedots 0.2.2 `assurance_type`.
    """
    low, high = _good_side(target, better)
    noise = NOISE * np.maximum(np.abs(lines.lower), np.abs(lines.upper))
    known = np.isfinite(lines.upper) & np.isfinite(target) & (better is not Better.NONE)
    meets = (lines.lower > low + noise) & (lines.upper < high - noise)
    misses = (lines.lower > high + noise) | (lines.upper < low - noise)
    words = [Assurance.NONE, Assurance.MEETS, Assurance.MISSES]
    return np.select([~known, meets, misses], words, Assurance.MIXED)


def _good_side(target: FloatArray, better: Better) -> tuple[FloatArray, FloatArray]:
    """Between which figures a target is met; infinite where there is no end."""
    if better is Better.ZERO:
        return -target, target
    if better is Better.ONE:
        return np.minimum(target, 1 / target), np.maximum(target, 1 / target)
    endless = np.full_like(target, np.inf)
    return (target, endless) if better is Better.HIGHER else (-endless, target)

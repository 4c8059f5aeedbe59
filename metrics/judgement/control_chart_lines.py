"""The lines of an XmR chart: the mean, and limits from how far neighbouring points lie apart.

Many series are charted at once. Their points stand in one array, series after series, each in order
of time. `segment` numbers them from 0: a new number begins with each series, and within a series
where its limits start again. A period without a figure is NaN and keeps its place.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metrics.definitions.chart_settings import FIX_FROM, RUNS
from metrics.judgement.intervals import FloatArray

BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.integer]

# 3 over 1.128, the mean range of two normal draws (Nelson 1982), printed as NHS England does.
LIMIT = 2.66
# The upper limit of a moving range, in mean moving ranges: Nelson 1982.
FAR_APART = 3.267
# Two numbers this near, as a share of the largest of their segment, differ by rounding alone.
NOISE = 1e-12


@dataclass(frozen=True, slots=True)
class ChartSettings:
    """How charts are drawn: 7-point runs, no screening and limits from all points, unless told.

    `run` is the length of a shift and of a trend: 6, 7 or 8 points. With `screen`, moving ranges of
    3.267 times their mean or more are left out, once. With `fix_after`, 12 or more, the limits come
    from the first so many periods of a segment. Where every base of a series is `large_base` or
    more, limits follow the base. Raises ValueError for another run or fewer periods.
    """

    run: int = 7
    screen: bool = False
    fix_after: int | None = None
    # From there on SigmaXL advises Laney's charts in place of p and u charts.
    large_base: int = 5_000

    def __post_init__(self) -> None:
        if self.run not in RUNS:
            raise ValueError(f"A run of {self.run} points is not charted: use 6, 7 or 8.")
        if self.fix_after is not None and self.fix_after < FIX_FROM:
            raise ValueError(
                f"Limits cannot be fixed after {self.fix_after} points: use {FIX_FROM} or more."
            )


STANDARD = ChartSettings()


@dataclass(frozen=True, slots=True)
class Lines:
    """The mean and the limits at each point, in its units; limits are NaN where nothing varies."""

    mean: FloatArray
    lower: FloatArray
    upper: FloatArray


def xmr_lines(values: FloatArray, segment: IntArray, settings: ChartSettings = STANDARD) -> Lines:
    """The mean of each segment, and limits of 2.66 times its mean moving range on either side.

    Source: Nelson 1982; Provost and Murray 2011; NHSRplotthedots 0.2.2 `ptd_spc`.
    """
    base = baseline(values, segment, settings.fix_after)
    mean = averages(base, segment)
    spread = LIMIT * mean_range(base, segment, settings.screen)
    return Lines(mean[segment], (mean - spread)[segment], (mean + spread)[segment])


def baseline(values: FloatArray, segment: IntArray, fix_after: int | None) -> FloatArray:
    """The values that the lines come from: all, or those of each segment's first periods."""
    if fix_after is None:
        return values
    first = np.flatnonzero(beginnings(segment))
    return np.where(np.arange(len(values)) - first[segment] < fix_after, values, np.nan)


def averages(values: FloatArray, segment: IntArray) -> FloatArray:
    """The mean of the values that each segment has; NaN where it has none."""
    held = np.isfinite(values)
    number, spots = _number(segment), segment[held]
    count = np.bincount(spots, minlength=number)
    mean = np.zeros(number)
    # The second pass takes off what the first lost in rounding: equal values have that very mean.
    for _ in range(2):
        rest = np.bincount(spots, values[held] - mean[spots], minlength=number)
        mean = mean + np.divide(rest, count, out=np.full(number, np.nan), where=count > 0)
    return mean


def mean_range(values: FloatArray, segment: IntArray, screen: bool) -> FloatArray:
    """The mean moving range of each segment; NaN where no two neighbours differ.

    A range needs a value on both sides, so there is none across a gap. Where screening would leave
    ranges of nothing but 0, as in a series of few events, nothing is screened.
    """
    ranges = np.abs(steps(values, segment))
    typical = averages(ranges, segment)
    if screen:
        near = np.where(ranges < FAR_APART * typical[segment], ranges, np.nan)
        screened = averages(near, segment)
        typical = np.where(screened > 0, screened, typical)
    return np.where(typical > NOISE * largest(values, segment), typical, np.nan)


def steps(values: FloatArray, segment: IntArray) -> FloatArray:
    """How far each point lies above the one before it; NaN at a segment's first, and at a gap."""
    return np.where(beginnings(segment), np.nan, values - np.roll(values, 1))


def beginnings(segment: IntArray) -> BoolArray:
    """Whether each point is the first of its segment."""
    first: BoolArray = np.diff(segment, prepend=-1) != 0
    return first


def largest(values: FloatArray, segment: IntArray) -> FloatArray:
    """The largest magnitude in each segment, 0 where it has no values."""
    magnitude = np.zeros(_number(segment))
    np.maximum.at(magnitude, segment, np.nan_to_num(np.abs(values)))
    return magnitude


def _number(segment: IntArray) -> int:
    return int(segment[-1]) + 1 if len(segment) else 0

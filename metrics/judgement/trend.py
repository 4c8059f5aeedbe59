"""Recent trend: whether five periods that do not overlap rise or fall by more than chance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from metrics.judgement.intervals import FloatArray

POINTS = 5
# 99.8% on one degree of freedom: 9.5495.
BEYOND_CHANCE = float(stats.chi2.isf(0.002, 1))
# A 95% interval spans this many standard errors, as the reference rounds it.
ERRORS_IN_INTERVAL = 3.92


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line through each series: its slope, its chi-square, whether the slope is firm."""

    slope: FloatArray
    chi_square: FloatArray
    firm: np.ndarray

    @property
    def direction(self) -> FloatArray:
        """1 where the series rises beyond chance, -1 where it falls, 0 for neither, NaN absent."""
        found = np.sign(self.slope) * (self.firm & (self.chi_square > BEYOND_CHANCE))
        return np.where(np.isnan(self.chi_square), np.nan, found)


def line_by_interval(value: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> Line:
    """A line through values weighted by their 95% intervals; a row for each series, oldest first.

    The slope is firm where it keeps its sign with any one point left out. An absent number, or an
    interval without width, makes the whole series absent.
    Source: Fingertips, recent trend of rates.
    """
    values = np.asarray(value, dtype="float64")
    errors = (np.asarray(upper, dtype="float64") - np.asarray(lower)) / ERRORS_IN_INTERVAL
    weights = 1 / np.where(errors > 0, errors, np.nan) ** 2
    slope, precision = _slope(values, weights)
    return Line(slope, slope**2 * precision, _firm(values, weights, slope))


def line_by_count(events: ArrayLike, base: ArrayLike) -> Line:
    """A line through shares weighted by their bases, with the Cochran-Armitage chi-square.

    Rows and firmness as in `line_by_interval`. Absent where a number is, a base is 0, or there are
    no events or only events. Floats throughout: whole numbers would overflow without a sign.
    Source: Armitage 1955; R `prop.trend.test`; Fingertips, recent trend of proportions.
    """
    counts, bases = np.asarray(events, dtype="float64"), np.asarray(base, dtype="float64")
    weights = np.where(bases > 0, bases, np.nan)
    shares = counts / weights
    pooled = counts.sum(axis=-1) / weights.sum(axis=-1)
    chance = pooled * (1 - pooled)
    slope, precision = _slope(shares, weights)
    chi_square = slope**2 * precision / np.where(chance > 0, chance, np.nan)
    return Line(slope, chi_square, _firm(shares, weights, slope))


def _slope(values: FloatArray, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The weighted slope and its precision where the weights are inverse variances."""
    place = np.arange(1, values.shape[-1] + 1, dtype="float64")
    total = weights.sum(axis=-1, keepdims=True)
    apart = place - (weights * place).sum(axis=-1, keepdims=True) / total
    precision = (weights * apart**2).sum(axis=-1)
    return (weights * apart * values).sum(axis=-1) / precision, precision


def _firm(values: FloatArray, weights: FloatArray, slope: FloatArray) -> np.ndarray:
    falls = slope < 0
    firm = np.ones(falls.shape, dtype=bool)
    for left_out in range(values.shape[-1]):
        # A point of no weight is left out, and the others keep their places.
        kept = weights * (np.arange(values.shape[-1]) != left_out)
        firm &= (_slope(values, kept)[0] < 0) == falls
    return firm

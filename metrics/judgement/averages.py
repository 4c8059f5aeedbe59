"""Means and percentiles with their limits; a percentile's are two of the values themselves."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import stats

from metrics.definitions.models import Kind
from metrics.judgement.intervals import FloatArray, Limits, above_zero, numbers, tail

AVERAGES = (Kind.MEAN, Kind.MEDIAN)


def averaged(figures: pd.DataFrame, kind: Kind) -> tuple[FloatArray, Limits]:
    """The value of each figure of one of AVERAGES, and its limits at 95%."""
    if kind is Kind.MEDIAN:
        lower, upper = (signed(figures[f"percentile_{end}"]) for end in ("lower", "upper"))
        return signed(figures["percentile"]), (lower, upper)
    total, size = signed(figures["numerator"]), above_zero(figures["denominator"])
    return total / size, mean_limits(total, figures["squares"], size)


def mean_limits(
    total: ArrayLike, squares: ArrayLike, size: ArrayLike, confidence: float = 0.95
) -> Limits:
    """Lower and upper limits of the mean of `size` values, from their sum and sum of squares.

    Absent for fewer than two values, of which nothing says how far they spread. Where all values
    are alike both limits are the mean.
    Source: Student 1908; R `t.test`, scipy `ttest_1samp`.
    """
    count = above_zero(size)
    mean = signed(total) / count
    spread = np.maximum(numbers(squares) - count * mean**2, 0.0)
    freedom = above_zero(count - 1 + (count < 1))
    reach = stats.t.isf(tail(confidence), freedom) * np.sqrt(spread / freedom / count)
    return mean - reach, mean + reach


def signed(values: ArrayLike) -> FloatArray:
    """The values as floats, of either sign, NaN where they are None or masked."""
    floats: FloatArray = np.ma.filled(np.ma.asarray(values, dtype=np.float64), np.nan)
    return floats

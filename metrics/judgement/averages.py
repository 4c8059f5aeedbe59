"""Means, percentiles and weighted shares, with their limits."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import stats

from metrics.definitions.models import Kind
from metrics.judgement.intervals import FloatArray, Limits, above_zero, numbers, tail, wilson

AVERAGES = (Kind.MEAN, Kind.MEDIAN, Kind.SURVEY)
PERCENT = 100.0
# Counting takes the limits of a percentile from the values in order, at these levels.
COUNTED_AT = {0.95: "", 0.998: "_998"}


def averaged(figures: pd.DataFrame, kind: Kind, confidence: float) -> tuple[FloatArray, Limits]:
    """The value of each figure of one of AVERAGES, and its limits.

    A percentile's limits are two of the values that were counted, and are there at COUNTED_AT.
    """
    if kind is Kind.SURVEY:
        agreed, answered = effective(figures)
        lower, upper = wilson(agreed, answered, confidence)
        return agreed / answered * PERCENT, (lower * PERCENT, upper * PERCENT)
    if kind is Kind.MEDIAN:
        value, level = signed(figures["percentile"]), COUNTED_AT[confidence]
        ends = (signed(figures[f"percentile_{end}{level}"]) for end in ("lower", "upper"))
        # Where the percentile is hidden its limits would tell of it.
        lower, upper = (np.where(np.isnan(value), np.nan, limit) for limit in ends)
        return value, (lower, upper)
    total, size = signed(figures["numerator"]), above_zero(figures["denominator"])
    return total / size, mean_limits(total, figures["squares"], size, confidence)


def effective(figures: pd.DataFrame) -> tuple[FloatArray, FloatArray]:
    """The respondents who agree and who answered, of an unweighted survey that is as sure.

    With weights w the effective sample is (sum of w) squared over the sum of w squared, and the
    weighted share of it agrees. Respondents over effective sample is the design effect.
    Source: Kish 1965, section 11.2; Korn and Graubard 1998 put it into an interval of a share.
    """
    weights = above_zero(figures["weights"])
    # Sums of the same weights in another order may differ in the last digit.
    share = np.minimum(numbers(figures["weighted"]) / weights, 1.0)
    size = weights**2 / above_zero(figures["squares"])
    return share * size, size


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

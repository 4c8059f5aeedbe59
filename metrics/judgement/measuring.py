"""The value of each figure with its interval, from released counts, by kind of metric."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.definitions.models import Judging, Kind, Metric
from metrics.judgement import averages
from metrics.judgement.intervals import (
    FloatArray,
    Limits,
    observed_expected,
    poisson_limits,
    wilson,
)

PERCENT = 100.0
MOST_DECIMALS = 10
TOO_FEW = "u"
NOTHING_TO_DIVIDE = "nothing to divide by"
# Their base is people or cases, of whom a few say little.
RESTS_ON_A_BASE = (Kind.PROPORTION, Kind.REPRESENTATION, *averages.AVERAGES)


def measure(figures: pd.DataFrame, metric: Metric, judging: Judging) -> pd.DataFrame:
    """The figures of one metric with `value`, `lower` and `upper`, in the metric's own unit.

    A percentage or an average of fewer than `judging.minimum_base` people is absent with shorthand
    `u`; a figure without a base is `z`. Intervals are at 95%.
    """
    figures = figures.copy()
    events = figures["numerator"].to_numpy("float64")
    base = figures["denominator"].to_numpy("float64")
    nothing = (base == 0) & (figures["shorthand"] != "z").to_numpy()
    nothing |= (figures[["comparator_numerator", "weights"]] == 0).any(axis=1).to_numpy()
    figures.loc[nothing, ["shorthand", "reason"]] = ["z", NOTHING_TO_DIVIDE]
    base = np.where(base > 0, base, np.nan)
    value, (lower, upper) = _of_kind(figures, metric, events, base)
    least = least_base(metric, judging)
    few = _is_thin(metric.kind, base, least) & (figures["shorthand"] == "").to_numpy()
    reason = f"fewer than {least} in the base"
    figures.loc[few, ["shorthand", "reason"]] = [TOO_FEW, reason]
    shown = (figures["shorthand"] == "").to_numpy()
    for name, numbers in (("value", value), ("lower", lower), ("upper", upper)):
        figures[name] = np.where(shown, numbers, np.nan)
    return figures


def least_base(metric: Metric, judging: Judging) -> int:
    """The smallest base of a figure: the metric's own, else that of the whole scorecard."""
    return judging.minimum_base if metric.minimum_base is None else metric.minimum_base


def _of_kind(
    figures: pd.DataFrame, metric: Metric, events: FloatArray, base: FloatArray
) -> tuple[FloatArray, Limits]:
    absent = np.full(len(figures), np.nan)
    if metric.kind is Kind.COUNT:
        return events, (absent, absent)
    if metric.value:
        # 0.57 times 100 is 56.99999999999999: no source gives more than ten decimals.
        published = figures["published"].to_numpy("float64") * metric.value.times
        return published.round(MOST_DECIMALS), (absent, absent)
    if metric.kind is Kind.PROPORTION:
        lower, upper = wilson(events, base)
        return events / base * PERCENT, (lower * PERCENT, upper * PERCENT)
    if metric.kind in averages.AVERAGES:
        return averages.averaged(figures, metric.kind)
    if metric.kind is Kind.RATE:
        lower, upper = poisson_limits(events)
        return events / base * metric.per, (lower / base * metric.per, upper / base * metric.per)
    share = figures["comparator_numerator"] / figures["comparator_denominator"]
    expected = base * share.to_numpy("float64")
    expected = np.where(expected > 0, expected, np.nan)
    return events / expected, observed_expected(events, expected)


def _is_thin(kind: Kind, base: FloatArray, least: int) -> NDArray[np.bool_]:
    if kind not in RESTS_ON_A_BASE:
        return np.zeros(len(base), dtype=bool)
    return base < least

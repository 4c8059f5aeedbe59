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
MEASURED = ("value", "lower", "upper", "lower_998", "upper_998")
NEAR, FAR = 0.95, 0.998
NOTHING_TO_DIVIDE = "nothing to divide by"
# Their base is people or cases, of whom a few say little.
RESTS_ON_A_BASE = (Kind.PROPORTION, Kind.REPRESENTATION, *averages.AVERAGES)


def measure(figures: pd.DataFrame, metric: Metric, judging: Judging) -> pd.DataFrame:
    """The figures of one metric with `value`, `lower` and `upper`, in the metric's own unit.

    `lower_998` and `upper_998` are its limits at 99.8%, the others at 95%.
    A percentage or an average of fewer than `judging.minimum_base` people is absent with shorthand
    `u`; a figure without a base is `z`.
    """
    events = figures["numerator"].to_numpy("float64")
    base = figures["denominator"].to_numpy("float64")
    nothing = (base == 0) & (figures["shorthand"] != "z").to_numpy()
    for name in ("comparator_numerator", "weights"):
        nothing |= (figures[name] == 0).to_numpy()
    figures = _absent(figures, nothing, "z", NOTHING_TO_DIVIDE)
    base = np.where(base > 0, base, np.nan)
    value, near = _of_kind(figures, metric, (events, base), NEAR)
    _, far = _of_kind(figures, metric, (events, base), FAR)
    least = least_base(metric, judging)
    few = _is_thin(metric.kind, base, least) & (figures["shorthand"] == "").to_numpy()
    figures = _absent(figures, few, TOO_FEW, f"fewer than {least} in the base")
    shown = (figures["shorthand"] == "").to_numpy()
    found = zip(MEASURED, (value, *near, *far), strict=True)
    columns = {name: np.where(shown, numbers, np.nan) for name, numbers in found}
    return pd.concat([figures, pd.DataFrame(columns, index=figures.index)], axis=1)


def _absent(
    figures: pd.DataFrame, rows: NDArray[np.bool_], shorthand: str, reason: str
) -> pd.DataFrame:
    """The figures, some of them absent for a reason."""
    if not rows.any():
        return figures
    said = {"shorthand": shorthand, "reason": reason}
    return figures.assign(**{name: figures[name].mask(rows, said[name]) for name in said})


def least_base(metric: Metric, judging: Judging) -> int:
    """The smallest base of a figure: the metric's own, else that of the whole scorecard."""
    return judging.minimum_base if metric.minimum_base is None else metric.minimum_base


def _of_kind(
    figures: pd.DataFrame, metric: Metric, pair: tuple[FloatArray, FloatArray], confidence: float
) -> tuple[FloatArray, Limits]:
    events, base = pair
    absent = np.full(len(figures), np.nan)
    if metric.kind is Kind.COUNT:
        return events, (absent, absent)
    if metric.value:
        # 0.57 times 100 is 56.99999999999999: no source gives more than ten decimals.
        published = figures["published"].to_numpy("float64") * metric.value.times
        return published.round(MOST_DECIMALS), (absent, absent)
    if metric.kind is Kind.PROPORTION:
        lower, upper = wilson(events, base, confidence)
        return events / base * PERCENT, (lower * PERCENT, upper * PERCENT)
    if metric.kind in averages.AVERAGES:
        return averages.averaged(figures, metric.kind, confidence)
    if metric.kind is Kind.RATE:
        lower, upper = poisson_limits(events, confidence)
        return events / base * metric.per, (lower / base * metric.per, upper / base * metric.per)
    share = figures["comparator_numerator"] / figures["comparator_denominator"]
    expected = base * share.to_numpy("float64")
    expected = np.where(expected > 0, expected, np.nan)
    return events / expected, observed_expected(events, expected, confidence)


def _is_thin(kind: Kind, base: FloatArray, least: int) -> NDArray[np.bool_]:
    if kind not in RESTS_ON_A_BASE:
        return np.zeros(len(base), dtype=bool)
    return base < least

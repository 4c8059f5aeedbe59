"""Rounds the counts that a tier is shown: after small ones are withheld, never in place of it.

Everything is divided afterwards: a percentage of a rounded count gives no more away than the count.
"""

import numpy as np
import pandas as pd

from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Kind
from metrics.disclosure.cells import FloatArray
from metrics.disclosure.people import NO_PEOPLE, NONE, People


def rounded(counts: FloatArray, base: int) -> FloatArray:
    """Counts as the nearest multiple of `base`, halves as the even one; as they are where it is 0.

    Source: `round_table` of ACRO, and `round` of pandas.
    """
    return np.rint(counts / base) * base if base else counts


def with_counts_rounded(
    left: pd.DataFrame, people: People, base: int, configuration: Configuration
) -> pd.DataFrame:
    """The rows of figures with every count of people rounded; residents are not.

    `left` has the columns of `Calculation.counts`, what is hidden absent, and `people` stands in
    the same rows. Of an average the sum goes with its base, so that it stays what it is: a sum that
    was left alone would give the base away.
    """
    if not base:
        return left
    metrics = configuration.scorecard.metrics
    averages = _are_of(left, [metric.id for metric in metrics if metric.kind in NO_PEOPLE])
    shares = _are_of(left, [m.id for m in metrics if m.kind is Kind.REPRESENTATION])
    counted = people.numerators != NONE
    based = (people.denominators != NONE) | (shares & counted)
    events, whole, squares = (
        left[name].to_numpy("float64") for name in ("numerator", "denominator", "squares")
    )
    size = np.where(based, rounded(whole, base), whole)
    scale = np.where(averages & based & (whole > 0), size / np.where(whole > 0, whole, 1.0), 1.0)
    events = np.where(counted, rounded(events, base), events * scale)
    return left.assign(numerator=events, denominator=size, squares=squares * scale)


def _are_of(rows: pd.DataFrame, metrics: list[str]) -> np.ndarray:
    return rows["metric"].isin(metrics).to_numpy()

"""Groups of whom too many are unknown: their figures are withheld before anything is judged."""

import numpy as np
import pandas as pd

from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Kind, Metric
from metrics.judgement.averages import AVERAGES
from metrics.judgement.intervals import FloatArray

PERCENT = 100.0
SPOT = ["unit", "type", "start", "end"]
# In these a group is a part of the base, in the others of what is counted.
BASED = (Kind.PROPORTION, Kind.SURVEY, *AVERAGES)
COUNTED = [
    "numerator", "denominator", "weighted", "weights", "squares", "percentile", "percentile_lower",
    "percentile_upper",
]  # fmt: skip
NOT_AVAILABLE = "x"
UNKNOWN = "the group is unknown for more than"


def withhold_unknown(
    released: pd.DataFrame, metric: Metric, configuration: Configuration
) -> pd.DataFrame:
    """The released counts of a metric, without groups that too few are known to belong to.

    Where the unknown are more than the metric's `withhold_above_unknown` per cent of a unit's
    cases, else that of the scorecard, the numbers of each group are absent with shorthand `x`. The
    total and the unknown themselves stay.
    """
    limit = metric.withhold_above_unknown
    limit = configuration.scorecard.judging.withhold_above_unknown if limit is None else limit
    if limit is None:
        return released
    cases = released["denominator" if metric.kind in BASED else "numerator"].to_numpy("float64")
    spots = released.groupby(SPOT, sort=False).ngroup().to_numpy()
    absent = np.zeros(len(released), dtype=bool)
    for name in metric.breakdowns:
        mine = (released["breakdown"] == name).to_numpy()
        unknown = configuration.breakdown(metric, name).unknown
        lost = mine & (released["group"] == unknown).to_numpy()
        of_total = (released["breakdown"] == "").to_numpy()
        total, groups, nowhere = (
            _total_of(cases, spots, rows) for rows in (of_total, mine & ~lost, lost)
        )
        absent |= mine & ~lost & (_unknown_share(total, groups, nowhere) > limit / PERCENT)[spots]
    absent &= (released["shorthand"] == "").to_numpy()
    if not absent.any():
        return released
    kept = released.copy()
    kept.loc[absent, COUNTED] = np.nan
    reason = f"{UNKNOWN} {limit:g}%"
    kept.loc[absent, ["shorthand", "reason"]] = [NOT_AVAILABLE, reason]
    return kept


def _total_of(cases: FloatArray, spots: np.ndarray, rows: np.ndarray) -> FloatArray:
    """The cases of some rows added up for each spot; absent where none of them is known."""
    known, upto = rows & ~np.isnan(cases), int(spots.max(initial=-1)) + 1
    total = np.bincount(spots[known], cases[known], upto)
    return np.where(np.bincount(spots[known], minlength=upto) > 0, total, np.nan)


def _unknown_share(total: FloatArray, groups: FloatArray, nowhere: FloatArray) -> FloatArray:
    """The share of each spot's cases that are in no group.

    Nobody may learn from it what is hidden: it is made of released counts alone. A hidden number
    of unknown is taken to be as large as the others leave room for.
    """
    unknown = np.where(np.isnan(nowhere), total - np.nan_to_num(groups), nowhere)
    return unknown / np.where(total > 0, total, np.nan)

"""Groups of whom too many are unknown: their figures are withheld before anything is judged."""

import numpy as np
import pandas as pd

from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Kind, Metric
from metrics.judgement.averages import AVERAGES

PERCENT = 100.0
SPOT = ["unit", "type", "start", "end"]
# In these a group is a part of the base, in the others of what is counted.
BASED = (Kind.PROPORTION, Kind.SURVEY, *AVERAGES)
COUNTED = [
    "numerator", "denominator", "weighted", "weights", "squares", "percentile", "percentile_lower",
    "percentile_upper",
]  # fmt: skip
NOT_AVAILABLE = "x"


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
    kept = released.copy()
    for name in metric.breakdowns:
        mine = kept["breakdown"] == name
        lost = mine & (kept["group"] == configuration.breakdown(metric, name).unknown)
        groups = mine & ~lost
        many = _unknown_share(kept, metric, groups, lost) > limit / PERCENT
        absent = groups & many & (kept["shorthand"] == "")
        kept.loc[absent, COUNTED] = np.nan
        reason = f"the group is unknown for more than {limit:g}%"
        kept.loc[absent, ["shorthand", "reason"]] = [NOT_AVAILABLE, reason]
    return kept


def _unknown_share(
    counts: pd.DataFrame, metric: Metric, groups: pd.Series, lost: pd.Series
) -> pd.Series:
    """For each row the share of its unit's cases in its period that are in no group.

    Nobody may learn from it what is hidden: it is made of released counts alone. A hidden number
    of unknown is taken to be as large as the others leave room for.
    """
    cases = counts["denominator" if metric.kind in BASED else "numerator"]
    spots = counts.groupby(SPOT, sort=False).ngroup()

    def total_of(rows: pd.Series) -> pd.Series:
        return cases.where(rows).groupby(spots).transform("sum", min_count=1)

    total = total_of(counts["breakdown"] == "")
    unknown = total_of(lost).fillna(total - total_of(groups).fillna(0.0))
    return unknown / total.where(total > 0)

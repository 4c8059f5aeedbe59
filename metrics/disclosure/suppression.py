"""Primary suppression: counts below a tier's threshold, and the complements that give them away.

What this does not do yet: protect a hidden cell against subtraction from the totals around it.
docs/disclosure.md says so to everybody who opens a tier.
"""

import numpy as np
import pandas as pd

from metrics.definitions.audiences import Tier
from metrics.definitions.configuration import Configuration
from metrics.definitions.metric_checks import FEWEST_AVERAGED
from metrics.definitions.models import Kind
from metrics.definitions.plans import Plan

WITHHELD = "withheld to protect people"
# In these the numerator is part of the denominator, so the rest of it is a count of people too.
PARTS = (Kind.PROPORTION, Kind.REPRESENTATION, Kind.SURVEY)
# In these the numerator is no number of people: a sum of days, or nothing.
NO_PEOPLE = (Kind.MEAN, Kind.MEDIAN)
# What else is known of a hidden figure, from which it could be worked out.
TELLING = [
    "weighted", "weights", "squares", "percentile", "percentile_lower", "percentile_upper",
]  # fmt: skip


def protect(counts: pd.DataFrame, tier: Tier, configuration: Configuration) -> pd.DataFrame:
    """The counts that a tier may see: the same columns, hidden numbers absent with shorthand `c`.

    A count above 0 and below the threshold is hidden; so is a numerator whose complement in its
    denominator is that small. An average is hidden by its base, below 8 people whatever the
    threshold. A published value has no count, and stays; so do counts of public extracts alone.
    """
    seen = counts[counts["type"].isin([str(type_) for type_ in tier.periods])].copy()
    if tier.threshold == 0:
        return seen
    plans = configuration.plans.values()
    secret = seen["metric"].isin([p.metric.id for p in plans if _has_secret_base(p, configuration)])
    in_parts = seen["metric"].isin([p.metric.id for p in plans if p.metric.kind in PARTS])
    people = ~seen["metric"].isin([p.metric.id for p in plans if p.metric.kind in NO_PEOPLE])
    least = np.where(people, tier.threshold, max(tier.threshold, FEWEST_AVERAGED))
    small_base = secret & _is_small(seen["denominator"], least)
    complement = seen["denominator"] - seen["numerator"]
    small = (
        (people & _is_small(seen["numerator"], tier.threshold))
        | small_base
        | (in_parts & _is_small(complement, tier.threshold))
    )
    free = seen["metric"].isin([p.metric.id for p in plans if _is_public(p, configuration)])
    small, small_base = small & ~free, small_base & ~free
    seen.loc[small, ["numerator", *TELLING]] = np.nan
    seen.loc[small_base, "denominator"] = np.nan
    said = small & (seen["shorthand"] == "")
    seen.loc[said, ["shorthand", "reason"]] = ["c", WITHHELD]
    return seen


def _is_public(plan: Plan, configuration: Configuration) -> bool:
    """Whether all that the metric counts is of extracts that are nobody's secret."""
    sides = [side for side in (plan.numerator, plan.denominator) if side is not None]
    return all(configuration.extracts[side.extract].public for side in sides)


def _has_secret_base(plan: Plan, configuration: Configuration) -> bool:
    """Whether the denominator counts people of an extract that is not public."""
    if plan.metric.kind in PARTS:
        return True
    denominator = plan.denominator
    return denominator is not None and not configuration.extracts[denominator.extract].public


def _is_small(counts: pd.Series, threshold: int | np.ndarray) -> pd.Series:
    # Weighted counts may be fractions: half a person is a person.
    return (counts > 0) & (counts < threshold)

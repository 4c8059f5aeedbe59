"""Primary suppression: counts below a tier's threshold, and the complements that give them away.

What this does not do yet: protect a hidden cell against subtraction from the totals around it.
docs/disclosure.md says so to everybody who opens a tier.
"""

import numpy as np
import pandas as pd

from metrics.definitions.audiences import Tier
from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Kind

WITHHELD = "withheld to protect people"
# Residents come from published tables: they are nobody's secret.
PUBLIC_DENOMINATOR = (Kind.RATE,)


def protect(counts: pd.DataFrame, tier: Tier, configuration: Configuration) -> pd.DataFrame:
    """The counts that a tier may see: the same columns, hidden numbers absent with shorthand `c`.

    A count above 0 and below the threshold is hidden; so is a numerator whose complement in its
    denominator is that small. A published value has no count, and stays.
    """
    seen = counts[counts["type"].isin([str(type_) for type_ in tier.periods])].copy()
    if tier.threshold == 0:
        return seen
    kinds = seen["metric"].map({m.id: str(m.kind) for m in configuration.scorecard.metrics})
    counted = ~kinds.isin([str(kind) for kind in PUBLIC_DENOMINATOR])
    small_base = counted & _is_small(seen["denominator"], tier.threshold)
    complement = seen["denominator"] - seen["numerator"]
    small = (
        _is_small(seen["numerator"], tier.threshold)
        | small_base
        | (counted & _is_small(complement, tier.threshold))
    )
    seen.loc[small, "numerator"] = np.nan
    seen.loc[small_base, "denominator"] = np.nan
    said = small & (seen["shorthand"] == "")
    seen.loc[said, ["shorthand", "reason"]] = ["c", WITHHELD]
    return seen


def _is_small(counts: pd.Series, threshold: int) -> pd.Series:
    # Weighted counts may be fractions: half a person is a person.
    return (counts > 0) & (counts < threshold)

"""Which tables a tier has: a closed list, from which a page selects and never makes a new one."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from metrics.definitions.audiences import Cut, Tier
from metrics.definitions.configuration import Configuration
from metrics.disclosure.cells import Mask


def within_cuts(counts: pd.DataFrame, tier: Tier, configuration: Configuration) -> pd.DataFrame:
    """The rows of counts that are in one of a tier's tables.

    Figures of a sensitive subject stay within the force as a whole in every tier that withholds.
    """
    levels = {unit.code: unit.level for unit in configuration.organisation.units}
    extracts = {metric.id: metric.extract for metric in configuration.scorecard.metrics}
    columns = {
        "levels": counts["unit"].map(levels),
        "extracts": counts["metric"].map(extracts),
        "metrics": counts["metric"],
        "breakdowns": counts["breakdown"],
    }
    inside = np.zeros(len(counts), dtype=bool)
    for cut in tier.cuts:
        inside |= _within(counts, columns, cut)
    for cut in tier.without:
        inside &= ~_within(counts, columns, cut)
    if tier.threshold:
        force = configuration.organisation.force.code
        inside &= (counts["unit"] == force) | ~is_sensitive(counts, configuration)
    return counts if inside.all() else counts[inside]


def is_sensitive(counts: pd.DataFrame, configuration: Configuration) -> Mask:
    """Which rows are of an extract, or of a breakdown, that its contract keeps to the force."""
    metrics = configuration.scorecard.metrics
    subjects = [m.id for m in metrics if configuration.extracts[m.extract].force_only]
    broken_down = [
        f"{metric.id} {name}"
        for metric in metrics
        for name in metric.breakdowns
        if configuration.breakdown(metric, name).force_only
    ]
    pairs = counts["metric"].astype(str) + " " + counts["breakdown"].astype(str)
    return (counts["metric"].isin(subjects) | pairs.isin(broken_down)).to_numpy()


def _within(counts: pd.DataFrame, columns: Mapping[str, pd.Series], cut: Cut) -> Mask:
    """The rows in the tables of one cut; `columns` has what each of its keys is about."""
    total = counts["breakdown"] == ""
    inside = total if cut.of == "everybody" else ~total
    inside &= counts["type"].isin([str(type_) for type_ in cut.periods])
    for key, column in columns.items():
        wanted = getattr(cut, key)
        inside &= column.isin(wanted) if wanted else True
    return inside.to_numpy()

"""A metric whose definition changed, counted under both over the same loads; one that is new, once.

Everything is of the whole force, and nothing is protected: for who may see the restricted tier.
"""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from metrics.children import Progress
from metrics.counting.apart import counts_apart, read_counts
from metrics.counting.calculation import Calculation
from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Metric
from metrics.judgement.assessment import value_figures
from metrics.judgement.status import pick_judged
from metrics.periods import Period, PeriodType
from metrics.release import checked_loads, sources_of
from metrics.store import Store
from metrics.wording.overlap import Both

SPOT = ["metric", "type", "start", "end"]


def under_both(
    store: Store, old: Configuration, new: Configuration, metrics: Sequence[str], progress: Progress
) -> dict[str, list[Both]]:
    """The periods that both definitions have for each of some metrics, the earliest first.

    Raises ScorecardError when a load no longer fits the contract of one of the two.
    """
    before, after = (_judged(store, each, metrics, progress) for each in (old, new))
    both = before.merge(after, on=SPOT, suffixes=("_old", "_new")).sort_values("end")
    found: dict[str, list[Both]] = {id_: [] for id_ in metrics}
    names = [*SPOT, "judged_old", "judged_new"]
    for metric, type_, start, end, *judged in zip(*(both[name] for name in names), strict=True):
        before_after = [None if pd.isna(value) else float(value) for value in judged]
        period = Period(end.date(), start.date(), PeriodType(type_))
        found[metric].append(Both(period, *before_after))
    return found


def under_new(
    store: Store, new: Configuration, metrics: Sequence[str], progress: Progress
) -> dict[str, list[Both]]:
    """The periods of some metrics that nothing was before, the earliest first; `old` is absent.

    Raises ScorecardError when a load does not fit its contract.
    """
    after = _judged(store, new, metrics, progress).sort_values("end")
    found: dict[str, list[Both]] = {id_: [] for id_ in metrics}
    for metric, type_, start, end, judged in zip(*(after[n] for n in after), strict=True):
        period = Period(end.date(), start.date(), PeriodType(type_))
        found[metric].append(Both(period, None, None if pd.isna(judged) else float(judged)))
    return found


def _judged(
    store: Store, configuration: Configuration, ids: Sequence[str], progress: Progress
) -> pd.DataFrame:
    """The judged figures of the force in each metric's own periods: columns SPOT, judged."""
    alone = configuration.narrowed(ids)
    loads = [load for load in store.active_loads() if load.extract in alone.extracts_counted]
    usable = checked_loads(store, configuration, loads)
    with TemporaryDirectory(prefix="scorecard-") as folder:
        calculation = Calculation(alone, sources_of(usable, alone))
        counts = read_counts(counts_apart(calculation, Path(folder), progress))
    counts = counts[counts["unit"] == configuration.organisation.force.code]
    frames = [_picked(counts, metric, alone) for metric in alone.scorecard.metrics]
    return pd.concat([pd.DataFrame(columns=[*SPOT, "judged"]), *frames], ignore_index=True)


def _picked(counts: pd.DataFrame, metric: Metric, configuration: Configuration) -> pd.DataFrame:
    mine = (counts["metric"] == metric.id) & (counts["type"] == str(metric.period))
    figures = value_figures(counts[mine], metric, configuration)
    return pick_judged(figures, metric)[[*SPOT, "judged"]]

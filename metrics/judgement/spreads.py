"""For each measure and period, how far the units of one level spread, and around what average."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Kind, Metric
from metrics.judgement.funnels import average
from metrics.judgement.overdispersion import Scores, proportion_scores, ratio_scores, spread

SPREADS = (
    "metric", "type", "end", "level", "centre", "units", "phi", "tau_squared", "offer_wider",
)  # fmt: skip


def spread_of_units(figures: pd.DataFrame, configuration: Configuration) -> pd.DataFrame:
    """One row a funnel: columns SPREADS, for measures whose headline is a percentage or a rate.

    `centre` is the average of the units, in events per one of the base; `offer_wider` says whether
    the funnel should be offered with limits that `tau_squared` widens.
    """
    levels = {unit.code: unit.level for unit in configuration.organisation.units}
    judged = figures[figures["judged"].notna() & (figures["status"] != "")]
    judged = judged.assign(level=judged["unit"].map(levels))
    by_metric = dict(list(judged.groupby("metric", sort=False)))
    rows = [
        row
        for metric in configuration.scorecard.metrics
        if metric.id in by_metric and _has_funnel(metric)
        for row in _spreads(by_metric[metric.id], metric)
    ]
    return pd.DataFrame(rows, columns=list(SPREADS))


def _has_funnel(metric: Metric) -> bool:
    head = metric.headline
    return metric.kind in {Kind.PROPORTION, Kind.RATE} and (head is None or bool(head.value))


def _spreads(judged: pd.DataFrame, metric: Metric) -> Iterator[tuple[object, ...]]:
    """The spread in each period of the measure's own type, at each level with two units or more."""
    own = judged[judged["type"] == str(metric.period)]
    for (end, level), units in own.groupby(["end", "level"], sort=True):
        events, base = (units[name].to_numpy("float64") for name in ("numerator", "denominator"))
        if len(units) > 1:
            found = spread(_scores(metric, events, base))
            yield (
                metric.id, str(metric.period), end, level, average(events, base), found.units,
                found.phi, found.tau_squared, found.calls_for_wider_limits,
            )  # fmt: skip


def _scores(metric: Metric, events: np.ndarray, base: np.ndarray) -> Scores:
    centre = average(events, base)
    if metric.kind is Kind.PROPORTION:
        return proportion_scores(events, base, centre)
    return ratio_scores(events, base * centre)

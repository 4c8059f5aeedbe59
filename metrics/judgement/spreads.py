"""For each measure and period, how far the units of one level spread around the whole force."""

from collections.abc import Iterator

import pandas as pd

from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Kind, Metric
from metrics.judgement.intervals import FloatArray
from metrics.judgement.overdispersion import Scores, proportion_scores, ratio_scores, spread

SPREADS = (
    "metric", "type", "end", "level", "centre", "units", "phi", "tau_squared", "offer_wider",
)  # fmt: skip


def spread_of_units(figures: pd.DataFrame, configuration: Configuration) -> pd.DataFrame:
    """One row a funnel: columns SPREADS, for percentages, rates and representations.

    `centre` is the figure of the whole force, in events per one of the base: there is no funnel
    where that is hidden. `offer_wider` says whether the funnel should be offered with limits that
    `tau_squared` widens.
    """
    force = configuration.organisation.force.code
    levels = {unit.code: unit.level for unit in configuration.organisation.units}
    judged = figures[figures["judged"].notna() & (figures["status"] != "")]
    judged = judged.assign(level=judged["unit"].map(levels))
    by_metric = dict(list(judged.groupby("metric", sort=False)))
    rows = [
        row
        for metric in configuration.scorecard.metrics
        if metric.id in by_metric and _has_funnel(metric)
        for row in _spreads(by_metric[metric.id], metric, force)
    ]
    return pd.DataFrame(rows, columns=list(SPREADS))


def _has_funnel(metric: Metric) -> bool:
    head = metric.headline
    return metric.kind in {Kind.PROPORTION, Kind.RATE, Kind.REPRESENTATION} and (
        head is None or bool(head.value)
    )


def _spreads(judged: pd.DataFrame, metric: Metric, force: str) -> Iterator[tuple[object, ...]]:
    """The spread in each period of the measure's own type, at each level with two units or more."""
    own = judged[judged["type"] == str(metric.period)]
    whole = own[own["unit"] == force].set_index("end")
    centres = dict((whole["numerator"] / whole["denominator"]).dropna())
    events, base = (own[name].to_numpy("float64") for name in ("numerator", "denominator"))
    for (end, level), rows in own.reset_index(drop=True).groupby(["end", "level"], sort=True):
        units = rows.index
        if len(units) > 1 and end in centres:
            found = spread(_scores(metric, events[units], base[units], centres[end]))
            yield (
                metric.id, str(metric.period), end, level, centres[end], found.units,
                found.phi, found.tau_squared, found.calls_for_wider_limits,
            )  # fmt: skip


def _scores(metric: Metric, events: FloatArray, base: FloatArray, centre: float) -> Scores:
    if metric.kind is Kind.PROPORTION:
        return proportion_scores(events, base, centre)
    return ratio_scores(events, base * centre)

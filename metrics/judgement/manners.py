"""Which metrics have their series judged in one go: those that are judged in the same manner."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from metrics.definitions.chart_settings import Charts
from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Better, Headline, Kind, Metric
from metrics.periods import PeriodType

# More figures than this are judged by themselves: what they share is little, and memory counts.
MOST_TOGETHER = 50_000


@dataclass(frozen=True, slots=True)
class Manner:
    """All that is asked of a metric once each of its figures has a status.

    What a metric has too is called as it is there. `headline` says no more than which kind it is
    of, `frequency` and `of_rows` are those of the extract and of the periods of its rows.
    """

    kind: Kind
    better: Better
    per: int
    since: date
    headline: Headline | None
    charts: Charts
    frequency: str
    of_rows: PeriodType


def manner_of(metric: Metric, configuration: Configuration) -> Manner:
    """The manner in which the series of a metric are judged."""
    extract, head = configuration.extracts[metric.extract], metric.headline
    if head:
        kinds = {name: name for name in ("value", "ratio", "gap", "against") if getattr(head, name)}
        head = replace(Headline(of="of"), **kinds)
    charts = metric.charts or configuration.scorecard.judging.charts
    return Manner(
        metric.kind, metric.better, metric.per, metric.since, head, charts, extract.frequency,
        extract.period.type,
    )  # fmt: skip


def judged_together(figures: Mapping[str, int], configuration: Configuration) -> list[list[Metric]]:
    """The metrics of each manner, in handfuls; `figures` says how many there are of each metric.

    Whatever is done to a table takes as long for one metric as for ten, unless they are large.
    """
    of_manner: dict[Manner, list[Metric]] = defaultdict(list)
    for metric in configuration.scorecard.metrics:
        if metric.id in figures:
            of_manner[manner_of(metric, configuration)].append(metric)
    return [few for metrics in of_manner.values() for few in _handfuls(metrics, figures)]


def _handfuls(metrics: Iterable[Metric], figures: Mapping[str, int]) -> Iterator[list[Metric]]:
    few: list[Metric] = []
    number = 0
    for metric in metrics:
        if few and number + figures[metric.id] > MOST_TOGETHER:
            yield few
            few, number = [], 0
        few.append(metric)
        number += figures[metric.id]
    yield few

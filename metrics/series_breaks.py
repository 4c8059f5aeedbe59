"""Where a series breaks: a figure that is not comparable with those before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from metrics.definitions.chart_settings import Charts
from metrics.definitions.models import Metric

DEFINITION, LIMITS = "Definition changed", "Limits start again"


@dataclass(frozen=True, slots=True)
class SeriesBreak:
    """The place in a series of its first figure that has another definition or limits, and why."""

    place: int
    on: date
    what: str


def series_breaks(ends: Sequence[date], metric: Metric) -> list[SeriesBreak]:
    """Where the definition changes in a series, whose periods end on these days in order."""
    return _breaks(ends, {metric.since: DEFINITION})


def chart_breaks(ends: Sequence[date], metric: Metric, charts: Charts) -> list[SeriesBreak]:
    """Where a control chart breaks: with the definition, and where its limits start again."""
    return _breaks(ends, {**{each.on: LIMITS for each in charts.rebase}, metric.since: DEFINITION})


def _breaks(ends: Sequence[date], days: Mapping[date, str]) -> list[SeriesBreak]:
    """The first period that ends on such a day or later, where one ended before it."""
    found = []
    for on, what in sorted(days.items()):
        place = sum(end < on for end in ends)
        if 0 < place < len(ends):
            found.append(SeriesBreak(place, on, what))
    return found

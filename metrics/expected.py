"""Whether the figure of a quarter has come: one that should have and did not is not reported."""

from collections.abc import Iterable
from datetime import date

from metrics.definitions.configuration import Configuration
from metrics.figure import Figure, not_come

# An extract that comes this often must have the asked period; a yearly one may have an older one.
EXPECTED_EACH_QUARTER = ("monthly", "quarterly")


def headlines_of(
    figures: Iterable[Figure], as_at: date, configuration: Configuration
) -> dict[str, Figure]:
    """Of the latest figure of each metric and kind of period, those that are headlines, by metric.

    In the order of the scorecard, each as it stands at the quarter's end.
    """
    found = {(figure.metric, figure.type): figure for figure in figures}
    metrics = configuration.scorecard.metrics
    own = {m.id: found[m.id, m.period] for m in metrics if (m.id, m.period) in found}
    return {id_: as_at_quarter(figure, as_at, configuration) for id_, figure in own.items()}


def as_at_quarter(figure: Figure, as_at: date, configuration: Configuration) -> Figure:
    """A metric's latest figure as it stands at a quarter's end: itself, or that it has not come."""
    metric = configuration.metrics[figure.metric]
    frequency = configuration.extracts[metric.extract].frequency
    if figure.end == as_at or frequency not in EXPECTED_EACH_QUARTER:
        return figure
    last = f"{figure.end.day} {figure.end:%B %Y}"
    return not_come(figure, as_at, f"the last figure is for {last}")

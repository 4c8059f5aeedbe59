"""Whether the figure of a quarter has come: one that should have and did not is not reported."""

from datetime import date

from metrics.definitions.configuration import Configuration
from metrics.figure import Figure, not_come

# An extract that comes this often must have the asked period; a yearly one may have an older one.
EXPECTED_EACH_QUARTER = ("monthly", "quarterly")


def as_at_quarter(figure: Figure, as_at: date, configuration: Configuration) -> Figure:
    """A metric's latest figure as it stands at a quarter's end: itself, or that it has not come."""
    metric = configuration.metrics[figure.metric]
    frequency = configuration.extracts[metric.extract].frequency
    if figure.end == as_at or frequency not in EXPECTED_EACH_QUARTER:
        return figure
    return not_come(figure, as_at, f"the last figure is for {figure.end.isoformat()}")

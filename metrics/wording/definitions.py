"""Since when a definition counts, why it took the place of another, and who approved it."""

from metrics.definitions.models import Metric
from metrics.wording.periods import day_text


def approval_text(metric: Metric) -> str:
    """Who approved a definition, or that nobody has."""
    return f"approved by {metric.approved_by}" if metric.approved_by else "nobody has approved it"


def since_text(metric: Metric) -> str:
    """Since when a definition counts and why, and who approved it: silence is no approval."""
    said = day_text(metric.since) + (f", because {metric.because}" if metric.because else "")
    return f"{said.rstrip('.')}; {approval_text(metric)}"

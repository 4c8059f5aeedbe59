"""How the data stand, in words: which extracts came, which are late, and how old the oldest are."""

from collections.abc import Mapping, Sequence
from datetime import date

from metrics.definitions.models import Metric
from metrics.extracts.due import Due
from metrics.figure import Figure
from metrics.wording.numbers import plural
from metrics.wording.periods import day_text, long_period

MOST_NAMED = 5


def health_sentence(calendar: Sequence[Due], today: date) -> str:
    """How many extracts are received, late and never received, the late ones by name; what next."""
    never = [item for item in calendar if item.last is None]
    late = [item for item in calendar if item.last is not None and item.late]
    fine = plural(sum(not item.wanting for item in calendar), "extract")
    said = [f"{fine} of {len(calendar)} received as expected"]
    said += [f"late: {_named([_late(item, today) for item in late])}"] if late else []
    said += [f"never received: {_named([item.extract.title for item in never])}"] if never else []
    return "; ".join(said) + f".{_next(calendar)}"


def _next(calendar: Sequence[Due]) -> str:
    """By when the next of what is not late is due, and how many extracts then; else empty."""
    days = [item.due for item in calendar if item.due and not item.wanting]
    if not days:
        return ""
    return f" Next due by {day_text(min(days))}: {plural(days.count(min(days)), 'extract')}."


def _named(extracts: Sequence[str]) -> str:
    """The extracts by name, or how many they are where a list would be read by nobody."""
    return ", ".join(extracts) if len(extracts) <= MOST_NAMED else plural(len(extracts), "extract")


def _late(item: Due, today: date) -> str:
    return f"{item.extract.title} ({item.words(today)})"


def oldest_sentence(figures: Mapping[str, Figure], metrics: Mapping[str, Metric]) -> str:
    """The figure of this page whose period ended first; empty where there is none."""
    told = [figure for figure in figures.values() if figure.judged is not None]
    if not told:
        return ""
    oldest = min(told, key=lambda figure: figure.end)
    title = metrics[oldest.metric].title
    return f"The oldest figure on this page is of {title}: {long_period(oldest.period)}."

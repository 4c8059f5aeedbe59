"""A metric whose definition changed: what each period is under both, and how large the break."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from metrics.definitions.models import Metric
from metrics.figure import Figure
from metrics.periods import Period
from metrics.revisions import HIDDEN
from metrics.wording.judgements import gap_number, headline_kind, judged_number, judged_unit
from metrics.wording.periods import short_period

# As many of the latest periods are told, and the first under the new definition.
TOLD = 4


@dataclass(frozen=True, slots=True)
class Both:
    """One period of a metric with its judged figure under the old and under the new definition."""

    period: Period
    old: float | None
    new: float | None


def overlap_words(old: Metric, new: Metric, both: Sequence[Both]) -> Iterator[str]:
    """What each of the latest periods is under both definitions, and how large the break is."""
    if not both:
        yield "No period that is loaded can be counted under both definitions."
        return
    for each in both[-TOLD:]:
        yield f"{short_period(each.period)}: {_told(old, new, each)}."
    first = next((each for each in both if each.period.start >= new.since), both[-1])
    yield f"The break, at {short_period(first.period)}: {_size(old, new, first)}."


def preview_words(metric: Metric, periods: Sequence[Both]) -> Iterator[str]:
    """What each of the latest periods of a new metric is, on the loads that are there."""
    if not periods:
        yield "No period of it is loaded."
    for each in periods[-TOLD:]:
        value = "no figure" if each.new is None else judged_number(each.new, metric)
        yield f"{short_period(each.period)}: {value}."


def _told(old: Metric, new: Metric, both: Both) -> str:
    sides = ((both.old, old, "as it was defined"), (both.new, new, "as it is now"))
    return ", ".join(
        f"{'no figure' if value is None else judged_number(value, metric)} {when}"
        for value, metric, when in sides
    )


def _size(old: Metric, new: Metric, both: Both) -> str:
    """By how much the new definition's figure is above or below the old one's."""
    if both.old is None or both.new is None:
        return "one of the two has no figure"
    if new.levels or judged_unit(old) != judged_unit(new):
        return "the two are not of one unit"
    apart = both.new - both.old
    of_values = headline_kind(new) == "value" and new.unit_of_value != "%"
    by = judged_number(abs(apart), new)
    if not of_values and headline_kind(new) != "ratio":
        by = gap_number(abs(apart), new)
    return f"{'higher' if apart > 0 else 'lower'} by {by}" if apart else "the two agree"


def released_words(old: Metric, new: Metric, then: Figure, now: Figure) -> str:
    """What one period was in the release before and is in this one; nothing where it is another.

    A number that is withheld now is not told as it was.
    """
    if then.period != now.period:
        return ""
    both = Both(now.period, None if now.shorthand == HIDDEN else then.judged, now.judged)
    return f"{short_period(now.period)}: {_told(old, new, both)}: {_size(old, new, both)}."

"""Two configurations told apart in plain words: what a metric counted, and what it counts now."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum

from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Metric
from metrics.revisions import definitions_of
from metrics.wording.definitions import approval_text
from metrics.wording.periods import day_text

# What a key of a metric is called in a sentence; the others are called as they are written.
NAMES = {
    "where": "Condition of every row", "number": "The number of a row", "value": "Published value",
    "headline": "Judged figure", "better": "Which way is better", "unit_of_value": "Unit of value",
    "key_action": "Key action", "minimum_base": "Smallest base", "period": "Period shown",
    "percentile": "Percentile", "weight": "Weight", "levels": "Levels", "charts": "Control charts",
    "why": "Why it matters", "limits": "Limits",
}  # fmt: skip
# A key that is empty means this, where it does not mean nothing.
EMPTY = {
    "where": "none", "numerator": "every row", "denominator": "every row that meets the condition",
    "headline": "the value for everyone",
}  # fmt: skip
# Said with the definition that they date and explain.
DATED = ("since", "because", "approved_by")
UNSAID = ("id", "examples", *DATED)


@dataclass(frozen=True, slots=True)
class Difference:
    """What is different about one metric, and whether somebody still has to say since when.

    `broken` is the metric's id where this says that its series breaks, `added` where it is new.
    """

    words: str
    at_fault: bool = False
    broken: str = ""
    added: str = ""


def differences(old: Configuration, new: Configuration) -> Iterator[Difference]:
    """Every metric that is new, gone or changed, in the order of the new scorecard.

    A metric that counts something else breaks its series, and is at fault without a new `since`.
    """
    broken = _broken(old, new)
    for id_, metric in new.metrics.items():
        before = old.metrics.get(id_)
        if before is None:
            words = f"metric '{id_}': new, {metric.title}, from {day_text(metric.since)}"
            yield Difference(f"{words}; {approval_text(metric)}.", added=id_)
        elif before != metric or id_ in broken:
            yield from _changed(before, metric, id_ in broken)
    for id_, metric in old.metrics.items():
        if id_ not in new.metrics:
            yield Difference(f"metric '{id_}': gone, {metric.title}. Never use its id again.")


def _broken(old: Configuration, new: Configuration) -> set[str]:
    """The metrics whose figures before and after are not of the same thing."""
    both = definitions_of(old).merge(definitions_of(new), on="metric")
    return set(both.loc[both["digest_x"] != both["digest_y"], "metric"])


def _changed(old: Metric, new: Metric, breaks: bool) -> Iterator[Difference]:
    named = f"metric '{new.id}': "
    said = [
        f"{NAMES.get(field.name, field.name.capitalize())} changed from "
        f"[{_words(field.name, getattr(old, field.name))}] to "
        f"[{_words(field.name, getattr(new, field.name))}]"
        for field in fields(Metric)
        if field.name not in UNSAID and getattr(old, field.name) != getattr(new, field.name)
    ]
    if old.examples != new.examples:
        said.append("Its examples changed")
    if breaks and not said:
        said.append("The contract or a coding of its rows changed")
    for words in said:
        yield Difference(f"{named}{words}.")
    if breaks:
        yield _break(named, old, new)
    elif old.since != new.since:
        days = f"from {day_text(old.since)} to {day_text(new.since)}"
        yield Difference(f"{named}the day of its definition changed {days}.")


def _break(named: str, old: Metric, new: Metric) -> Difference:
    if new.since == old.since:
        cure = "Write as 'since' the day from which it counts, and under 'because' the reason."
        fault = f"its series breaks, and 'since' is still {day_text(old.since)}. {cure}"
        return Difference(named + fault, at_fault=True, broken=new.id)
    why = f", because {new.because.rstrip('.')}" if new.because else ""
    words = f"{named}its series breaks [b] from {day_text(new.since)}{why}"
    return Difference(f"{words}; {approval_text(new)}.", broken=new.id)


def _words(key: str, value: object) -> str:
    """A value of a key as a reader of the file would say it."""
    if isinstance(value, Enum):
        return str(value.value)
    if is_dataclass(value):
        parts = ((f.name, getattr(value, f.name)) for f in fields(value))
        return ", ".join(f"{name} {_words(name, part)}" for name, part in parts if _is_said(part))
    if isinstance(value, tuple):
        return "; ".join(_words(key, part) for part in value) or "nothing"
    return EMPTY.get(key, "nothing") if value in {"", None} else str(value)


def _is_said(part: object) -> bool:
    return part not in ("", None, (), 0)

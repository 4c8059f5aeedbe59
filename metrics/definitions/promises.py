"""What the lists beside the scorecard share: how they are read, days promised, what shows it."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass as plain_dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic.dataclasses import dataclass

from metrics.definitions.checking import Fault
from metrics.definitions.reading import Reading
from metrics.definitions.values import CLOSED, Day, Words
from metrics.definitions.yaml_reading import Place
from metrics.errors import ScorecardError, did_you_mean

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Evidence:
    """What shows that something was done, from when, and where it is kept."""

    what: Words
    dated: Day
    where: str = ""


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Update:
    """What was said of a promise on a day, and by whom: added to, and never rewritten."""

    dated: Day
    who: Words
    what: Words


@plain_dataclass(frozen=True, slots=True)
class Days:
    """The days of a promise: given, due, due at first, kept; and why it was moved, if it was."""

    given: date
    due: date | None
    first_due: date | None
    delivered_on: date | None
    because: str


def read_list(
    path: Path, section: str, type_: type[T], faults: Callable[[Any], Iterator[Fault]]
) -> T:
    """Read a list that is no part of the configuration, and check each item of its section.

    A folder without the file has an empty one. Raises ScorecardError with every finding.
    """
    if not path.exists():
        return type_()
    reading = Reading(path.parent)
    found = reading.read(path.name, type_)
    reading.note_repeated(path.name, section)
    items: Sequence[Any] = getattr(found, section) if found else ()
    for one in items:
        place = reading.place_of(path.name, section, one.id)
        reading.note_all(path.name, place, faults(one))
    if reading.findings or found is None:
        raise ScorecardError(sorted(reading.findings, key=lambda f: f.line or 0))
    return found


def day_faults(days: Days, given: str) -> Iterator[Fault]:
    """Faults of the days of a promise; `given` is what was done on the first: opened or made."""
    if days.due and days.due < days.given:
        yield ("due",), f"it is due before it was {given}", "Correct one of the two days."
    if days.first_due and (days.due is None or days.first_due >= days.due):
        cure = "Keep here the day that was promised first, or delete the key."
        yield ("first_due",), "the first day promised is not before the present one", cure
    if days.first_due and not days.because:
        yield ("first_due",), "the day was moved without a reason", "Add 'because: …'."
    if days.delivered_on and days.delivered_on < days.given:
        fault = f"it was delivered before it was {given}"
        yield ("delivered_on",), fault, "Correct one of the days."


def proof_faults(
    status: str, done: bool, evidence: Sequence[Evidence], delivered_on: date | None, undone: str
) -> Iterator[Fault]:
    """Faults of what is said to be done without proof, or not done with a day; `undone` says so."""
    if done and not (evidence and delivered_on):
        cure = f"Add 'delivered_on: …' and at least one 'evidence', or write 'status: {undone}'."
        yield ("status",), f"it is {status} without a day or without evidence", cure
    if not done and delivered_on:
        cure = "Write 'status: delivered', or delete 'delivered_on'."
        yield ("delivered_on",), f"it has a day of delivery and is {status}", cure


def order_faults(key: str, days: Sequence[date], what: str) -> Iterator[Fault]:
    """A fault where one of several things under a key is older than the one before it."""
    if list(days) != sorted(days):
        yield (key,), f"{what} is older than the one before it", "Add new ones at the end."


def metric_faults(named: Sequence[str], known: Collection[str], place: Place) -> Iterator[Fault]:
    """A fault for each name, in the list at a place, that is no metric's."""
    for number, metric in enumerate(named):
        if metric not in known:
            yield (*place, number), f"unknown metric '{metric}'", did_you_mean(metric, list(known))

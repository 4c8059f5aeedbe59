"""The days of actions and recommendations as they were first read, whatever a list says later.

A list is a file that anybody may rewrite. So each day that it promises is kept on the register when
it is read: by `scorecard calculate`, and by the first page that shows it.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from metrics.definitions import actions, recommendations
from metrics.definitions.actions import Action, ActionList, load_actions
from metrics.definitions.configuration import Configuration
from metrics.definitions.recommendations import (
    Recommendation,
    RecommendationList,
    load_recommendations,
)
from metrics.register import now, user_name, write_audit
from metrics.store import Store

Promise = Action | Recommendation
Listed = ActionList | RecommendationList


@dataclass(frozen=True, slots=True)
class Record:
    """The days of one promise in the order in which they were read; None is no day.

    `unit` is the one that promises it; `since` is the ISO day on which the last was first read.
    """

    unit: str
    days: tuple[date | None, ...]
    since: str


@dataclass(frozen=True, slots=True)
class Slip:
    """The first day ever promised, and by how many days and how often it was moved since.

    `days` is None where no day stands now; `told` is whether the list itself still says the first.
    """

    first: date
    days: int | None
    moves: int
    told: bool


def records_of(store: Store, found: Listed) -> Mapping[str, Record]:
    """What the register knows of the promises of a list, by id; examples are kept apart."""
    with store.connected() as connection:
        return _records(connection, _name(found), found.examples)


def note(store: Store, found: Listed, who: str = "") -> int:
    """Keep on the register each day of a list that is not there yet; how many there were."""
    with store.connected() as connection:
        known = _records(connection, _name(found), found.examples)
        new = [(one, day) for one in _promises(found) for day in _new_days(one, known.get(one.id))]
        if new:
            _write(connection, found, new, who or user_name())
    return len(new)


def note_lists(store: Store, folder: Path, configuration: Configuration) -> int:
    """Keep the days of both lists of a folder; ScorecardError where a list is at fault."""
    lists = (load_actions(folder, configuration), load_recommendations(folder, configuration))
    return sum(note(store, found) for found in lists)


def slip_of(one: Promise, record: Record | None) -> Slip | None:
    """How far a promise has slipped from its first day; None where it stands as it first did.

    The first is the earliest of what the register has first and what the list itself says.
    """
    said = one.first_due or one.due
    kept = [day for day in record.days if day][:1] if record else []
    first = min([*kept, *([said] if said else [])], default=None)
    if first is None or first == one.due:
        return None
    days = (one.due - first).days if one.due else None
    moves = max(len(record.days) - 1 if record else 0, 1)
    return Slip(first, days, moves, said == first)


def gone(found: Listed, records: Mapping[str, Record]) -> Mapping[str, Record]:
    """What the register has and the list has no more: nothing promised is taken out unseen."""
    here = {one.id for one in _promises(found)}
    return {} if found.examples else {id_: r for id_, r in records.items() if id_ not in here}


def _promises(found: Listed) -> Sequence[Promise]:
    return found.actions if isinstance(found, ActionList) else found.recommendations


def _name(found: Listed) -> str:
    return actions.FILE if isinstance(found, ActionList) else recommendations.FILE


def _new_days(one: Promise, record: Record | None) -> list[date | None]:
    if record is None:
        return [*([one.first_due] if one.first_due else []), one.due]
    return [] if record.days[-1] == one.due else [one.due]


def _write(
    connection: sqlite3.Connection, found: Listed,
    new: Sequence[tuple[Promise, date | None]], who: str,
) -> None:  # fmt: skip
    at, name = now(), _name(found)
    for one, day in new:
        unit, due = getattr(one, "unit", ""), day.isoformat() if day else ""
        row = (name, one.id, int(found.examples), unit, due, at, who)
        connection.execute("INSERT INTO promises VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        write_audit(connection, who, "promise", {"list": name, "id": one.id, "due": due})


def _records(connection: sqlite3.Connection, name: str, examples: bool) -> dict[str, Record]:
    query = "SELECT * FROM promises WHERE list = ? AND example = ? ORDER BY rowid"
    found: dict[str, Record] = {}
    for row in connection.execute(query, (name, int(examples))):
        day = date.fromisoformat(row["due"]) if row["due"] else None
        before = found[row["id"]].days if row["id"] in found else ()
        if before[-1:] == (day,):
            continue  # two readers at once have both kept it
        found[row["id"]] = Record(row["unit"], (*before, day), row["at"][:10])
    return found

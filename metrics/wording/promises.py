"""The days of a promise in words: when it is due, in how many days, and how far it was moved."""

from collections.abc import Mapping, Sequence
from datetime import date

from metrics.definitions.promises import Update
from metrics.promised import Promise, Record, Slip
from metrics.wording.numbers import plural
from metrics.wording.periods import day_text, iso_day_text


def due_text(one: Promise, slip: Slip | None, waiting: bool, today: date) -> str:
    """When it is due and in how many days, when it was delivered, and how far it has slipped.

    `waiting` is whether somebody still has to do it.
    """
    none = "no day stands now" if slip else "no day was promised"
    parts = [f"by {day_text(one.due)}" if one.due else none]
    if waiting and one.due:
        parts.append(countdown(one.due, today))
    if one.delivered_on:
        parts.append(f"delivered on {day_text(one.delivered_on)}")
    said = ", ".join(parts) + (f"; {slip_text(slip)}" if slip else "")
    because = one.because or ("no reason is given" if slip else "")
    return f"{said} ({because})" if because else said


def countdown(due: date, today: date) -> str:
    """How many days are left until a day, or have passed since."""
    days = (due - today).days
    if days == 0:
        return "due today"
    return f"in {plural(days, 'day')}" if days > 0 else f"late by {plural(-days, 'day')}"


def update_text(update: Update) -> str:
    """What was said of a promise, when and by whom."""
    return f"{day_text(update.dated)}, {update.who}: {update.what}"


def last_update_text(updates: Sequence[Update]) -> str:
    """What was said of a promise last; that nothing was."""
    return f"Last update: {update_text(updates[-1])}" if updates else "No update yet"


def slip_text(slip: Slip) -> str:
    """The day that was promised first, how far and how often it was moved, and who says so."""
    said = f"first promised by {day_text(slip.first)}"
    if slip.days is not None:
        how = "moved by" if slip.days > 0 else "brought forward by"
        said += f", {how} {plural(abs(slip.days), 'day')}"
    if slip.moves > 1:
        said += f" in {plural(slip.moves, 'move')}"
    return said if slip.told else f"{said}: the list no longer says so, the register does"


def slips_sentence(slips: Sequence[Slip | None], what: str) -> str:
    """How many promises are later than they were at first, and by how much; or nothing.

    `what` is what each of them is, such as an action.
    """
    days = [slip.days for slip in slips if slip and slip.days and slip.days > 0]
    if not days:
        return ""
    are = "is" if len(days) == 1 else "are"
    by = plural(max(days), "day")
    return f" {plural(len(days), what)} {are} due later than first promised, by up to {by}."


def gone_text(records: Mapping[str, Record]) -> str:
    """What was promised once and stands in the list no more; nothing where all of it does."""
    said = [
        f"{id_} ({_days(record)}, on record since {iso_day_text(record.since)})"
        for id_, record in sorted(records.items())
    ]
    return f"On the register, and no longer in the list: {'; '.join(said)}." if said else ""


def _days(record: Record) -> str:
    day = record.days[-1]
    return f"by {day_text(day)}" if day else "no day"

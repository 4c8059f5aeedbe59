"""The calendar of extracts: what has come, what is expected next and by when, what is late."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from metrics.definitions.contracts import Extract
from metrics.periods import month_end, months_before
from metrics.store import Load

MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}


@dataclass(frozen=True, slots=True)
class Due:
    """How one extract stands on a day: the last period held, the next, when it is due, those late.

    `due` is None where nothing more is expected.
    """

    extract: Extract
    last: date | None
    next: date | None
    due: date | None
    late: tuple[date, ...]

    @property
    def wanting(self) -> bool:
        """Whether it is late, or has never come."""
        return self.last is None or bool(self.late)

    def words(self, today: date) -> str:
        """The state as one phrase."""
        if self.last is None:
            return "never received"
        if self.due is None:
            return "received; no more is expected"
        if self.late:
            days = (today - self.due).days
            return f"late by {days:,} {'day' if days == 1 else 'days'}"
        return "received"


def calendar_of(extracts: Iterable[Extract], loads: Sequence[Load], today: date) -> tuple[Due, ...]:
    """How each extract stands: late is each period that ended so long ago that it was due."""
    return tuple(
        _due(extract, [load for load in loads if load.extract == extract.id], today)
        for extract in extracts
    )


def _due(extract: Extract, loads: Sequence[Load], today: date) -> Due:
    ends = [end for load in loads if load.state == "active" for end in load.periods]
    step = MONTHS.get(extract.frequency)
    if not ends or step is None:
        return Due(extract, max(ends, default=None), None, None, ())
    allowed = timedelta(days=extract.due_days)
    following = _after(max(ends), step)
    late, end = [], following
    while end + allowed < today:
        late.append(end)
        end = _after(end, step)
    return Due(extract, max(ends), following, following + allowed, tuple(late))


def _after(end: date, months: int) -> date:
    """The end of the period that follows one: a month's end, some months later."""
    return month_end(months_before(end, -months))

"""Duties to publish as they stand on a day: when each is due again, and whether it is late."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from metrics.definitions.duties import Duty, Publication
from metrics.periods import month_end, months_before


class State(StrEnum):
    """How a duty stands on a day, the most pressing first."""

    NEVER = "never"
    OVERDUE = "overdue"
    MET = "met"


LATE = (State.NEVER, State.OVERDUE)


@dataclass(frozen=True, slots=True)
class Standing:
    """A duty with what was last published, a draft that came after it, and the day it is due."""

    duty: Duty
    state: State
    last: Publication | None
    draft: Publication | None
    due: date | None


def standing_of(duty: Duty, today: date) -> Standing:
    """How a duty stands: a draft is not published, and what is dated later is not out yet."""
    out = [one for one in duty.published if not one.draft and one.dated <= today]
    last = out[-1] if out else None
    drafts = [one for one in duty.published if one.draft and (not last or one.dated > last.dated)]
    draft = drafts[-1] if drafts else None
    if last is None:
        return Standing(duty, State.NEVER, None, draft, None)
    due = due_again(last.dated, duty.months)
    return Standing(duty, State.OVERDUE if today > due else State.MET, last, draft, due)


def due_again(published: date, months: int) -> date:
    """The last day on which it must be published again.

    The months begin with the day of publication, so that they end on the day before the same day:
    Equality Act 2010 (Specific Duties and Public Authorities) Regulations 2017, regulation 4.
    """
    last = month_end(months_before(published, -months))
    if published.day > last.day:
        return last
    return last.replace(day=published.day) - timedelta(days=1)

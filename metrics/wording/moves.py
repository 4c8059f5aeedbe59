"""Statuses that a change of the loads would move, in words."""

from metrics.judgement.status import Status
from metrics.wording.judgements import STATUS
from metrics.wording.numbers import plural

WAITS_IF = (
    "A tier waits for a new file of released periods where a shown figure would change by fewer "
    "people than its threshold. It is shown the above once the load is taken in."
)


def moves_text(count: int) -> str:
    """How many statuses would be others."""
    return f"{plural(count, 'status', 'statuses')} {'moves' if count == 1 else 'move'}"


def move_text(old: Status, new: Status) -> str:
    """One status that would be another: on track becomes off track."""
    was, now = (STATUS[status].word.lower() for status in (old, new))
    return f"{was} becomes {now}"

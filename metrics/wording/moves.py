"""Statuses that a change of the loads would move, in words."""

from metrics.judgement.status import Status
from metrics.wording.judgements import STATUS
from metrics.wording.numbers import plural


def moves_text(count: int) -> str:
    """How many statuses would be others."""
    return f"{plural(count, 'status', 'statuses')} {'moves' if count == 1 else 'move'}"


def move_text(old: Status, new: Status) -> str:
    """One status that would be another: on track becomes off track."""
    was, now = (STATUS[status].word.lower() for status in (old, new))
    return f"{was} becomes {now}"

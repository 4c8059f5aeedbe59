"""Recommendations as they stand on a day: whether overdue, and what their measures were and are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from metrics.actions import Effect, effect_of
from metrics.definitions.recommendations import Recommendation, Standing
from metrics.figure import Figure
from metrics.promised import Record, Slip, slip_of


class State(StrEnum):
    """How a recommendation stands on a day, the most pressing first."""

    OVERDUE = "overdue"
    NOT_ACCEPTED = "not_accepted"
    IN_PROGRESS = "in_progress"
    DELIVERED = "delivered"
    ANOTHER_BODY = "another_body"
    VERIFIED = "verified"


OPEN = (State.OVERDUE, State.IN_PROGRESS, State.DELIVERED)


@dataclass(frozen=True, slots=True)
class Linked:
    """A measure of what a recommendation is about: before delivery, the latest, and the effect.

    `before` is the last figure whose period ended by the day of delivery, if there is one.
    """

    metric: str
    before: Figure | None
    now: Figure | None
    effect: Effect


@dataclass(frozen=True, slots=True)
class Tracked:
    """A recommendation with how it stands on a day, its measures, and whether its day was moved."""

    recommendation: Recommendation
    state: State
    linked: tuple[Linked, ...]
    slip: Slip | None = None


def state_of(one: Recommendation, today: date) -> State:
    """How it stands: one that is in progress after its day is overdue."""
    late = one.due is not None and today > one.due
    if one.status is Standing.IN_PROGRESS and late:
        return State.OVERDUE
    return State(str(one.status))


def tracked(
    recommendations: Sequence[Recommendation], series: Mapping[str, Sequence[Figure]], today: date,
    records: Mapping[str, Record] | None = None,
) -> list[Tracked]:  # fmt: skip
    """Each recommendation with its state, the most pressing first; `series` is by metric, in order.

    Of one state, what is due first comes first, and what has no day last. `records` is by
    recommendation.
    """
    found = [
        Tracked(one, state_of(one, today),
                tuple(_linked(one, id_, series) for id_ in one.metrics),
                slip_of(one, (records or {}).get(one.id)))
        for one in recommendations
    ]  # fmt: skip
    order = list(State)
    return sorted(
        found, key=lambda t: (order.index(t.state), t.recommendation.due or date.max)
    )  # fmt: skip


def _linked(one: Recommendation, metric: str, series: Mapping[str, Sequence[Figure]]) -> Linked:
    figures = series.get(metric, ())
    done = one.delivered_on
    earlier = [f for f in figures if done and f.end <= done and f.judged is not None]
    now = figures[-1] if figures else None
    return Linked(metric, earlier[-1] if earlier else None, now, effect_of(one, now))

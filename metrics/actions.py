"""Actions as they stand on a day: for which measure, whether overdue, and what came of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from metrics.access import Scope
from metrics.definitions.actions import Action, ActionStatus
from metrics.definitions.recommendations import Recommendation
from metrics.errors import single_fault
from metrics.figure import Figure
from metrics.judgement.control_charts import Signal
from metrics.promised import Record, Slip, slip_of


class State(StrEnum):
    """How an action stands on a day, the most pressing first."""

    OVERDUE = "overdue"
    OPEN = "open"
    DELIVERED = "delivered"
    VERIFIED = "verified"
    STOPPED = "stopped"


class Effect(StrEnum):
    """What has become of the measure since an action was delivered."""

    NOT_DELIVERED = "not delivered"
    SEEN = "seen"
    NOT_YET = "not yet"
    WORSE = "worse"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Followed:
    """An action with how it stands on a day, its effect, and how far its day was moved."""

    action: Action
    state: State
    effect: Effect
    slip: Slip | None = None


def state_of(action: Action, today: date) -> State:
    """How an action stands: one that is open after its day is overdue."""
    if action.status is ActionStatus.OPEN:
        return State.OVERDUE if today > action.due else State.OPEN
    return State(str(action.status))


def effect_of(action: Action | Recommendation, figure: Figure | None) -> Effect:
    """Whether a measure has changed by more than chance since what was promised was delivered.

    By the signal of its control chart, if that is of a period that ended after the delivery.
    """
    if action.delivered_on is None:
        return Effect.NOT_DELIVERED
    if figure is None or figure.signal_end is None or figure.signal_end <= action.delivered_on:
        return Effect.CANNOT_TELL
    known = {
        Signal.IMPROVEMENT: Effect.SEEN, Signal.CONCERN: Effect.WORSE,
        Signal.COMMON: Effect.NOT_YET,
    }  # fmt: skip
    return known.get(Signal(figure.signal), Effect.CANNOT_TELL)


def of_unit(actions: Sequence[Action], unit: str, scope: Scope) -> list[Action]:
    """The actions of a unit. Raises ScorecardError where the unit is not in the scope."""
    if not scope.allows(unit):
        cure = "Choose your own unit, one under it, or one above it."
        raise single_fault(unit, "this unit is not in your scope", cure)
    return [action for action in actions if action.unit == unit]


def followed(
    actions: Sequence[Action], figures: Mapping[str, Figure], today: date,
    records: Mapping[str, Record] | None = None,
) -> dict[str, list[Followed]]:  # fmt: skip
    """By metric, the actions as they stand, the most pressing first; `records` is by action."""
    found: dict[str, list[Followed]] = {}
    for action in actions:
        effect = effect_of(action, figures.get(action.metric))
        slip = slip_of(action, (records or {}).get(action.id))
        one = Followed(action, state_of(action, today), effect, slip)
        found.setdefault(action.metric, []).append(one)
    order = list(State)
    return {
        metric: sorted(mine, key=lambda f: (order.index(f.state), f.action.due))
        for metric, mine in found.items()
    }


def overdue(actions: Mapping[str, Sequence[Followed]]) -> set[str]:
    """The metrics that have an action which is overdue."""
    return {id_ for id_, mine in actions.items() if any(a.state is State.OVERDUE for a in mine)}


def without_action(
    exceptions: Sequence[Figure], actions: Mapping[str, Sequence[Followed]]
) -> list[Figure]:
    """The exceptions about which nothing is being done: no action, or only stopped ones."""
    return [
        figure
        for figure in exceptions
        if all(one.state is State.STOPPED for one in actions.get(figure.metric, []))
    ]

"""What is done about a measure: who does what by when, what shows it. Read from `actions.yaml`.

The list is no part of the configuration that a release is made under: it changes between releases,
and no figure depends on it.
"""

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from pydantic import Field
from pydantic.dataclasses import dataclass

from metrics.definitions.checking import Fault
from metrics.definitions.configuration import Configuration
from metrics.definitions.promises import (
    Days,
    Evidence,
    Update,
    day_faults,
    order_faults,
    proof_faults,
    read_list,
)
from metrics.definitions.values import CLOSED, Day, Name, Switch, Words
from metrics.errors import did_you_mean

FILE = "actions.yaml"


class ActionStatus(StrEnum):
    """What is said of an action; that it is overdue is never written, it follows from the day."""

    OPEN = "open"
    DELIVERED = "delivered"
    VERIFIED = "verified"
    STOPPED = "stopped"


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Action:
    """One promise about one measure of one unit; where no unit is written, of the force."""

    id: Name
    metric: Words
    unit: str = ""
    what: Words
    owner: Words
    opened: Day
    due: Day
    first_due: Day | None = None
    status: ActionStatus = ActionStatus.OPEN
    delivered_on: Day | None = None
    evidence: tuple[Evidence, ...] = ()
    updates: tuple[Update, ...] = ()
    verified_by: str = ""
    because: str = ""


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class ActionList:
    """Every action, in the order of the file; `examples` are shown with the sample alone."""

    examples: Switch = False
    actions: tuple[Action, ...] = Field(default=())


def load_actions(folder: Path, configuration: Configuration) -> ActionList:
    """Read and check the actions of a folder, against the measures and units that there are.

    A folder without the file has none. Raises ScorecardError with every finding.
    """
    found = read_list(folder / FILE, "actions", ActionList, lambda one: _faults(one, configuration))
    force = configuration.organisation.force.code
    named = (replace(action, unit=action.unit or force) for action in found.actions)
    return replace(found, actions=tuple(named))


def _faults(action: Action, configuration: Configuration) -> Iterator[Fault]:
    metrics, units = configuration.metrics, configuration.organisation.by_code
    if action.metric not in metrics:
        cure = did_you_mean(action.metric, list(metrics))
        yield ("metric",), f"unknown metric '{action.metric}'", cure
    if action.unit and action.unit not in units:
        yield ("unit",), f"unknown unit '{action.unit}'", did_you_mean(action.unit, list(units))
    moved = (action.first_due, action.delivered_on, action.because)
    yield from day_faults(Days(action.opened, action.due, *moved), "opened")
    yield from _proof_faults(action)
    yield from order_faults("updates", [each.dated for each in action.updates], "an update")


def _proof_faults(action: Action) -> Iterator[Fault]:
    done = action.status in {ActionStatus.DELIVERED, ActionStatus.VERIFIED}
    yield from proof_faults(action.status, done, action.evidence, action.delivered_on, "open")
    if action.status is ActionStatus.VERIFIED and action.verified_by in {"", action.owner}:
        cure = "Add 'verified_by: …', the role of somebody else than its owner."
        yield ("status",), "nobody but its owner has verified it", cure
    if action.status is ActionStatus.STOPPED and not action.because:
        yield ("status",), "it was stopped without a reason", "Add 'because: …'."

"""Actions in words: what, who, by when, how it stands, what shows it, what came of it."""

from collections.abc import Mapping, Sequence
from datetime import date

from metrics.actions import Effect, Followed, State, without_action
from metrics.definitions.promises import Evidence
from metrics.figure import Figure
from metrics.wording import promises
from metrics.wording.judgements import Word
from metrics.wording.numbers import plural
from metrics.wording.periods import day_text

NONE = "No action recorded"
FORCES = "No action recorded here; for the whole force:"
EXAMPLES = "These actions are examples, shown with the sample alone: nobody has taken them."
STATES = {
    State.OVERDUE: Word("✕", "Overdue"),
    State.OPEN: Word("…", "In progress"),
    State.DELIVERED: Word("✓", "Delivered"),
    State.VERIFIED: Word("✓✓", "Delivered and verified"),
    State.STOPPED: Word("○", "Stopped"),
}
EFFECTS = {
    Effect.NOT_DELIVERED: "not delivered yet",
    Effect.SEEN: "seen: better since, by more than chance",
    Effect.NOT_YET: "not yet: no change beyond chance since",
    Effect.WORSE: "none: worse since, by more than chance",
    Effect.CANNOT_TELL: "cannot tell: too few figures since",
}


def due_text(one: Followed, today: date) -> str:
    """When an action is due, in how many days, and the day that was promised first."""
    waiting = one.state in {State.OVERDUE, State.OPEN}
    return promises.due_text(one.action, one.slip, waiting, today)


def evidence_text(one: Followed) -> str:
    """What shows that an action was taken, and who has verified it; that nothing does."""
    shown = evidence_texts(one.action.evidence)
    if one.action.verified_by:
        shown.append(f"verified by {one.action.verified_by}")
    return "; ".join(shown) or "no evidence yet"


def evidence_texts(evidence: Sequence[Evidence]) -> list[str]:
    """Each thing that shows that something was done, with its day and where it is kept."""
    return [
        f"{e.what}, {day_text(e.dated)}" + (f" ({e.where})" if e.where else "") for e in evidence
    ]


def effect_text(one: Followed) -> str:
    """What has become of the measure since the action was delivered."""
    return EFFECTS[one.effect]


def actions_sentence(
    exceptions: Sequence[Figure], actions: Mapping[str, Sequence[Followed]]
) -> str:
    """Of how many exceptions nothing is recorded, and how many actions are overdue."""
    bare = len(without_action(exceptions, actions))
    late = sum(one.state is State.OVERDUE for mine in actions.values() for one in mine)
    if not exceptions:
        return "Nothing is off track or at risk."
    verb = "has" if bare == 1 else "have"
    are = "is" if late == 1 else "are"
    moved = promises.slips_sentence(
        [one.slip for mine in actions.values() for one in mine], "action"
    )
    return (
        f"{bare} of {plural(len(exceptions), 'exception')} {verb} no action recorded; "
        f"{plural(late, 'action')} {are} overdue.{moved}"
    )

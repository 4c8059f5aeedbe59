"""Recommendations in words: how they stand, when each is due, what shows it, what came of it."""

from collections.abc import Sequence
from datetime import date

from metrics.definitions.models import Metric
from metrics.definitions.recommendations import Recommendation
from metrics.recommendations import OPEN, Linked, State, Tracked
from metrics.wording import promises
from metrics.wording.actions import EFFECTS
from metrics.wording.judgements import Word, judged_text
from metrics.wording.numbers import plural
from metrics.wording.periods import day_text, short_period

EXAMPLES = "These recommendations are examples, shown with the sample alone: nobody has made them."
STATES = {
    State.OVERDUE: Word("✕", "Overdue"),
    State.NOT_ACCEPTED: Word("✕", "Not accepted"),
    State.IN_PROGRESS: Word("…", "In progress"),
    State.DELIVERED: Word("✓", "Delivered"),
    State.ANOTHER_BODY: Word("↔", "Depends on another body"),
    State.VERIFIED: Word("✓✓", "Delivered and verified"),
}
RULES = {
    State.VERIFIED: "done, and somebody outside the delivering unit says so",
    State.DELIVERED: "done, by the word of its owner, with what shows it; not yet verified",
    State.IN_PROGRESS: "being worked on, and its day is still to come",
    State.OVERDUE: "past its day and not delivered",
    State.NOT_ACCEPTED: "it will not be done; the reason is given",
    State.ANOTHER_BODY: "it is not the force's alone to close; counted neither way",
}


def tracked_sentence(found: Sequence[Tracked], today: date) -> str:
    """How many recommendations stand how, and by how long the latest of them is late."""
    counts = {state: sum(t.state is state for t in found) for state in State}
    parts = [
        f"{counts[State.VERIFIED]} delivered and verified",
        f"{counts[State.DELIVERED]} delivered and awaiting verification",
        f"{counts[State.IN_PROGRESS]} in progress",
        f"{counts[State.OVERDUE]} overdue{_by_how_long(found, today)}",
    ]
    for state in (State.NOT_ACCEPTED, State.ANOTHER_BODY):
        word = STATES[state].word
        parts += [f"{counts[state]} {word[0].lower()}{word[1:]}"] if counts[state] else []
    moved = promises.slips_sentence([one.slip for one in found], "recommendation")
    return f"{plural(len(found), 'recommendation')}: {', '.join(parts)}.{moved}"


def _by_how_long(found: Sequence[Tracked], today: date) -> str:
    late = [
        (today - t.recommendation.due).days
        for t in found
        if t.state is State.OVERDUE and t.recommendation.due
    ]
    return f" by up to {plural(max(late), 'day')}" if late else ""


def open_ones(found: Sequence[Tracked]) -> list[Tracked]:
    """Those that somebody still has to do or to verify."""
    return [one for one in found if one.state in OPEN]


def due_text(one: Tracked, today: date) -> str:
    """When it is due, in how many days, when it was delivered, what was promised first."""
    waiting = one.state in {State.OVERDUE, State.IN_PROGRESS}
    return promises.due_text(one.recommendation, one.slip, waiting, today)


def verifier_text(one: Recommendation) -> str:
    """Who verifies it, and when they did; that nobody does."""
    if not one.verifier:
        return "none: nobody outside has been named"
    day = f", verified on {day_text(one.verified_on)}" if one.verified_on else ", not yet verified"
    return f"{one.verifier}{day}"


def linked_text(linked: Linked, metric: Metric) -> str:
    """A measure before delivery and now, and whether it has changed by more than chance since."""
    sides = [
        f"{judged_text(figure, metric)} ({short_period(figure.period)}) {when}"
        for figure, when in ((linked.before, "before delivery"), (linked.now, "now"))
        if figure is not None
    ]
    return f"{'; '.join(sides) or '[x] no figure'}. Effect: {EFFECTS[linked.effect]}."

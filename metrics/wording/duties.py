"""Duties to publish in words: what was published, when it is due again, in how many days."""

from collections.abc import Sequence
from datetime import date

from metrics.definitions.duties import Publication
from metrics.duties import LATE, Standing, State
from metrics.wording.judgements import Word
from metrics.wording.numbers import plural
from metrics.wording.periods import day_text
from metrics.wording.promises import countdown

EXAMPLES = "These publications are examples, shown with the sample alone: nobody has made them."
STATES = {
    State.NEVER: Word("✕", "Never published"),
    State.OVERDUE: Word("✕", "Overdue"),
    State.MET: Word("✓", "Published in time"),
}


def due_text(one: Standing, today: date) -> str:
    """By when it must be published again, and how many days are left or have passed."""
    if one.due is None:
        return "due now: it was never published"
    return f"again by {day_text(one.due)}, {countdown(one.due, today)}"


def draft_text(one: Standing) -> str:
    """A draft that came after what was published last; nothing where there is none."""
    draft = one.draft
    return f"draft of {day_text(draft.dated)}: not published" if draft else ""


def publication_text(one: Publication | None) -> str:
    """What was published last, and when."""
    return f"{one.what}, {day_text(one.dated)}" if one else "nothing"


def duties_sentence(found: Sequence[Standing], today: date) -> str:
    """How many duties to publish are not met, and which comes next and in how many days."""
    late = [one for one in found if one.state in LATE]
    said = f"{plural(len(found), 'duty', 'duties')} to publish, {len(late)} not met"
    coming = sorted((s.due, s.duty.title) for s in found if s.due and s.state is State.MET)
    names = ", ".join(one.duty.title for one in late)
    said += f" ({names})" if late else ""
    if not coming:
        return f"{said}."
    due, title = coming[0]
    return f"{said}. Next: {title}, by {day_text(due)}, {countdown(due, today)}."

"""What is new about a measure, in words: what has become of it, what it was and what it is."""

from collections.abc import Sequence
from datetime import date

from metrics.definitions.models import Metric
from metrics.figure import Figure
from metrics.judgement.control_charts import Signal
from metrics.judgement.status import Status
from metrics.news import Break, Change, Revision, What
from metrics.records import KeptRelease
from metrics.revisions import HIDDEN
from metrics.wording.judgements import STATUS, judged_text, value_decimals
from metrics.wording.numbers import number, plural
from metrics.wording.periods import day_text, iso_day_text
from metrics.wording.verdicts import SIGNAL

MOST_NAMED = 5
SINCE_QUARTER = "Since the quarter before"
WORDS = {
    What.WORSE: "Status is worse",
    What.SILENT: "Can no longer be judged",
    What.SIGNAL: "New signal",
    What.BETTER: "Status is better",
    What.HEARD: "Can now be judged",
    What.OTHER: "Status has changed",
}


def change_text(change: Change) -> str:
    """What has become of a measure since the quarter before."""
    return WORDS[change.what]


def side_text(figure: Figure, change: Change, metric: Metric) -> str:
    """One side of a change: the status with the figure, or the signal where that is what is new.

    Of a figure that is withheld now, the number that was shown of the same period is not told.
    """
    if change.what is What.SIGNAL:
        signal = Signal(figure.signal)
        return f"{SIGNAL[signal]} {signal}"
    status = STATUS[Status(figure.status)]
    gone = change.now.shorthand == HIDDEN and figure.end == change.now.end
    if figure.judged is None or gone:
        return str(status)
    return f"{status}, {judged_text(figure, metric)}"


def news_sentence(changes: Sequence[Change], since: str, first: Sequence[str] = ()) -> str:
    """How many statuses are better and worse than they were, and how many signals are new.

    A measure that can no longer be judged is counted apart: silence is not good. `since` says from
    when on, and `first` has the titles of measures that had no figure then.
    """
    counts = [(sum(c.what is what for c in changes), what) for what in What]
    said = {
        What.WORSE: "worse", What.BETTER: "better", What.SILENT: "can no longer be judged",
        What.HEARD: "can now be judged",
    }  # fmt: skip
    moved = [f"{n} {said[what]}" for n, what in counts if n and what in said]
    signals = sum(c.what is What.SIGNAL for c in changes)
    parts = [", ".join(moved), plural(signals, "new signal") if signals else ""]
    named = "; ".join(first) if len(first) <= MOST_NAMED else plural(len(first), "measure")
    parts.append(f"measured for the first time: {named}" if first else "")
    return f"{since}: {'; '.join(filter(None, parts)) or 'nothing has changed'}."


def since_release(release: KeptRelease, until: date) -> str:
    """From when on something is new: the release before, and up to when its figures go."""
    made = iso_day_text(release.made_at)
    return f"Since the release of {made}, of figures up to {day_text(until)}"


def revision_text(revision: Revision, metric: Metric) -> str:
    """A revision: was and now, when and why, and how many figures of the measure it touched."""
    many = plural(revision.figures, "figure")
    day = iso_day_text(revision.revised_on)
    if revision.old is None or revision.new is None:
        return f"[r] {many} revised on {day}: {revision.reason}"
    decimals = value_decimals(metric)
    return (
        f"[r] was {number(revision.old, decimals)}, now {number(revision.new, decimals)}; "
        f"{many} revised on {day}: {revision.reason}"
    )


def break_text(broken: Break) -> str:
    """A series that was broken: when and why."""
    return f"[b] not comparable with before {iso_day_text(broken.broken_on)}: {broken.reason}"

"""What is new about a measure, in words: what has become of it, what it was and what it is."""

from metrics.definitions.models import Metric
from metrics.figure import Figure
from metrics.judgement.control_charts import Signal
from metrics.judgement.status import Status
from metrics.news import Break, Change, Revision, What
from metrics.wording.judgements import STATUS, judged_text, value_decimals
from metrics.wording.numbers import number, plural
from metrics.wording.periods import iso_day_text
from metrics.wording.verdicts import SIGNAL

WORDS = {
    What.WORSE: "Status is worse",
    What.SILENT: "Can no longer be judged",
    What.SIGNAL: "New signal",
    What.BETTER: "Status is better",
    What.HEARD: "Can now be judged",
    What.OTHER: "Status is another one",
}


def change_text(change: Change) -> str:
    """What has become of a measure since the quarter before."""
    return WORDS[change.what]


def side_text(figure: Figure, change: Change, metric: Metric) -> str:
    """One side of a change: the status with the figure, or the signal where that is what is new."""
    if change.what is What.SIGNAL:
        signal = Signal(figure.signal)
        return f"{SIGNAL[signal]} {signal}"
    status = STATUS[Status(figure.status)]
    return str(status) if figure.judged is None else f"{status}, {judged_text(figure, metric)}"


def news_sentence(changes: list[Change]) -> str:
    """How many statuses are better and worse than a quarter before, and how many signals are new.

    A measure that can no longer be judged is counted apart: silence is not good.
    """
    counts = [(sum(c.what is what for c in changes), what) for what in What]
    said = {
        What.WORSE: "worse", What.BETTER: "better", What.SILENT: "can no longer be judged",
        What.HEARD: "can now be judged",
    }  # fmt: skip
    moved = [f"{n} {said[what]}" for n, what in counts if n and what in said]
    signals = sum(c.what is What.SIGNAL for c in changes)
    parts = [f"Since the quarter before: {', '.join(moved)}" if moved else ""]
    parts.append(plural(signals, "new signal") if signals else "")
    return "; ".join(filter(None, parts)) + "." if any(parts) else "Nothing has changed."


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

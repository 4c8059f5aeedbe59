"""What stands behind figures, in words: what is withheld, how good the data are, what release."""

from collections.abc import Mapping, Sequence
from typing import Any

from metrics.figure import Figure
from metrics.provenance import Withheld
from metrics.quality import Grade, Graded
from metrics.records import KeptRelease, Load
from metrics.wording.judgements import Word
from metrics.wording.numbers import number, plural, share_text
from metrics.wording.periods import day_text, iso_day_text

GRADES = {
    Grade.GOOD: Word("✓", "Good"),
    Grade.FAIR: Word("!", "Fair"),
    Grade.POOR: Word("✕", "Poor"),
}


def loads_sentence(loads: Sequence[Mapping[str, Any]]) -> str:
    """How many loads and rows a release is made of, and which loads have rows left out."""
    rows = sum(load["rows"] for load in loads)
    short = sum(any(n != 0 for n in load["left_out"].values()) for load in loads)
    left = f"{plural(short, 'load')} left rows out" if short else "no load left a row out"
    return f"{plural(len(loads), 'load')} of {plural(rows, 'row')}; {left}."


def waiting_sentence(load: Load, title: str) -> str:
    """Which newer file figures go on without, and why."""
    ends = dict.fromkeys(map(day_text, (min(load.periods), max(load.periods))))
    span = f"periods that end on {' to '.join(ends)}"
    return (
        f"Load {load.id} ({title}, {span}) waits: it would change shown figures by fewer people "
        f"than the threshold, and so tell of these few. Figures are made from what it replaces."
    )


def report_sentence(report: Sequence[Withheld], tier: str) -> str:
    """How many counts a tier is not shown, why, and how safe they are: to be signed off."""
    counts = sum(row.counts for row in report)
    small, further = (
        sum(getattr(r, name) for r in report) for name in ("first_hand", "to_protect")
    )
    if not counts:
        return f"Nothing is known of what is withheld from the {tier} tier."
    if not small + further:
        return f"Nothing is withheld from the {tier} tier: {plural(counts, 'count')} are shown."
    told = [row.apart for row in report if row.apart is not None]
    least = f"numbers at least {number(min(told), 0)} apart" if told else "any number"
    return (
        f"{small + further:,} of {counts:,} counts ({share_text(small + further, counts)}) are "
        f"withheld from the {tier} tier: {small:,} are small, {further:,} more would give one of "
        f"them away. In the attack before the release each withheld count could be {least}."
    )


def shown_text(row: Withheld) -> str:
    """The share of a metric's counts that is shown."""
    hidden = row.first_hand + row.to_protect
    return share_text(row.counts - hidden, row.counts) if row.counts else "[z]"


def apart_text(row: Withheld) -> str:
    """How far apart two possible numbers of a withheld count are; that none is withheld."""
    if row.apart is not None:
        return number(row.apart, 0)
    return "could be any number" if row.first_hand + row.to_protect else "none withheld"


def grades_sentence(found: Sequence[tuple[Figure, Graded]]) -> str:
    """How many measures rest on good, fair and poor data."""
    grades = [grade.grade for _, grade in found]
    listed = ", ".join(f"{grades.count(grade)} {grade}" for grade in Grade)
    return f"Data quality of {plural(len(grades), 'measure')}: {listed}."


def release_text(release: KeptRelease) -> str:
    """A release by its day and its number, as it is chosen."""
    return f"{iso_day_text(release.made_at)}, release {release.id}"


def as_published(release: KeptRelease, newest: KeptRelease) -> str:
    """That what is shown is not the newest release; empty where it is."""
    if release.id == newest.id:
        return ""
    return (
        f"As published on {iso_day_text(release.made_at)}. A newer release, of "
        f"{iso_day_text(newest.made_at)}, has taken its place."
    )

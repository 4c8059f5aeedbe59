"""Checks against earlier loads and the months around: falls, rises, what vanished, what rose."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date

from metrics.definitions.organisation import fold
from metrics.extracts.screening.case import Case, compared_with, usual_count
from metrics.extracts.screening.checks import (
    Check,
    Outcome,
    Stage,
    listed,
    month_text,
    passed,
    percent,
)
from metrics.extracts.screening.codes import unknown_shares
from metrics.extracts.screening.facts import UNIT

EARLIER = Stage.EARLIER
# Where fewer rows than this have a label that was there before, the vocabulary is another one.
LEAST_SHARED = 0.5
MOST_SHOWN = 70
# No source loses or gains nine tenths of its rows from one period to the next.
BEYOND_BELIEF = 10
# By chance alone, a label that ten rows should have is absent from one period in 22,000.
LEAST_EXPECTED = 10


def rows_fell(case: Case) -> Iterator[Check]:
    """Warn of a period with far fewer than those before it; stop one with next to nothing."""
    low = {d: c for d, c in _changes(case).items() if c < -case.limit("fall") / 100}
    if not low:
        yield passed(EARLIER, "rows_fell", "No period has far fewer than those before it.")
        return
    said = [f"{month_text(d)} has {percent(-c)} less than is usual" for d, c in low.items()]
    fix = "Check that the file is complete: a loss in the feed looks like an improvement."
    lost = any(c < 1 / BEYOND_BELIEF - 1 for c in low.values())
    outcome = Outcome.FAIL if lost else Outcome.WARNING
    yield Check(EARLIER, "rows_fell", outcome, f"{listed(said)}.", fix, 0, tuple(low),
                acceptable=True)  # fmt: skip


def rows_rose(case: Case) -> Iterator[Check]:
    """Warn of a period with far more than those before it; stop one with ten times as many."""
    high = {d: c for d, c in _changes(case).items() if c > case.limit("rise") / 100}
    if not high:
        yield passed(EARLIER, "rows_rose", "No period has far more than those before it.")
        return
    said = [f"{month_text(d)} has {percent(c)} more than is usual" for d, c in high.items()]
    fix = "Check that nothing was sent twice, and that the rows are of this extract alone."
    outcome = Outcome.WARNING
    if any(c > BEYOND_BELIEF - 1 for c in high.values()):
        outcome, fix = Outcome.FAIL, f"{fix} See whether decimal points were lost on the way."
    yield Check(EARLIER, "rows_rose", outcome, f"{listed(said)}.", fix, 0, tuple(high),
                acceptable=True)  # fmt: skip


def _changes(case: Case) -> dict[date, float]:
    """How far each period of this load is from what is usual, as a share of that."""
    known = case.known
    usual = {p.end: usual_count(p.end, known) for p in case.facts.periods}
    few = case.limit("few_rows")
    return {p.end: p.count / usual[p.end] - 1 for p in case.facts.periods if usual[p.end] >= few}


def vanished(case: Case) -> Iterator[Check]:
    """Warn of labels and units that earlier periods have and a period of this load has not."""
    fix = "Ask whether it ended, was renamed, or was lost on the way."
    found = list(_named(case, "vanished", _lost, "no longer has", fix))
    yield from found or [passed(EARLIER, "vanished", "Every label of the periods before occurs.")]


def appeared(case: Case) -> Iterator[Check]:
    """Warn of labels and units that a period of this load has and no earlier period had."""
    fix = "Ask whether it is new, was called something else before, or was not sent before."
    found = list(_named(case, "appeared", _begun, "has for the first time", fix))
    yield from found or [passed(EARLIER, "appeared", "No label occurs for the first time.")]


def _named(
    case: Case, check: str, which: Callable[[Case, date, str], list[str]], words: str, fix: str
) -> Iterator[Check]:
    """One warning for each column with such labels, and the periods that they are of."""
    for column in (*case.coded, UNIT):
        found = defaultdict[str, list[date]](list)
        for period in case.facts.periods:
            for label in which(case, period.end, column):
                found[label].append(period.end)
        if found:
            ends = sorted({day for days in found.values() for day in days})
            named = listed([f"'{label[:MOST_SHOWN]}'" if label else "a blank" for label in found])
            message = f"'{case.header(column)}' {words} {named} in {month_text(ends[0])}"
            message += f" and {len(ends) - 1} more periods." if len(ends) > 1 else "."
            yield Check(EARLIER, check, Outcome.WARNING, message, fix, 0, tuple(ends),
                        column=column)  # fmt: skip


def _lost(case: Case, end: date, column: str) -> list[str]:
    """What had its share of the periods before, and has no row; not where the labels changed."""
    before, here = _before(case, end, column), _here(case, end, column)
    return _only_in(case, before, here)


def _begun(case: Case, end: date, column: str) -> list[str]:
    """What has its share of this period, and had no row before; not where the labels changed."""
    before, here = _before(case, end, column), _here(case, end, column)
    return _only_in(case, here, before) if before else []


def _only_in(case: Case, these: dict[str, float], others: dict[str, float]) -> list[str]:
    """The labels of one side with their share there and no row on the other, the commonest first.

    None where either side is small, or where few of the other side's rows have a label of this.
    """
    total, there = sum(these.values()), sum(others.values())
    shared = sum(count for label, count in others.items() if label in these)
    few = there < max(case.limit("few_rows"), LEAST_EXPECTED)
    if few or shared < LEAST_SHARED * there:
        return []
    share = max(case.limit("vanished_share") / 100, LEAST_EXPECTED / there)
    only = {x: n for x, n in these.items() if x not in others and n >= share * total}
    return sorted(only, key=only.__getitem__, reverse=True)


def _before(case: Case, end: date, column: str) -> dict[str, float]:
    """How many each label has in the periods that one is compared with, of those before it."""
    sums = defaultdict[str, float](float)
    for day in compared_with(end, case.known):
        for label, count in case.known[day].labels.get(column, {}).items() if day < end else ():
            sums[_one(column, label)] += count
    return sums


def _here(case: Case, end: date, column: str) -> dict[str, float]:
    labels = case.known[end].labels.get(column, {})
    return {_one(column, label): count for label, count in labels.items()}


def _one(column: str, label: str) -> str:
    """A label whatever its capitals and spacing, or a unit's code."""
    return label if column == UNIT else fold(label)


def unknown_rose(case: Case) -> Iterator[Check]:
    """Warn of a column whose unknown share is points above that of the periods before."""
    clear, known = True, case.known
    for column in case.coded:
        if not case.may_be_unknown(column):
            continue
        rose = {}
        for end, share in unknown_shares(case, column).items():
            usual = _usual_unknown(case, column, [d for d in compared_with(end, known) if d < end])
            if usual is not None and share - usual > case.limit("unknown_rise") / 100:
                rose[end] = f"{month_text(end)} {percent(share)}, before it {percent(usual)}"
        if rose:
            clear = False
            message = f"'{case.header(column)}' is unknown more often: {listed([*rose.values()])}."
            fix = "Ask the owner of the data why fewer are recorded."
            yield Check(EARLIER, "unknown_rose", Outcome.WARNING, message, fix, 0, tuple(rose),
                        column=column)  # fmt: skip
    if clear:
        yield passed(EARLIER, "unknown_rose", "No column is unknown more often than before.")


def _usual_unknown(case: Case, column: str, days: list[date]) -> float | None:
    """The unknown share of earlier periods together; None where there are too few rows."""
    known, total, lost = case.known, 0.0, 0.0
    for day in days:
        for label, count in known[day].labels.get(column, {}).items():
            total += count
            lost += count if case.group(column, label) == case.group(column, "") else 0.0
    return lost / total if total >= case.limit("few_rows") else None


def small_counts(case: Case) -> Iterator[Check]:
    """Say how many counts by unit, period and group are small enough to be withheld."""
    small, cells = case.facts.small_cells, case.facts.cells
    few = case.limit("small_count")
    share = percent(small / cells) if cells else "0.0%"
    message = (
        f"{small:,} of {cells:,} counts by unit, period and group ({share}) are below {few:,.0f}, "
        f"and are withheld where a tier of readers says so."
    )
    yield passed(Stage.SMALL, "small_counts", message)

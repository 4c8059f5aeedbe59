"""Checks of the dates: a month that is cut short, a month that is missing, a day to come."""

from collections.abc import Iterator
from itertools import pairwise

from metrics.extracts.screening.case import Case
from metrics.extracts.screening.checks import (
    Check,
    Outcome,
    Stage,
    listed,
    month_text,
    passed,
)
from metrics.extracts.screening.facts import PeriodFact
from metrics.periods import PeriodType, month_end, month_ends, months_before

TYPES = Stage.TYPES
MONTHS_BETWEEN = {"monthly": 1, "quarterly": 3}
# A source with this many rows a day has no days without one.
BUSY = 10
# By chance, three months have their only rows on one given day once in 27,000.
FEWEST_TURNED = 3


def month_cut_short(case: Case) -> Iterator[Check]:
    """Warn of a month whose first or last days, or many within, have no row."""
    if case.extract.period.type is not PeriodType.MONTH:
        return
    found = {p: words for p in case.facts.periods if (words := _silence(case, p))}
    if not found:
        yield passed(TYPES, "month_cut_short", "Every month has rows from its start to its end.")
        return
    fix = "Check that the file is complete. A total over these months is too small."
    ends = tuple(p.end for p in found)
    rows = sum(p.rows for p in found)
    message = f"{listed(list(found.values()))}."
    yield Check(TYPES, "month_cut_short", Outcome.WARNING, message, fix, rows, ends)


def _silence(case: Case, period: PeriodFact) -> str:
    """What days of a month have no row, in words; nothing when all is well or rows are few."""
    labelled = period.days == 1 and period.first.day == 1
    if period.rows < case.limit("few_rows") or labelled:
        return ""
    most, month = case.limit("silent_days"), month_text(period.end)
    late, early = (period.end - period.last).days, period.first.day - 1
    if late > most:
        return f"{month} stops at day {period.last.day}: its last {late} days have no row"
    if early > most:
        return f"{month} starts at day {period.first.day}: its first {early} days have no row"
    silent = period.end.day - period.days
    if silent > most and period.rows >= BUSY * period.days:
        return f"{month} has {silent} days without a row"
    return ""


def dates_turned(case: Case) -> Iterator[Check]:
    """Stop a file in which a spreadsheet took days for months where it could: up to the 12th.

    Then the rows of one month lie there after the 12th, and in each other month on one day alone,
    whose number is that of the month: 3 October, turned, is 10 March.
    """
    if case.extract.period.type is not PeriodType.MONTH:
        return
    own = max(case.facts.periods, key=lambda p: p.rows)
    others = [p for p in case.facts.periods if p is not own]
    if len(others) < FEWEST_TURNED or not all(_on_day(p, own.end.month) for p in others):
        yield passed(TYPES, "dates_turned", "No days and months have changed places.")
        return
    message = (
        f"All rows outside {month_text(own.end)} are dated on day {own.end.month} of their month: "
        f"day and month have changed places."
    )
    fix = "Send the file as it was before a spreadsheet saved it, or turn these dates round."
    rows, ends = sum(p.rows for p in others), tuple(p.end for p in case.facts.periods)
    yield Check(TYPES, "dates_turned", Outcome.FAIL, message, fix, rows, ends, acceptable=True)


def _on_day(period: PeriodFact, day: int) -> bool:
    return period.days == 1 and period.first.day == day


def missing_month(case: Case) -> Iterator[Check]:
    """Warn of the months that lie between those of this load, or between it and what is loaded."""
    step = MONTHS_BETWEEN.get(case.extract.frequency)
    if step is None:
        return
    new, known = {month_end(p.end) for p in case.facts.periods}, sorted(map(month_end, case.known))
    gaps = [
        (months_before(first, -step), months_before(last, step))
        for first, last in pairwise(known)
        if {first, last} & new and months_before(last, step) > first
    ]
    if not gaps:
        yield passed(TYPES, "missing_month", "No month is missing between those that are loaded.")
        return
    missing = [day for gap in gaps for day in month_ends(*gap)][::step]
    spans = [month_text(a) if a == b else f"{month_text(a)} to {month_text(b)}" for a, b in gaps]
    fix = "Load them too. Each period that holds one of them has no figure."
    message = f"Nothing is loaded for {listed(spans)}."
    warning = Outcome.WARNING
    yield Check(TYPES, "missing_month", warning, message, fix, 0, tuple(missing))


def date_to_come(case: Case) -> Iterator[Check]:
    """Stop a file with rows that are dated after today: what they count has not happened."""
    late = [p for p in case.facts.periods if p.last > case.today]
    if case.extract.period.type is not PeriodType.MONTH and not late:
        return
    if not late:
        yield passed(TYPES, "date_to_come", "No row is dated after today.")
        return
    message = f"The last date is {late[-1].last.isoformat()}, which is after today."
    fix = "Correct the dates, or the clock of this machine."
    ends = tuple(p.end for p in late)
    yield Check(TYPES, "date_to_come", Outcome.FAIL, message, fix, 0, ends, acceptable=True)

"""How far a figure can be relied on: good, fair or poor, computed from the loads behind it.

Completeness, timeliness, the share that is unknown, warnings and rows set aside: all come from what
screening said of each load, and from when it was loaded. Nobody types a grade.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import duckdb
import pandas as pd

from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Metric
from metrics.definitions.plans import Counted
from metrics.extracts.screening.checks import Check, Outcome, listed, month_text, percent
from metrics.extracts.screening.keeping import checks_of
from metrics.periods import Period, PeriodType, month_end
from metrics.records import Load, Screening

# What makes a total too small or too large, rather than less certain.
MAKES_POOR = {
    "rows_fell", "month_cut_short", "missing_month", "another_force", "nested_totals",
    "wild_number", "control_total", "repeated_key", "dates_turned", "sent_twice",
    "cells_without_header", "date_to_come",
}  # fmt: skip
# A release is read by those who may not see counts: its reasons have none from before protection.
PHRASES = {
    "rows_fell": "far fewer rows than is usual",
    "rows_rose": "far more rows than is usual",
    "month_cut_short": "days without a row",
    "missing_month": "a month is missing",
    "another_force": "nearly every point is in no area of this force",
    "nested_totals": "totals may stand among the rows",
    "wild_number": "a number is beyond belief",
    "control_total": "not as many as the sender says",
    "repeated_key": "rows have the key of another",
    "cells_without_header": "rows have cells under no header",
    "date_to_come": "dates that are still to come",
    "dates_turned": "days and months have changed places",
    "sent_twice": "every row is there twice",
    "unknown_share": "the group is unknown for many",
    "unknown_rose": "the group is unknown more often than before",
    "two_vocabularies": "labels from more than one vocabulary",
    "overlapping_labels": "broad labels beside finer ones",
    "no_location": "many rows without a location",
    "exact_duplicates": "many rows repeat another",
    "vanished": "a label or a unit of earlier months is gone",
    "appeared": "a label or a unit is there for the first time",
    "empty_column": "a column is empty",
    "constant_column": "a column is the same in every row",
}
# Below this share the rows set aside could hardly move a figure by its last shown digit.
MUCH_SET_ASIDE = 0.01
MOST_REASONS = 5
# What these found is in the rows that were set aside, whose number is told.
SET_ASIDE = ("cells", "labels")


class Grade(StrEnum):
    """How far a figure can be relied on."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade and its reasons, none where it is good."""

    grade: Grade
    reasons: tuple[str, ...] = ()


Reasons = list[tuple[Grade, str]]


@dataclass(frozen=True)
class Behind:
    """One load behind figures: what is on the register, and the day from which it was awaited.

    A number of rows above 0 and below `threshold` is not told: they may be people.
    """

    load: Load
    screening: Screening
    checks: tuple[Check, ...]
    awaited_since: date
    due_days: float
    threshold: int

    def reasons(
        self, months: frozenset[date], columns: frozenset[str]
    ) -> Iterator[tuple[Grade, str]]:
        """What this load has against it, for figures of these months that rest on these columns."""
        for check in self.checks:
            theirs = frozenset(month_end(day) for day in check.periods)
            about = not check.column or check.column in columns
            if check.name not in SET_ASIDE and about and (not theirs or theirs & months):
                poor = check.name in MAKES_POOR or check.outcome is Outcome.FAIL
                yield Grade.POOR if poor else Grade.FAIR, _words(check, sorted(theirs & months))
        if self.screening.rows_aside:
            share = self.screening.rows_aside / self.screening.rows_sent
            words = f"{self.screening.rows_aside:,} rows ({percent(share)})"
            if self.screening.rows_aside < self.threshold:
                words = f"Fewer than {self.threshold:,} rows"
            poor = share >= MUCH_SET_ASIDE
            yield Grade.POOR if poor else Grade.FAIR, f"{words} were set aside."
        yield from self._late(months)

    def _late(self, months: frozenset[date]) -> Iterator[tuple[Grade, str]]:
        """Whether it came after it was due; what was loaded before it was awaited is not late."""
        loaded = date.fromisoformat(self.load.loaded_at[:10])
        dues = [day + timedelta(days=self.due_days) for day in self.load.periods
                if month_end(day) in months]  # fmt: skip
        late = [due for due in dues if self.awaited_since < due < loaded]
        if late:
            yield Grade.FAIR, f"The data came {(loaded - min(late)).days:,} days late."


def _words(check: Check, months: Sequence[date]) -> str:
    """What a check found, in words without a count: which column, and in which months."""
    column = f" ({check.column.replace('_', ' ')})" if check.column else ""
    when = f": {listed([month_text(day) for day in months])}" if months else ""
    words = f"{PHRASES[check.name]}{column}{when}"
    return f"{words[0].upper()}{words[1:]}."


def behind(
    loads: Sequence[Load], screenings: Mapping[int, Screening], configuration: Configuration,
    threshold: int,
) -> dict[str, list[Behind]]:  # fmt: skip
    """The loads behind figures, by extract; an extract is awaited since its first load.

    `threshold` is that of the tier whose readers are told.
    """
    found: dict[str, list[Behind]] = {}
    for load in loads:
        mine = [x.loaded_at[:10] for x in loads if x.extract == load.extract]
        screening, contract = screenings[load.id], configuration.extracts[load.extract]
        checks = tuple(c for c in checks_of(screening) if c.outcome is not Outcome.PASS)
        since = date.fromisoformat(min(mine))
        item = Behind(load, screening, checks, since, contract.due_days, threshold)
        found.setdefault(load.extract, []).append(item)
    return found


def told(left_out: Mapping[str, int], threshold: int) -> dict[str, int | None]:
    """How many rows were left out, by reason; None for fewer than the threshold of a tier."""
    return {why: n if n == 0 or n >= threshold else None for why, n in left_out.items()}


def grade(
    metric: Metric, period: Period, configuration: Configuration, loads: Mapping[str, list[Behind]]
) -> Graded:
    """The grade of a metric in one period: that of the worst thing said of the loads behind it."""
    months = frozenset(
        [month_end(period.end)] if period.type is PeriodType.SNAPSHOT else period.months()
    )
    said: Reasons = []
    for extract, columns in columns_of(metric, configuration).items():
        for item in loads.get(extract, []):
            if months & {month_end(day) for day in item.load.periods}:
                said += item.reasons(months, columns)
    worst = [g for g in (Grade.POOR, Grade.FAIR) if any(found is g for found, _ in said)]
    ordered = [words for g in worst for found, words in said if found is g]
    reasons = tuple(dict.fromkeys(ordered))[:MOST_REASONS]
    return Graded(worst[0] if worst else Grade.GOOD, reasons)


def columns_of(metric: Metric, configuration: Configuration) -> dict[str, frozenset[str]]:
    """The columns that a metric rests on, by extract: what is read, counted, broken down by."""
    plan = configuration.plans[metric.id]
    counted = [plan.numerator, *(other for _, other in plan.also)]
    found = {plan.numerator.extract: frozenset(metric.breakdowns)}
    if plan.denominator:
        counted.append(plan.denominator)
        theirs = frozenset(other for _, other in plan.matched)
        extract = plan.denominator.extract
        found[extract] = found.get(extract, frozenset()) | theirs
    for item in counted:
        found[item.extract] = found.get(item.extract, frozenset()) | item.columns | _measured(item)
    for link in configuration.extracts[metric.extract].links:
        if link.name in found[metric.extract]:
            found[metric.extract] |= {link.key, link.after, link.until}
            found[link.extract] = found.get(link.extract, frozenset()) | {"unit", link.their_key}
    return found


def _measured(counted: Counted) -> frozenset[str]:
    """The unit's column, and the column of the number that is counted or of the days it spans."""
    number = counted.number
    return frozenset({"unit", number.column, number.since} - {""} if number else {"unit"})


def grades(
    figures: pd.DataFrame, configuration: Configuration, loads: Mapping[str, list[Behind]]
) -> pd.DataFrame:
    """The grade of every judged metric and period.

    Columns: metric, type, end, grade, reasons (one a line).
    """
    judged = figures[figures["status"] != ""]
    spots = judged[["metric", "type", "start", "end"]].drop_duplicates()
    rows = [_row(spot, configuration, loads) for spot in spots.itertuples(index=False)]
    return pd.DataFrame(rows, columns=["metric", "type", "end", "grade", "reasons"])


def _row(
    spot: tuple[Any, ...], configuration: Configuration, loads: Mapping[str, list[Behind]]
) -> tuple[Any, ...]:
    metric, type_, start, end = spot
    period = Period(pd.Timestamp(end).date(), pd.Timestamp(start).date(), PeriodType(type_))
    found = grade(configuration.metrics[metric], period, configuration, loads)
    return metric, type_, end, str(found.grade), "\n".join(found.reasons)


def read_grades(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str, date], Graded]:
    """The grades of a release; one from before there were grades has none."""
    there = "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'grades'"
    if not connection.execute(there).fetchall()[0][0]:
        return {}
    rows = connection.execute('SELECT metric, type, "end", grade, reasons FROM release.grades')
    return {
        (metric, type_, end): Graded(Grade(word), tuple(reasons.splitlines()))
        for metric, type_, end, word, reasons in rows.fetchall()
    }

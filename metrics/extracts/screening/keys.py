"""Checks of the rows as a set: duplicates, rows of totals, totals within totals, wild numbers."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from metrics.extracts.screening.case import Case
from metrics.extracts.screening.checks import (
    Check,
    Outcome,
    Stage,
    listed,
    month_text,
    passed,
    percent,
    rows_text,
)

KEYS = Stage.KEYS
# A label that is half of everything by chance is no total: three labels, and a sum of size.
FEWEST_LABELS = 3
LEAST_SUM = 1_000


def exact_duplicates(case: Case) -> Iterator[Check]:
    """Warn of a period in which too many rows are the same in every column."""
    most, few = case.limit("duplicate_share") / 100, case.limit("few_rows")
    again = {p: p.rows - p.different for p in case.facts.periods if p.rows >= few}
    high = {p: n for p, n in again.items() if n > most * p.rows}
    total = sum(p.rows - p.different for p in case.facts.periods)
    if not high:
        message = f"{total:,} rows repeat another in every column."
        yield passed(KEYS, "exact_duplicates", message)
        return
    said = [f"{month_text(p.end)} has {n:,} ({percent(n / p.rows)})" for p, n in high.items()]
    message = f"Rows that repeat another in every column: {listed(said)}."
    fix = "Ask whether part of the file was sent twice. They are counted as they stand."
    yield Check(KEYS, "exact_duplicates", Outcome.WARNING, message, fix, sum(high.values()),
                tuple(p.end for p in high))  # fmt: skip


def sent_twice(case: Case) -> Iterator[Check]:
    """Stop a load in which every row stands an even number of times: all of it is there twice."""
    if not case.facts.doubled:
        yield passed(KEYS, "sent_twice", "The rows are not there twice.")
        return
    message = f"Each of the {rows_text(case.facts.rows)} stands there twice, or four times, or six."
    fix = "Send everything once. It would be counted twice."
    yield Check(KEYS, "sent_twice", Outcome.FAIL, message, fix, case.facts.rows // 2,
                acceptable=True)  # fmt: skip


def repeated_key(case: Case) -> Iterator[Check]:
    """Stop a file in which two rows have the key that tells one row from every other."""
    if not case.facts.repeats:
        none = "No two rows have one key." if case.extract.key else "The contract names no key."
        yield passed(KEYS, "repeated_key", none)
        return
    heads = " and ".join(f"'{case.header(name)}'" for name in case.extract.key)
    named = "; ".join(f"'{key}'" for key in case.facts.repeated)
    message = f"{rows_text(case.facts.repeats)} with the {heads} of another: {named}."
    fix = "Keep one row of each and send the file again: the others would be counted twice."
    yield Check(KEYS, "repeated_key", Outcome.FAIL, message, fix, case.facts.repeats,
                acceptable=True)  # fmt: skip


def total_row(case: Case) -> Iterator[Check]:
    """Stop a file in which some rows are the totals of others."""
    found = case.facts.total_rows or {}
    for header, rows in found.items():
        message = f"'{header}' has {rows:,} that are called a total: they count the others again."
        fix = "Take the rows of totals out and send the file again."
        yield Check(KEYS, "total_row", Outcome.FAIL, message, fix, rows)
    if not found:
        yield passed(KEYS, "total_row", "No row is called a total.")


def nested_totals(case: Case) -> Iterator[Check]:
    """Stop a file in which one label is, in every period, as much as all the others together."""
    counts = defaultdict[str, defaultdict[date, dict[str, float]]](lambda: defaultdict(dict))
    for fact in case.facts.labels if case.extract.weight else ():
        if fact.count:
            counts[fact.column][fact.end][fact.label] = fact.count
    totals = [
        (column, label)
        for column, periods in counts.items()
        for label in next(iter(periods.values()))
        if label and all(_is_total(label, labels) for labels in periods.values())
    ]
    for column, label in totals:
        message = f"In '{case.header(column)}', '{label}' is as much as all the others together."
        fix = "If it is their sum, take it out. If it is not, say so and accept it."
        yield Check(KEYS, "nested_totals", Outcome.FAIL, message, fix, acceptable=True)
    if not totals:
        yield passed(KEYS, "nested_totals", "No label is the sum of the others.")


def _is_total(label: str, labels: dict[str, float]) -> bool:
    total = sum(labels.values())
    many = len(labels) >= FEWEST_LABELS and total >= LEAST_SUM
    return many and label in labels and 2 * labels[label] == total


def wild_number(case: Case) -> Iterator[Check]:
    """Stop a file whose numbers for one and the same thing change beyond belief."""
    times = case.limit("times_usual")
    for header in case.facts.wild:
        message = (
            f"'{header}' is more than {times:,.0f} times as large in one row as is usual in rows "
            f"of its kind."
        )
        fix = "See whether decimal points were lost where the file was made, and send it again."
        yield Check(KEYS, "wild_number", Outcome.FAIL, message, fix, acceptable=True)
    if not case.facts.wild:
        yield passed(KEYS, "wild_number", "No number is beyond belief.")

"""Checks of the codes: unknown shares, two vocabularies, broad labels beside fine ones, places."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from metrics.definitions.organisation import fold
from metrics.extracts.screening.case import Case, compared_with
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
from metrics.extracts.screening.facts import UNIT

CODES = Stage.CODES
# Of the rows of a month, so few may have labels that the months before it had too.
LEAST_SHARED = 0.1
LEAST_OF_A_FORM = 0.01
# Of the rows with a place, so many in no area of ours: no force searches elsewhere so often.
NEARLY_ALL = 0.9
FEWEST_PLACED = 10
FINE_LABELS = 2
FORMS = {
    "codes alone": re.compile(r"[A-Z]{1,2}[0-9]?"),
    "a code before the words": re.compile(r"[A-Z]{1,2}[0-9]\s.*"),
    "a code behind the words": re.compile(r".*\([A-Z]{1,2}[0-9]?\)"),
}
WORDS = "words alone"
READ_AS_MISSING = ("NA", "N/A", "NULL", "NAN", "NONE", "#N/A")


def unknown_share(case: Case) -> Iterator[Check]:
    """Warn of a column in which too many rows have no known group."""
    clear = True
    for column in case.coded:
        shares = unknown_shares(case, column)
        most = case.limit("unknown_share") / 100
        high = {d: s for d, s in shares.items() if s > most and _many(case, d)}
        if not high or not case.may_be_unknown(column):
            continue
        clear = False
        said = [f"{month_text(d)} {percent(s)}" for d, s in high.items()]
        message = f"'{case.header(column)}' is unknown for more than {percent(most)}: "
        fix = "A gap between groups may be a gap in the record. Ask the owner of the data."
        yield Check(CODES, "unknown_share", Outcome.WARNING, f"{message}{listed(said)}.", fix, 0,
                    tuple(high), column=column)  # fmt: skip
    if clear:
        yield passed(CODES, "unknown_share", "No column is unknown for too many rows.")


def unknown_shares(case: Case, column: str) -> dict[date, float]:
    """The share of each period of this load that has no known group in a column."""
    unknown = case.group(column, "")
    all_, lost = defaultdict[date, float](float), defaultdict[date, float](float)
    for fact in case.facts.labels:
        if fact.column == column:
            all_[fact.end] += fact.count
            lost[fact.end] += fact.count if (fact.group or unknown) == unknown else 0.0
    return {day: lost[day] / total for day, total in all_.items() if total}


def two_vocabularies(case: Case) -> Iterator[Check]:
    """Warn where a month's labels are others than before it, or are of two forms."""
    found = [*_changed(case), *_mixed(case)]
    yield from found
    if not found:
        yield passed(CODES, "two_vocabularies", "Each column keeps to one vocabulary.")


def _changed(case: Case) -> Iterator[Check]:
    known = case.known
    for column in case.coded:
        changed = []
        for day in sorted({fact.end for fact in case.facts.labels}):
            before = [d for d in compared_with(day, known) if d < day][:1]
            labels = _labels(known[day].labels, column)
            old = _labels(known[before[0]].labels, column) if before else {}
            shared = sum(count for label, count in labels.items() if label in old)
            if old and _many(case, day) and shared < LEAST_SHARED * sum(labels.values()):
                changed.append(day)
        if changed:
            message = (
                f"'{case.header(column)}' has other labels than before from "
                f"{listed([month_text(day) for day in changed])}."
            )
            fix = "See that each group means the same in both vocabularies before comparing them."
            yield Check(CODES, "two_vocabularies", Outcome.WARNING, message, fix, 0,
                        tuple(changed), column=column)  # fmt: skip


def _labels(labels: Mapping[str, Mapping[str, float]], column: str) -> dict[str, float]:
    """The labels of a column in one period, without the blank, which every vocabulary has."""
    return {label: count for label, count in labels.get(column, {}).items() if label}


def _mixed(case: Case) -> Iterator[Check]:
    for column in case.coded:
        counts = defaultdict[date, defaultdict[str, float]](lambda: defaultdict(float))
        for fact in case.facts.labels:
            if fact.column == column and fact.label:
                counts[fact.end][form_of(fact.label)] += fact.count
        mixed = tuple(day for day, forms in counts.items() if _two_forms(forms))
        if mixed:
            forms = listed(sorted({form for day in mixed for form in counts[day]}))
            message = f"'{case.header(column)}' mixes two vocabularies in one month: {forms}."
            fix = "See that nobody is counted under both."
            yield Check(
                CODES, "two_vocabularies", Outcome.WARNING, message, fix, 0, mixed, column=column
            )


def _two_forms(forms: Mapping[str, float]) -> bool:
    enough = LEAST_OF_A_FORM * sum(forms.values())
    coded = [form for form, count in forms.items() if form != WORDS and count > enough]
    return len(coded) > 1 or (bool(coded) and forms.get(WORDS, 0.0) > enough)


def form_of(label: str) -> str:
    """How a label is written: whether a code stands alone, before words, behind them, or not."""
    return next((form for form, shape in FORMS.items() if shape.fullmatch(label)), WORDS)


def two_spellings(case: Case) -> Iterator[Check]:
    """Say which labels are spellings of one and were counted as one."""
    spelt: dict[tuple[str, str], set[str]] = defaultdict(set)
    for fact in case.facts.labels:
        if fact.label:
            one = fact.group if fact.column == UNIT else _stem(fact.label)
            spelt[fact.column, one].add(fact.label)
    pairs = [
        f"{case.header(column)} {' and '.join(repr(x) for x in sorted(labels))}"
        for (column, _), labels in spelt.items()
        if len(labels) > 1
    ]
    message = f"Counted as one: {listed(pairs)}." if pairs else "No label is spelt in two ways."
    yield passed(CODES, "two_spellings", message)


def _stem(label: str) -> str:
    """A label without what sources mangle: its code where it starts with one, else folded."""
    return label.split()[0] if form_of(label) == "a code before the words" else fold(label)


def overlapping_labels(case: Case) -> Iterator[Check]:
    """Warn where a broad label stands beside finer ones of its group: they may count one twice."""
    clear = True
    for column in case.coded:
        fine = defaultdict[tuple[date, str], set[str]](set)
        for fact in case.facts.labels:
            if fact.column == column and fact.label:
                fine[fact.end, fact.group].add(fold(fact.label))
        both = {
            (day, group)
            for (day, group), labels in fine.items()
            if fold(group) in labels and len(labels) > FINE_LABELS
        }
        if both:
            clear = False
            groups = listed(sorted({f"'{group}'" for _, group in both}))
            message = f"'{case.header(column)}' has {groups} beside finer labels of the same group."
            fix = "If the broad label is the sum of the others, everyone counts twice: take it out."
            yield Check(CODES, "overlapping_labels", Outcome.WARNING, message, fix, 0,
                        tuple(sorted({day for day, _ in both})), column=column)  # fmt: skip
    if clear:
        yield passed(CODES, "overlapping_labels", "No broad label stands beside finer ones.")


def code_like_missing(case: Case) -> Iterator[Check]:
    """Say which codes other programs would have read as nothing, and that they were kept."""
    kept = {
        f"'{fact.label}' ({fact.group})"
        for fact in case.facts.labels
        if fact.label.upper() in READ_AS_MISSING
    }
    message = "No code looks like a mark for missing."
    if kept:
        message = (
            f"Kept as codes, though some programs read them as missing: {listed(sorted(kept))}."
        )
    yield passed(CODES, "code_like_missing", message)


def places(case: Case) -> Iterator[Check]:
    """Warn of rows without a location; stop a file of which nearly all lies in no area of ours."""
    if not case.extract.unit.point:
        return
    placed = case.facts.rows - sum(p.nowhere for p in case.facts.periods)
    outside = sum(p.outside for p in case.facts.periods)
    if placed >= FEWEST_PLACED and outside > NEARLY_ALL * placed:
        message = f"{outside:,} of {rows_text(placed)} with a place lie in no area of this force."
        fix = (
            "Check that it is not another force's file, that longitude and latitude have not "
            "changed places, and that the boundaries are the right ones."
        )
        yield Check(CODES, "another_force", Outcome.FAIL, message, fix, outside)
        return
    most = case.limit("elsewhere_share") / 100
    lost = {
        p.end: (p.nowhere + p.outside) / p.rows
        for p in case.facts.periods
        if p.rows >= case.limit("few_rows") and p.nowhere + p.outside > most * p.rows
    }
    if not lost:
        yield passed(CODES, "no_location", "Rows without a location are few.")
        return
    said = [f"{month_text(day)} {percent(share)}" for day, share in lost.items()]
    message = f"Rows without a location in the force: {listed(said)}."
    fix = "They count for the force, and for no borough or command unit."
    yield Check(CODES, "no_location", Outcome.WARNING, message, fix, 0, tuple(lost))


def _many(case: Case, day: date) -> bool:
    """Whether a period has rows enough to be judged by their shares."""
    few = case.limit("few_rows")
    return any(p.end == day and p.rows >= few for p in case.facts.periods)

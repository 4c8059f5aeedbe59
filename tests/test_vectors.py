"""Confidence limits against the reference implementations' own results, row by row.

Each file of vectors has columns that go in, columns of limits that the engine must equal, and
columns that it has no method for: NOT_APPLICABLE lists those with the reason, and with them the
rows that hold nothing else. A column in no list fails, so no result is passed over in silence.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from vector_rows import Row, rows_of, tolerance

from metrics.judgement import disparity, intervals
from metrics.judgement.intervals import Limits

Method = Callable[[Row], Limits]
ENDS = ("lower", "upper")

ABOUT_THE_ROW = ["vector_id", "kind", "method", "confidence", "multiplier", "source", "note"]
TOLERANCES = ["abs_tol", "rel_tol"]
TWO_SHARES, TWO_RATES = ["x1", "n1", "x2", "n2"], ["x1", "t1", "x2", "t2"]
GOES_IN = {
    "01_wilson_proportion": ["numerator", "denominator"],
    "03_rate_byar_exact": ["numerator", "denominator"],
    "04_poisson_count_limits": ["count"],
    "05_observed_expected_ratio": ["observed", "expected"],
    "06_two_proportions": TWO_SHARES,
    "08_rate_ratio": TWO_RATES,
}
# Figures are divided before they are judged: the engine's methods give their limits only.
FIGURES = ["value", "published_value", "published_ref_rate", "ratio", "diff"]
RATES = ["rate1", "rate2", "rate_ratio", "rate_diff"]

HALF_ADDED = "the other formula called Byar's, which adds a half to the events"
SCORE = "score limits: statsmodels gets them wrong at 0 and 100%, so the engine uses MOVER"
LOGS = "log limits: they do not exist where a group has no events"
JEFFREYS = "MOVER from Bayesian limits of each rate: the engine's are exact"
NOT_APPLICABLE: dict[str, dict[str, str]] = {
    "01_wilson_proportion": {},
    "03_rate_byar_exact": {},
    "04_poisson_count_limits": {"epitools_byar_{}": HALF_ADDED},
    "05_observed_expected_ratio": {
        "significance": "a comparison with 1, made from these limits by another module",
    },
    "06_two_proportions": {"mn_{}": SCORE, "koopman_rr_{}": SCORE, "katz_{}": LOGS},
    "08_rate_ratio": {
        "score_{}": SCORE,
        "mover_jeffreys_{}": JEFFREYS,
        "log_wald_{}": LOGS,
        "exact_cond_p": "a p-value: the engine shows limits instead",
        "byar1_{}": HALF_ADDED,
        "byar2_{}": HALF_ADDED,
    },
}


@dataclass(frozen=True)
class Comparison:
    """One limit: what the reference says, what the engine says, how near it must be."""

    vector_id: str
    column: str
    reference: float
    engine: float
    tolerance: float

    def agrees(self) -> bool:
        """Whether the two are near enough; infinity only equals infinity."""
        return math.isclose(self.engine, self.reference, rel_tol=0, abs_tol=self.tolerance)


def numbers(row: Row, *columns: str) -> list[float]:
    """The row's cells as numbers."""
    return [float(row[column]) for column in columns]


def scaled(limits: Limits, factor: float) -> Limits:
    """Both limits times the factor."""
    return limits[0] * factor, limits[1] * factor


def wilson(row: Row) -> Limits:
    """The engine's limits of a proportion, in the row's units."""
    limits = intervals.wilson(*numbers(row, "numerator", "denominator", "confidence"))
    return scaled(limits, float(row["multiplier"]))


def rate(row: Row) -> Limits:
    """The engine's limits of a rate, in the row's units."""
    limits = intervals.poisson_limits(*numbers(row, "numerator", "confidence"))
    return scaled(limits, float(row["multiplier"]) / float(row["denominator"]))


def engine(method: Callable[..., Limits], *columns: str) -> Method:
    """The engine's own method over the numbers in these columns."""
    return lambda row: method(*numbers(row, *columns))


def one_rate(events: str, base: str) -> Method:
    """A method that gives the exact limits of the rate in two columns."""

    def limits(row: Row) -> Limits:
        lone = intervals.exact_limits(*numbers(row, events, "confidence"))
        return scaled(lone, 1 / float(row[base]))

    return limits


def ratio_at(confidence: float) -> Method:
    """A method that gives the limits of observed over expected."""

    def limits(row: Row) -> Limits:
        observed, expected = numbers(row, "observed", "expected")
        return intervals.observed_expected(observed, expected, confidence)

    return limits


def published_at(confidence: float) -> Method:
    """A method that gives the same limits in the units of the published value."""

    def limits(row: Row) -> Limits:
        published, ratio = numbers(row, "published_value", "ratio")
        return scaled(ratio_at(confidence)(row), published / ratio)

    return limits


# Each pair of columns once: {} stands for "lower" and for "upper".
CHECKED: dict[str, dict[str, Method]] = {
    "01_wilson_proportion": {"{}": wilson},
    "03_rate_byar_exact": {"{}": rate},
    "04_poisson_count_limits": {
        "byars_{}": engine(intervals.byar_limits, "count", "confidence"),
        "exact_{}": engine(intervals.exact_limits, "count", "confidence"),
    },
    "05_observed_expected_ratio": {
        "ratio_{}95": ratio_at(0.95),
        "ratio_{}998": ratio_at(0.998),
        "published_{}95": published_at(0.95),
        "published_{}998": published_at(0.998),
    },
    "06_two_proportions": {
        "newcombe_{}": engine(disparity.difference, *TWO_SHARES, "confidence"),
        "mover_rr_{}": engine(disparity.ratio_of_proportions, *TWO_SHARES, "confidence"),
    },
    "08_rate_ratio": {
        "exact_cond_{}": engine(disparity.ratio_of_rates, *TWO_RATES, "confidence"),
        "exact1_{}": one_rate("x1", "t1"),
        "exact2_{}": one_rate("x2", "t2"),
    },
}


def both(pattern: str) -> list[str]:
    """The columns that a pattern stands for: the pair of limits, or the one column it names."""
    return [pattern.format(end) for end in ENDS] if "{}" in pattern else [pattern]


def comparisons(name: str, row: Row) -> Iterator[Comparison]:
    """Each limit of the row that the engine has a method for and the reference a number."""
    for pattern, method in CHECKED[name].items():
        given = [(place, column) for place, column in enumerate(both(pattern)) if row.get(column)]
        for place, column in given:
            ours, reference = float(method(row)[place]), float(row[column])
            near = tolerance(row, column)
            yield Comparison(row["vector_id"], column, reference, ours, near)


def reasons(name: str, row: Row) -> list[str]:
    """Why the engine has no method for the results of the row, one reason for each result."""
    listed = NOT_APPLICABLE[name].items()
    return [why for pattern, why in listed for column in both(pattern) if row.get(column)]


@pytest.mark.parametrize("name", CHECKED)
def test_limits_equal_the_references(vectors: Path, name: str) -> None:
    """Every limit that a reference gives by one of the engine's methods is the engine's own."""
    compared = [pair for row in rows_of(vectors, name) for pair in comparisons(name, row)]
    assert compared
    assert [pair for pair in compared if not pair.agrees()] == []


@pytest.mark.parametrize("name", CHECKED)
def test_every_column_goes_in_is_checked_or_has_a_reason(vectors: Path, name: str) -> None:
    """No column of a file of vectors is passed over: each is in exactly one list."""
    results = [
        column for table in (CHECKED, NOT_APPLICABLE) for p in table[name] for column in both(p)
    ]
    listed = [*ABOUT_THE_ROW, *TOLERANCES, *GOES_IN[name], *FIGURES, *RATES, *results]
    assert len(listed) == len(set(listed))
    assert set(rows_of(vectors, name)[0]) - set(listed) == set()


@pytest.mark.parametrize("name", CHECKED)
def test_every_row_is_checked_or_has_a_reason(vectors: Path, name: str) -> None:
    """The rows that are checked and those that cannot be, each with a reason, are all the rows."""
    rows = rows_of(vectors, name)
    applicable = [row for row in rows if any(comparisons(name, row))]
    others = [row for row in rows if not any(comparisons(name, row))]
    not_applicable = [row for row in others if reasons(name, row)]
    assert len(applicable) + len(not_applicable) == len(rows)


def test_exact_limits_give_way_to_byars_where_the_reference_does(vectors: Path) -> None:
    """The reference calls its method exact for just the counts that the engine holds few."""
    rows = rows_of(vectors, "03_rate_byar_exact")
    methods = [
        "Exact" if float(row["numerator"]) < intervals.BYAR_FROM else "Byars" for row in rows
    ]
    assert methods == [row["method"] for row in rows]

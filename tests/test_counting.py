"""Counts: the engine's against literal numbers, and against a second implementation."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import builders
import pandas as pd
import pyarrow.parquet as pq
import pytest
from builders import PEOPLE, SEARCHES, Count, Key, by_key, counted, small
from meanings import ARRESTS, MADE, MINUTES, RATE, STAFF
from oracle import Meaning, Oracle, last_day

from metrics.connections import open_connection
from metrics.counting.calculation import Calculation
from metrics.counting.tallying import Source
from metrics.definitions.configuration import Configuration
from metrics.periods import PeriodType

STAFF_ROWS = """
unit  | period_end | ethnicity  | headcount
ASH   | 2025-03-31 | Black      | 4
ASH   | 2025-03-31 | White      | 90
DOGS  | 2025-03-31 | Not stated | 7
DOGS  | 2025-03-31 | Asian      | 6
"""
SURVEY = """
unit  | period_end | question | share | force_share
ASH   | 2025-03-31 | Trust    | 0.6   | 0.7
BEECH | 2025-03-31 | Trust    | 0.5   | 0.7
BEECH | 2025-03-31 | Fairness | 0.1   | 0.2
"""


def of(counts: pd.DataFrame, metric: str) -> Mapping[Key, Count]:
    """The counts of one metric."""
    return by_key(counts[counts["metric"] == metric])


@pytest.fixture(scope="module")
def literal() -> Mapping[Key, Count]:
    """The engine's counts of the rows above."""
    rows = {"searches": SEARCHES, "people": PEOPLE, "staff": STAFF_ROWS, "survey": SURVEY}
    return by_key(counted(small(), **rows))


QUARTER = ("quarter", "2025-06-30")


@pytest.mark.parametrize(
    ("key", "count"),
    [
        # a count, in all, by a group, by the unknown group, for the force and for a unit below
        (Key("searches_made", "FORCE", *QUARTER), Count(6)),
        (Key("searches_made", "EAST", *QUARTER), Count(3)),
        (Key("searches_made", "ASH", *QUARTER), Count(2)),
        (Key("searches_made", "ASH", "month", "2025-05-31"), Count(0)),
        (Key("searches_made", "FORCE", *QUARTER, "said", "Black"), Count(2)),
        (Key("searches_made", "FORCE", *QUARTER, "said", "Not stated"), Count(1)),
        (Key("searches_made", "NOWHERE", *QUARTER), Count(1)),
        # a proportion: both sides, where and denominator obeyed
        (Key("arrests", "FORCE", *QUARTER), Count(2, 5)),
        (Key("arrests", "EAST", *QUARTER), Count(1, 2)),
        (Key("arrests", "EAST", *QUARTER, "seen", "Black"), Count(1, 1)),
        (Key("arrests", "CEDAR", *QUARTER, "seen", "Black"), Count(0, 0)),
        # a rate: residents as at the last count before the period's end
        (Key("search_rate", "FORCE", *QUARTER), Count(6, 800)),
        (Key("search_rate", "FORCE", *QUARTER, "said", "Black"), Count(2, 200)),
        (Key("search_rate", "ASH", *QUARTER, "said", "White"), Count(1, 400)),
        (Key("search_rate", "CEDAR", *QUARTER), Count(1, 200)),
        (Key("search_rate", "DOGS", *QUARTER), Count(1, shorthand="z")),
        (Key("search_rate", "NOWHERE", *QUARTER, "said", "White"), Count(1, shorthand="z")),
        (Key("search_rate", "FORCE", *QUARTER, "said", "Not stated"), Count(1, shorthand="z")),
        # a sum over rows of the same extract
        (Key("minutes_per_search", "FORCE", *QUARTER), Count(47, 6)),
        (Key("minutes_per_search", "EAST", *QUARTER, "seen", "Black"), Count(15, 2)),
        # a representation: shares of those whose group is known, against the whole force
        (Key("black_staff", "FORCE", "snapshot", "2025-03-31", "ethnicity", "Black"),
         Count(4, 100, 100, 600)),
        (Key("black_staff", "DOGS", "snapshot", "2025-03-31", "ethnicity", "Asian"),
         Count(6, 6, 50, 600)),
        (Key("black_staff", "FORCE", "snapshot", "2025-03-31", "ethnicity", "Not stated"),
         Count(7, 100, shorthand="z")),
        (Key("black_staff", "FORCE", "snapshot", "2025-03-31"), Count(107, shorthand="z")),
        # a published value: each unit's own, and the one that is repeated for the force
        (Key("trust", "ASH", "rolling_year", "2025-03-31"), Count(published=0.6)),
        (Key("trust", "BEECH", "rolling_year", "2025-03-31"), Count(published=0.5)),
        (Key("trust", "FORCE", "rolling_year", "2025-03-31"), Count(published=0.7)),
    ],
)  # fmt: skip
def test_a_literal_count(literal: Mapping[Key, Count], key: Key, count: Count) -> None:
    """Counts that a person can check against the rows above."""
    assert literal[key] == count


@pytest.mark.parametrize(
    ("meaning", "extract"),
    [(MADE, "searches"), (ARRESTS, "searches"), (RATE, "searches"), (MINUTES, "searches"),
     (STAFF, "staff")],
)  # fmt: skip
def test_every_literal_count_is_the_oracles(
    literal: Mapping[Key, Count], meaning: Meaning, extract: str
) -> None:
    """For each kind, engine and oracle give the same figures and the same absences."""
    tables = {"searches": SEARCHES, "staff": STAFF_ROWS, "people": PEOPLE}
    rows = builders.rows_of(small().extracts[extract], tables[extract])
    people = builders.rows_of(small().extracts["people"], PEOPLE)
    oracle = Oracle(small().organisation, extract == "searches", rows, people)
    mine = {key: count for key, count in literal.items() if key.metric == meaning.metric}
    assert mine == oracle.counts(meaning)


@pytest.fixture(scope="module")
def halves(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The rows of searches in two files that share a month."""
    folder = tmp_path_factory.mktemp("halves")
    rows = builders.rows_of(small().extracts["searches"], SEARCHES)
    paths = [folder / "one.parquet", folder / "other.parquet"]
    for path, part in zip(paths, (rows[:3], rows[3:]), strict=True):
        pq.write_table(builders.arrow_of(small(), "searches", part), path)
    return paths


def test_splitting_an_extract_in_two_loads_changes_nothing(
    literal: Mapping[Key, Count], halves: list[Path]
) -> None:
    """Two files of rows are counted like one."""
    held = tuple(date(2025, month, day) for month, day in ((4, 30), (5, 31), (6, 30)))
    relation = f"read_parquet(['{halves[0]}', '{halves[1]}'])"
    found = Source(small().extracts["searches"], relation, held)
    with open_connection() as connection:
        counts = Calculation(small(), {"searches": found}).counts(connection, lambda words: None)
    for metric in ("searches_made", "arrests", "minutes_per_search"):
        whole = {key: count for key, count in literal.items() if key.metric == metric}
        assert of(counts, metric) == whole


def test_a_unit_has_no_row_before_it_existed_throughout_a_period() -> None:
    """East Unit, formed on 1 April 2025, has a row from April 2025 on, its boroughs before it."""
    rows = """
    unit | period_end | vehicle
    ASH  | 2025-03-31 | no
    ASH  | 2025-04-30 | no
    ASH  | 2025-06-30 | no
    """
    counts = of(counted(small(), searches=rows), "searches_made")
    periods = {code: {key[2:4] for key in counts if key.unit == code} for code in ("EAST", "ASH")}
    assert periods["EAST"] == {
        ("month", "2025-04-30"), ("month", "2025-05-31"), ("month", "2025-06-30"),
        ("quarter", "2025-06-30"), ("year_to_date", "2025-06-30"),
    }  # fmt: skip
    assert ("month", "2025-03-31") in periods["ASH"]


def test_rows_of_a_unit_that_did_not_exist_count_in_the_force() -> None:
    """A row that names East Unit before its first day is in no series but the force's."""
    rows = """
    unit | period_end | vehicle
    EAST | 2025-01-31 | no
    """
    counts = of(counted(small(), searches=rows), "searches_made")
    total = {key: count for key, count in counts.items() if not key.breakdown}
    assert total == {Key("searches_made", "FORCE", "month", "2025-01-31"): Count(1)}


def test_a_person_in_two_months_units_and_groups_is_one_person() -> None:
    """Ann counts once for each unit, month and group that she is in, and once in every whole."""
    rows = """
    unit  | period_end | outcome | said  | note
    ASH   | 2025-04-30 | Arrest  | Asian | Ann
    CEDAR | 2025-05-31 | Arrest  | Black | Ann
    CEDAR | 2025-05-31 | Warning | Black | Ben
    CEDAR | 2025-06-30 | Warning | Black | Ben
    """
    counts = of(counted(small(), searches=rows), "people_arrested")

    def count(unit: str, *rest: str) -> Count:
        return counts[Key("people_arrested", unit, *rest)]

    assert count("FORCE", *QUARTER) == Count(1, 2)
    assert count("CEDAR", *QUARTER) == Count(1, 2)
    assert count("ASH", *QUARTER) == Count(1, 1)
    assert count("FORCE", *QUARTER, "said", "Asian") == Count(1, 1)
    assert count("FORCE", *QUARTER, "said", "Black") == Count(1, 2)
    assert count("CEDAR", "month", "2025-06-30") == Count(0, 1)


def test_a_row_without_its_key_leaves_no_number_of_people() -> None:
    """One row that could be anybody's takes the count from its group, unit and period."""
    rows = """
    unit  | period_end | outcome | said  | note
    ASH   | 2025-04-30 | Warning | Asian | Ann
    ASH   | 2025-04-30 | Warning | Black |
    CEDAR | 2025-04-30 | Arrest  | Black | Ben
    """
    counts = of(counted(small(), searches=rows), "people_arrested")
    month = ("month", "2025-04-30")
    assert counts[Key("people_arrested", "ASH", *month)] == Count(0, None, shorthand="x")
    assert counts[Key("people_arrested", "ASH", *month, "said", "Asian")] == Count(0, 1)
    assert counts[Key("people_arrested", "CEDAR", *month)] == Count(1, 1)


def test_what_does_not_add_up_says_so() -> None:
    """People counted once, percentiles and levels are marked; sums and rows are not."""
    plans = small().plans
    marked = {name for name, plan in plans.items() if not plan.numerator.is_additive}
    assert marked == {"people_arrested", "days_to_close", "furthest_outcome"}
    assert not plans["people_arrested"].denominator.is_additive
    assert plans["days_to_close"].denominator.is_additive


def test_three_years_are_taken_together_for_who_asks(plans_of_three_years: Configuration) -> None:
    """36 months to each quarter's end, as the oracle has them, and none for another metric."""
    months = [last_day(2022 + n // 12, n % 12 + 1) for n in range(41) if n != 30]
    places = enumerate((month, unit) for month in months for unit in ("ASH", "DOGS"))
    rows = [{"unit": unit, "period_end": month, "vehicle": False, "said": "White", "minutes": 1,
             "seen": "Black" if n % 3 else "White", "outcome": "Arrest" if n % 7 else "Warning"}
            for n, (month, unit) in places]  # fmt: skip
    counts = counted(plans_of_three_years, searches=rows)
    pooled = replace(ARRESTS, pooled=True)
    oracle = Oracle(small().organisation, True, rows)
    assert of(counts, "arrests") == oracle.counts(pooled)
    assert of(counts, "searches_made") == oracle.counts(MADE)
    three = [key for key in of(counts, "arrests") if key.type == "three_years"]
    assert {key.end for key in three} == {"2024-12-31", "2025-03-31"}


@pytest.fixture
def plans_of_three_years() -> Configuration:
    """The small configuration, with arrests shown over three years."""
    plans = dict(small().plans)
    metric = replace(plans["arrests"].metric, period=PeriodType.THREE_YEARS)
    plans["arrests"] = replace(plans["arrests"], metric=metric)
    return replace(small(), plans=plans)

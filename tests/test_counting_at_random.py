"""Counts of random rows: the engine's and the second implementation's are the same."""

from collections.abc import Mapping
from datetime import date

import builders
import pandas as pd
from builders import Count, Key, by_key, counted, small
from hypothesis import given, settings
from hypothesis import strategies as st
from levelling import latest_levels
from matching_oracle import divided
from meanings import (
    ARRESTS,
    BY_ANSWERS,
    BY_STAFF,
    DAYS,
    FAIRLY,
    LAST,
    LEVEL,
    MADE,
    MEAN,
    MINUTES,
    PEOPLE,
    RATE,
    RESULTS,
    STAFF,
    TRUST,
)
from oracle import Oracle, last_day

from metrics.definitions.models import Kind


def of(counts: pd.DataFrame, metric: str) -> Mapping[Key, Count]:
    """The counts of one metric."""
    return by_key(counts[counts["metric"] == metric])


MONTHS = [last_day(2024 + month // 12, month % 12 + 1) for month in range(11, 28)]
UNITS = ["FORCE", "EAST", "WEST", "ASH", "BEECH", "CEDAR", "DOGS", "NOWHERE"]
SAID = st.sampled_from(["Asian", "Black", "White", "Not stated"])
search = st.fixed_dictionaries(
    {
        "unit": st.sampled_from(UNITS),
        "period_end": st.sampled_from(MONTHS),
        "vehicle": st.sampled_from([False, False, True, None]),
        "outcome": st.sampled_from(["Arrest", "Warning", "No further action", "Not recorded"]),
        "said": SAID,
        "seen": st.sampled_from(["Black", "White", "Not recorded"]),
        "minutes": st.sampled_from([0, 1, 5, 30, None]),
        "searched_on": st.sampled_from([date(2025, 1, 1), date(2025, 1, 2)]),
        "note": st.sampled_from(["Ann", "Ben", "Cy", "Di", "Eve", *["Flo"] * 8, None]),
        "closed_on": st.sampled_from([date(2025, 1, 2), date(2025, 1, 8), date(2025, 3, 1), None]),
    }
)
answer = st.fixed_dictionaries(
    {
        "unit": st.sampled_from(UNITS),
        "period_end": st.sampled_from(MONTHS),
        "said": SAID,
        "agrees": st.sampled_from([True, False, None]),
        "balance": st.sampled_from([0.0, 0.25, 1.0, 2.5]),
    }
)
people_row = st.fixed_dictionaries(
    {
        "unit": st.sampled_from(["ASH", "BEECH", "CEDAR", "DOGS"]),
        "period_end": st.sampled_from([date(2021, 3, 21), date(2025, 6, 30)]),
        "ethnicity": st.sampled_from(["Asian", "Black", "White"]),
        "people": st.integers(0, 9),
    }
)
staff_row = st.fixed_dictionaries(
    {
        "unit": st.sampled_from(UNITS),
        "period_end": st.sampled_from([date(2025, 3, 31), date(2025, 6, 30)]),
        "ethnicity": SAID,
        "headcount": st.integers(0, 9),
        "senior": st.sampled_from([False, False, True, None]),
    }
)
survey_row = st.fixed_dictionaries(
    {
        "unit": st.sampled_from(["FORCE", "ASH", "CEDAR"]),
        "period_end": st.sampled_from([date(2025, 3, 31), date(2025, 6, 30)]),
        "question": st.sampled_from(["Trust", "Fairness"]),
        "share": st.sampled_from([0.5, 0.75, None]),
        "force_share": st.sampled_from([0.25, 0.25, None]),
    }
)


def differing(ours: Mapping[Key, Count], theirs: Mapping[Key, Count]) -> list[tuple[Key, object]]:
    """The first few counts that differ: a whole difference would take minutes to print."""
    keys = [key for key in (*ours, *theirs) if ours.get(key) != theirs.get(key)]
    return [(key, (ours.get(key), theirs.get(key))) for key in keys[:3]]


# A month of every row makes long series likely; few rows make gaps likely.
searches = st.lists(search, min_size=1, max_size=30)
few = settings(max_examples=25, deadline=None)


@few
@given(rows=searches, people=st.lists(people_row, min_size=1, max_size=8))
def test_random_searches_are_counted_as_the_oracle_counts_them(
    rows: list[builders.Row], people: list[builders.Row]
) -> None:
    """Counts, proportions, sums and rates agree, over missing months and units not yet there."""
    counts = counted(small(), searches=rows, people=people)
    oracle = Oracle(small().organisation, True, rows, people)
    assert differing(of(counts, LEVEL.metric), latest_levels(LEVEL, rows)) == []
    for meaning in (MADE, ARRESTS, RATE, MINUTES, MEAN, DAYS, PEOPLE, RESULTS, LAST):
        assert differing(of(counts, meaning.metric), oracle.counts(meaning)) == []


@few
@given(st.lists(staff_row, min_size=1, max_size=20), st.lists(people_row, max_size=8))
def test_random_staff_are_represented_as_the_oracle_says(
    rows: list[builders.Row], people: list[builders.Row]
) -> None:
    """A representation agrees, with residents at two counts or not loaded at all."""
    residents = {"people": people} if people else {}
    counts = counted(small(), staff=rows, **residents)
    oracle = Oracle(small().organisation, False, rows, people)
    assert differing(of(counts, "black_staff"), oracle.counts(STAFF)) == []


@few
@given(searches, st.lists(staff_row, max_size=12), st.lists(answer, max_size=20))
def test_a_denominator_of_another_extract_is_matched_as_the_oracle_matches_it(
    rows: list[builders.Row], staff: list[builders.Row], answers: list[builders.Row]
) -> None:
    """By unit, group and time: the last snapshot, or the same months, or none."""
    given = {"searches": rows, "staff": staff, "answers": answers}
    counts = counted(small(), **{name: held for name, held in given.items() if held})
    mine = Oracle(small().organisation, True, rows)
    for sides, held, monthly in ((BY_STAFF, staff, False), (BY_ANSWERS, answers, True)):
        theirs = Oracle(small().organisation, monthly, held)
        wanted = divided(mine, sides[0], theirs, sides[1])
        assert differing(of(counts, sides[0].metric), wanted) == []


@few
@given(st.lists(answer, min_size=1, max_size=30))
def test_random_answers_are_weighed_as_the_oracle_weighs_them(rows: list[builders.Row]) -> None:
    """A survey agrees, in people and in weights, over answers that are not there."""
    counts = counted(small(), answers=rows)
    oracle = Oracle(small().organisation, True, rows)
    assert differing(of(counts, "treated_fairly"), oracle.counts(FAIRLY)) == []


@few
@given(st.lists(survey_row, min_size=1, max_size=10))
def test_random_published_values_are_taken_as_the_oracle_takes_them(
    rows: list[builders.Row],
) -> None:
    """A value stands alone, is absent, or is given twice, for a unit and for the force."""
    counts = counted(small(), survey=rows)
    oracle = Oracle(small().organisation, False, rows)
    assert differing(of(counts, "trust"), oracle.published(TRUST, "rolling_year")) == []


@few
@given(rows=searches)
def test_groups_and_the_unknown_one_add_up_to_the_total(rows: list[builders.Row]) -> None:
    """No row of a breakdown is lost or counted twice, in any unit and period."""
    counts = of(counted(small(), searches=rows), "searches_made")
    for key in (key for key in counts if not key.breakdown):
        for breakdown, groups in (("said", 4), ("seen", 3)):
            parts = [
                count.numerator
                for other, count in counts.items()
                if other[:4] == key[:4] and other.breakdown == breakdown
            ]
            assert len(parts) == groups
            assert counts[key].numerator == (None if None in parts else sum(parts))


def test_the_second_implementation_counts_every_kind() -> None:
    """No kind of metric is counted by the engine alone."""
    meanings = (MADE, ARRESTS, RATE, MINUTES, STAFF, TRUST, MEAN, DAYS, PEOPLE, FAIRLY, LEVEL)
    assert {small().metrics[meaning.metric].kind for meaning in meanings} == set(Kind)

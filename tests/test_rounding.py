"""Rounded counts: after the small ones are withheld, the same in every count, share and file."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from builders import released, small
from hypothesis import given
from hypothesis import strategies as st

from metrics.definitions.audiences import Tier
from metrics.disclosure.earlier import Last, earlier_of, tells_of_few
from metrics.disclosure.people import people_in
from metrics.disclosure.rounding import rounded
from metrics.disclosure.suppression import protect
from metrics.judgement.assessment import assess
from metrics.records import KeptRelease
from metrics.wording.disclosure import rounding_text
from metrics.wording.metadata import metadata
from metrics.wording.workbook import cover_lines

TIER = replace(small().access.tier("board"), rounding=5)
NUMBERS = ["numerator", "denominator", "squares"]


def shown(metric: str, tier: Tier = TIER, **numbers: float) -> list[float | None]:
    """The numerator, the denominator and the sum of squares that a tier is shown of one figure."""
    counts = protect(released({"metric": metric, **numbers}), tier, small()).counts
    return [None if pd.isna(number) else number for number in counts.loc[0, NUMBERS]]


@pytest.mark.parametrize(
    ("metric", "numbers", "left"),
    [
        ("searches_made", {"numerator": 7}, [5, None, None]),
        ("searches_made", {"numerator": 8}, [10, None, None]),
        ("searches_made", {"numerator": 0}, [0, None, None]),
        ("searches_made", {"numerator": 4}, [None, None, None]),
        ("arrests", {"numerator": 17, "denominator": 33}, [15, 35, None]),
        ("arrests", {"numerator": 31, "denominator": 33}, [None, 35, None]),
        ("search_rate", {"numerator": 17, "denominator": 1003}, [15, 1003, None]),
        ("black_staff", {"numerator": 17, "denominator": 33}, [15, 35, None]),
    ],
)
def test_counts_of_people_are_rounded_and_residents_are_not(
    metric: str, numbers: dict[str, float], left: list[float | None]
) -> None:
    """What is small, or leaves a small rest, is withheld as it was, and never shown as another."""
    assert shown(metric, **numbers) == left


def test_a_mean_stays_what_it_is() -> None:
    """66 minutes of 33 searches are 2 each, and so are 70 of 35: 66 of 35 would tell of 33."""
    assert shown("mean_minutes", numerator=66, denominator=33, squares=165) == [70, 35, 175]


def test_nothing_is_rounded_where_a_tier_does_not_say_so() -> None:
    """All delivered tiers are so."""
    tier = replace(TIER, rounding=0)
    assert shown("arrests", tier, numerator=17, denominator=33) == [17, 33, None]


def test_a_share_and_its_interval_are_of_the_rounded_counts() -> None:
    """170 of 330 are shown as 200 of 300: 51.5% beside these would tell the counts from it."""
    tier = replace(TIER, threshold=60, rounding=100)
    figure = {"metric": "arrests", "numerator": 170, "denominator": 330}
    known = assess(protect(released(figure), tier, small()).counts, small()).figures
    plain = assess(released(figure | {"numerator": 200, "denominator": 300}), small()).figures
    assert known.loc[0, "value"] == pytest.approx(200 / 3)
    told = ["numerator", "denominator", "value", "lower", "upper"]
    assert known.loc[0, told].tolist() == plain.loc[0, told].tolist()


@given(
    st.integers(1, 25).flatmap(lambda base: st.tuples(st.just(base), st.integers(0, 10_000))),
    st.integers(0, 10_000),
)
def test_a_part_is_never_more_than_its_whole(pair: tuple[int, int], more: int) -> None:
    """And no number is further than half of what it is rounded to from the true one."""
    base, part = pair
    small_one, large = rounded(np.array([part, part + more], dtype="float64"), base)
    assert small_one <= large
    assert abs(small_one - part) <= base / 2
    assert small_one % base == 0


def revised(before: int, now: int) -> bool:
    """Whether a released count that has changed so tells of a few people in this tier."""
    day = {"start": date(2025, 4, 1), "end": date(2025, 6, 30)}
    then, counts = (
        released({"metric": "searches_made", "numerator": n, **day}) for n in (before, now)
    )
    last = Last(protect(then, TIER, small()).counts, then[:0], then[:0], then[:0], same_rules=True)
    return tells_of_few(counts, last, TIER, small())


@pytest.mark.parametrize(
    ("before", "now", "few"),
    [
        (51, 52, False),
        (52, 53, True),
        (48, 52, False),
        (50, 57, True),
        (52, 58, False),
        (5, 4, True),
        (5, 6, False),
    ],
)
def test_what_looks_the_same_has_not_changed(before: int, now: int, few: bool) -> None:
    """52 and 53 are shown as 50 and 55: that would tell of one, and 50 may have been 52.

    From 50, which was 48 to 52, a number is told from 57.5 on. 4 would be 5 too, but is withheld.
    """
    assert revised(before, now) == few


def test_a_small_count_is_not_known_by_what_was_rounded() -> None:
    """5 was shown, and 4 is withheld: nobody knows of it, and so it has to be protected."""
    then, now = (released({"metric": "searches_made", "numerator": n}) for n in (5, 4))
    last = Last(protect(then, TIER, small()).counts, then[:0], then[:0], then[:0], same_rules=True)
    found = earlier_of(people_in(now, small()), last, TIER, small())
    assert (found.shown.tolist(), found.withheld.tolist()) == ([False], [True])
    assert found.most[0] - found.least[0] >= TIER.threshold


def test_a_file_says_so() -> None:
    """Numbers that do not add up are no mistake then."""
    tiers = tuple(replace(tier, rounding=5) for tier in small().access.tiers[1:])
    rounds = replace(small(), access=replace(small().access, tiers=tiers))
    kept = KeptRelease(1, "board", "key", Path("r.duckdb"), "0" * 64, 1, "2026-11-26T00:00:00")
    said = "Counts of people are rounded to the nearest 5, and so may not add up"
    assert dict(metadata(rounds, rounds.metrics["arrests"], kept))["rounding"] == said
    assert said in " ".join(cover_lines(rounds.scorecard, tiers[0], kept))
    assert not rounding_text(replace(TIER, rounding=0))

"""Counts of the same people under two names: what hides the one hides the other."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd
import pytest
from builders import delivered, released

from metrics.connections import open_connection
from metrics.definitions.meanings import meanings_of
from metrics.definitions.plans import Counted
from metrics.disclosure.same_people import as_first_said
from metrics.disclosure.suppression import protect

QUARTER = {"start": date(2025, 4, 1), "end": date(2025, 6, 30)}
DAY = {"type": "snapshot", "start": date(2025, 6, 30), "end": date(2025, 6, 30)}
GROUPS = ("FLP", "MOPS", "SO")


def of_units(metric: str, numerators: list[int], denominators: list[int]) -> Iterator[dict]:
    """A quarter's figures of three business groups, and of the force that they make up."""
    for unit, n, d in zip(GROUPS, numerators, denominators, strict=True):
        yield {"metric": metric, "unit": unit, **QUARTER, "numerator": n, "denominator": d}
    whole = {"numerator": sum(numerators), "denominator": sum(denominators)}
    yield {"metric": metric, "unit": "MPS", **QUARTER, **whole}


def masks(left: pd.DataFrame, metric: str, column: str) -> list[bool]:
    """Which numbers of a metric are withheld, in order."""
    return left.loc[left["metric"] == metric, column].isna().tolist()


def left_of(rows: list[dict], tier: str = "board") -> pd.DataFrame:
    """What a tier sees of these counts."""
    return protect(released(*rows), delivered().access.tier(tier), delivered()).counts


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("result = 'Agreement'", "result <> 'Not held' AND result = 'Agreement'", True),
        ("result <> 'Not held'", "NOT (result = 'Not held')", True),
        ("result = 'Agreement'", "result <> 'Not held'", False),
        ("later_grievance", "later_grievance = true", True),
        ("later_grievance", "NOT later_grievance", False),
    ],
)
def test_two_texts_for_the_same_rows_mean_the_same(one: str, other: str, same: bool) -> None:
    """Every kind of row that an extract could hold is tried, blanks among them."""
    extract = delivered().extracts["mediations"]
    columns = frozenset({"result", "later_grievance"})
    counts = [Counted("mediations", text, columns) for text in (one, other)]
    with open_connection() as connection:
        meanings = meanings_of(extract, delivered().codings, counts, connection)
    assert np.array_equal(meanings.met[one], meanings.met[other]) == same


@pytest.mark.parametrize(
    ("one", "other", "part", "apart"),
    [
        ("closed_on IS NOT NULL", "", True, False),
        ("closed_on - received_on > 183", "closed_on IS NOT NULL", True, False),
        ("closed_on - received_on > 183", "NOT (closed_on - received_on > 183)", False, True),
        ("closed_on - received_on > 183", "closed_on IS NULL", False, True),
        ("closed_on - received_on > 183", "stage = 'Received'", False, False),
        ("received_on IS NULL", "stage = 'Received'", True, True),
        ("coalesce(subject, 'a') = 'b'", "subject IS NULL", False, False),
    ],
)
def test_of_what_no_list_closes_it_is_asked_whether_it_is_so(
    one: str, other: str, part: bool, apart: bool
) -> None:
    """Not every day can be tried: what a condition makes of it is true, false or blank."""
    extract = delivered().extracts["internal_complaints"]
    counts = [Counted(extract.id, text) for text in (one, other)]
    with open_connection() as connection:
        met = meanings_of(extract, delivered().codings, counts, connection).met
    assert (met[one] & ~met[other]).any() != part
    assert (met[one] & met[other]).any() != apart


def test_rows_that_have_a_number_are_a_part_of_all() -> None:
    """Officers whose hours are known are officers: by sex too, where no other count says so."""
    fte = delivered().plans["officers_fte"].denominator
    officers = delivered().plans["officers_black_representation"].numerator
    met = delivered().meanings("workforce").met
    assert fte.met != fte.condition
    assert not (met[fte.met] & ~met[officers.condition]).any()
    assert (met[officers.condition] & ~met[fte.met]).any()


def test_a_count_under_another_text_is_the_same_count() -> None:
    """A numerator that hides because of the rest of its base is the next metric's base."""
    plans, first = delivered().plans, as_first_said(delivered(), delivered().extracts)
    agreed, holds = plans["mediation_agreed"].numerator, plans["mediation_holds"].denominator
    assert agreed != holds
    assert first[agreed] == first[holds]
    left = left_of([
        *of_units("mediation_agreed", [12, 16, 19], [14, 25, 30]),
        *of_units("mediation_holds", [6, 8, 9], [12, 16, 19]),
    ])  # fmt: skip
    withheld = masks(left, "mediation_agreed", "numerator")
    assert withheld[0]
    assert masks(left, "mediation_holds", "denominator") == withheld


def test_two_counts_that_are_all_between_them_hide_together() -> None:
    """Those assessed before are those assessed, less those assessed after."""
    left = left_of([
        *of_units("assessed_before", [20, 30, 40], [60, 70, 80]),
        *of_units("assessed_after", [2, 12, 14], [60, 70, 80]),
        *of_units("assessments_complete", [11, 31, 41], [22, 42, 54]),
    ])  # fmt: skip
    withheld = masks(left, "assessed_after", "numerator")
    assert withheld[0]
    assert not all(withheld)
    assert masks(left, "assessed_before", "numerator") == withheld


def test_a_group_is_the_people_of_a_condition() -> None:
    """Women among officers, and officers in the group of women."""
    sexes = {"Female": (4, 10), "Male": (9, 20), "Other": (0, 0), "Not recorded": (0, 2)}
    usual = {"metric": "sergeant_or_above", "unit": "MPS", **DAY}
    rows = [
        {"metric": "officers_women", "unit": "MPS", **DAY, "numerator": 10, "denominator": 30},
        {**usual, "numerator": 13, "denominator": 32},
        *(
            {**usual, "breakdown": "sex", "group": sex, "numerator": n, "denominator": d}
            for sex, (n, d) in sexes.items()
        ),
    ]
    left = left_of(rows)
    women = left[left["group"] == "Female"]["denominator"].isna().tolist()
    assert masks(left, "officers_women", "numerator") == women


def test_who_has_a_number_hides_with_who_is_counted() -> None:
    """The base of an average of few people is the count of these people, but for blanks."""
    usual = {"unit": "MPS", **QUARTER, "type": "quarter"}
    year = {**usual, "start": date(2024, 7, 1), "type": "rolling_year"}
    counted = [{**usual, "numerator": 7}, {**year, "numerator": 90}]
    averaged = [{**usual, "numerator": 70, "denominator": 7}, {**year, "denominator": 90}]
    left = left_of([
        *({"metric": "complaints_closed", **row} for row in counted),
        *({"metric": "complaint_mean_days", **row} for row in averaged),
    ])  # fmt: skip
    assert masks(left, "complaints_closed", "numerator") == [True, False]
    assert masks(left, "complaint_mean_days", "denominator") == [True, False]


def test_no_part_is_shown_of_what_is_hidden() -> None:
    """People counted once would tell how many rows there are at the least."""
    usual = {"unit": "MPS", **QUARTER, "type": "quarter"}
    year = {**usual, "start": date(2024, 7, 1), "type": "rolling_year"}
    left = left_of([
        {"metric": "complaints_closed", **usual, "numerator": 7},
        {"metric": "complaints_closed", **year, "numerator": 90},
        {"metric": "complainants", **usual, "numerator": 6},
        {"metric": "complainants", **year, "numerator": 80},
        {"metric": "complaint_mean_days", **usual, "numerator": 70, "denominator": 7},
        {"metric": "complaint_mean_days", **year, "numerator": 900, "denominator": 90},
    ])  # fmt: skip
    assert masks(left, "complainants", "numerator") == [True, False]


def test_a_group_and_a_condition_that_are_all_between_them_hide_together() -> None:
    """Officers whose sex is not recorded are all officers less those whose sex is."""
    usual = {"metric": "sergeant_or_above", "unit": "MPS", **DAY}
    sexes = {"Female": (14, 30), "Male": (29, 60), "Other": (0, 0), "Not recorded": (1, 2)}
    left = left_of([
        {"metric": "officers_women", "unit": "MPS", **DAY, "numerator": 30, "denominator": 90},
        {**usual, "numerator": 44, "denominator": 92},
        *(
            {**usual, "breakdown": "sex", "group": sex, "numerator": n, "denominator": d}
            for sex, (n, d) in sexes.items()
        ),
    ])  # fmt: skip
    assert masks(left, "officers_women", "denominator") == [True]


def test_people_of_another_condition_leave_all_rows_shown() -> None:
    """Few who were satisfied with a meeting are no secret of how many complaints there were."""
    usual = {"unit": "MPS", **QUARTER, "type": "quarter"}
    left = left_of([
        {"metric": "internal_allegations", **usual, "numerator": 120, "denominator": 100},
        {"metric": "internal_satisfied", **usual, "numerator": 3, "denominator": 40},
    ])  # fmt: skip
    assert masks(left, "internal_satisfied", "numerator") == [True]
    assert masks(left, "internal_allegations", "numerator") == [False]

"""Staff by whom the events of periods are divided: each snapshot is one count of people."""

from datetime import date

import pandas as pd
import pytest
from builders import released

from metrics.definitions.audiences import Cut, Tier
from metrics.definitions.configuration import Configuration
from metrics.disclosure.people import people_in
from metrics.disclosure.suppression import protect

STARTS = [date(2024, 7, 1), date(2024, 10, 1), date(2025, 1, 1), date(2025, 4, 1)]
ENDS = [date(2024, 9, 30), date(2024, 12, 31), date(2025, 3, 31), date(2025, 6, 30)]
SPRING, SUMMER = ENDS[2:]


def figures(*snapshots: date, spring: float = 40) -> pd.DataFrame:
    """Four quarters and their year of searches for each 100 staff, beside snapshots of staff."""
    usual = {"metric": "searches_by_staff", "numerator": 25, "denominator": 40}
    rows = [
        {**usual, "type": "quarter", "start": start, "end": end}
        for start, end in zip(STARTS, ENDS, strict=True)
    ]
    rows[2]["denominator"] = spring
    year = {"type": "rolling_year", "start": STARTS[0], "end": SUMMER, "numerator": 100}
    rows.append({**usual, **year})
    staff = {"metric": "black_staff", "type": "snapshot", "numerator": 20}
    rows += [{**staff, "start": day, "end": day} for day in snapshots]
    return released(*rows)


@pytest.mark.parametrize(
    ("snapshots", "days"),
    [
        ((SPRING, SUMMER), set(ENDS)),
        ((SPRING,), {*ENDS[:3]}),
    ],
)
def test_a_snapshot_by_which_periods_are_divided_is_one_count(
    small: Configuration, snapshots: tuple[date, ...], days: set[date]
) -> None:
    """The base of a quarter, and of the year that ends with it, is the last snapshot before."""
    rows = figures(*snapshots)
    people = people_in(rows, small)
    base = small.plans["searches_by_staff"].denominator
    cells = people.cells[people.cells["counted"] == people.counted.index(base)]
    assert {end.date() for end in cells["end"]} == days
    assert (cells["start"] == cells["end"]).all()
    assert people.denominators[3] == people.denominators[4]
    assert (people.denominators[2] == people.denominators[3]) == (len(snapshots) == 1)


def test_bases_of_quarters_are_not_added_up(small: Configuration) -> None:
    """The staff of four quarters are no year's: three in spring are withheld, and nobody else."""
    cut = Cut(of="everybody", periods=("quarter", "rolling_year", "snapshot"))
    tier = Tier(id="tier", title="T", audience="T", threshold=5, cuts=(cut,))
    left = protect(figures(*ENDS, spring=3), tier, small).counts
    assert list(left["shorthand"][:5]) == ["", "", "c", "", ""]
    assert list(left["denominator"][:5].isna()) == [False, False, True, False, False]

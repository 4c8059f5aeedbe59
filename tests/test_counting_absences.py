"""Counts that are not there: absent with a reason, never zero and never smaller."""

from collections.abc import Mapping
from pathlib import Path

import builders
import pandas as pd
from builders import PEOPLE, SEARCHES, Count, Key, by_key, counted, small

from metrics.connections import open_connection
from metrics.counting.calculation import Calculation
from metrics.definitions.loading import load_configuration

QUARTER = ("quarter", "2025-06-30")


def of(counts: pd.DataFrame, metric: str) -> Mapping[Key, Count]:
    """The counts of one metric."""
    return by_key(counts[counts["metric"] == metric])


def test_a_month_missing_makes_a_period_absent_and_never_smaller() -> None:
    """A quarter without its May has no number, while April, June and a whole quarter have."""
    rows = """
    unit | period_end | vehicle | minutes
    ASH  | 2025-04-30 | no      | 5
    ASH  | 2025-06-30 | no      | 5
    ASH  | 2025-07-31 | no      | 5
    ASH  | 2025-08-31 | no      | 5
    ASH  | 2025-09-30 | no      | 5
    """
    counts = by_key(counted(small(), searches=rows))
    assert counts[Key("searches_made", "ASH", *QUARTER)] == Count(shorthand="x")
    assert counts[Key("arrests", "ASH", *QUARTER)] == Count(shorthand="x")
    assert counts[Key("minutes_per_search", "ASH", *QUARTER)] == Count(shorthand="x")
    assert counts[Key("searches_made", "ASH", "month", "2025-05-31")] == Count(shorthand="x")
    assert counts[Key("searches_made", "ASH", "quarter", "2025-09-30")] == Count(3)
    assert counts[Key("searches_made", "ASH", "year_to_date", "2025-09-30")].shorthand == "x"


def test_a_sum_with_a_gap_is_absent_where_the_gap_is() -> None:
    """A row without its minutes takes the sum from its group, unit and period, not from others."""
    rows = """
    unit  | period_end | vehicle | seen  | minutes
    ASH   | 2025-04-30 | no      | Black |
    ASH   | 2025-04-30 | no      | White | 5
    CEDAR | 2025-04-30 | yes     | White |
    CEDAR | 2025-04-30 | no      | White | 8
    """
    counts = of(counted(small(), searches=rows), "minutes_per_search")

    def count(unit: str, breakdown: str = "", group: str = "All") -> Count:
        return counts[Key("minutes_per_search", unit, "month", "2025-04-30", breakdown, group)]

    assert count("ASH") == Count(None, 2, shorthand="x")
    assert count("ASH", "seen", "Black") == Count(None, 1, shorthand="x")
    assert count("ASH", "seen", "White") == Count(5, 1)
    assert count("CEDAR") == Count(8, 1)
    assert count("FORCE") == Count(None, 3, shorthand="x")


def test_not_applicable_goes_before_not_available() -> None:
    """A unit without residents says so, even for a period with a month missing."""
    rows = """
    unit | period_end | vehicle
    DOGS | 2025-04-30 | no
    ASH  | 2025-06-30 | no
    """
    counts = by_key(counted(small(), searches=rows, people=PEOPLE))
    assert counts[Key("search_rate", "DOGS", *QUARTER)] == Count(shorthand="z")
    assert counts[Key("search_rate", "ASH", *QUARTER)] == Count(None, 600, shorthand="x")


def test_a_value_that_is_published_twice_or_not_at_all_is_absent() -> None:
    """Two different values leave none, as does a blank; the same value twice is one."""
    rows = """
    unit  | period_end | question | share | force_share
    ASH   | 2025-03-31 | Trust    | 0.6   | 0.7
    ASH   | 2025-03-31 | Trust    | 0.5   | 0.8
    BEECH | 2025-03-31 | Trust    | 0.5   |
    BEECH | 2025-03-31 | Trust    | 0.5   |
    CEDAR | 2025-03-31 | Trust    |       |
    """
    counts = of(counted(small(), survey=rows), "trust")
    assert {key.unit: count for key, count in counts.items()} == {
        "ASH": Count(shorthand="x"),
        "BEECH": Count(published=0.5),
        "CEDAR": Count(shorthand="x"),
        "FORCE": Count(shorthand="x"),
    }


def test_a_representation_with_a_month_missing_is_absent(tmp_path: Path) -> None:
    """Searches by group, among residents: no share is made of the months that are there."""
    old = "extract: staff\n    denominator: {extract: people}"
    new = old.replace("staff", "searches")
    text = (builders.SMALL / "scorecard.yaml").read_text(encoding="utf-8").replace(old, new)
    text = text.replace("breakdowns: [ethnicity]", "breakdowns: [said]")
    text = text.replace("value: ethnicity,", "value: said,").replace("    period: snapshot\n", "")
    folder = builders.write_config(tmp_path, builders.SMALL, scorecard=text)
    rows = """
    unit | period_end | said
    ASH  | 2025-04-30 | Black
    ASH  | 2025-06-30 | Black
    """
    counts = by_key(counted(load_configuration(folder), searches=rows, people=PEOPLE))
    asked = Key("black_staff", "ASH", *QUARTER, "said", "Black")
    assert counts[asked] == Count(None, None, 200, 800, shorthand="x")
    assert counts[asked._replace(type="month")] == Count(1, 1, 200, 800)


def test_an_area_that_was_not_loaded_makes_a_rate_absent() -> None:
    """A borough missing from the newer census leaves its force without a rate."""
    rows = """
    unit | period_end | vehicle
    ASH  | 2025-06-30 | no
    """
    without = "\n".join(line for line in PEOPLE.splitlines() if not line.startswith("CEDAR | 2025"))
    counts = by_key(counted(small(), searches=rows, people=without))
    month = ("month", "2025-06-30")
    assert counts[Key("search_rate", "FORCE", *month)] == Count(1, None, shorthand="x")
    assert counts[Key("search_rate", "ASH", *month)] == Count(1, 600)


def test_a_metric_whose_extract_is_not_loaded_has_no_row() -> None:
    """Only what was loaded is counted; residents that are not loaded leave rates without a base."""
    counts = counted(small(), searches=SEARCHES)
    assert set(counts["metric"]) == {
        "searches_made", "arrests", "search_rate", "minutes_per_search", "mean_minutes",
        "days_to_close", "people_arrested", "searches_with_result", "arrests_of_results",
        "furthest_outcome", "searches_by_staff", "searches_by_answers",
    }  # fmt: skip
    rate = of(counts, "search_rate")
    assert rate[Key("search_rate", "ASH", *QUARTER)] == Count(2, shorthand="x")
    reasons = counts[counts["metric"] == "search_rate"].set_index(["unit", "type", "group"])
    assert reasons.loc[("ASH", "quarter", "All"), "reason"] == "no population loaded"
    assert reasons.loc[("DOGS", "quarter", "All"), "reason"] == "no resident population"


def test_nothing_loaded_gives_no_counts() -> None:
    """An empty store is counted without a fault."""
    with open_connection() as connection:
        counts = Calculation(small(), {}).counts(connection, lambda words: None)
    assert len(counts) == 0

"""Each group against its reference group, and the whole recipe of judgement."""

from typing import Any

import pandas as pd
import pytest
from builders import released, small

from metrics.judgement.assessment import FIGURE_COLUMNS, assess
from metrics.judgement.comparing import COMPARED, compare_groups
from metrics.judgement.measuring import measure

ARRESTS, RATE = small().metrics["arrests"], small().metrics["search_rate"]


def compared(metric: str, breakdown: str, **groups: tuple[float, float]) -> pd.DataFrame:
    """The figures of groups, each with numerator and denominator, compared; by group."""
    rows = [
        {"metric": metric, "breakdown": breakdown, "group": group.replace("_", " "),
         "numerator": numbers[0], "denominator": numbers[1]}
        for group, numbers in groups.items()
    ]  # fmt: skip
    definition, judging = small().metrics[metric], small().scorecard.judging
    figures = measure(released(*rows), definition, judging)
    return compare_groups(figures, definition, small()).set_index("group")


def test_a_group_has_its_ratio_and_gap_to_the_reference() -> None:
    """30% against 20% is 1.5 times and 10 points; limits lie on both sides of each."""
    black = compared("arrests", "seen", Black=(300, 1000), White=(200, 1000)).loc["Black"]
    assert (black["ratio"], black["gap"]) == (pytest.approx(1.5), pytest.approx(10))
    assert black["ratio_lower"] < 1.5 < black["ratio_upper"]
    assert black["gap_lower"] < 10 < black["gap_upper"]
    assert black["reference"] == "White"


def test_a_gap_of_rates_is_in_the_unit_of_the_rate() -> None:
    """40 and 20 per 1,000 are 20 per 1,000 apart, limits in the same unit."""
    black = compared("search_rate", "said", Black=(40, 1000), White=(20, 1000)).loc["Black"]
    assert (black["ratio"], black["gap"]) == (2, 20)
    assert 0 < black["gap_lower"] < 20 < black["gap_upper"] < 50


def test_the_reference_group_and_the_total_are_compared_with_nobody() -> None:
    """The reference group has no ratio to itself, and the total has no reference."""
    found = compared("arrests", "seen", Black=(300, 1000), White=(200, 1000))
    assert found.loc["White", list(COMPARED)].isna().all()
    assert found.loc["White", "disparity"] == ""
    total = released({"metric": "arrests", "numerator": 300, "denominator": 1000})
    figures = compare_groups(measure(total, ARRESTS, small().scorecard.judging), ARRESTS, small())
    assert figures["ratio"].isna().all()
    assert figures["reference"].tolist() == [""]


def test_a_group_without_a_value_has_no_comparison() -> None:
    """Too few in either group: neither a ratio nor a gap, and no flag."""
    for groups in (
        {"Black": (3, 20), "White": (200, 1000)},
        {"Black": (300, 999), "White": (2, 9)},
    ):
        black = compared("arrests", "seen", **groups).loc["Black"]
        assert black[list(COMPARED)].isna().all()
        assert black["disparity"] == ""


def test_a_ratio_against_none_is_absent_and_its_gap_is_not() -> None:
    """Nothing can be divided by no events; the gap is still a gap."""
    black = compared("arrests", "seen", Black=(300, 1000), White=(0, 1000)).loc["Black"]
    assert pd.isna(black["ratio"])
    assert pd.isna(black["ratio_upper"])
    assert black["gap"] == pytest.approx(30)


@pytest.mark.parametrize(
    ("metric", "breakdown", "mine", "theirs", "said"),
    [
        # all three conditions: outside 0.80 to 1.25, interval without 1, enough on both sides
        ("arrests", "seen", (300, 1000), (200, 1000), "Flag"),
        ("arrests", "seen", (200, 1000), (300, 1000), "Flag"),
        # within the band, though the interval is without 1
        ("arrests", "seen", (12_400, 100_000), (10_000, 100_000), "No flag"),
        ("arrests", "seen", (12_500, 100_000), (10_000, 100_000), "No flag"),
        ("arrests", "seen", (12_501, 100_000), (10_000, 100_000), "Flag"),
        ("arrests", "seen", (8_000, 100_000), (10_000, 100_000), "No flag"),
        ("arrests", "seen", (7_999, 100_000), (10_000, 100_000), "Flag"),
        # outside the band, but the interval holds 1
        ("arrests", "seen", (6, 40), (4, 40), "No flag"),
        ("search_rate", "said", (20, 1000), (15, 1000), "No flag"),
        # far apart, but too few: ten events are needed for a rate
        ("search_rate", "said", (90, 1000), (9, 1000), "Too few to judge"),
        ("search_rate", "said", (90, 1000), (10, 1000), "Flag"),
        ("search_rate", "said", (9, 1000), (90, 1000), "Too few to judge"),
    ],
)
def test_a_flag_needs_three_things(
    metric: str, breakdown: str, mine: tuple[int, int], theirs: tuple[int, int], said: str
) -> None:
    """A ratio outside 0.80 to 1.25, an interval without 1, and enough in both groups."""
    found = compared(metric, breakdown, Black=mine, White=theirs)
    assert found.loc["Black", "disparity"] == said


def figure(unit: str, numerator: float, **more: Any) -> dict[str, Any]:
    """A figure of Black people's arrests, and its unit."""
    return {"metric": "arrests", "unit": unit, "breakdown": "seen", "numerator": numerator, **more}


def test_the_whole_recipe_compares_a_unit_with_the_force_and_with_the_unit_above() -> None:
    """Ash's gap is far from the force's and from East Unit's; only judged rows say so."""
    bases = {"FORCE": 4000, "EAST": 2000, "ASH": 1000}
    counts = {"FORCE": 820, "EAST": 600, "ASH": 450}
    rows = [figure(unit, counts[unit], group="Black", denominator=bases[unit]) for unit in bases]
    rows += [figure(unit, n // 5, group="White", denominator=n) for unit, n in bases.items()]
    found = assess(released(*rows), small()).figures
    assert list(found.columns) == list(FIGURE_COLUMNS)
    black = found[found["group"] == "Black"].set_index("unit")
    assert black["status"].to_dict() == {"FORCE": "on_track", "EAST": "off_track",
                                         "ASH": "off_track"}  # fmt: skip
    assert black["comparison"].to_dict() == {"FORCE": "Not compared", "EAST": "Worse",
                                             "ASH": "Worse"}  # fmt: skip
    assert black["parent_comparison"].to_dict() == {"FORCE": "Not compared", "EAST": "Worse",
                                                    "ASH": "Worse"}  # fmt: skip
    assert black["parent_comparator"].loc["ASH"] != black["comparator"].loc["ASH"]
    assert set(found.loc[found["group"] == "White", "status"]) == {""}


def test_no_figures_are_assessed_without_a_fault() -> None:
    """An empty release has the columns of any other."""
    assert list(assess(released().iloc[:0], small()).figures.columns) == list(FIGURE_COLUMNS)

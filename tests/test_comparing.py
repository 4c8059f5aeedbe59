"""Each group against its reference group, and each unit against the force."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from builders import released, small

from metrics.definitions.models import Better
from metrics.judgement.assessment import FIGURE_COLUMNS, assess
from metrics.judgement.comparing import COMPARED, compare_groups, compare_with
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


def judged(*rows: tuple[str, float, float, float]) -> pd.DataFrame:
    """Judged figures of units: their value and its limits."""
    frame = pd.DataFrame(rows, columns=["unit", "judged", "judged_lower", "judged_upper"])
    return frame.assign(type="quarter", end=pd.Timestamp("2025-06-30"))


def against_force(better: Better, mine: tuple[float, float, float], force: float) -> str:
    """The word for a unit's figure and limits beside the force's figure."""
    rows = judged(("EAST", *mine), ("FORCE", force, force, force))
    benchmarks = pd.Series("FORCE", index=rows.index)
    found = compare_with(rows, replace(ARRESTS, better=better), benchmarks)
    assert found["comparison"].tolist()[1] == "Not compared"
    assert found["comparator"].tolist() == [force, force]
    return str(found["comparison"].tolist()[0])


@pytest.mark.parametrize(
    ("better", "mine", "force", "word"),
    [
        (Better.HIGHER, (30, 25, 35), 20, "Better"),
        (Better.HIGHER, (30, 25, 35), 40, "Worse"),
        (Better.HIGHER, (30, 25, 35), 25, "Similar"),
        (Better.HIGHER, (30, 25, 35), 35, "Similar"),
        (Better.LOWER, (30, 25, 35), 20, "Worse"),
        (Better.LOWER, (30, 25, 35), 40, "Better"),
        (Better.NONE, (30, 25, 35), 20, "Higher"),
        (Better.NONE, (30, 25, 35), 40, "Lower"),
        (Better.NONE, (30, 25, 35), 30, "Similar"),
        (Better.ZERO, (1, 0.5, 1.5), 5, "Better"),
        (Better.ZERO, (-1, -1.5, -0.5), -5, "Better"),
        (Better.ZERO, (-5, -6, -4), 1, "Worse"),
        (Better.ZERO, (-1, -1.5, -0.5), 5, "Better"),
        (Better.ONE, (1.1, 1.0, 1.2), 3, "Better"),
        (Better.ONE, (0.5, 0.4, 0.6), 1.5, "Worse"),
        (Better.ONE, (0.8, 0.7, 0.9), 1.5, "Better"),
        (Better.ONE, (3, 2.5, 3.5), 1.5, "Worse"),
    ],
)
def test_a_unit_beside_the_force(
    better: Better, mine: tuple[float, float, float], force: float, word: str
) -> None:
    """Similar while the interval holds the force's figure, the edges included; else which way."""
    assert against_force(better, mine, force) == word


def test_a_figure_without_limits_or_without_a_benchmark_is_not_compared() -> None:
    """A count has no interval, another period has another force, and no benchmark is none."""
    nan = float("nan")
    rows = judged(("EAST", 30, nan, nan), ("WEST", 30, 25, 35), ("ASH", nan, nan, nan))
    benchmarks = pd.Series(["WEST", "FORCE", ""], index=rows.index)
    found = compare_with(rows, ARRESTS, benchmarks)
    assert found["comparison"].tolist() == ["Not compared"] * 3
    assert found["comparator"].isna().tolist() == [False, True, True]


def figure(unit: str, numerator: float, **more: Any) -> dict[str, Any]:
    """A figure of Black people's arrests, and its unit."""
    return {"metric": "arrests", "unit": unit, "breakdown": "seen", "numerator": numerator,
            "denominator": 1000, **more}  # fmt: skip


def test_the_whole_recipe_compares_a_unit_with_the_force_and_with_the_unit_above() -> None:
    """Ash's gap is far from the force's and from East Unit's; only judged rows say so."""
    rows = [figure(unit, mine, group="Black") for unit, mine in
            (("FORCE", 210), ("EAST", 300), ("ASH", 500))]  # fmt: skip
    rows += [figure(unit, 200, group="White") for unit in ("FORCE", "EAST", "ASH")]
    found = assess(released(*rows), small())
    assert list(found.columns) == list(FIGURE_COLUMNS)
    black = found[found["group"] == "Black"].set_index("unit")
    assert black["status"].to_dict() == {"FORCE": "on_track", "EAST": "off_track",
                                         "ASH": "off_track"}  # fmt: skip
    assert black["comparison"].to_dict() == {"FORCE": "Not compared", "EAST": "Worse",
                                             "ASH": "Worse"}  # fmt: skip
    assert black["parent_comparison"].to_dict() == {"FORCE": "Not compared", "EAST": "Worse",
                                                    "ASH": "Worse"}  # fmt: skip
    assert black["parent_comparator"].loc["ASH"] == pytest.approx(10)
    assert set(found.loc[found["group"] == "White", "status"]) == {""}


def test_no_figures_are_assessed_without_a_fault() -> None:
    """An empty release has the columns of any other."""
    assert list(assess(released().iloc[:0], small()).columns) == list(FIGURE_COLUMNS)

"""Each unit beside the rest of the force, the rest of the unit above it, and units like it."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from builders import released, small

from metrics.definitions.models import Better, Tally
from metrics.judgement.assessment import assess

ARRESTS, RATE = small().metrics["arrests"], small().metrics["search_rate"]
SHARES = replace(ARRESTS, headline=None, better=Better.HIGHER, target="none")
NO_INTERVAL, FEW = "this kind of measure has no interval", "fewer than 10 cases in a group"
UNITS = ("FORCE", "EAST", "WEST", "ASH", "BEECH", "CEDAR")


def configured(metric: Any) -> Any:
    """The small configuration with one metric in place of its namesake."""
    metrics = tuple(metric if m.id == metric.id else m for m in small().scorecard.metrics)
    return replace(small(), scorecard=replace(small().scorecard, metrics=metrics))


def judged(metric: Any, *figures: dict[str, Any]) -> pd.DataFrame:
    """The judged rows of figures of a metric, by unit."""
    rows = [{"metric": metric.id, **figure} for figure in figures]
    found = assess(released(*rows), configured(metric)).figures
    return found[found["status"] != ""].set_index("unit")


def units(**counts: tuple[float, float]) -> list[dict[str, Any]]:
    """A figure of each unit from its numerator and denominator; the force has them all."""
    return [{"unit": unit, "numerator": pair[0], "denominator": pair[1]}
            for unit, pair in counts.items()]  # fmt: skip


def test_the_unit_itself_is_left_out_of_the_force() -> None:
    """East has 300 of 1,000 and the force 500 of 2,000: the rest of the force has 200 of 1,000."""
    found = judged(SHARES, *units(FORCE=(500, 2000), EAST=(300, 1000)))
    east = found.loc["EAST"]
    assert east["comparator"] == pytest.approx(20)
    assert (east["comparison"], east["comparison_level"]) == ("Better", "99.8%")
    assert found.loc["FORCE", "comparison"] == "Not compared"
    assert found.loc["FORCE", "comparison_reason"] == "the force has no benchmark"


def test_a_unit_is_compared_with_the_rest_of_the_unit_above() -> None:
    """Ash has 500 of 1,000 of East's 700 of 2,000: Beech, the rest, has 200 of 1,000."""
    ash = judged(SHARES, *units(FORCE=(900, 4000), EAST=(700, 2000), ASH=(500, 1000))).loc["ASH"]
    assert ash["parent_comparator"] == pytest.approx(20)
    assert ash["comparator"] == pytest.approx(100 * 400 / 3000)
    assert ash["parent_comparison"] == "Better"


def test_a_parent_of_one_unit_has_no_rest() -> None:
    """Cedar is all of West: there is nothing else to compare it with, and that is said."""
    found = judged(SHARES, *units(FORCE=(900, 4000), WEST=(300, 1000), CEDAR=(300, 1000)))
    assert found.loc["CEDAR", "parent_comparison"] == "Not compared"
    assert found.loc["CEDAR", "parent_comparison_reason"] == "no figure for the unit above"
    assert found.loc["FORCE", "parent_comparison_reason"] == "no unit above"


def test_people_counted_once_are_not_subtracted() -> None:
    """A person in two units is one person in the force: the rest is not the force less the unit."""
    once = replace(SHARES, numerator=Tally(distinct="said"))
    figures = units(FORCE=(500, 2000), EAST=(300, 1000), WEST=(300, 1000))
    east = judged(once, *figures).loc["EAST"]
    assert (east["comparison"], east["comparison_reason"]) == (
        "Not compared", "people counted once do not add up",
    )  # fmt: skip


def test_similar_units_are_pooled_without_the_unit_itself() -> None:
    """Ash beside Beech and Cedar: 400 of 1,100, their counts added up and not their rates."""
    found = judged(SHARES, *units(ASH=(30, 100), BEECH=(300, 1000), CEDAR=(100, 100)))
    assert found.loc["ASH", "similar_comparator"] == pytest.approx(100 * 400 / 1100)
    assert found.loc["ASH", "similar_comparison"] == "Similar"
    assert found.loc["BEECH", "similar_comparator"] == pytest.approx(65)
    assert found.loc["BEECH", "similar_comparison"] == "Worse"


def test_one_similar_unit_is_not_enough() -> None:
    """One other unit would be named by its benchmark, so at least two are needed."""
    found = judged(SHARES, *units(ASH=(30, 100), BEECH=(300, 1000), EAST=(300, 1000)))
    assert found.loc["ASH", "similar_comparison"] == "Not compared"
    reason = "fewer than 2 similar units to compare with"
    assert found.loc["ASH", "similar_comparison_reason"] == reason
    assert found.loc["EAST", "similar_comparison_reason"] == "no similar units are named"


def test_a_hidden_similar_unit_hides_the_sum() -> None:
    """Where one unit is withheld, the others' sum would give it away by subtraction."""
    hidden = {"unit": "CEDAR", "numerator": np.nan, "denominator": 100, "shorthand": "c"}
    found = judged(SHARES, *units(ASH=(30, 100), BEECH=(300, 1000)), hidden)
    assert np.isnan(found.loc["ASH", "similar_comparator"])
    assert found.loc["ASH", "similar_comparison_reason"] == "no figure for similar units"
    assert found.loc["CEDAR", "similar_comparison"] == "Not compared"


def test_units_are_similar_from_the_day_that_is_named() -> None:
    """Before 2025 nobody had called the boroughs alike."""
    then = {"start": pd.Timestamp("2024-04-01"), "end": pd.Timestamp("2024-06-30")}
    rows = [{**row, **then} for row in units(ASH=(30, 100), BEECH=(300, 1000), CEDAR=(9, 100))]
    found = judged(SHARES, *rows)
    assert set(found["similar_comparison_reason"]) == {"no similar units are named"}


def groups(unit: str, black: tuple[float, float], white: tuple[float, float]) -> list[dict]:
    """The two groups of a unit that a gap or a ratio is made of."""
    return [{"unit": unit, "breakdown": "seen", "group": "Black", "numerator": black[0],
             "denominator": black[1]},
            {"unit": unit, "breakdown": "seen", "group": "White", "numerator": white[0],
             "denominator": white[1]}]  # fmt: skip


def test_a_gap_is_compared_with_the_gap_of_the_rest() -> None:
    """East's gap is 10 points, and that of the rest of the force none."""
    figures = groups("FORCE", (500, 2000), (400, 2000)) + groups("EAST", (300, 1000), (200, 1000))
    east = judged(ARRESTS, *figures).loc["EAST"]
    assert east["judged"] == pytest.approx(10)
    assert east["comparator"] == pytest.approx(0)
    assert (east["comparison"], east["comparison_level"]) == ("Worse", "99.8%")


def test_a_ratio_is_compared_with_the_ratio_of_the_rest() -> None:
    """East's ratio is 3, and that of the rest of the force 1."""
    figures = groups("FORCE", (400, 20_000), (200, 20_000)) + groups(
        "EAST", (300, 10_000), (100, 10_000)
    )
    rows = [{**figure, "breakdown": "said"} for figure in figures]
    east = judged(RATE, *rows).loc["EAST"]
    assert (east["judged"], east["comparator"]) == (3, pytest.approx(1))
    assert east["comparison"] == "Worse"


def test_a_share_of_staff_is_compared_by_the_same_share_of_residents() -> None:
    """8 of 100 against 40 of 900 elsewhere, both over a tenth of residents: 0.8 and 0.44."""
    base = {"breakdown": "ethnicity", "group": "Black", "comparator_numerator": 100,
            "comparator_denominator": 1000}  # fmt: skip
    found = judged(small().metrics["black_staff"],
                   {**base, "unit": "FORCE", "numerator": 48, "denominator": 1000},
                   {**base, "unit": "EAST", "numerator": 8, "denominator": 100})  # fmt: skip
    assert found.loc["EAST", "comparator"] == pytest.approx(40 / 900 * 10)


@pytest.mark.parametrize(
    ("metric", "figures", "reason"),
    [
        ("searches_made", units(FORCE=(90, np.nan), EAST=(50, np.nan)), NO_INTERVAL),
        ("trust", [{"unit": unit, "published": 0.5} for unit in UNITS], NO_INTERVAL),
        ("minutes_per_search", units(FORCE=(90, 30), EAST=(9, 3)), FEW),
        ("minutes_per_search", units(FORCE=(90, 30), EAST=(81, 27)), "too few cases in the force"),
        ("minutes_per_search", units(EAST=(81, 27)), "no figure for the force"),
    ],
)  # fmt: skip
def test_what_is_not_compared_says_why(metric: str, figures: list[dict], reason: str) -> None:
    """No interval, too few here, too few elsewhere, or nothing to compare with."""
    east = judged(small().metrics[metric], *figures).loc["EAST"]
    assert (east["comparison"], east["comparison_reason"]) == ("Not compared", reason)


def test_a_withheld_figure_is_not_compared() -> None:
    """The comparison of a hidden figure is hidden with it, and says the same."""
    hidden = {"unit": "EAST", "numerator": np.nan, "denominator": 100, "shorthand": "c",
              "reason": "withheld to protect people"}  # fmt: skip
    east = judged(SHARES, *units(FORCE=(900, 4000)), hidden).loc["EAST"]
    assert east["comparison_reason"] == "withheld to protect people"
    assert np.isnan(east["comparator"])


def test_a_median_is_held_against_the_force_at_both_levels() -> None:
    """A unit whose 99.8% limits leave the force's median out says so; without them it cannot."""
    metric = replace(small().metrics["days_to_close"], headline=None, better=Better.LOWER)
    wide = {"percentile_lower": 20.0, "percentile_upper": 30.0}
    far = {"percentile_lower_998": 15.0, "percentile_upper_998": 40.0}
    rows = [
        {"unit": "FORCE", "percentile": 10.0, **wide},
        {"unit": "EAST", "percentile": 25.0, **wide, **far},
        {"unit": "WEST", "percentile": 25.0, **wide},
    ]
    found = judged(metric, *({"denominator": 900, **row} for row in rows))
    found = found.loc[["FORCE", "EAST", "WEST"]]
    assert found["comparison"].tolist() == ["Not compared", "Worse", "Worse"]
    assert found["comparison_level"].tolist() == ["", "99.8%", "95%"]

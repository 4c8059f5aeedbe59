"""The cases at the edge where methods differ from one another: what is done here, one by one.

Control charts have their own edge cases beside them. The names are those of the cases.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from builders import released, small
from test_readings import figure as said

from metrics.definitions.models import Better, Target
from metrics.judgement import benchmarks, disparity, funnels, intervals, overdispersion
from metrics.judgement.assessment import assess
from metrics.wording.judgements import judged_text, value_text

# Each case of the matrix of edge cases, and the tests that hold it; those of control charts too.
CASES = {
    "numerator 0": ["test_numerator_0"],
    "denominator 0": ["test_denominator_0"],
    "numerator > denominator": ["test_numerator_above_denominator"],
    "one missing value": [
        "test_one_value_missing", "test_no_moving_range_lies_across_a_gap",
        "test_a_gap_ends_every_run",
        "test_the_icon_of_an_empty_last_month_is_that_of_the_last_figure",
        "test_a_row_that_is_not_there_ends_a_run_like_one_without_a_figure",
    ],
    "tiny n (1/1)": ["test_tiny_n", "test_too_few_says_how_many_would_do"],
    "all suppressed": ["test_all_suppressed"],
    "all points equal": [
        "test_all_points_equal", "test_equal_figures_have_a_mean_and_no_variation",
    ],
    "mostly zeros (1,1,1,1,2)": ["test_mostly_zeros", "test_sparse_counts_are_not_screened"],
    "fewer than 13 points": ["test_fewer_than_13_figures_have_trial_limits_and_no_signal"],
    "point exactly on the mean": [
        "test_a_point_on_the_mean_ends_a_shift", "test_a_tie_ends_a_trend",
    ],
    "limits beyond 0-100%": [
        "test_limits_beyond_0_to_100", "test_lines_are_cut_off_where_no_figure_can_be",
        "test_limits_are_drawn_within_what_can_be_and_compared_as_they_are",
    ],
    "grouped data": ["test_grouped_data"],
    "value on the threshold": ["test_value_on_the_threshold"],
}  # fmt: skip
SHARE = replace(small().metrics["arrests"], headline=None, better=Better.HIGHER, target="none")


def figures(*rows: dict[str, Any], metric: Any = SHARE) -> pd.DataFrame:
    """The assessed figures of rows of one metric, in the small configuration."""
    metrics = tuple(metric if m.id == metric.id else m for m in small().scorecard.metrics)
    changed = replace(small(), scorecard=replace(small().scorecard, metrics=metrics))
    return assess(released(*({"metric": metric.id, **row} for row in rows)), changed).figures


def figure(metric: Any = SHARE, **row: Any) -> pd.Series:
    """One assessed figure."""
    return figures(row, metric=metric).iloc[0]


@pytest.mark.parametrize("case", CASES)
def test_every_case_has_its_tests(case: str) -> None:
    """Each test that a case of the matrix names is there."""
    files = Path(__file__).parent.glob("test_*.py")
    code = "".join(path.read_text(encoding="utf-8") for path in files)
    assert CASES[case]
    assert [name for name in CASES[case] if f"def {name}(" not in code] == []


def test_numerator_0() -> None:
    """A value and an interval from 0 are shown, as 0 of 20 has an upper limit of 16.1%."""
    none = figure(numerator=0, denominator=40)
    assert (none["value"], none["lower"]) == (0, 0)
    assert intervals.wilson(0, 20)[1] == pytest.approx(0.161, abs=5e-4)
    assert disparity.ratio_of_proportions(0, 20, 5, 20)[0] == 0
    assert disparity.ratio_of_rates(0, 20, 5, 20)[0] == 0


@pytest.mark.parametrize("kind", ["arrests", "minutes_per_search"])
def test_denominator_0(kind: str) -> None:
    """Nothing to divide by: no value, never infinite, and the reason is said."""
    metric = replace(small().metrics[kind], headline=None)
    none = figure(metric, numerator=0, denominator=0)
    assert none[["value", "lower", "upper"]].isna().all()
    assert (none["shorthand"], none["reason"]) == ("z", "nothing to divide by")
    assert none["status"] == "not_applicable"


def test_numerator_above_denominator() -> None:
    """A proportion refuses it as a fault of the data; a rate allows 250 events for 220 people."""
    with pytest.raises(ValueError, match="more events than their base"):
        figure(numerator=41, denominator=40)
    rate = replace(small().metrics["minutes_per_search"], better=Better.NONE)
    assert figure(rate, numerator=250, denominator=220)["value"] == pytest.approx(250 / 220)


def test_one_value_missing() -> None:
    """A figure that is not there has a reason, ends its run and leaves the others as they are."""
    ends = pd.date_range("2025-06-30", periods=3, freq="QE")
    rows = [{"numerator": 20, "denominator": 40, "start": end - pd.Timedelta(days=89), "end": end}
            for end in ends]  # fmt: skip
    rows[1] |= {"numerator": np.nan, "shorthand": "x", "reason": "months missing"}
    found = figures(*rows).sort_values("end")
    assert found["value"].tolist() == [50, pytest.approx(np.nan, nan_ok=True), 50]
    assert found["status_reason"].tolist() == ["", "months missing", ""]
    assert found["periods_in_run"].tolist() == [1, 1, 1]


def test_tiny_n() -> None:
    """1 of 1 has an interval from 20.7%; below the least base nothing is judged."""
    lower, upper = intervals.wilson(1, 1)
    assert (lower, upper) == (pytest.approx(0.207, abs=5e-4), 1)
    thin = figure(numerator=1, denominator=1)
    assert (thin["numerator"], thin["denominator"]) == (1, 1)
    assert np.isnan(thin["value"])
    assert (thin["status"], thin["status_reason"]) == ("too_few", "fewer than 30 in the base")


def test_all_suppressed() -> None:
    """Everything withheld: no value, no limit, no comparison, no trend, no status but that."""
    hidden = {"numerator": np.nan, "denominator": 100, "shorthand": "c", "reason": "withheld"}
    rows = [hidden | {"unit": unit} for unit in ("FORCE", "EAST", "ASH")]
    found = figures(*rows)
    numbers = found.select_dtypes("number").drop(columns=["denominator", "periods_in_run"])
    assert numbers.isna().all(axis=None)
    assert set(found["status"]) == {"withheld"}
    assert set(found["comparison"]) == {"Not compared"}
    assert set(found["trend"]) == {"not_calculated"}


def test_all_points_equal() -> None:
    """Units that do not differ at all have no spread over chance, and none stands out."""
    events, base = np.full(12, 20), np.full(12, 100)
    centre = funnels.average(events, base)
    spread = overdispersion.spread(overdispersion.proportion_scores(events, base, centre))
    assert (spread.phi, spread.tau_squared) == (pytest.approx(0), 0)
    assert not spread.calls_for_wider_limits
    assert set(funnels.proportion_category(events, base, centre)) == {"Not significant"}


def test_mostly_zeros() -> None:
    """Counts of none are scored as half an event, so the others' spread is still a number."""
    scores = overdispersion.ratio_scores([0, 0, 0, 0, 2], np.full(5, 0.4))
    assert np.isfinite(overdispersion.spread(scores).phi)


def test_limits_beyond_0_to_100() -> None:
    """What is judged is not clipped; what is drawn is, at whatever 100% is in its unit."""
    limits = funnels.proportion_funnel(0.05, 10)
    assert limits[0] < 0
    drawn = funnels.clipped((limits[0] * 1000, limits[1] * 1000), 1000)
    assert drawn[0] == 0
    assert drawn[1] == pytest.approx(limits[1] * 1000)


def test_grouped_data() -> None:
    """Counts are added up and then divided: 1 of 10 and 80 of 100 are 81 of 110, not 45%."""
    assert funnels.average([1, 80], [10, 100]) == pytest.approx(81 / 110)


def test_value_on_the_threshold() -> None:
    """On a limit is similar, on the target is met, on four fifths is not below it."""
    sides = benchmarks.side((np.array([0.2]), np.array([0.3])), [0.3])
    assert benchmarks.words(sides, Better.HIGHER).tolist() == ["Similar"]
    goal = Target(value=29, by=date(2027, 3, 31), set_by="Board", set_on=date(2026, 4, 1))
    assert (
        figure(replace(SHARE, target=goal), numerator=29, denominator=100)["status"] == "on_track"
    )
    assert disparity.four_fifths(8, 100, 10, 100).item() == "within"


def test_a_hidden_number_has_no_words_either() -> None:
    """The words of an absent figure are its shorthand, with no number in them."""
    hidden = said(status="withheld", shorthand="c")
    assert (value_text(hidden, SHARE), judged_text(hidden, SHARE)) == ("[c]", "[c]")

"""Means and percentiles: scipy's and numpy's own answers, the edges, and what must always hold."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from averaging import BEYOND, limit_places
from builders import counted, released, small
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike
from scipy import stats

from metrics.disclosure.suppression import TELLING, protect
from metrics.judgement.assessment import assess
from metrics.judgement.averages import effective, mean_limits
from metrics.judgement.disparity import difference
from metrics.judgement.intervals import wilson
from metrics.judgement.measuring import measure
from metrics.percentiles import places

pytestmark = pytest.mark.filterwarnings("error")

DAYS = st.lists(st.integers(-400, 4000), min_size=2, max_size=60)


def limits_of(values: ArrayLike, confidence: float = 0.95) -> tuple[float, float]:
    """The limits of the mean of some values, from their sums."""
    held = np.asarray(values, dtype=float)
    lower, upper = mean_limits(held.sum(), (held**2).sum(), held.size, confidence)
    return float(lower), float(upper)


@given(DAYS, st.sampled_from([0.9, 0.95, 0.998]))
def test_the_limits_of_a_mean_are_scipys(values: list[int], confidence: float) -> None:
    """Student's interval from the sums is scipy's from the values, unless all are alike."""
    if len(set(values)) == 1:
        assert limits_of(values) == pytest.approx((values[0], values[0]), abs=1e-6)
        return
    theirs = stats.ttest_1samp(values, 0).confidence_interval(confidence)
    assert limits_of(values, confidence) == pytest.approx(tuple(theirs), rel=1e-7, abs=1e-6)


def test_a_mean_as_student_worked_it() -> None:
    """Hours of sleep gained by ten patients, in the paper of 1908; the limits are R's."""
    hours = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    assert limits_of(hours) == pytest.approx((-0.5297804, 2.0297804), abs=5e-8)


@pytest.mark.parametrize(
    ("total", "squares", "size"), [(5, 25, 1), (0, 0, 0), (np.nan, np.nan, 9), (9, 9, np.nan)]
)
def test_a_mean_without_two_values_has_no_limits(total: float, squares: float, size: float) -> None:
    """One value says nothing of how far values spread, and nor does one that is hidden."""
    assert np.isnan(mean_limits(total, squares, size)).all()


@pytest.mark.parametrize("percentile", [1, 50, 75, 90, 99])
@pytest.mark.parametrize("size", [1, 2, 5, 6, 8, 9, 35, 36, 37, 100, 999])
def test_a_percentile_and_its_limits_are_those_of_numpy_and_scipy(
    size: int, percentile: int
) -> None:
    """The places give numpy's percentile, and the limits of scipy's test of a percentile."""
    values = np.arange(size) ** 2.0
    row = places([size], percentile).iloc[0]
    below, above = values[int(row["below"]) - 1], values[int(row["above"]) - 1]
    ours = below + (above - below) * row["part"]
    assert ours == pytest.approx(np.percentile(values, percentile), rel=1e-12)
    test = stats.quantile_test(values, q=0, p=percentile / 100)
    for level, confidence in (("", 0.95), ("_998", 0.998)):
        theirs = test.confidence_interval(confidence)
        ends = (row[f"lower{level}"], row[f"upper{level}"])
        limits = [np.nan if np.isnan(place) else values[int(place) - 1] for place in ends]
        np.testing.assert_array_equal(limits, [theirs.low, theirs.high])


@settings(max_examples=25)
@given(st.integers(1, 80), st.sampled_from([50, 90]), st.sampled_from(["", "_998"]))
def test_the_limits_hold_the_percentile_in_as_many_samples_as_they_say(
    size: int, percentile: int, level: str
) -> None:
    """Adding up exact binomial chances gives the same places, or none where there are none."""
    row = places([size], percentile).iloc[0]
    lower, upper = limit_places(size, percentile, BEYOND[level])
    assert np.nan_to_num(row[f"lower{level}"], nan=0) == lower
    assert np.nan_to_num(row[f"upper{level}"], nan=size + 1) == upper


def test_a_percentile_of_many_rows_is_counted_with_its_limits() -> None:
    """Of 1 to 40 days, nine in ten are closed within 36.1, and the limits are the 31st and 40th."""
    lines = ["unit | period_end | searched_on | closed_on"]
    start = np.datetime64("2025-04-01")
    lines += [f"ASH | 2025-04-30 | {start} | {start + day}" for day in range(1, 41)]
    counts = counted(small(), searches="\n".join(lines))
    mine = (counts["metric"] == "days_to_close") & (counts["unit"] == "ASH")
    row = counts[mine & (counts["type"] == "month") & (counts["breakdown"] == "")].iloc[0]
    assert row["denominator"] == 40
    assert row["percentile"] == pytest.approx(np.percentile(np.arange(1, 41), 90))
    test = stats.quantile_test(np.arange(1.0, 41), q=0, p=0.9)
    near, far = test.confidence_interval(0.95), test.confidence_interval(0.998)
    assert [row["percentile_lower"], row["percentile_upper"]] == list(near)
    assert row["percentile_lower_998"] == far.low < near.low
    assert np.isnan(row["percentile_upper_998"])
    assert np.isnan(far.high)


def figure(metric: str, **counts: Any) -> pd.Series:
    """One figure of a metric, judged from these counts."""
    judging = small().scorecard.judging
    return measure(released({"metric": metric, **counts}), small().metrics[metric], judging).iloc[0]


def test_a_mean_is_its_sum_over_its_rows() -> None:
    """Thirty rows that add up to 60 have a mean of 2, between its limits."""
    row = figure("mean_minutes", numerator=60, denominator=30, squares=150)
    lower, upper = mean_limits(60, 150, 30)
    assert (row["value"], row["lower"], row["upper"]) == (2, lower, upper)
    assert lower < 2 < upper


@pytest.mark.parametrize(
    ("metric", "base", "shorthand"),
    [("mean_minutes", 29, "u"), ("mean_minutes", 30, ""), ("mean_minutes", 0, "z"),
     ("days_to_close", 7, "u"), ("days_to_close", 8, ""), ("days_to_close", 0, "z")],
)  # fmt: skip
def test_an_average_of_few_is_unreliable_and_of_nobody_not_applicable(
    metric: str, base: int, shorthand: str
) -> None:
    """Below the minimum base nothing is shown of an average, neither value nor limits."""
    row = figure(metric, numerator=60, denominator=base, squares=999, percentile=5.0,
                 percentile_lower=1.0, percentile_upper=9.0)  # fmt: skip
    assert row["shorthand"] == shorthand
    assert row[["value", "lower", "upper"]].isna().all() == (shorthand != "")


@pytest.mark.parametrize("metric", ["mean_minutes", "days_to_close"])
@pytest.mark.parametrize(
    ("threshold", "base", "hidden"),
    [(10, 9, True), (10, 10, False), (5, 7, True), (5, 8, False), (0, 2, False)],
)
def test_an_average_is_hidden_by_its_base_alone(
    metric: str, threshold: int, base: int, hidden: bool
) -> None:
    """Below the threshold, or 8, all is hidden; a small sum among many people hides nothing."""
    tier = next(t for t in small().access.tiers if t.threshold == threshold)
    counts = released({"metric": metric, "numerator": 3, "denominator": base, "squares": 3,
                       "percentile": 1.0, "percentile_lower": 0.0})  # fmt: skip
    row = protect(counts, tier, small()).counts.iloc[0]
    assert (row["shorthand"] == "c") == hidden
    assert row[["numerator", "denominator", *TELLING]].isna().all() == hidden


def respondents(
    agreed: int, answered: int, weights: tuple[float, float] = (1, 1)
) -> dict[str, Any]:
    """The counts of a survey in which those who agree have one weight and the others another."""
    yes, no = weights
    others = answered - agreed
    return {
        "metric": "treated_fairly", "numerator": agreed, "denominator": answered,
        "weighted": agreed * yes, "weights": agreed * yes + others * no,
        "squares": agreed * yes**2 + others * no**2,
    }  # fmt: skip


@given(st.integers(0, 300), st.integers(300, 900), st.sampled_from([0.01, 0.5, 1.0, 4000.0]))
def test_a_survey_with_one_weight_for_all_is_a_proportion(
    agreed: int, answered: int, weight: float
) -> None:
    """Whatever the one weight is, value and limits are those of the people counted."""
    row = figure(**respondents(agreed, answered, (weight, weight)))
    lower, upper = wilson(agreed, answered)
    assert row["value"] == pytest.approx(100 * agreed / answered)
    assert row["lower"] == pytest.approx(100 * lower, abs=1e-9)
    assert row["upper"] == pytest.approx(100 * upper, abs=1e-9)


@given(st.integers(1, 299), st.sampled_from([0.1, 0.5, 3.0]))
def test_unequal_weights_make_a_survey_less_sure(agreed: int, weight: float) -> None:
    """The effective sample is smaller than the respondents: the design effect is above 1."""
    counts = pd.DataFrame([respondents(agreed, 300, (weight, 1))])
    _, size = effective(counts)
    assert size[0] < 300
    by_hand = (agreed * weight + 300 - agreed) ** 2 / (agreed * weight**2 + 300 - agreed)
    assert size[0] == pytest.approx(by_hand)


def test_a_weighted_share_worked_by_hand() -> None:
    """40 with weight 2 agree and 60 with weight 1 do not: 80 of 140, on 140 x 140 / 220 = 89.09."""
    row = figure(**respondents(40, 100, (2, 1)))
    lower, upper = wilson(80 / 140 * 89.0909090909, 89.0909090909)
    assert row["value"] == pytest.approx(57.142857)
    assert (row["lower"], row["upper"]) == pytest.approx((100 * lower, 100 * upper))
    assert (row["numerator"], row["denominator"]) == (40, 100)


def test_all_agree_whatever_their_weights_add_up_to() -> None:
    """A sum that is one last digit off does not make more than everybody agree."""
    row = figure(**{**respondents(50, 50, (0.1, 1)), "weighted": np.nextafter(5.0, 6.0)})
    assert row["value"] == 100
    assert row["upper"] == 100


@pytest.mark.parametrize(
    ("counts", "shorthand"),
    [(respondents(9, 29), "u"), (respondents(9, 30), ""), (respondents(0, 0), "z"),
     (respondents(9, 30, (0, 0)), "z")],
)  # fmt: skip
def test_a_survey_of_few_is_unreliable_and_without_weight_not_applicable(
    counts: dict[str, Any], shorthand: str
) -> None:
    """The base of a survey is its respondents; weights of nothing cannot be divided by."""
    row = figure(**counts)
    assert row["shorthand"] == shorthand
    assert pd.isna(row["value"]) == (shorthand != "")


@pytest.mark.parametrize(
    ("agreed", "answered", "hidden"), [(9, 40, True), (31, 40, True), (10, 40, False), (5, 9, True)]
)
def test_a_survey_is_protected_by_people_and_not_by_weights(
    agreed: int, answered: int, hidden: bool
) -> None:
    """Few who agree, few who do not and few who answered are hidden, however much they weigh."""
    tier = next(t for t in small().access.tiers if t.threshold == 10)
    row = protect(released(respondents(agreed, answered, (4000, 1))), tier, small()).counts.iloc[0]
    assert (row["shorthand"] == "c") == hidden
    assert row[["numerator", "weighted", "weights", "squares"]].isna().all() == hidden


def test_the_gap_between_groups_of_a_survey_rests_on_effective_samples() -> None:
    """The gap is of the weighted shares, with Newcombe's limits for the two effective samples."""
    rows = [
        {**respondents(agreed, 200, (2, 1)), "breakdown": "said", "group": group}
        for group, agreed in (("Black", 80), ("White", 120))
    ]
    figures = assess(released(*rows), small()).figures
    gap = figures[figures["group"] == "Black"].iloc[0]
    assert gap["gap"] == pytest.approx(100 * (160 / 280 - 240 / 320))
    # 80 of weight 2 and 120 of weight 1, against 120 and 80: samples of 178.2 and 182.9
    sizes = 280**2 / (80 * 4 + 120), 320**2 / (120 * 4 + 80)
    limits = difference(160 / 280 * sizes[0], sizes[0], 240 / 320 * sizes[1], sizes[1])
    assert [gap["gap_lower"], gap["gap_upper"]] == pytest.approx([100 * end for end in limits])
    assert gap["judged"] == gap["gap"]
    assert gap["disparity"] == "Flag"

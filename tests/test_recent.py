"""The recent trend of judged figures: on what it runs, what it says, and why it says nothing."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from builders import released, small

from metrics.definitions.models import Better, Metric
from metrics.judgement.assessment import assess
from metrics.judgement.disparity import difference_of_rates
from metrics.periods import PeriodType, period_ending

SHARE = replace(
    small().metrics["arrests"], headline=None, better=Better.HIGHER, target="none",
    since=date(2020, 1, 1), period=PeriodType.QUARTER,
)  # fmt: skip
RISING, FLAT = (100, 150, 200, 250, 300), (200, 201, 199, 200, 200)


def configured(metric: Metric) -> Any:
    """The small configuration with one metric in place of its namesake."""
    metrics = tuple(metric if m.id == metric.id else m for m in small().scorecard.metrics)
    return replace(small(), scorecard=replace(small().scorecard, metrics=metrics))


def series(events: Any, type_: str = "quarter", freq: str = "QE", **more: Any) -> list[dict]:
    """A figure of 1,000 in each period from June 2024; without a number there is no period."""
    ends = [day.date() for day in pd.date_range("2024-06-30", periods=len(events), freq=freq)]
    spans = [period_ending(PeriodType(type_), end) for end in ends]
    return [
        {"metric": "arrests", "type": type_, "start": span.start, "end": span.end,
         "numerator": n, "denominator": 1000, **more}
        for span, n in zip(spans, events, strict=True) if n is not None
    ]  # fmt: skip


def trends(metric: Metric, rows: list[dict], type_: str = "quarter") -> list[tuple[str, str]]:
    """The trend and its reason for each judged figure of a type of period, oldest first."""
    found = assess(released(*rows), configured(metric)).figures
    found = found[(found["status"] != "") & (found["type"] == type_)].sort_values("end")
    return list(zip(found["trend"], found["trend_reason"], strict=True))


@pytest.mark.parametrize(
    ("better", "rise", "fall"),
    [
        (Better.HIGHER, "increasing_better", "decreasing_worse"),
        (Better.LOWER, "increasing_worse", "decreasing_better"),
        (Better.NONE, "increasing", "decreasing"),
        (Better.ZERO, "increasing_worse", "decreasing_better"),
    ],
)
def test_a_trend_is_good_or_bad_by_the_direction_of_the_metric(
    better: Better, rise: str, fall: str
) -> None:
    """Up is better, worse or neither; where the aim is 0, away from it is worse."""
    metric = replace(SHARE, better=better)
    assert trends(metric, series(RISING))[-1] == (rise, "")
    assert trends(metric, series(RISING[::-1]))[-1] == (fall, "")


def test_what_chance_explains_is_no_change() -> None:
    """Five quarters that hardly differ have no significant change."""
    assert trends(SHARE, series(FLAT))[-1] == ("no_change", "")


def test_one_odd_quarter_makes_no_trend() -> None:
    """A slope that turns when one point is left out is not firm, however large its chi-square."""
    assert trends(SHARE, series((200, 200, 200, 195, 400)))[-1][0] == "no_change"


def test_fewer_than_five_say_how_many_there_are() -> None:
    """Each of the first four says how many it has and how many it needs."""
    said = [reason for _, reason in trends(SHARE, series(RISING))[:4]]
    assert said == [f"not enough points (have {n}, need 5)" for n in (1, 2, 3, 4)]


def test_the_year_to_each_quarter_takes_the_trend_of_the_quarters_underneath() -> None:
    """12 months that end each quarter overlap: their trend is that of the quarters."""
    years = series((1000, 1000, 1000, 1000, 1000), type_="rolling_year", denominator=4000)
    both = trends(SHARE, series(RISING) + years, "rolling_year")
    assert both[-1] == ("increasing_better", "")
    assert trends(SHARE, years, "rolling_year")[-1] == ("not_calculated", "periods overlap")


def test_a_missing_quarter_ends_the_series() -> None:
    """Five quarters around a hole are no five quarters in a row."""
    rows = series((100, 150, None, 200, 250, 300))
    assert trends(SHARE, rows)[-1] == ("not_calculated", "a period is missing in the window")


def test_a_withheld_quarter_is_said_to_be_withheld() -> None:
    """A hidden value hides the trend, and says no more than that."""
    rows = series(RISING)
    rows[2] |= {"numerator": np.nan, "shorthand": "c", "reason": "withheld to protect people"}
    assert trends(SHARE, rows)[-1] == ("not_calculated", "value withheld")


def test_a_value_that_is_not_there_is_not_called_withheld() -> None:
    """A quarter with a month missing has no value, and nobody is protected by that."""
    rows = series(RISING)
    rows[2] |= {"numerator": np.nan, "shorthand": "x", "reason": "months missing"}
    assert trends(SHARE, rows)[-1] == ("not_calculated", "value not available")


def test_no_trend_runs_across_a_definition_change() -> None:
    """Until five periods lie on one side of the change there is no trend, and then there is."""
    metric = replace(SHARE, since=date(2025, 1, 1))
    found = trends(metric, series((*RISING, 350, 400, 450)))
    assert found[4] == ("not_calculated", "definition changed in the window")
    assert found[-1] == ("increasing_better", "")


def test_a_measure_without_an_interval_has_no_trend_test() -> None:
    """A count has no interval to weigh it by."""
    count = replace(small().metrics["searches_made"], since=date(2020, 1, 1))
    rows = [{**row, "metric": "searches_made", "denominator": np.nan} for row in series(RISING)]
    assert trends(count, rows)[-1] == ("not_calculated", "measure type has no trend test")


def test_no_events_at_all_are_no_trend() -> None:
    """Five quarters of no events have nothing that could rise or fall."""
    assert trends(SHARE, series((0,) * 5))[-1] == ("not_calculated", "no variation to test")


def test_financial_years_and_snapshots_are_tested_as_they_are() -> None:
    """They do not overlap: each is its own series."""
    years = series(RISING, type_="financial_year", freq="YE-MAR")
    assert trends(SHARE, years, "financial_year")[-1] == ("increasing_better", "")


def test_a_ratio_is_tested_by_its_logarithm() -> None:
    """From twice to four times the rate, with 1 as the aim: further off, and so worse."""
    metric = replace(small().metrics["search_rate"], since=date(2020, 1, 1))
    rows = []
    for group, events in (("Black", (200, 240, 290, 340, 400)), ("White", (100,) * 5)):
        rows += series(events, breakdown="said", group=group)
    rows = [{**row, "metric": "search_rate", "denominator": 10_000} for row in rows]
    assert trends(metric, rows)[-1] == ("increasing_worse", "")
    falling = [{**row, "numerator": 500 - row["numerator"]} for row in rows[:5]] + rows[5:]
    assert trends(metric, falling)[-1] == ("decreasing_better", "")


def gap_series(
    black: tuple[int, ...], white: tuple[int, ...], type_: str = "quarter"
) -> list[dict]:
    """The two groups of a gap in five quarters."""
    return series(black, type_, breakdown="seen", group="Black") + series(
        white, type_, breakdown="seen", group="White"
    )


def changed(rows: list[dict], **more: Any) -> pd.Series:
    """The last judged figure of the gap metric."""
    metric = replace(small().metrics["arrests"], since=date(2020, 1, 1), **more)
    found = assess(released(*rows), configured(metric)).figures
    return found[found["status"] != ""].sort_values("end").iloc[-1]


@pytest.mark.parametrize(
    ("black", "white", "change", "moved"),
    [
        ((400, 0, 0, 0, 300), (200, 0, 0, 0, 200), -10, "group"),
        ((400, 0, 0, 0, 400), (200, 0, 0, 0, 300), -10, "reference"),
        ((400, 0, 0, 0, 300), (300, 0, 0, 0, 200), 0, "both"),
        ((400, 0, 0, 0, 401), (200, 0, 0, 0, 200), 0.1, "neither"),
    ],
)
def test_a_gap_says_how_it_changed_in_a_year_and_which_side_moved(
    black: tuple[int, ...], white: tuple[int, ...], change: float, moved: str
) -> None:
    """A gap that closed because the better-off group fell is told from one that closed."""
    found = changed(gap_series(black, white))
    assert found["gap_change"] == pytest.approx(change)
    assert found["gap_moved"] == moved
    assert found["gap_change_lower"] < change < found["gap_change_upper"]


def test_the_change_of_a_gap_of_snapshots_is_tested_too() -> None:
    """Snapshots of one month in two years, of whatever day, are held against each other."""
    rows = gap_series((400, 0, 0, 0, 300), (200,) * 5, "snapshot")
    found = changed([{**row, "end": row["end"].replace(day=15)} for row in rows])
    assert found["gap_change"] == pytest.approx(-10)
    assert found["gap_moved"] == "group"


def test_the_change_of_a_gap_of_rates_is_in_their_unit() -> None:
    """A headline that is a ratio of rates has the change of their gap, by the limits of rates."""
    rows = series((500, 0, 0, 0, 300), breakdown="said", group="Black")
    rows += series((200,) * 5, breakdown="said", group="White")
    metric = replace(small().metrics["search_rate"], since=date(2020, 1, 1))
    rates = [{**row, "metric": metric.id, "denominator": 10_000} for row in rows]
    found = assess(released(*rates), configured(metric)).figures
    last = found[found["status"] != ""].sort_values("end").iloc[-1]
    assert last["gap_change"] == pytest.approx(-20)
    assert last["gap_moved"] == "group"
    then, now = (500, 10_000, 200, 10_000), (300, 10_000, 200, 10_000)
    gaps = [difference_of_rates(*four) for four in (now, then)]
    down = np.hypot(0.01 - gaps[0][0], gaps[1][1] - 0.03)
    assert last["gap_change_lower"] == pytest.approx(1000 * (-0.02 - down))


def test_the_change_of_a_gap_in_a_survey_rests_on_effective_samples() -> None:
    """Weights that differ make a change less sure than as many people would."""
    rows = gap_series((400, 0, 0, 0, 300), (200,) * 5)
    weights = {"metric": "treated_fairly", "weights": 1000.0}
    metric = replace(small().metrics["treated_fairly"], since=date(2020, 1, 1))
    sure, unsure = (
        assess(released(*({**row, **weights, "breakdown": "said", "weighted": row["numerator"],
                           "squares": squares} for row in rows)), configured(metric)).figures
        for squares in (1000.0, 2000.0)
    )  # fmt: skip
    spans = [f["gap_change_upper"].max() - f["gap_change_lower"].max() for f in (sure, unsure)]
    assert spans[0] < spans[1]


def test_a_gap_has_no_change_where_there_is_no_year_before_or_another_definition() -> None:
    """Four quarters have no year before; a definition from last month measures another thing."""
    rows = gap_series((400, 400, 400, 400, 300), (200,) * 5)
    first = [row for row in rows if row["end"] < date(2025, 6, 30)]
    assert changed(first)["gap_moved"] == ""
    assert np.isnan(changed(first)["gap_change"])
    assert changed(rows)["gap_moved"] == "group"
    metric = replace(small().metrics["arrests"], since=date(2025, 1, 1))
    found = assess(released(*rows), configured(metric)).figures
    assert set(found["gap_moved"]) == {""}

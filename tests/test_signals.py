"""The signal of a figure of 12 months: from the shortest periods under it that do not overlap."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from builders import released, small

from metrics.definitions.chart_settings import Charts, Rebase
from metrics.definitions.models import Better, Judging, Metric, PeriodType, Target
from metrics.judgement.assessment import assess
from metrics.judgement.control_charts import Assurance, Signal
from metrics.judgement.manners import Manner, manner_of
from metrics.judgement.signals import add_signal
from metrics.periods import month_ends, period_ending

STANDARD = Charts()
LAST = date(2026, 9, 30)
MONTHS = list(month_ends(date(2024, 10, 1), LAST))
QUARTERS = [day for day in MONTHS if day.month % 3 == 0]
AIM = Target(value=30.0, by=date(2027, 3, 31), set_by="Board", set_on=date(2024, 1, 1))


def arrests() -> Metric:
    """A percentage of which more is better, whose target is 30."""
    return replace(
        small().metrics["arrests"], better=Better.HIGHER, target=AIM, since=date(2020, 1, 1)
    )


def manner(charts: Charts = STANDARD) -> Manner:
    """The manner in which it is judged, with its charts drawn as told."""
    return manner_of(replace(arrests(), charts=charts), small())


def judged(**values: list[float]) -> pd.DataFrame:
    """Judged rows of one unit: for each type of period, a value for each of its last ends."""
    rows = []
    for type_, numbers in values.items():
        ends = MONTHS if type_ == "month" else QUARTERS
        for end, value in zip(ends[-len(numbers) :], numbers, strict=True):
            period = period_ending(PeriodType(type_), end)
            rows.append({"metric": "arrests", "unit": "A", "type": type_,
                         "start": period.start, "end": end, "judged": value,
                         "status": "off_track", "numerator": value,
                         "denominator": 100.0, "target": AIM.value})  # fmt: skip
    frame = pd.DataFrame(rows)
    return frame.assign(start=pd.to_datetime(frame["start"]), end=pd.to_datetime(frame["end"]))


def last_year(frame: pd.DataFrame) -> pd.Series:
    """The last figure of 12 months with its signal."""
    found = add_signal(frame, manner()).judged
    return found[found["type"] == "rolling_year"].iloc[-1]


STEADY = [20.0, 22.0] * 11
FELL = [*STEADY, 20.0, 2.0]


def test_the_months_say_what_the_year_hides() -> None:
    """A year that hardly moved has the signal of its last month, which fell out of the limits."""
    said = last_year(judged(month=FELL, rolling_year=[21.0, 20.0]))
    assert said["signal"] == Signal.CONCERN
    assert (said["signal_type"], said["signal_end"].date()) == ("month", LAST)
    assert said["assurance"] == Assurance.MISSES


def test_too_few_months_with_a_figure_give_way_to_quarters() -> None:
    """Where under 13 months have a figure, the chart is of quarters, and says how many it lacks."""
    thin = [float("nan")] * 12 + [20.0] * 12
    said = last_year(judged(month=thin, quarter=[20.0, 22.0] * 4, rolling_year=[21.0]))
    assert said["signal"] == Signal.NONE
    assert said["signal_type"] == "quarter"
    assert said["signal_reason"] == "not enough points (have 8, need 13)"


def test_years_alone_are_not_charted() -> None:
    """Figures that overlap are never charted, and the reason says so."""
    said = last_year(judged(rolling_year=[21.0, 20.0]))
    assert (said["signal"], said["signal_reason"]) == (Signal.NONE, "periods overlap")


def test_every_point_of_a_chart_is_kept() -> None:
    """The points have the metric, and one row for each month."""
    points = add_signal(judged(month=FELL, rolling_year=[21.0]), manner()).points
    assert set(points["metric"]) == {"arrests"}
    assert list(points["value"]) == FELL


@pytest.mark.parametrize("type_", ["month", "quarter"])
def test_no_chart_is_of_periods_that_overlap(type_: str) -> None:
    """No point is ever a year's, whatever else there is."""
    frame = judged(**{type_: [20.0, 22.0, 21.0, 19.0], "rolling_year": [21.0, 20.0]})
    assert set(add_signal(frame, manner()).points["type"]) == {type_}


def points_of(charts: Charts) -> pd.DataFrame:
    """The chart of the months of a year and ten months, drawn as told."""
    return add_signal(judged(month=FELL), manner(charts)).points


def test_limits_start_again_on_the_days_that_are_named() -> None:
    """From the middle on the limits are others, and the signal says since when it has too few."""
    again = Rebase(on=date(2026, 1, 31), why="A new form")
    assert points_of(STANDARD)["segment"].nunique() == 1
    found = add_signal(judged(month=FELL), manner(Charts(rebase=(again,))))
    starts = found.points.groupby("segment")["end"].min()
    assert starts.dt.date.tolist() == [MONTHS[0], date(2026, 1, 31)]
    reason = "limits start again in the window (have 9 since then, need 13)"
    assert found.judged["signal_reason"].iloc[-1] == reason


def test_limits_may_be_fixed_and_ranges_screened() -> None:
    """Fixed after 12 points, or without the widest range, the last fall does not widen them."""
    widths = [
        (points["upper_limit"] - points["lower_limit"]).iloc[-1]
        for points in map(points_of, (STANDARD, Charts(fix_after=12), Charts(screen=True)))
    ]
    assert widths[1] == pytest.approx(2 * 2.66 * 2)
    assert widths[2] == pytest.approx(2 * 2.66 * 2)
    assert widths[0] > widths[1]


@pytest.mark.parametrize(("run", "met"), [(6, True), (7, False)])
def test_a_metric_draws_its_chart_as_it_says_else_as_the_scorecard_does(
    run: int, met: bool
) -> None:
    """Six points above the mean are a shift where a run is of six."""
    values = [20.0, 22.0, 18.0, 21.0, 19.0, 20.5, 19.5] * 2 + [21.2, 21.1, 21.3, 21.2, 21.1, 21.3]
    points = add_signal(judged(month=values), manner(Charts(run=run))).points
    assert (points["pattern"].iloc[-1] == "6 points or more above the mean") == met
    shares = [{"metric": "arrests", "type": "month", "start": end.replace(day=1), "end": end,
               "numerator": 10 * value, "denominator": 1000}
              for end, value in zip(MONTHS, values, strict=False)]  # fmt: skip
    mine = replace(arrests(), headline=None, charts=Charts(run=run))
    both = replace(small().scorecard, metrics=(mine,), judging=Judging(charts=Charts(run=8)))
    judgement = assess(released(*shares), replace(small(), scorecard=both))
    assert judgement.points["pattern"].iloc[-1] == points["pattern"].iloc[-1]

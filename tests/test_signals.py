"""The signal of a figure of 12 months: from the shortest periods under it that do not overlap."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from builders import small

from metrics.definitions.models import Better, Metric, PeriodType, Target
from metrics.judgement.control_charts import Assurance, Signal
from metrics.judgement.signals import add_signal
from metrics.periods import month_ends, period_ending

LAST = date(2026, 9, 30)
MONTHS = list(month_ends(date(2024, 10, 1), LAST))
QUARTERS = [day for day in MONTHS if day.month % 3 == 0]
AIM = Target(value=30.0, by=date(2027, 3, 31), set_by="Board", set_on=date(2024, 1, 1))


def arrests() -> Metric:
    """A percentage of which more is better, whose target is 30."""
    return replace(
        small().metrics["arrests"], better=Better.HIGHER, target=AIM, since=date(2020, 1, 1)
    )


def judged(**values: list[float]) -> pd.DataFrame:
    """Judged rows of one unit: for each type of period, a value for each of its last ends."""
    rows = []
    for type_, numbers in values.items():
        ends = MONTHS if type_ == "month" else QUARTERS
        for end, value in zip(ends[-len(numbers) :], numbers, strict=True):
            period = period_ending(PeriodType(type_), end)
            rows.append({"unit": "A", "type": type_, "start": period.start, "end": end,
                         "judged": value, "status": "off_track", "numerator": value,
                         "denominator": 100.0})  # fmt: skip
    frame = pd.DataFrame(rows)
    return frame.assign(start=pd.to_datetime(frame["start"]), end=pd.to_datetime(frame["end"]))


def last_year(frame: pd.DataFrame) -> pd.Series:
    """The last figure of 12 months with its signal."""
    found = add_signal(frame, arrests()).judged
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
    points = add_signal(judged(month=FELL, rolling_year=[21.0]), arrests()).points
    assert set(points["metric"]) == {"arrests"}
    assert list(points["value"]) == FELL


@pytest.mark.parametrize("type_", ["month", "quarter"])
def test_no_chart_is_of_periods_that_overlap(type_: str) -> None:
    """No point is ever a year's, whatever else there is."""
    frame = judged(**{type_: [20.0, 22.0, 21.0, 19.0], "rolling_year": [21.0, 20.0]})
    assert set(add_signal(frame, arrests()).points["type"]) == {type_}

"""The signal of each judged figure: its words, its reasons, and the points of its chart."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from builders import Row, released
from chart_figures import STEADY, frame, share_of

from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Kind, Metric
from metrics.judgement.comparing import compare_groups
from metrics.judgement.control_chart_lines import ChartSettings
from metrics.judgement.control_chart_series import Starts
from metrics.judgement.control_chart_signals import (
    Signals,
    signal_of,
)
from metrics.judgement.measuring import measure
from metrics.judgement.status import judge, pick_judged

NONE = "Could not be calculated"
COMMON = "Common cause \N{EN DASH} no significant change"
IMPROVEMENT = "Special cause \N{EN DASH} improvement"
CONCERN = "Special cause \N{EN DASH} concern"


@pytest.fixture
def metric(configuration: Configuration) -> Metric:
    """A proportion without headline, of which more is better."""
    return share_of(configuration)


def last(signals: Signals) -> list[object]:
    """What is said of the last figure."""
    return signals.figures[["signal", "signal_reason", "assurance"]].iloc[-1].tolist()


def test_a_point_outside_the_limits_is_a_special_cause(metric: Metric) -> None:
    """The figure above the upper limit improves where more is better, and its point says why."""
    signals = signal_of(frame([*STEADY, 70]), metric)
    assert last(signals) == [IMPROVEMENT, "", ""]
    assert signals.points["pattern"].tolist() == [""] * 20 + ["above the upper limit"]
    assert signals.figures["signal"].tolist() == [COMMON] * 20 + [IMPROVEMENT]


@pytest.mark.parametrize(
    ("figures", "pattern"),
    [
        ([*STEADY, 30], "below the lower limit"),
        ([*STEADY, 48, 49, 50, 51, 52, 53, 54], "7 points or more rising"),
        ([*STEADY, 52, 51, 50, 49, 48, 47, 46], "7 points or more falling"),
        ([*STEADY, 49, 54.5, 53, 54.6], "2 of 3 near the upper limit"),
        ([*STEADY, 51, 45.5, 47, 45.4], "2 of 3 near the lower limit"),
        ([*STEADY, 51, 52, 51, 52, 51, 52, 51], "7 points or more above the mean"),
        ([*STEADY, 48, 49, 48, 49, 48, 49, 48], "7 points or more below the mean"),
    ],
)
def test_every_pattern_has_its_words(metric: Metric, figures: list[float], pattern: str) -> None:
    """The rule that the last point meets is named in plain words."""
    points = signal_of(frame(figures), metric).points
    assert points["pattern"].iloc[-1] == pattern


def test_a_longer_run_is_asked_for_by_the_settings(metric: Metric) -> None:
    """Seven points above the mean are a shift of seven and none of eight."""
    judged = frame([*STEADY, 51, 52, 51, 52, 51, 52, 51])
    # The figure before the seven is above the mean too.
    judged.loc[19, "judged"] = 49.0
    assert last(signal_of(judged, metric, ChartSettings(run=8)))[0] == COMMON
    assert last(signal_of(judged, metric, ChartSettings(run=7)))[0] == IMPROVEMENT


@pytest.mark.parametrize(("count", "said"), [(12, NONE), (13, COMMON)])
def test_fewer_than_13_figures_have_trial_limits_and_no_signal(
    metric: Metric, count: int, said: str
) -> None:
    """Twelve figures draw limits that are on trial; the thirteenth makes them stand."""
    signals = signal_of(frame(STEADY[:count], target=90.0), metric)
    few = count < 13
    reason = "not enough points (have 12, need 13)" if few else ""
    assert last(signals) == [said, reason, "" if few else "Consistently misses target"]
    assert set(signals.points["limits"]) == {"Trial limits" if few else ""}
    assert signals.points["upper_limit"].notna().all()


def test_patterns_under_trial_limits_are_not_told(metric: Metric) -> None:
    """A point outside limits that are on trial has no pattern and no signal."""
    points = signal_of(frame([*STEADY[:11], 90]), metric).points
    assert points["value"].iloc[-1] > points["upper_limit"].iloc[-1]
    assert set(points["pattern"]) == {""}


def test_a_month_without_a_figure_does_not_count_as_a_point(metric: Metric) -> None:
    """Thirteen months of which one is missing are twelve points."""
    signals = signal_of(frame([*STEADY[:6], None, *STEADY[:6]]), metric)
    assert last(signals)[1] == "not enough points (have 12, need 13)"


def test_the_icon_of_an_empty_last_month_is_that_of_the_last_figure(metric: Metric) -> None:
    """After the last figure, its signal stands, with the period that it is of."""
    signals = signal_of(frame([*STEADY, 70, None, None]), metric)
    said = signals.figures.iloc[-1]
    assert said["signal"] == IMPROVEMENT
    assert said["signal_reason"] == "as at 30 September 2025, the last period with a figure"
    assert said["signal_end"] == pd.Timestamp("2025-09-30")


def test_a_month_missing_in_the_middle_has_no_signal(metric: Metric) -> None:
    """An empty month between figures says that it is empty, and that it was withheld if it was."""
    judged = frame([*STEADY[:10], None, None, *STEADY[:10]])
    judged.loc[11, "status"] = "withheld"
    figures = signal_of(judged, metric).figures
    assert figures["signal"].iloc[9:13].tolist() == [COMMON, NONE, NONE, COMMON]
    assert figures["signal_reason"].iloc[10:12].tolist() == [
        "no figure for this period",
        "value withheld",
    ]


def test_a_row_that_is_not_there_ends_a_run_like_one_without_a_figure(metric: Metric) -> None:
    """Dropping the row of an empty month changes no signal, and its hole stays in the points."""
    judged = frame([*STEADY, 51, 52, 51, None, 51, 52, 51, 52])
    kept, dropped = signal_of(judged, metric), signal_of(judged.drop(index=23), metric)
    assert last(kept) == last(dropped) == [COMMON, "", ""]
    pd.testing.assert_frame_equal(dropped.points, kept.points)
    joined = judged.drop(index=23)
    joined["end"] = frame(STEADY + [0] * 7)["end"].to_numpy()
    joined["start"] = frame(STEADY + [0] * 7)["start"].to_numpy()
    assert last(signal_of(joined, metric))[0] == IMPROVEMENT


def snapshots(figures: list[float], days: list[str]) -> pd.DataFrame:
    """Judged figures as at these days."""
    judged = frame(figures)
    judged["start"] = judged["end"] = pd.to_datetime(days)
    return judged.assign(type="snapshot")


def test_a_snapshot_that_is_not_there_ends_a_run(metric: Metric) -> None:
    """Yearly snapshots may come a month late; where a year has none, nothing is joined across."""
    days = [f"{year}-03-31" for year in range(2000, 2021)]
    days[5] = "2005-04-30"
    whole = signal_of(snapshots([*STEADY, 49], days), metric).points
    assert len(whole) == 21
    holed = signal_of(snapshots(STEADY, days[:10] + days[11:]), metric).points
    assert len(holed) == 21
    assert holed["value"].isna().tolist() == [place == 10 for place in range(21)]


def test_overlapping_periods_are_not_charted(metric: Metric) -> None:
    """12 months to each month overlap: no chart, and a reason; the months beside them have one."""
    quarterly = frame(STEADY).assign(type="rolling_year")
    quarterly["start"] = quarterly["end"] - pd.Timedelta(days=364)
    judged = pd.concat([frame([*STEADY, 70]), quarterly], ignore_index=True)
    signals = signal_of(judged, metric)
    said = signals.figures.iloc[21:]
    assert set(said["signal"]) == {NONE}
    assert set(said["signal_reason"]) == {"periods overlap"}
    assert said["signal_end"].isna().all()
    assert set(signals.points["type"]) == {"month"}
    assert signals.figures["signal"].iloc[20] == IMPROVEMENT


def test_a_changed_definition_starts_the_limits_again(metric: Metric) -> None:
    """Before and after the change are two charts, so a level that the definition moved is none."""
    judged = frame([*STEADY, *(figure + 40 for figure in STEADY[:13])])
    joined, apart = (
        signal_of(judged, metric, starts=Starts(days)) for days in ((), (date(2025, 9, 1),))
    )
    assert last(joined)[0] == IMPROVEMENT
    assert set(apart.figures["signal"]) == {COMMON}
    assert apart.points["segment"].tolist() == [0] * 20 + [1] * 13
    assert apart.points["mean"].round(1).tolist() == [50.0] * 20 + [89.9] * 13


def test_too_few_figures_since_a_changed_definition_have_no_signal(metric: Metric) -> None:
    """The reason names the change, and what came before keeps its signals."""
    signals = signal_of(frame([*STEADY, 90, 91]), metric, starts=Starts((date(2025, 9, 30),)))
    reason = "definition changed in the window (have 2 under one definition, need 13)"
    assert last(signals)[:2] == [NONE, reason]
    assert signals.figures["signal"].iloc[19] == COMMON


def test_equal_figures_have_a_mean_and_no_variation(metric: Metric) -> None:
    """Where all points are equal only the mean is drawn."""
    signals = signal_of(frame([0.1] * 20, target=5.0), metric)
    assert last(signals) == [NONE, "no variation from one period to the next", ""]
    assert set(signals.points["mean"]) == {0.1}
    assert signals.points["upper_limit"].isna().all()


def test_signals_stand_under_the_index_that_came(metric: Metric) -> None:
    """Rows in any order and under any index get their own signal."""
    judged = pd.concat([frame([*STEADY, 70]), frame([*STEADY, 30], unit="U2")], ignore_index=True)
    shuffled = judged.sample(frac=1, random_state=1)
    figures = signal_of(shuffled, metric).figures
    assert figures.index.tolist() == shuffled.index.tolist()
    pd.testing.assert_frame_equal(figures.sort_index(), signal_of(judged, metric).figures)
    assert figures.loc[[20, 41], "signal"].tolist() == [IMPROVEMENT, CONCERN]


def test_other_names_for_the_units_change_nothing(metric: Metric) -> None:
    """Relabelling the units relabels their charts."""
    judged = pd.concat([frame([*STEADY, 70]), frame([*STEADY, 30], unit="U2")], ignore_index=True)
    renamed = judged.assign(unit=judged["unit"].map({"U1": "Z9", "U2": "A1"}))
    before, after = signal_of(judged, metric), signal_of(renamed, metric)
    pd.testing.assert_frame_equal(before.figures, after.figures)


def test_judged_rows_go_in_as_the_room_makes_them(small: Configuration) -> None:
    """Quarters of a release, one of them withheld, are charted with no more than a target."""
    share = next(metric for metric in small.metrics.values() if metric.kind is Kind.PROPORTION)
    share = replace(share, headline=None)
    ends = pd.date_range("2020-03-31", periods=15, freq="QE")
    starts = ends.to_period("Q").to_timestamp()
    rows = [
        {"metric": share.id, "start": start, "end": end, "numerator": events, "denominator": 900}
        for start, end, events in zip(starts, ends, [90, 99, 96] * 5, strict=True)
    ]
    rows[7] |= {"numerator": np.nan, "shorthand": "c", "reason": "few"}
    judging = small.scorecard.judging
    judged = judge(pick_judged(_measured(rows, share, small), share), share, judging)
    signals = signal_of(judged.assign(target=np.nan), share)
    assert signals.figures["signal"].tolist() == [COMMON] * 7 + [NONE] + [COMMON] * 7
    assert signals.figures["signal_reason"].iloc[7] == "value withheld"
    assert judged.join(signals.figures).index.equals(judged.index)


def _measured(rows: list[Row], metric: Metric, configuration: Configuration) -> pd.DataFrame:
    """Released counts with their values and their groups compared."""
    figures = measure(released(*rows), metric, configuration.scorecard.judging)
    return compare_groups(figures, metric, configuration)

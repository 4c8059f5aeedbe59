"""The points of a metric's charts: which chart a series has, and how far its limits are drawn."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from chart_figures import STEADY, frame, share_of

from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Headline, Kind, Metric
from metrics.judgement.control_chart_signals import (
    CHANGED,
    FIGURE_COLUMNS,
    NO_FIGURE,
    NO_VARIATION,
    OVERLAP,
    POINT_COLUMNS,
    TRIAL_LIMITS,
    WITHHELD,
    signal_of,
)
from metrics.judgement.control_charts import Assurance, Signal


@pytest.fixture
def metric(configuration: Configuration) -> Metric:
    """A proportion without headline, of which more is better."""
    return share_of(configuration)


def test_limits_are_drawn_within_what_can_be_and_compared_as_they_are(metric: Metric) -> None:
    """A limit over 100% is drawn at 100%; a target of 100% lies below it, so is hit and miss."""
    signals = signal_of(frame([94.0, 99.5] * 10, target=100.0), metric)
    assert set(signals.points["upper_limit"]) == {100.0}
    assert set(signals.figures["assurance"]) == {"Hit and miss"}


@pytest.mark.parametrize(
    ("kind", "headline", "bounds"),
    [
        (Kind.PROPORTION, None, (0.0, 100.0)),
        (Kind.PROPORTION, Headline(value="sex", of="Women"), (0.0, 100.0)),
        (Kind.PROPORTION, Headline(gap="sex", of="Women", against="Men"), (-100.0, 100.0)),
        (Kind.RATE, Headline(ratio="sex", of="Women", against="Men"), (0.0, np.inf)),
        (Kind.RATE, Headline(gap="sex", of="Women", against="Men"), (-np.inf, np.inf)),
        (Kind.REPRESENTATION, None, (0.0, np.inf)),
        (Kind.PUBLISHED, None, (-np.inf, np.inf)),
    ],
)
def test_each_kind_of_figure_has_its_own_ends(
    metric: Metric, kind: Kind, headline: Headline | None, bounds: tuple[float, float]
) -> None:
    """Wide limits are cut off where no such figure can be, and nowhere else."""
    other = replace(metric, kind=kind, headline=headline)
    points = signal_of(frame([-400.0, 400.0] * 10), other).points
    reach = 2.66 * 800
    assert set(points["lower_limit"].round(6)) == {max(-reach, bounds[0])}
    assert set(points["upper_limit"].round(6)) == {min(reach, bounds[1])}


def test_large_bases_have_limits_that_follow_the_base(metric: Metric) -> None:
    """A proportion whose every base is 5,000 has a p' chart; one smaller base makes it XmR."""
    judged = frame(STEADY)
    judged["denominator"] = [5_000.0, 20_000.0] * 10
    judged["numerator"] = judged["judged"] * judged["denominator"] / 100
    large = signal_of(judged, metric).points
    assert set(large["chart"]) == {"p'"}
    assert large["mean"].iloc[0] == pytest.approx(50.6)
    reach = (large["upper_limit"] - large["mean"]).to_numpy()
    assert reach[0] == pytest.approx(2 * reach[1])
    judged.loc[7, "denominator"] = 4_999.0
    assert set(signal_of(judged, metric).points["chart"]) == {"XmR"}


def test_a_withheld_month_leaves_a_p_chart_a_p_chart(metric: Metric) -> None:
    """A month without a figure is a gap in a chart of large bases, whatever its base."""
    judged = frame([*STEADY[:8], None, *STEADY[:8]])
    judged["denominator"] = np.where(judged["judged"].isna(), np.nan, 9_000.0)
    judged["numerator"] = judged["judged"] * 90
    points = signal_of(judged, metric).points
    assert set(points["chart"]) == {"p'"}
    assert np.flatnonzero(points["upper_limit"].isna()).tolist() == [8]


def test_a_rate_of_large_bases_has_a_u_chart_in_its_own_unit(metric: Metric) -> None:
    """The limits of u' are in events per so many, as the rate is."""
    rate = replace(metric, kind=Kind.RATE, per=1_000)
    judged = frame(STEADY).assign(denominator=10_000.0)
    judged["numerator"] = judged["judged"] * 10
    points = signal_of(judged, rate).points
    assert set(points["chart"]) == {"u'"}
    assert points["upper_limit"].iloc[0] == pytest.approx(50 + 3 * 2 / 1.128)


def test_a_gap_is_charted_by_xmr_whatever_its_base(metric: Metric) -> None:
    """The base of one group says nothing of how a gap varies."""
    gap = replace(metric, headline=Headline(gap="sex", of="Women", against="Men"))
    judged = frame(STEADY).assign(denominator=1e6)
    assert set(signal_of(judged, gap).points["chart"]) == {"XmR"}


def test_no_figures_give_no_signals(metric: Metric) -> None:
    """A metric without judged rows has empty tables with their columns."""
    signals = signal_of(frame(STEADY).iloc[:0], metric)
    assert signals.figures.columns.tolist() == list(FIGURE_COLUMNS)
    assert signals.points.columns.tolist() == list(POINT_COLUMNS)
    assert len(signals.figures) == len(signals.points) == 0


def test_a_series_without_any_figure_has_no_signal(metric: Metric) -> None:
    """Months that are all withheld say so, and are drawn without lines."""
    judged = frame([None] * 15).assign(status="withheld")
    signals = signal_of(judged, metric)
    assert set(signals.figures["signal_reason"]) == {"value withheld"}
    assert signals.points["mean"].isna().all()


def test_method_has_every_word_that_a_chart_can_say() -> None:
    """Each signal, assurance, reason and kind of chart is explained in the words of the code."""
    method = (Path(__file__).parents[1] / "docs" / "method.md").read_text(encoding="utf-8")
    said = [*Signal, *Assurance, TRIAL_LIMITS, OVERLAP, WITHHELD, NO_FIGURE, NO_VARIATION, CHANGED]
    assert [word for word in said if word not in method] == []

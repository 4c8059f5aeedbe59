"""What files and alternative texts say of a figure: every judgement of it, as sentences."""

from dataclasses import replace
from typing import Any

import pytest
from builders import delivered, small
from test_readings import RATE, SEEN, SHARE, figure

from metrics.definitions.models import Metric
from metrics.periods import PeriodType
from metrics.wording import sentences
from metrics.wording.numbers import MINUS
from metrics.wording.spoken import SENTENCES, spoken, spoken_disparity


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        ((0.97, 0.951, 0.989), "0.97 times the rate for women (95% interval 0.95 to 0.99)"),
        ((0.79, 0.7, 0.9), "0.79 times the rate for women (95% interval 0.70 to 0.90)"),
        ((0.797, 0.7, 0.9), "0.797 times the rate for women (95% interval 0.70 to 0.90)"),
        ((1.249, 1.0004, 1.5), "1.249 times the rate for women (95% interval 1.0004 to 1.5000)"),
        ((0.5, 0.3, 0.7), "0.5 times the rate for women (95% interval 0.3 to 0.7)"),
    ],
)
def test_a_ratio_does_not_read_as_what_it_is_not(ratio: tuple, said: str) -> None:
    """A difference does not read as none, nor a flagged ratio as one that is not."""
    value, lower, upper = ratio
    one = figure(ratio=value, ratio_lower=lower, ratio_upper=upper, reference="Female")
    sex = replace(SEEN, characteristic="sex")
    assert sentences.disparity_sentence(one, RATE, sex) == said


def test_the_alternative_text_of_groups_names_the_flagged_and_the_hidden() -> None:
    """Highest, lowest, which are flagged and which cannot be shown; many of them as a number."""
    shown = [figure(group="Black", value=29.3, disparity="Flag"), figure(group="White", value=10.4)]
    hidden = [figure(group=f"Group {n}", shorthand="c") for n in range(5)]
    said = sentences.groups_alt([*shown, *hidden[:2]], SHARE, "East Unit", SEEN)
    assert said.endswith(
        "April to June 2025. Highest Black 29.3; lowest White 10.4%. Flagged: Black. Not shown: "
        "Group 0, Group 1. Table follows."
    )
    nobody = sentences.groups_alt(hidden, SHARE, "East Unit", SEEN)
    assert nobody.endswith("No group can be shown. Not shown: 5 groups. Table follows.")


def test_the_alternative_text_of_a_series_has_its_status() -> None:
    """From where to where, and what is said of it now."""
    said = sentences.series_alt([figure(judged=20.0), figure(judged=24.0)], SHARE, "East Unit")
    assert said == (
        "Line chart: Searches that end in arrest, East Unit. From 20.0%, Q1 2025/26, to 24.0%, "
        "Q1 2025/26. On track. Table follows."
    )


@pytest.mark.parametrize("metric", delivered().scorecard.metrics, ids=lambda one: one.id)
def test_alternative_texts_are_short_enough_to_be_heard(metric: Metric) -> None:
    """At most 250 characters, whatever the measure, the unit and the groups."""
    unit = max((one.name for one in delivered().organisation.units), key=len)
    for name in metric.breakdowns:
        coding = delivered().breakdown(metric, name)
        rows = [figure(group=group, value=1.0, disparity="Flag") for group in coding.values]
        assert len(sentences.groups_alt(rows, metric, unit, coding)) <= 250
    series = [figure(judged=1.0, type=PeriodType.ROLLING_YEAR)] * 2
    assert len(sentences.series_alt(series, metric, unit)) <= 250


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"ratio": 2.41, "ratio_lower": 1.92, "ratio_upper": 3.04, "gap": 13.52, "gap_lower": 9.6,
          "gap_upper": 17.4, "disparity": "Flag"},
         ("Flag: for the Black ethnic group, 2.4 times the percentage for the White ethnic group "
          "(95% interval 1.9 to 3.0); a gap of 13.5 percentage points (9.6 to 17.4).")),
        ({"gap": 13.52, "gap_lower": 9.6, "gap_upper": 17.4, "disparity": "No flag"},
         ("No flag: for the Black ethnic group, no ratio, because there is nobody for the White "
          "ethnic group; a gap of 13.5 percentage points (9.6 to 17.4).")),
        ({"disparity": "Too few to judge"},
         ("Too few to judge, the Black ethnic group compared with the White ethnic group: fewer "
          "than 30 in the base on a side.")),
        ({"disparity": ""}, ""),
    ],
)  # fmt: skip
def test_a_disparity_with_its_verdict_as_a_sentence(said: dict[str, Any], sentence: str) -> None:
    """Ratio and gap together, with both groups named; or how many are needed."""
    one = figure(metric="arrests", breakdown="seen", group="Black", reference="White", **said)
    assert spoken_disparity(one, small()) == sentence


def test_every_judgement_is_spoken() -> None:
    """One sentence for each column, with the names of the units that are meant."""
    said = figure(metric="arrests", unit="ASH", judged=4.0, judged_lower=2.0, judged_upper=6.0,
                  gap=4.0, gap_change=-6.0, gap_change_lower=-9.0, gap_change_upper=-3.0,
                  gap_moved="both", parent_comparison="Similar", parent_comparator=3.0,
                  similar_comparison="Worse", similar_comparator=1.0, signal_reason="few",
                  signal="Could not be calculated")  # fmt: skip
    found = dict(zip(SENTENCES, spoken(said, small()), strict=True))
    assert found["parent_comparison_sentence"].startswith("Similar to the rest of East Unit: 4.0")
    assert found["similar_comparison_sentence"].startswith("Worse than the rest of its group (")
    assert found["gap_change_sentence"].startswith("The gap has narrowed by 6.0")
    assert found["trend_sentence"] == "No significant change over the last 5 quarters."
    share = replace(said, metric="minutes_per_search")
    assert spoken(share, small())[-1] == ""


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        ((2.9, -2.2, 8.74), "2.9 percentage points higher (95% interval -2.2 to 8.7)"),
        ((-22.9, -32.9, -12.6), "22.9 percentage points lower (95% interval 12.6 to 32.9)"),
        ((-3.1, -6.0, -0.04), "3.1 percentage points lower (95% interval 0.04 to 6.00)"),
    ],
)
def test_a_gap_is_read_with_its_interval(gap: tuple, said: str) -> None:
    """How much lower has an interval of how much lower; one that leaves out 0 does not reach it."""
    metric = next(
        m for m in delivered().scorecard.metrics
        if m.headline and m.headline.gap and m.unit_of_value == "%"
    )  # fmt: skip
    judged, lower, upper = gap
    one = figure(judged=judged, judged_lower=lower, judged_upper=upper)
    coding = delivered().breakdown(metric, metric.headline.gap)
    found = sentences.finding_sentence(one, metric, "East Unit", coding)
    assert f"East Unit: {said} for" in found.replace(MINUS, "-")

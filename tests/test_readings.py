"""Each judgement as a sentence that can be read aloud, and the words and methods behind it."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from builders import small

from metrics.definitions.chart_settings import Charts, Rebase
from metrics.definitions.models import Better, Kind, Metric, Step, Target
from metrics.figure import NUMBERS, Figure, Looks
from metrics.judgement.recent import Trend
from metrics.judgement.status import Status
from metrics.periods import PeriodType
from metrics.wording import readings, sentences, verdicts
from metrics.wording.numbers import MINUS
from metrics.wording.targets import set_by_text, target_text

ARRESTS, RATE = small().metrics["arrests"], small().metrics["search_rate"]
SHARE = replace(ARRESTS, headline=None, better=Better.HIGHER)
SEEN = small().codings["seen"]
LOWERED = replace(SHARE, target=replace(SHARE.target, value=30, amber_within=5))


def figure(**said: Any) -> Figure:
    """A figure of the second quarter of 2025; what is not said of it is absent."""
    usual: dict[str, Any] = {field.name: "" for field in fields(Figure)}
    usual |= dict.fromkeys([*NUMBERS, "since"])
    usual |= {"type": PeriodType.QUARTER, "start": date(2025, 4, 1), "end": date(2025, 6, 30),
              "status": str(Status.ON_TRACK), "trend": str(Trend.NO_CHANGE)}  # fmt: skip
    return Figure(**usual | said)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            {"status": "off_track", "judged": 21.04, "since": date(2024, 12, 31),
             "periods_in_run": 3},
            ("Off track since Dec 2024 (3 figures): 21.0%. Target: at least 30.0% by "
             "March 2027."),
        ),
        (
            {"judged": 31.0, "since": date(2024, 12, 31), "periods_in_run": 3,
             "since_reason": "no earlier figure is held"},
            ("On track at least since Dec 2024 (3 figures): 31.0%. Target: at least "
             "30.0% by March 2027."),
        ),
        ({"status": "context", "judged": 21.0}, "For context: 21.0%."),
        ({"status": "too_few", "judged": 21.0, "status_reason": "fewer than 10 cases in a group"},
         "Too few to judge: fewer than 10 cases in a group."),
        ({"status": "withheld", "shorthand": "c"}, "Withheld to protect people."),
        ({"status": "not_reported", "shorthand": "x", "reason": "months missing"},
         "Not available: months missing."),
    ],
)  # fmt: skip
def test_the_status_as_a_sentence(said: dict[str, Any], sentence: str) -> None:
    """Since when, the figure and the target; or why it is not judged."""
    assert readings.status_sentence(figure(**said), LOWERED) == sentence


def test_the_reason_of_a_status_says_how_near_is_at_risk() -> None:
    """Beside the sentence stands the band of the target; what is not judged has its reason."""
    said = figure(status="off_track", judged=21.0, since=date(2024, 12, 31), periods_in_run=3)
    sentence = readings.status_sentence(said, LOWERED)
    target = LOWERED.target
    assert isinstance(target, Target)
    bands = {
        5.0: "At risk: short of the target by 5.0 percentage points at most.",
        0.0: "Nothing is at risk: what misses the target is off track.",
    }
    for within, words in bands.items():
        metric = replace(LOWERED, target=replace(target, amber_within=within))
        assert readings.status_reason(said, metric) == f"{sentence} {words}"
    withheld = figure(status="withheld", shorthand="c")
    assert readings.status_reason(withheld, LOWERED) == "Withheld to protect people."


def test_the_status_of_a_comparison_names_both_groups() -> None:
    """Read alone, in a file, the sentence says who is compared with whom."""
    said = figure(status="off_track", judged=2.41, since=date(2024, 12, 31), periods_in_run=3)
    assert readings.status_sentence(said, RATE) == (
        "Off track since Dec 2024 (3 figures): 2.41 times, Black compared with White. "
        "Target: within 1.25 times by March 2027."
    )


def test_a_target_in_steps_is_said_step_by_step() -> None:
    """Each step with its day, and the target last."""
    steps = (Step(value=20, by=date(2026, 3, 31)),)
    metric = replace(LOWERED, target=replace(LOWERED.target, steps=steps))
    said = "at least 20.0% by March 2026, then at least 30.0% by March 2027"
    assert target_text(metric) == said
    assert set_by_text(metric) == "Board, 1 April 2026"
    assert set_by_text(replace(metric, target="none")) == "No target"


def test_a_comparison_as_a_sentence() -> None:
    """The benchmark is named, both figures are said, and at which level they are apart."""
    judged = figure(judged=31.2, judged_lower=28.1, judged_upper=34.5, comparison="Worse",
                    comparison_level="99.8%", comparator=25.04, parent_comparison="Similar",
                    parent_comparator=30.0, similar_comparison="Not compared",
                    similar_comparison_reason="no similar units are named")  # fmt: skip
    beside = readings.comparisons(judged, "East Unit", "boroughs")
    assert [readings.comparison_sentence(judged, SHARE, one) for one in beside] == [
        (
            "Worse than the rest of the force: 31.2% against 25.0% (95% interval 28.1 to 34.5). "
            "The 99.8% interval says so too."
        ),
        "Similar to the rest of East Unit: 31.2% against 30.0% (95% interval 28.1 to 34.5).",
        "Not compared with the rest of its group (boroughs): no similar units are named.",
    ]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"trend": "increasing_worse", "type": PeriodType.ROLLING_YEAR},
         "Increasing, getting worse over the last 5 quarters, by more than chance (99.8%)."),
        ({"trend": "no_change", "type": PeriodType.SNAPSHOT},
         "No significant change over the last 5 snapshots."),
        ({"trend": "not_calculated", "trend_reason": "periods overlap"},
         "The recent trend could not be calculated: periods overlap."),
    ],
)  # fmt: skip
def test_the_trend_as_a_sentence(said: dict[str, Any], sentence: str) -> None:
    """Which way, over what, by how much more than chance; or why there is none."""
    assert readings.trend_sentence(figure(**said)) == sentence


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"gap": 4.0, "gap_change": -6.0, "gap_change_lower": -9.0, "gap_change_upper": -3.0,
          "gap_moved": "reference"},
         ("The gap has narrowed by 6.0 percentage points in a year (95% interval -9.0 to -3.0). "
          "The percentage for the White ethnic group has moved, the other has not.")),
        ({"gap": -10.0, "gap_change": -6.0, "gap_change_lower": -9.0, "gap_change_upper": -3.0,
          "gap_moved": "both"},
         ("The gap has widened by 6.0 percentage points in a year (95% interval -9.0 to -3.0). "
          "Both percentages have moved.")),
        ({"gap": 4.0, "gap_change": 1.0, "gap_change_lower": -2.0, "gap_change_upper": 4.0,
          "gap_moved": "neither"},
         ("The gap has not changed by more than chance in a year (95% interval -2.0 to 4.0). "
          "Neither percentage has moved.")),
        ({"gap": -2.0, "gap_change": -6.0, "gap_change_lower": -9.0, "gap_change_upper": -3.0,
          "gap_moved": "group"},
         ("The gap has turned round by 6.0 percentage points in a year (95% interval -9.0 to "
          "-3.0). The percentage for the Black ethnic group has moved, the other has not.")),
        ({"gap": 4.0}, ""),
    ],
)  # fmt: skip
def test_the_change_of_a_gap_as_a_sentence(said: dict[str, Any], sentence: str) -> None:
    """Narrowed or widened, by how much, and which of the two sides moved."""
    found = readings.gap_change_sentence(figure(**said), ARRESTS, SEEN)
    assert found.replace(MINUS, "-") == sentence


def test_the_change_of_a_gap_of_rates_as_a_sentence() -> None:
    """A measure whose headline is a ratio of rates says how their gap has changed."""
    said = figure(judged=2.0, gap=6.0, gap_change=-3.0, gap_change_lower=-4.0,
                  gap_change_upper=-2.0, gap_moved="group")  # fmt: skip
    unit = replace(RATE, unit_of_value="per 1,000 people")
    assert readings.gap_change_sentence(said, unit, SEEN).replace(MINUS, "-") == (
        "The gap has narrowed by 3.0 per 1,000 people in a year (95% interval -4.0 to -2.0). "
        "The rate for the Black ethnic group has moved, the other has not."
    )


def test_a_disparity_as_a_sentence() -> None:
    """As a person would say it: times the rate for the other group, with the interval."""
    said = figure(ratio=2.41, ratio_lower=1.92, ratio_upper=3.04, reference="White")
    assert sentences.disparity_sentence(said, RATE, SEEN) == (
        "2.4 times the rate for the White ethnic group (95% interval 1.9 to 3.0)"
    )


def test_how_many_were_looked_at_as_a_sentence() -> None:
    """How many stand out, of how many, and how many would by chance alone."""
    assert readings.looks_sentence(Looks(38, 4, 1, 1.9, 0.076), "June 2026") == (
        "Over all measures of June 2026, 4 disparities of 38 looked at are flagged, 1 of them by "
        "the 99.8% interval too. If no group differed, about 1.9 of the 38 intervals at 95% would "
        "leave out 1 by chance, and 0.1 at 99.8%."
    )
    nothing = readings.looks_sentence(Looks(0, 0, 0, 0.0, 0.0), "June 2026")
    assert nothing == "No disparity could be looked at in June 2026."


def test_how_a_chart_is_drawn_as_a_sentence() -> None:
    """The length of a run, screening, from which points the limits come, and each new start."""
    plain = "Runs of 7 points; no screening; limits from all points."
    assert verdicts.charts_text(Charts()) == plain
    again = Rebase(on=date(2025, 4, 1), why="A new form")
    assert verdicts.charts_text(Charts(run=6, screen=True, fix_after=24, rebase=(again,))) == (
        "Runs of 6 points; the widest moving ranges are left out; limits fixed after 24 points; "
        "new limits from 1 April 2025 (A new form)."
    )


@pytest.mark.parametrize("trend", list(Trend))
def test_every_trend_has_a_symbol_and_a_word(trend: Trend) -> None:
    """No trend is shown by a colour or an arrow alone."""
    word = verdicts.TREND[trend]
    assert word.symbol
    assert word.word


@pytest.mark.parametrize("metric", small().scorecard.metrics, ids=lambda metric: metric.id)
def test_every_judgement_names_its_method(metric: Metric) -> None:
    """The interval of each kind has a name, and a kind without one says so."""
    without = metric.kind in {Kind.COUNT, Kind.PUBLISHED, Kind.LEVEL}
    assert (verdicts.interval_method(metric) == "no interval") == without
    # Without an interval no trend is ever tested, so no level of a test is named.
    assert ("99.8%" in verdicts.trend_method(metric)) != without


def test_a_trend_that_is_not_there_says_why() -> None:
    """In a table the reason stands alone, in the sentence with the word."""
    said = figure(trend="not_calculated", trend_reason="value withheld")
    assert verdicts.trend_text(said).endswith(" Could not be calculated: value withheld")
    assert "could not be calculated: value withheld" in readings.trend_sentence(said)


def test_a_signal_that_is_not_there_says_why() -> None:
    """In a table the reason stands alone, in the sentence with the word."""
    said = figure(signal="Could not be calculated", signal_reason="periods overlap")
    assert verdicts.signal_text(said).endswith(" Could not be calculated: periods overlap")
    assert "could not be calculated: periods overlap" in readings.signal_sentence(said)

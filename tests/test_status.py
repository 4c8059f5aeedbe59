"""The word for a judged figure: against its target, absent, too few, and since when."""

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest
from builders import released, small

from metrics.definitions.models import Better, Metric, Target
from metrics.judgement.assessment import assess
from metrics.judgement.comparing import compare_groups
from metrics.judgement.measuring import measure
from metrics.judgement.status import judge, pick_judged


def target(value: float, amber: float = 0.0) -> Target:
    """A target with a band beside it."""
    return Target(value=value, amber_within=amber, by=date(2027, 3, 31), set_by="Board",
                  set_on=date(2026, 4, 1))  # fmt: skip


def judged(metric: Metric, *figures: dict[str, Any]) -> pd.DataFrame:
    """The judged rows of figures, through measuring and comparing."""
    released_ = released(*({"metric": metric.id, **figure} for figure in figures))
    found = measure(released_, metric, small().scorecard.judging)
    found = compare_groups(found, metric, small())
    return judge(pick_judged(found, metric), metric, small().scorecard.judging)


def word(metric: Metric, *figures: dict[str, Any]) -> tuple[str, str]:
    """The status and its reason where there is one judged row."""
    row = judged(metric, *figures)
    assert len(row) == 1
    return row["status"].item(), row["status_reason"].item()


def published(better: Better, goal: Target, value: float) -> str:
    """The status of a published value, in the unit in which it was published."""
    metric = small().metrics["trust"]
    times_one = replace(metric.value, times=1)
    metric = replace(metric, better=better, target=goal, value=times_one)
    return word(metric, {"published": value})[0]


@pytest.mark.parametrize(
    ("better", "goal", "value", "status"),
    [
        (Better.HIGHER, target(70, 5), 71, "on_track"),
        (Better.HIGHER, target(70, 5), 70, "on_track"),
        (Better.HIGHER, target(70, 5), 69.99, "at_risk"),
        (Better.HIGHER, target(70, 5), 65, "at_risk"),
        (Better.HIGHER, target(70, 5), 64.99, "off_track"),
        (Better.HIGHER, target(70), 69.99, "off_track"),
        (Better.LOWER, target(20, 5), 19, "on_track"),
        (Better.LOWER, target(20, 5), 20, "on_track"),
        (Better.LOWER, target(20, 5), 20.01, "at_risk"),
        (Better.LOWER, target(20, 5), 25, "at_risk"),
        (Better.LOWER, target(20, 5), 25.01, "off_track"),
        (Better.ZERO, target(1, 2), 1, "on_track"),
        (Better.ZERO, target(1, 2), -1, "on_track"),
        (Better.ZERO, target(1, 2), 0, "on_track"),
        (Better.ZERO, target(1, 2), 1.01, "at_risk"),
        (Better.ZERO, target(1, 2), -3, "at_risk"),
        (Better.ZERO, target(1, 2), -3.01, "off_track"),
        (Better.ONE, target(1.25, 0.75), 1, "on_track"),
        (Better.ONE, target(1.25, 0.75), 1.25, "on_track"),
        (Better.ONE, target(1.25, 0.75), 0.8, "on_track"),
        (Better.ONE, target(1.25, 0.75), 1.26, "at_risk"),
        (Better.ONE, target(1.25, 0.75), 2, "at_risk"),
        (Better.ONE, target(1.25, 0.75), 0.5, "at_risk"),
        (Better.ONE, target(1.25, 0.75), 2.01, "off_track"),
        (Better.ONE, target(1.25, 0.75), 0.49, "off_track"),
        (Better.ONE, target(1.25, 0.75), 0, "off_track"),
        (Better.ONE, target(0.8, 0.3), 0.8, "on_track"),
        (Better.ONE, target(0.8, 0.3), 1.25, "on_track"),
        (Better.ONE, target(0.8, 0.3), 0.5, "at_risk"),
        (Better.ONE, target(0.8, 0.3), 2, "at_risk"),
        (Better.ONE, target(0.8, 0.3), 0.49, "off_track"),
    ],
)
def test_a_value_is_held_to_its_target(
    better: Better, goal: Target, value: float, status: str
) -> None:
    """On the target is on track, on the edge of its band at risk; 0.8 is as far from 1 as 1.25."""
    assert published(better, goal, value) == status


@pytest.mark.parametrize("percent", range(1, 100))
def test_a_percentage_exactly_on_its_target_is_on_track(percent: int) -> None:
    """29 of 100 is 29%, although floating point makes it a little less."""
    goal = replace(small().metrics["arrests"], headline=None, better=Better.HIGHER,
                   target=target(percent))  # fmt: skip
    assert word(goal, {"numerator": percent, "denominator": 100})[0] == "on_track"


@pytest.mark.parametrize(
    ("better", "status"), [(Better.HIGHER, "no_target"), (Better.NONE, "context")]
)
def test_a_metric_without_a_target_is_not_judged(better: Better, status: str) -> None:
    """It has no target, or is shown for context: neither is on or off track."""
    metric = replace(small().metrics["arrests"], headline=None, better=better, target="none")
    assert word(metric, {"numerator": 10, "denominator": 100})[0] == status


@pytest.mark.parametrize(
    ("shorthand", "status"),
    [("c", "withheld"), ("u", "too_few"), ("x", "not_reported"), ("z", "not_applicable")],
)
@pytest.mark.parametrize("better", [Better.HIGHER, Better.NONE])
def test_an_absent_figure_says_which_absence_it_is(
    shorthand: str, status: str, better: Better
) -> None:
    """Four absences have four words, and each keeps its reason; a context metric's as well."""
    goal = "none" if better is Better.NONE else target(1)
    metric = replace(small().metrics["arrests"], headline=None, better=better, target=goal)
    figure = {"numerator": 1, "denominator": 100, "shorthand": shorthand, "reason": "because"}
    assert word(metric, figure) == (status, "because")


def of_groups(
    breakdown: str, mine: dict[str, Any], reference: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """A figure of Black people, and one of White people, who are the reference."""
    return (
        {"breakdown": breakdown, "group": "Black", **mine},
        {"breakdown": breakdown, "group": "White", **reference},
    )


def test_a_gap_is_judged_in_percentage_points() -> None:
    """30% against 29% is one point away from equal, and on track for a target of one."""
    metric = small().metrics["arrests"]
    groups = of_groups("seen", {"numerator": 30, "denominator": 100},
                       {"numerator": 29, "denominator": 100})  # fmt: skip
    assert word(metric, *groups) == ("on_track", "")
    assert judged(metric, *groups)["judged"].item() == pytest.approx(1)


def test_a_ratio_is_judged_as_a_ratio() -> None:
    """A rate of 40 against one of 20 is a ratio of 2: at the edge of at risk."""
    metric = small().metrics["search_rate"]
    groups = of_groups("said", {"numerator": 40, "denominator": 1000},
                       {"numerator": 20, "denominator": 1000})  # fmt: skip
    assert word(metric, *groups) == ("at_risk", "")
    assert judged(metric, *groups)["judged"].item() == 2


@pytest.mark.parametrize(("mine", "theirs", "status"), [
    (10, 10, "on_track"), (9, 10, "too_few"), (10, 9, "too_few"), (0, 50, "too_few"),
    (50, 0, "too_few"),
])  # fmt: skip
def test_a_ratio_of_rates_needs_ten_cases_on_both_sides(
    mine: int, theirs: int, status: str
) -> None:
    """Nine cases in one of the two groups are too few to judge."""
    groups = of_groups("said", {"numerator": mine, "denominator": 1000},
                       {"numerator": theirs, "denominator": 1000})  # fmt: skip
    reason = "fewer than 10 cases in a group" if status == "too_few" else ""
    assert word(small().metrics["search_rate"], *groups) == (status, reason)


@pytest.mark.parametrize(("events", "status"), [(10, "no_target"), (9, "too_few")])
def test_a_rate_needs_ten_cases(events: int, status: str) -> None:
    """A rate of nine events is not judged, even where it has no target."""
    metric = small().metrics["minutes_per_search"]
    assert word(metric, {"numerator": events, "denominator": 100})[0] == status


@pytest.mark.parametrize(
    ("shorthand", "status"),
    [("c", "withheld"), ("u", "too_few"), ("x", "not_reported"), ("z", "not_applicable")],
)
def test_a_gap_without_its_other_side_says_why_that_side_is_absent(
    shorthand: str, status: str
) -> None:
    """The reference group's absence is the reason, and the group is named."""
    theirs = {"numerator": 10, "denominator": 100, "shorthand": shorthand, "reason": "because"}
    groups = of_groups("seen", {"numerator": 30, "denominator": 100}, theirs)
    assert word(small().metrics["arrests"], *groups) == (status, "White: because")


def test_a_gap_says_its_own_absence_before_that_of_the_other_side() -> None:
    """Where both are absent, the reason is that of the group itself."""
    absent = {"numerator": 1, "denominator": 100}
    groups = of_groups("seen", {**absent, "shorthand": "c", "reason": "mine"},
                       {**absent, "shorthand": "x", "reason": "theirs"})  # fmt: skip
    assert word(small().metrics["arrests"], *groups) == ("withheld", "mine")


def test_a_reference_group_of_fewer_than_thirty_is_too_few_and_not_withheld() -> None:
    """A thin reference group hides nobody: it is too few to compare with."""
    groups = of_groups("seen", {"numerator": 30, "denominator": 100},
                       {"numerator": 10, "denominator": 29})  # fmt: skip
    status, reason = word(small().metrics["arrests"], *groups)
    assert status == "too_few"
    assert reason.startswith("White: fewer than 30")


def test_a_ratio_of_percentages_against_none_does_not_apply() -> None:
    """No arrests of White people: there is no ratio to judge, and nothing was withheld."""
    metric = small().metrics["arrests"]
    headline = replace(metric.headline, gap="", ratio="seen")
    metric = replace(metric, headline=headline, better=Better.ONE, target=target(1.25))
    groups = of_groups("seen", {"numerator": 30, "denominator": 100},
                       {"numerator": 0, "denominator": 100})  # fmt: skip
    assert word(metric, *groups) == ("not_applicable", "no cases in the reference group")


def test_the_headline_chooses_the_judged_row() -> None:
    """Only the group that the headline names is judged, with that group's limits."""
    metric = small().metrics["black_staff"]
    base = {"breakdown": "ethnicity", "denominator": 100, "comparator_numerator": 100,
            "comparator_denominator": 1000}  # fmt: skip
    rows = judged(metric, {**base, "group": "Black", "numerator": 8},
                  {**base, "group": "White", "numerator": 92})  # fmt: skip
    assert rows["group"].tolist() == ["Black"]
    assert rows["judged"].tolist() == rows["value"].tolist() == [pytest.approx(0.8)]
    assert rows["judged_lower"].tolist() == rows["lower"].tolist()
    assert rows["status"].tolist() == ["on_track"]


def test_no_judged_row_is_no_fault() -> None:
    """A headline whose group has no row in these figures is judged nowhere."""
    metric = small().metrics["arrests"]
    found = judged(metric, {"numerator": 1, "denominator": 100})
    assert len(found) == 0
    assert assess(released({"metric": "arrests", "numerator": 1, "denominator": 100}),
                  small()).figures["status"].tolist() == [""]  # fmt: skip

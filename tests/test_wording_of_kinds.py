"""Averages, surveys and levels in words: a level by its name, an average with its cases."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from builders import small

from metrics.figures import Figure
from metrics.periods import PeriodType
from metrics.wording.judgements import (
    cases_text,
    judged_cases_text,
    judged_text,
    plain_value,
    value_text,
)
from metrics.wording.targets import target_text


def figure(**given: Any) -> Figure:
    """A figure of which only this is known."""
    usual: dict[str, Any] = {field.name: None for field in fields(Figure)}
    day = date(2025, 6, 30)
    usual |= {"type": PeriodType.QUARTER, "start": day, "end": day, "shorthand": "", "reason": ""}
    return Figure(**{**usual, **given})


def test_a_level_is_said_by_its_name() -> None:
    """Value, judged figure and target are the words of the list, not their places."""
    metric, found = small().metrics["furthest_outcome"], figure(value=2.0, judged=3.0)
    assert value_text(found, metric) == plain_value(found, metric) == "Warning"
    assert judged_text(found, metric) == "Arrest"
    assert target_text(metric) == "at least Warning by March 2027"
    assert cases_text(found, metric) == "self-assessment"


@pytest.mark.parametrize(
    ("metric", "given", "value", "cases"),
    [
        ("mean_minutes", {"numerator": 375.0, "denominator": 30.0, "value": 12.5},
         "12.50 minutes", "30"),
        ("days_to_close", {"denominator": 30.0, "value": 41.0}, "41.0 days", "30"),
        ("days_to_close", {"shorthand": "c"}, "[c]", "[c]"),
        ("treated_fairly", {"numerator": 40.0, "denominator": 100.0, "value": 57.14},
         "57%", "40 of 100"),
    ],
)  # fmt: skip
def test_an_average_is_said_with_the_cases_that_it_rests_on(
    metric: str, given: dict[str, Any], value: str, cases: str
) -> None:
    """A mean and a median name their base, a survey its people; what is hidden stays hidden."""
    found, defined = figure(**given), small().metrics[metric]
    assert value_text(found, defined) == value
    assert cases_text(found, defined) == cases


def test_one_has_a_noun_of_its_own() -> None:
    """One recommendation, two recommendations and none; a percentage of 1.0 is no noun."""
    metric = replace(small().metrics["searches_made"], unit_of_one="search")
    said = [value_text(figure(value=n), metric) for n in (0.0, 1.0, 2.0)]
    assert said == ["0 searches", "1 search", "2 searches"]


@pytest.mark.parametrize(
    ("given", "cases"),
    [
        ({"numerator": 20.0, "denominator": 100.0, "reference_numerator": 30.0,
          "reference_denominator": 1200.0}, "Black 20 of 100; White 30 of 1,200"),
        ({"numerator": 20.0, "denominator": 100.0, "reference_shorthand": "c"},
         "Black 20 of 100; White [c] of [c]"),
        ({"shorthand": "c", "reference_numerator": 30.0, "reference_denominator": 1200.0},
         "Black [c] of [c]; White 30 of 1,200"),
    ],
)  # fmt: skip
def test_a_comparison_has_the_cases_of_both_sides(given: dict[str, Any], cases: str) -> None:
    """Each group with its cases, or with the mark of why they are not shown."""
    assert judged_cases_text(figure(**given), small().metrics["arrests"]) == cases
    share = replace(small().metrics["arrests"], headline=None)
    alone = figure(numerator=20.0, denominator=100.0)
    assert judged_cases_text(alone, share) == "20 of 100"

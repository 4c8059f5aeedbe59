"""The value of a figure from its counts: by kind, and its absences."""

from typing import Any

import pandas as pd
import pytest
from builders import released, small

from metrics.judgement.measuring import measure

ANSWER = ("value", "lower", "upper")


def measured(metric: str, **counts: Any) -> tuple[Any, ...]:
    """Value, limits and shorthand of one figure; None is a number that is not there."""
    figures = released({"metric": metric, **counts})
    row = measure(figures, small().metrics[metric], small().scorecard.judging).iloc[0]
    numbers = [None if pd.isna(row[name]) else float(row[name]) for name in ANSWER]
    return (*numbers, row["shorthand"])


@pytest.mark.parametrize(
    ("metric", "counts", "value"),
    [
        ("searches_made", {"numerator": 12}, 12),
        ("arrests", {"numerator": 12, "denominator": 48}, 25),
        ("arrests", {"numerator": 0, "denominator": 48}, 0),
        ("arrests", {"numerator": 48, "denominator": 48}, 100),
        ("search_rate", {"numerator": 12, "denominator": 4800}, 2.5),
        ("minutes_per_search", {"numerator": 300, "denominator": 12}, 25),
        ("trust", {"published": 0.5}, 50),
        ("black_staff", {"numerator": 10, "denominator": 100, "comparator_numerator": 200,
                         "comparator_denominator": 1000}, 0.5),
    ],
)  # fmt: skip
def test_each_kind_has_its_value(metric: str, counts: dict[str, float], value: float) -> None:
    """The value is in the metric's own unit: %, per 1,000, times the residents' share."""
    found = measured(metric, **counts)
    assert found[0] == pytest.approx(value)
    assert found[3] == ""


@pytest.mark.parametrize(
    ("metric", "counts", "limits"),
    [
        # Newcombe 1998 table I: 81 of 263, Wilson without continuity correction
        ("arrests", {"numerator": 81, "denominator": 263}, (25.53, 36.62)),
        # an exact Poisson interval of 5 events is 1.6235 to 11.6683
        ("search_rate", {"numerator": 5, "denominator": 1000}, (1.6235, 11.6683)),
        ("black_staff", {"numerator": 5, "denominator": 100, "comparator_numerator": 50,
                         "comparator_denominator": 1000}, (0.3247, 2.3337)),
    ],
)  # fmt: skip
def test_a_value_has_the_interval_of_its_kind(
    metric: str, counts: dict[str, float], limits: tuple[float, float]
) -> None:
    """Limits at 95%, in the unit of the value."""
    assert measured(metric, **counts)[1:3] == pytest.approx(limits, rel=1e-3)


@pytest.mark.parametrize(
    ("metric", "counts"), [("searches_made", {"numerator": 12}), ("trust", {"published": 0.5})]
)
def test_a_count_and_a_published_value_have_no_interval(
    metric: str, counts: dict[str, float]
) -> None:
    """Nothing is said of the chance in a whole count, or in a survey whose base is unknown."""
    assert measured(metric, **counts)[1:3] == (None, None)


@pytest.mark.parametrize(("base", "shorthand"), [(29, "u"), (30, ""), (1, "u")])
def test_a_percentage_of_fewer_than_thirty_is_unreliable(base: int, shorthand: str) -> None:
    """Below the minimum base there is no percentage, and at it there is one."""
    found = measured("arrests", numerator=1, denominator=base)
    assert found[3] == shorthand
    assert (found[0] is None) == (shorthand == "u")


def test_a_thin_representation_is_unreliable_and_a_rate_is_not() -> None:
    """A rate's base is residents: few of them make it no survey."""
    share = {"comparator_numerator": 50, "comparator_denominator": 1000}
    assert measured("black_staff", numerator=1, denominator=29, **share)[3] == "u"
    assert measured("search_rate", numerator=1, denominator=20)[::3] == (50, "")


@pytest.mark.parametrize(
    ("metric", "counts"),
    [
        ("arrests", {"numerator": 0, "denominator": 0}),
        ("search_rate", {"numerator": 3, "denominator": 0}),
        ("search_rate", {"denominator": 0, "shorthand": "c", "reason": "withheld"}),
        ("black_staff", {"numerator": 0, "denominator": 0, "comparator_numerator": 50,
                         "comparator_denominator": 1000}),
        ("black_staff", {"numerator": 3, "denominator": 100, "comparator_numerator": 0,
                         "comparator_denominator": 1000}),
    ],
)  # fmt: skip
def test_nothing_to_divide_by_is_not_applicable(metric: str, counts: dict[str, Any]) -> None:
    """A base of nobody gives no figure, whatever else is said of it."""
    assert measured(metric, **counts) == (None, None, None, "z")


@pytest.mark.parametrize("shorthand", ["z", "x", "c"])
def test_an_absent_figure_has_no_value_and_keeps_its_word(shorthand: str) -> None:
    """No value stands beside a reason for its absence, and too few goes after all others."""
    counts = {"numerator": 3, "denominator": 20, "shorthand": shorthand, "reason": "said"}
    assert measured("arrests", **counts) == (None, None, None, shorthand)


def test_too_few_says_how_many_would_do() -> None:
    """The reason names the minimum base."""
    figures = released({"metric": "arrests", "numerator": 1, "denominator": 29})
    found = measure(figures, small().metrics["arrests"], small().scorecard.judging)
    assert "30" in found["reason"].item()

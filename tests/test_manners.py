"""Metrics whose series are judged in one go: what is said of each is what it has alone."""

from dataclasses import replace
from datetime import date

import pandas as pd
from builders import Row, released, small

from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Better, Headline, Metric, Target
from metrics.judgement.assessment import assess, assess_each
from metrics.judgement.manners import MOST_TOGETHER, judged_together, manner_of
from metrics.periods import month_ends

AIM = Target(value=30.0, by=date(2027, 3, 31), set_by="Board", set_on=date(2024, 1, 1))
MONTHS = list(month_ends(date(2024, 10, 1), date(2026, 9, 30)))
FIRST = replace(
    small().metrics["arrests"],
    id="first", headline=None, better=Better.HIGHER, target="none", since=date(2020, 1, 1),
)  # fmt: skip
# Its figures are other ones, and so is what they are held to.
SECOND = replace(FIRST, id="second", title="Another", target=AIM, minimum_base=1)
OTHERS = {
    "headline": Headline(gap="ethnicity", of="Black", against="White"),
    "better": Better.LOWER,
    "since": MONTHS[5],
}


def having(*metrics: Metric) -> Configuration:
    """The small configuration with these metrics and no others."""
    return replace(small(), scorecard=replace(small().scorecard, metrics=metrics))


def series(metric: str, unit: str, step: int) -> list[Row]:
    """The months of one unit, with a jump at the end and quarters of the first metric alone."""
    rows = [
        {"metric": metric, "unit": unit, "type": "month", "start": end.replace(day=1), "end": end,
         "numerator": 200 + step * (i % 3) + 90 * (i > 20), "denominator": 1000}
        for i, end in enumerate(MONTHS)
    ]  # fmt: skip
    quarters = [row | {"type": "quarter"} for row in rows if row["end"].month % 3 == 0]
    years = [row | {"type": "rolling_year"} for row in rows if row["end"].month % 3 == 0]
    return [*rows, *years, *(quarters if metric == "first" else [])]


def test_what_is_judged_together_is_as_it_is_alone() -> None:
    """Of two metrics over the same units each has its own trend, signal, chart and run."""
    steps = (("first", "ASH", 1), ("first", "CEDAR", 5), ("second", "ASH", 9))
    frame = released(*(row for step in steps for row in series(*step)))
    both = having(FIRST, SECOND)
    assert len(list(assess_each(frame, both))) == 1
    found = assess(frame, both)
    for metric in (FIRST, SECOND):
        alone = assess(frame[frame["metric"] == metric.id], having(metric))
        for name in ("figures", "points"):
            all_, mine = getattr(found, name), getattr(alone, name)
            all_ = all_[all_["metric"] == metric.id].reset_index(drop=True)
            pd.testing.assert_frame_equal(all_, mine, check_dtype=False)
    said = found.figures.groupby("metric")["assurance"].agg(set)
    assert said["first"] == {""}
    assert said["second"] != {""}


def test_another_manner_is_judged_apart() -> None:
    """What is asked of a series parts metrics; what they are called and count does not."""
    assert manner_of(SECOND, small()) == manner_of(FIRST, small())
    for name, value in OTHERS.items():
        other = replace(SECOND, **{name: value})
        assert manner_of(other, small()) != manner_of(FIRST, small())
        handfuls = judged_together({"first": 1, "second": 1}, having(FIRST, other))
        assert [[m.id for m in each] for each in handfuls] == [["first"], ["second"]]


def test_large_metrics_are_judged_by_themselves() -> None:
    """As many together as have few figures, and one that has many alone."""
    several = [replace(FIRST, id=id_) for id_ in ("one", "two", "many", "last")]
    sizes = {"one": MOST_TOGETHER - 1, "two": 1, "many": 2 * MOST_TOGETHER, "last": 5}
    handfuls = judged_together(sizes, having(*several))
    assert [[m.id for m in each] for each in handfuls] == [["one", "two"], ["many"], ["last"]]

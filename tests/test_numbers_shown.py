"""Numbers, periods and marks as pages print them; none reads as another judgement than its word."""

from dataclasses import replace
from datetime import date

import pytest
from builders import delivered, small
from released import figure
from test_status import published, target

from dashboard.markup import Head, table
from dashboard.tables import groups_table
from metrics.definitions.models import Better, Metric, Target
from metrics.periods import Period, PeriodType
from metrics.wording.judgements import (
    SHORTHAND,
    gap_text,
    judged_number,
    judged_plain,
    ratio_number,
)
from metrics.wording.numbers import (
    MINUS,
    about_size,
    decimals_apart,
    number,
    share_text,
    size_text,
)
from metrics.wording.periods import long_period, short_period
from metrics.wording.targets import band_text

NEAR = (-0.6, -0.04, -0.004, 0.0, 0.004, 0.04, 0.6)
GOALS = [
    (Better.HIGHER, target(70, 5), (65.0, 70.0)),
    (Better.LOWER, target(20, 5), (20.0, 25.0)),
    (Better.ZERO, target(2, 1), (-3.0, -2.0, 2.0, 3.0)),
    (Better.ONE, target(0.8, 0.1), (0.7, 0.8, 1.25, 1 / 0.7)),
]


@pytest.mark.parametrize(("better", "goal", "edges"), GOALS)
def test_the_printed_number_has_the_status_of_the_number(
    better: Better, goal: Target, edges: tuple[float, ...]
) -> None:
    """Whoever judges what is printed by the target that is printed finds the word beside it."""
    metric = replace(small().metrics["trust"], better=better, target=goal)
    for value in (edge + step for edge in edges for step in NEAR):
        plain = judged_plain(value, metric)
        assert judged_number(value, metric).startswith(plain)
        printed = float(plain.replace(MINUS, "-"))
        if not any(abs(value - edge) < 1e-9 for edge in edges):
            assert published(better, goal, printed) == published(better, goal, value)


def test_there_are_no_more_decimals_than_it_takes() -> None:
    """One more where it is needed, none where it is not, and an end to it."""
    found = [decimals_apart(1, (70.0,), value) for value in (69.9, 69.96, 70.0, 71.26)]
    assert found == [1, 2, 1, 1]
    assert number(1 - 1e-8, decimals_apart(2, (1.0,), 1 - 1e-8)) == "1.00000"


def test_a_part_that_is_there_is_never_printed_as_none() -> None:
    """60 of 179,400 is less than 0.1%, all but 60 are more than 99.9%; none and all are said so."""
    parts = (0, 60, 90, 179_311, 179_340, 179_400)
    assert [share_text(part, 179_400) for part in parts] == [
        "0.0%", "less than 0.1%", "0.1%", "more than 99.9%", "more than 99.9%", "100.0%",
    ]  # fmt: skip


def test_the_size_of_a_file_to_come_has_one_digit() -> None:
    """About 6 MB, not 5.9: it is worked out before the file is."""
    assert [about_size(size) for size in (5_900_000, 94_900, 14_500, 2_000)] == [
        "about 6 MB", "about 90 KB", "about 10 KB", "about 2 KB",
    ]  # fmt: skip


def test_a_ratio_outside_the_band_is_not_printed_on_its_end() -> None:
    """0.797 lies outside 0.80 to 1.25, and an interval that ends below 1 does not reach it."""
    assert ratio_number(0.797, 0.69, 0.997) == "0.797 (0.690 to 0.997)"
    assert ratio_number(0.81, 0.7, 0.94) == "0.81 (0.70 to 0.94)"


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        (0.05, 1, "0.1"), (0.25, 1, "0.3"), (2.5, 0, "3"), (10.0, 1, "10.0"), (-0.04, 1, "0.0"),
        (-2.5, 0, f"{MINUS}3"), (1234567.0, 0, "1,234,567"), (2.675, 2, "2.68"),
    ],
)  # fmt: skip
def test_a_number_is_rounded_half_away_from_zero(value: float, decimals: int, printed: str) -> None:
    """At display only, with its trailing zero, commas and a real minus sign; no negative zero."""
    assert number(value, decimals) == printed


def test_a_quarter_on_a_card_and_in_a_table() -> None:
    """The second quarter of the financial year is July to September, and sorts by its days."""
    quarter = Period(date(2025, 9, 30), date(2025, 7, 1), PeriodType.QUARTER)
    earlier = Period(date(2025, 3, 31), date(2025, 1, 1), PeriodType.QUARTER)
    assert (short_period(quarter), long_period(quarter)) == (
        "Q2 2025/26", "July to September 2025",
    )  # fmt: skip
    assert short_period(earlier) == "Q4 2024/25"
    assert sorted([quarter, earlier]) == [earlier, quarter]


def test_nothing_and_each_absence_are_told_apart_in_one_table() -> None:
    """A true zero is 0.0; withheld, not available, not applicable and too few have their marks."""
    metric = delivered().metrics["stop_search_positive_outcome"]
    coding = delivered().breakdown(metric, metric.breakdowns[0])
    nothing = {"value": 0.0, "numerator": 0.0, "denominator": 40.0, "lower": 0.0, "upper": 8.8}
    rows = [figure(group=coding.reference, **nothing)]
    rows += [figure(group=group, shorthand=mark)
             for group, mark in zip("ABCD", SHORTHAND, strict=True)]  # fmt: skip
    html = groups_table("Groups", rows, metric, coding).html
    shown = [
        cell.split("</td>")[0].split(">")[1].partition("<")[0] for cell in html.split("<td")[1:]
    ]
    values = shown[:: len(shown) // len(rows)]
    assert values == ["0.0", *(f"[{mark}]" for mark in SHORTHAND)]


def test_a_gap_that_is_there_does_not_read_as_nothing() -> None:
    """0.034 of 1,000 people is 0.03, and its interval begins above 0; 8.8 stays 8.8."""
    metric = delivered().metrics["stop_search_rate"]
    small_gap = figure(gap=0.034, gap_lower=0.012, gap_upper=0.061)
    assert gap_text(small_gap, metric) == "0.03 per 1,000 people (0.01 to 0.06)"
    assert gap_text(figure(gap=8.8, gap_lower=8.6, gap_upper=9.0), metric) == (
        "8.8 per 1,000 people (8.6 to 9.0)"
    )
    nearly = figure(gap=8.8, gap_lower=0.000001, gap_upper=9.0)
    assert gap_text(nearly, metric).startswith("8.800 per")


@pytest.mark.parametrize("metric", delivered().scorecard.metrics, ids=lambda one: one.id)
def test_ethnic_groups_stand_in_one_order_everywhere(metric: Metric) -> None:
    """Asian, Black, Mixed, White, Other, then who is unknown: in files, on pages and in charts."""
    order = ("Asian", "Black", "Mixed", "White", "Other")
    for name in metric.breakdowns:
        coding = delivered().breakdown(metric, name)
        if coding.characteristic == "ethnicity":
            mine = [group for breakdown, group in delivered().groups(metric) if breakdown == name]
            assert mine == [g for g in order if g in coding.groups] + mine[len(coding.groups) :]
            assert mine[len(coding.groups) :] == ([coding.unknown] if coding.unknown else [])


def test_how_near_is_at_risk_is_said_in_the_unit_of_the_target() -> None:
    """A band has its unit; a target without one, and a measure without a target, say so."""
    metric = replace(small().metrics["trust"], better=Better.HIGHER, target=target(70, 5))
    unit = "percentage points" if metric.unit_of_value == "%" else metric.unit_of_value
    assert band_text(metric) == f"Short of the target by 5 {unit} at most"
    strict = replace(metric, target=target(70))
    assert band_text(strict) == "None: what misses the target is off track"
    assert band_text(replace(metric, target="none")) == "No target, so nothing is at risk"


@pytest.mark.parametrize(
    ("size", "said"),
    [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1_499, "1 KB"), (2_500_000, "3 MB")],
)
def test_the_size_of_a_file_is_said_in_whole_units(size: int, said: str) -> None:
    """Bytes below a thousand, then kilobytes and megabytes of a thousand each."""
    assert size_text(size) == said


def test_a_mark_in_a_table_is_read_aloud_in_words() -> None:
    """Beside each mark of a cell stand its words, not seen; a word in brackets is left alone."""
    html = table(
        "Cases", [Head("Unit"), Head("Cases")], [("A [b]", "[c] of [c]"), ("B", "[y]")]
    ).html
    assert 'A [b]<span class="hidden"> (not comparable with before: a definition' in html
    assert '[c] of [c]<span class="hidden"> (withheld to protect people)</span></td>' in html
    assert ">[y]</td>" in html
    assert html.count('class="hidden"') == 2
    key = (
        "[c] withheld to protect people · [b] not comparable with before: a definition or a coding"
    )
    assert f'<p class="quiet key">{key}' in html
    assert 'class="quiet key"' not in table("Cases", [Head("Unit")], [("A",)]).html

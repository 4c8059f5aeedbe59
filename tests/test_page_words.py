"""Sentences of pages: what comes first and why, and how the data stand."""

from dataclasses import replace
from datetime import date

import pytest
from builders import delivered
from released import figure

from metrics.extracts.due import Due
from metrics.judgement.control_charts import Signal
from metrics.wording.first import first_sentence
from metrics.wording.groups import group_words
from metrics.wording.health import health_sentence, oldest_sentence
from metrics.wording.sentences import unit_sentence

METRIC = delivered().metrics["stop_search_positive_outcome"]
STOPS = delivered().extracts["stop_search"]
TODAY = date(2025, 8, 1)
OFF = {
    "metric": METRIC.id, "status": "off_track", "judged": 21.04, "since": date(2024, 12, 31),
    "periods_in_run": 3.0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("comparison", "said"),
    [
        ("Worse", "Worse than the rest of the force: likelier local than shared."),
        ("Similar", "Similar to the rest of the force: likelier shared than local."),
        ("Better", "Better than the rest of the force, and still short of the target."),
    ],
)
def test_why_a_measure_comes_first(comparison: str, said: str) -> None:
    """The figure, its target, since when, and whether others are as far from it."""
    start = "21.0%, since Dec 2024 (3 figures). Target: at least 27.0% by March 2027."
    words = first_sentence(figure(**OFF), METRIC, comparison, "the rest of the force")
    assert words == f"{start} {said}"


def test_an_uncompared_measure_says_only_what_it_is() -> None:
    """Without a comparison nothing is said of others; a signal of concern is."""
    held = figure(**OFF, signal=Signal.CONCERN)
    assert first_sentence(held, METRIC, "Not compared", "the rest of the force") == (
        "21.0%, since Dec 2024 (3 figures). Target: at least 27.0% by March 2027. "
        "The latest change is more than chance."
    )


def test_what_was_not_reported_is_asked_for() -> None:
    """A missing figure asks for its extract, with the last period that came."""
    absent = figure(status="not_reported", reason="the last figure is for 31 March 2025")
    assert first_sentence(absent, METRIC, "", "") == (
        "No figure for this quarter: the last figure is for 31 March 2025. Ask for the extract."
    )


def test_how_the_data_stand() -> None:
    """What came as expected is counted; what is late or never came is named."""
    fine = Due(STOPS, date(2025, 6, 30), date(2025, 7, 31), date(2025, 8, 31), ())
    late = replace(fine, due=date(2025, 7, 20), late=(date(2025, 6, 30),))
    never = replace(fine, last=None)
    title = STOPS.title
    following = " Next due by 31 August 2025: 1 extract."
    assert health_sentence([fine], TODAY) == f"1 extract of 1 received as expected.{following}"
    assert health_sentence([never], TODAY).endswith(f"never received: {title}.")
    assert health_sentence([fine, late, never], TODAY) == (
        f"1 extract of 3 received as expected; late: {title} (late by 12 days); "
        f"never received: {title}.{following}"
    )


def test_the_oldest_figure_is_named() -> None:
    """An old figure among new ones is easily taken for one of them, so it is named."""
    old = figure(judged=1.0, start=date(2024, 4, 1), end=date(2024, 6, 30))
    figures = {"new": figure(judged=1.0), METRIC.id: replace(old, metric=METRIC.id)}
    assert oldest_sentence(figures, {METRIC.id: METRIC}) == (
        f"The oldest figure on this page is of {METRIC.title}: April to June 2024."
    )
    assert oldest_sentence({"new": figure()}, {}) == ""


def test_a_lead_reads_how_much_is_local() -> None:
    """Of what is off track, how much is worse than the benchmark; and how many signals."""
    figures = [
        figure(metric="a", status="off_track", signal=Signal.CONCERN),
        figure(metric="b", status="off_track"), figure(metric="c", status="context"),
        figure(metric="d", status="withheld"),
    ]  # fmt: skip
    compared = {"a": "Worse", "b": "Similar", "c": "Worse", "d": "Not compared"}
    assert unit_sentence("Central East", figures, compared, "the rest of the force") == (
        "Central East: 2 of 2 measures with a target off track, 1 of them worse than the rest of "
        "the force; 2 worse in all. 1 special-cause change in the latest figures. 1 measure could "
        "not be judged."
    )


def test_a_group_in_a_sentence_is_people() -> None:
    """A faith keeps its capital, sexes and disability have nouns, an ethnic group is named one."""
    codings = delivered().codings
    said = [
        group_words(group, codings[coding])
        for coding, group in (
            ("ethnicity_self_defined", "White"), ("faith", "Muslim"), ("faith", "No religion"),
            ("sex", "Female"), ("disability", "Not disabled"),
        )
    ]  # fmt: skip
    assert said == [
        "the White ethnic group", "those who said Muslim", "those who said No religion", "women",
        "people who are not disabled",
    ]  # fmt: skip

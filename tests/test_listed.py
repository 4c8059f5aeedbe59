"""The list of a unit's disparities: in the scorecard's order, each count told once."""

from dataclasses import replace
from datetime import date

from builders import small
from test_readings import figure

from metrics.board import Silent, listed, silent_groups
from metrics.definitions.configuration import Configuration
from metrics.figure import Disparity


def pair(metric: str, group: str) -> Disparity:
    """A flagged disparity of one group of a metric, against White."""
    of = figure(metric=metric, breakdown="said", group=group, end=date(2026, 6, 30))
    return Disparity(of, replace(of, group="White"))


def twice() -> Configuration:
    """The small configuration with a metric that judges the counts of another again."""
    configuration = small()
    again = replace(configuration.metrics["arrests"], id="arrests_again", title="Arrests again")
    metrics = (*configuration.scorecard.metrics, again)
    plan = replace(configuration.plans["arrests"], metric=again)
    return replace(
        configuration,
        scorecard=replace(configuration.scorecard, metrics=metrics),
        plans={**configuration.plans, "arrests_again": plan},
    )


def test_groups_come_in_their_own_order() -> None:
    """However a release returns them, the groups of a metric stand as its coding has them."""
    groups = [group for name, group in small().groups(small().metrics["arrests"]) if name == "said"]
    found = listed([pair("arrests", group) for group in reversed(groups)], small())
    assert [each.group.group for each in found] == groups


def test_one_count_is_told_once() -> None:
    """Of two metrics over the same counts, the first of the scorecard tells of a group."""
    pairs = [pair("arrests_again", "Black"), pair("arrests", "Black"), pair("arrests", "Asian")]
    found = listed(pairs, twice())
    assert sorted((each.group.metric, each.group.group) for each in found) == [
        ("arrests", "Asian"),
        ("arrests", "Black"),
    ]


def test_groups_that_cannot_be_judged_are_named() -> None:
    """Too few and withheld stand apart, in the order of the groups; the unknown is no group."""
    hidden = [
        figure(metric="arrests", breakdown="said", group=group, shorthand=mark)
        for group, mark in (("White", "c"), ("Asian", "u"), ("Not stated", "c"))
    ]
    found = silent_groups([pair("arrests", "Black")], hidden, small())
    assert found == [Silent("arrests", "said", ("Asian", "Black"), ("White",))]
    unknown = figure(metric="arrests", breakdown="seen", group="Not recorded", shorthand="u")
    assert silent_groups([], [unknown], small()) == []

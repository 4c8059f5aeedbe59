"""Worked examples: rows by hand, through the whole engine, held to the answer."""

from dataclasses import replace

import pytest
from builders import delivered, small

from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Example, Headline
from metrics.examples import check_examples


def with_example(configuration: Configuration, metric: str, example: Example) -> Configuration:
    """A configuration of one metric, with this example alone."""
    changed = replace(configuration.metrics[metric], examples=(example,))
    scorecard = replace(configuration.scorecard, metrics=(changed,))
    return replace(configuration, scorecard=scorecard)


def said(configuration: Configuration, metric: str, example: Example) -> list[str]:
    """What is said of one example, without the place."""
    found = check_examples(with_example(configuration, metric, example))
    return [finding.fault.split(": ", 2)[2] for finding in found]


def test_every_delivered_example_holds(configuration: Configuration) -> None:
    """The owners' arithmetic is the engine's, for each metric that the project delivers."""
    assert check_examples(configuration) == []


@pytest.mark.parametrize("metric", delivered().metrics)
def test_no_delivered_example_holds_whatever_the_answer(metric: str) -> None:
    """Each answer of each example is found out if it is one more than it should be."""
    configuration = delivered()
    for example in configuration.metrics[metric].examples:
        wrong = replace(example, expect={name: n + 1 for name, n in example.expect.items()})
        faults = said(configuration, metric, wrong)
        assert faults == [f"{name} should be {n + 1:.12g} and is {n:.12g}"
                          for name, n in example.expect.items()]  # fmt: skip


def test_an_example_is_never_too_few() -> None:
    """One row of two is 50%, though no percentage of two people would be shown."""
    example = Example(
        rows=(
            {"vehicle": "false", "outcome": "Arrest"},
            {"vehicle": "false", "outcome": "Warning"},
        ),
        expect={"numerator": 1, "denominator": 2, "value": 50},
    )
    assert said(small(), "arrests", example) == []


def test_a_cell_that_is_left_out_holds_the_unknown() -> None:
    """A row without an outcome has none recorded, and is not among the denominator."""
    example = Example(rows=({"vehicle": "false"},), expect={"numerator": 0, "denominator": 0})
    assert said(small(), "arrests", example) == []


def test_a_row_without_a_switch_meets_no_condition_on_it() -> None:
    """Whether it was a vehicle is not known, so NOT vehicle is not true."""
    assert said(small(), "searches_made", Example(rows=({},), expect={"numerator": 0})) == []


def test_the_group_of_a_headline_is_taken_from_its_breakdown() -> None:
    """Black people as the officer saw them, not as they said, where the headline says so."""
    rows = (
        {"vehicle": "false", "seen": "Black", "said": "White", "outcome": "Arrest"},
        {"vehicle": "false", "seen": "Black", "said": "White", "outcome": "Warning"},
        {"vehicle": "false", "seen": "White", "said": "Black", "outcome": "Warning"},
        {"vehicle": "false", "seen": "White", "said": "Black", "outcome": "Warning"},
        {"vehicle": "false", "seen": "White", "said": "Black", "outcome": "Warning"},
    )
    expect = {"numerator": 1, "denominator": 2, "value": 50}
    assert said(small(), "arrests", Example(rows=rows, group="Black", expect=expect)) == []
    expect = {"numerator": 0, "denominator": 3, "value": 0}
    assert said(small(), "arrests", Example(rows=rows, group="White", expect=expect)) == []


def test_a_group_without_a_headline_is_taken_from_any_breakdown() -> None:
    """A metric that judges its total can still show how a group is counted."""
    rows = ({"vehicle": "false", "said": "Asian"}, {"vehicle": "false", "said": "White"})
    example = Example(rows=rows, group="Asian", expect={"numerator": 1})
    assert said(small(), "searches_made", example) == []


def test_a_ratio_of_a_headline_is_its_value() -> None:
    """The value of an example for the headline's group is the ratio that is judged."""
    rows = ({"vehicle": "false", "said": "Black"}, {"vehicle": "false", "said": "White"})
    against = ({"ethnicity": "Black", "people": "10"}, {"ethnicity": "White", "people": "50"})
    example = Example(rows=rows, against=against, group="Black", expect={"value": 5})
    assert said(small(), "search_rate", example) == []


def test_an_answer_that_is_not_there_is_absent() -> None:
    """A count has no denominator, and the finding says so."""
    example = Example(rows=({"vehicle": "false"},), expect={"denominator": 1})
    assert said(small(), "searches_made", example) == ["denominator should be 1 and is absent"]


def test_a_number_is_absent_when_a_row_lacks_what_is_summed() -> None:
    """A gap in a summed column shows in an example as it does in a release."""
    rows = ({"vehicle": "false", "minutes": "5"}, {"vehicle": "false"})
    example = Example(rows=rows, expect={"numerator": 5})
    assert said(small(), "minutes_per_search", example) == ["numerator should be 5 and is absent"]


def test_every_fault_of_an_example_is_told_at_once() -> None:
    """A wrong column, a wrong value, a wrong group and a wrong answer make four findings."""
    example = Example(
        rows=({"vehicel": "false"}, {"outcome": "Arrested"}),
        group="Blak",
        expect={"valeu": 1},
    )
    assert said(small(), "arrests", example) == [
        "unknown answer 'valeu'",
        "unknown group 'Blak'",
        "unknown column 'vehicel'",
        "unknown value 'Arrested' of 'outcome'",
    ]


def test_a_group_where_there_is_no_breakdown_is_a_fault() -> None:
    """A metric without breakdowns has no groups to name."""
    example = Example(rows=({"question": "Trust", "share": "0.5"},), group="Black",
                      expect={"value": 50})  # fmt: skip
    [finding] = check_examples(with_example(small(), "trust", example))
    assert str(finding).endswith("example 1: unknown group 'Black'. Delete 'group'.")


def test_a_headline_by_value_takes_the_groups_own_value() -> None:
    """Where the headline is a value, the answer for its group is that value."""
    metric = small().metrics["arrests"]
    changed = replace(metric, headline=Headline(value="said", of="Asian"))
    configuration = replace(small(), scorecard=replace(small().scorecard, metrics=(changed,)))
    rows = ({"vehicle": "false", "said": "Asian", "outcome": "Arrest"},)
    example = Example(rows=rows, group="Asian", expect={"value": 100})
    found = check_examples(
        replace(configuration, scorecard=replace(
            configuration.scorecard, metrics=(replace(changed, examples=(example,)),)))
    )  # fmt: skip
    assert found == []

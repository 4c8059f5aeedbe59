"""The Help page explains each word and symbol there is, and says what is not good enough."""

from pathlib import Path

import pytest
from builders import delivered

from dashboard.addresses import PAGES
from metrics.board import search
from metrics.judgement.control_charts import Signal
from metrics.judgement.recent import Trend
from metrics.judgement.status import Status
from metrics.wording import help as words
from metrics.wording.judgements import SHORTHAND, STATUS
from metrics.wording.verdicts import COMPARISON, TREND

STATEMENT = (Path(__file__).parents[1] / "docs" / "accessibility.md").read_text(encoding="utf-8")


def test_every_word_and_symbol_is_explained() -> None:
    """Whatever a page may say of a figure has its line in the key, with a meaning of its own."""
    key = words.key()
    shown = {about: [name for name, _ in lines] for about, lines in key.items()}
    assert shown["Status"] == [str(STATUS[one]) for one in Status]
    assert shown["Trend"] == [str(TREND[one]) for one in Trend]
    assert shown["Comparison"] == [str(word) for word in COMPARISON.values()]
    assert len(shown["Signal"]) == len(Signal)
    assert {f"[{mark}]" for mark in SHORTHAND} < set(shown["Marks"])
    for lines in key.values():
        meanings = [meaning for _, meaning in lines]
        assert len(set(meanings)) == len(meanings)


def test_each_reader_begins_at_a_page_that_is_there() -> None:
    """The path of a first visitor leads to pages of the dashboard."""
    there = {(file, path) for file, _, path in PAGES}
    assert {(file, path) for file, path, _, _ in words.BEGIN} < there


@pytest.mark.parametrize("limit", words.LIMITS, ids=lambda limit: limit.reported)
def test_the_statement_has_each_limit(limit: words.Limit) -> None:
    """What is not good enough stands on the page and in the document, with where it is reported."""
    assert limit.what in STATEMENT
    assert f"Reported as {limit.reported}, <{limit.address}>." in STATEMENT


@pytest.mark.parametrize("asked", ["trust", "stops", "complaints", "1.5"])
def test_the_examples_of_the_search_find_something(asked: str) -> None:
    """The words that the page offers as examples are found in the delivered scorecard."""
    assert search(delivered(), asked)

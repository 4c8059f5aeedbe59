"""Recommendations: exact words, owner, dates, verifier, evidence and effect in one row."""

import os
import re
import shutil
from pathlib import Path

import pytest
from test_pages import html_of, open_page

from metrics.definitions.recommendations import FILE


@pytest.fixture
def file(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The recommendations in a copy of the sample's configuration, which pages read."""
    config = Path(shutil.copytree(os.environ["SCORECARD_CONFIG"], tmp_path / "config"))
    monkeypatch.setenv("SCORECARD_CONFIG", str(config))
    return config / FILE


@pytest.mark.usefixtures("sample")
def test_each_recommendation_has_its_whole_row() -> None:
    """Words, owner, days, status, verifier, evidence and measures; examples say what they are."""
    html = html_of(open_page("recommendations"))
    assert "These recommendations are examples" in html
    rows = re.findall(r'<tr><th scope="row">Example .*?</tr>', html, re.DOTALL)
    assert len(rows) == 5
    assert "Overdue" in rows[0]
    assert "first promised by 31 March 2026" in rows[0]
    assert "Effect: not delivered yet." in rows[0]
    assert any("EHRC, verified on 15 December 2025" in row and "2 items" in row for row in rows)
    assert not re.search(r"<td[^>]*></td>", html)


@pytest.mark.usefixtures("sample")
def test_duties_to_publish_are_counted_down() -> None:
    """Each duty has its law, the day it is due again and the days left; a draft is not published.

    Each objective has its measures with how they stand.
    """
    html = html_of(open_page("recommendations"))
    rows = re.findall(r'<tr><th scope="row">Equality .*?</tr>', html, re.DOTALL)
    assert len(rows) == 2
    for row in rows:
        assert "2017, regulation" in row
        assert re.search(r"again by \d+ \w+ \d{4}, (in [\d,]+ days?|due today|late by)", row)
    assert "draft of 30 October 2026: not published" in rows[1]
    assert 'href="https://example.org/2025"' in rows[0]
    assert re.search(r"Reflect London among officers.*?class=\"tag ", html, re.DOTALL)
    assert "2 duties to publish" in html_of(open_page("board"))


def test_a_late_duty_is_an_exception(file: Path) -> None:
    """Twelve months after it was published, equality information is late, on the Board view too."""
    path = file.parent / "duties.yaml"
    text = re.sub("2026-01-29", "2025-02-01", path.read_text("utf-8"))
    path.write_text(text, encoding="utf-8")
    html = html_of(open_page("board"))
    assert re.search(r"[12] not met \(Equality information", html)
    assert "Overdue" in html_of(open_page("recommendations"))


@pytest.mark.usefixtures("sample")
def test_the_board_has_what_is_due_and_a_source_can_be_chosen() -> None:
    """The Board view counts them and leads to all; one source shows its own alone."""
    board = html_of(open_page("board"))
    assert "5 recommendations: 1 delivered and verified" in board
    assert "/recommendations?" in board
    html = html_of(open_page("recommendations", source="EHRC"))
    assert len(re.findall(r'<th scope="row">Example ', html)) == 2


def test_a_fault_in_the_file_is_told_with_its_line(file: Path) -> None:
    """A slip in the file stops the page with the line and the cure, and no traceback."""
    file.write_text(file.read_text("utf-8").replace("owner:", "onwer:", 1), encoding="utf-8")
    at = open_page("recommendations")
    assert not at.exception
    assert "unknown key &#x27;onwer&#x27;. Did you mean &#x27;owner&#x27;?" in html_of(at)


def test_without_one_the_page_says_where_they_are_written(file: Path) -> None:
    """A configuration without recommendations leaves the page with what to do."""
    file.unlink()
    assert "No recommendation is recorded" in html_of(open_page("recommendations"))

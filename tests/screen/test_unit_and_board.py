"""What a lead and a board member read first: what comes first, what is new, where a unit lies."""

import re
from dataclasses import replace

import pytest
from builders import delivered
from test_pages import html_of, open_page

from dashboard import session

pytestmark = pytest.mark.usefixtures("sample")


def test_a_lead_reads_what_comes_first() -> None:
    """My unit lists five measures at most, each with status, reason and owner, worst first."""
    html = html_of(open_page("unit", unit="Hackney"))
    first = re.search(r'<ol class="first">(.*?)</ol>', html)
    assert first
    items = re.findall(r"<li>(.*?)</li>", first[1])
    assert 0 < len(items) <= 5
    assert all("Owner: " in item and 'class="tag ' in item for item in items)
    assert html.index('class="first"') < html.index("Every measure")


def test_each_spine_stands_in_words_beside_its_picture() -> None:
    """A cell with a picture has the ends and the middle half in words; the key explains marks."""
    html = html_of(open_page("unit", unit="Central East", benchmark="similar units"))
    cells = re.findall(r'data-head="Among units">(.*?)</td>', html)
    drawn = [cell for cell in cells if 'class="spine"' in cell]
    assert drawn
    assert all(re.search(r"\d+ units: .+ to .+; middle half .+ to ", cell) for cell in drawn)
    assert all("[z] too few units" in cell for cell in cells if cell not in drawn)
    assert "rest of its group" in html


def test_both_say_what_is_new() -> None:
    """Board view and My unit say what moved, and that this release revised nothing."""
    for name in ("board", "unit"):
        html = html_of(open_page(name))
        assert "What is new" in html
        assert "No earlier figure was revised or redefined in this release" in html


def test_what_is_new_is_held_against_the_release_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a release before this one, of the same quarter, both it and the quarter are told."""
    newest = session.releases("board")[0]
    old = replace(newest, id=0, made_at="2026-10-14T09:00:00+00:00")
    monkeypatch.setattr(session, "releases", lambda tier: [newest, old])
    html = html_of(open_page("board"))
    since = "Since the release of 14 October 2026, of figures up to 30 September 2026"
    assert f"{since}: nothing has changed." in html
    assert "Since the quarter before: " in html
    definitions = html_of(open_page("definitions"))
    assert "No definition has changed since the release of 14 October 2026." in definitions


def test_without_a_release_before_it_is_the_quarter() -> None:
    """The first release of a tier has only its own quarters to be held against."""
    assert "Since the quarter before: " in html_of(open_page("board"))
    assert "Since the release of" not in html_of(open_page("board"))
    assert "There is no release before this one" in html_of(open_page("definitions"))


def test_the_board_says_how_the_data_stand() -> None:
    """Each extract is received, late or never received, and the oldest figure is named."""
    html = html_of(open_page("board"))
    assert re.search(rf"\d+ extracts? of {len(delivered().extracts)} received as expected", html)
    assert "The oldest figure on this page is of" in html


def test_each_theme_has_its_headline_measures() -> None:
    """The Board view has every headline measure once in a table; My unit has them first."""
    board, unit = html_of(open_page("board")), html_of(open_page("unit"))
    table = board[board.index("Headline measures of each theme") : board.index("What is new")]
    for theme in delivered().scorecard.themes:
        assert table.count(f">Theme {theme.id}<") == len(theme.headlines)
        assert f"<caption>{theme.id} {theme.name}, Metropolitan Police Service</caption>" in unit
    assert unit.count(" of this theme</summary>") == len(delivered().scorecard.themes)

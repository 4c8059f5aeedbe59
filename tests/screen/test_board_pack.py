"""The board pack: one document in the words of the screen, whole by itself, and the same twice."""

import re
from dataclasses import replace
from datetime import date
from html import escape
from pathlib import Path

import pytest
from playwright.sync_api import Page
from test_journeys import open_tab
from test_pages import WITHHELD_FROM, html_of, open_page

from dashboard.pack import MOST_PACKED, board_pack
from dashboard.view import View

TODAY = date(2026, 11, 26)
LINE = re.compile(r'<p class="packline">Pack ([0-9a-f]{12}) · [^<]*Board tier[^<]*</p>')


def number_of(pack: str) -> str:
    """The number that a pack, or a sheet of one, names first."""
    found = LINE.search(pack)
    assert found
    return found[1]


def opened(**query: str) -> tuple[View, str]:
    """The view of the Board view, and its HTML."""
    at = open_page("board", **query)
    return at.session_state["view"], html_of(at)


def test_a_pack_says_what_the_screen_says(sample: Path) -> None:
    """The first sentence, the tiles and every exception are as on the Board view."""
    view, screen = opened()
    pack = board_pack(view, TODAY).decode()
    assert len(pack.encode()) < MOST_PACKED, "what the button says of its size"
    (lead,) = re.findall(r'<p class="lead">([^<]*)</p>', screen)
    assert lead in pack
    off = int(re.findall(r"(\d+) of \d+ measures", lead)[0])
    assert len(re.findall(r'<div class="half"><h3>', pack)) == off > 0
    tiles = re.findall(r'class="counted">.*?</span> (\d+)</span>', screen)
    assert tiles
    assert re.findall(r'class="counted">.*?</span> (\d+)</span>', pack)[: len(tiles)] == tiles
    for theme in view.configuration.scorecard.themes:
        for action in theme.key_actions:
            assert f"{action.id} " in pack


def test_a_pack_is_whole_by_itself(sample: Path) -> None:
    """It leads nowhere, loads nothing, hides nothing; each part has its number, each drawing words.

    The same release and day give the same bytes; another quarter gives another number.
    """
    view, _ = opened()
    first = board_pack(view, TODAY)
    assert board_pack(view, TODAY) == first
    pack = first.decode()
    other = board_pack(replace(view, as_at=date(2026, 6, 30)), TODAY).decode()
    assert number_of(other) != number_of(pack)
    assert not re.search(r'(href|src)="(?!data:)', pack)
    assert "<script" not in pack
    assert "<details>" not in pack
    assert pack.count("<h1>") == 1
    assert pack.count("Synthetic sample data") == 1
    sections = pack.split("<section")[1:]
    numbers = {number_of(part) for part in sections}
    assert len(numbers) == 1
    assert len(sections) == 9
    assert f'content: "Pack {numbers.pop()}' in pack
    drawings = re.findall(r"<svg.*?</svg>", pack, re.DOTALL)
    assert drawings
    for drawing in drawings:
        assert 'role="img"' in drawing
        assert re.search(r"<title>[^<]+</title><desc>Line chart: [^<]+</desc>", drawing)


def test_a_tier_that_withholds_has_a_pack_without_counts(sample: Path) -> None:
    """The pack of a tier is of its own figures: it names the measures that are withheld."""
    view, _ = opened(role=WITHHELD_FROM)
    pack = board_pack(view, TODAY).decode()
    figures = view.reader.headlines(view.force.code, view.as_at).values()
    withheld = [f.metric for f in figures if f.status == "withheld"]
    assert len(withheld) > 20
    assert pack.count("</span> Withheld</span>") >= len(withheld)
    titles = [view.configuration.metrics[id_].title for id_ in withheld]
    assert not any(f"<h3>{escape(title)}</h3>" in pack for title in titles)


@pytest.mark.browser
def test_the_pack_is_taken_from_the_board_view_and_prints(server: str, tab: Page) -> None:
    """One press gives the file; on A4 nothing is cut off, and the PDF can be read aloud."""
    open_tab(tab, server)
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Download the board pack").click()
    assert re.fullmatch(
        r"board-pack-board-2026-09-30-release-\d+\.html", download.value.suggested_filename
    )
    tab.set_content(Path(download.value.path()).read_text(encoding="utf-8"))
    tab.emulate_media(media="print")
    tab.set_viewport_size({"width": 680, "height": 960})
    cut = """() => [...document.querySelectorAll("table")]
        .filter(table => table.scrollWidth > table.parentElement.clientWidth + 1).length"""
    assert tab.evaluate(cut) == 0
    printed = tab.pdf(format="A4", tagged=True)
    assert b"/StructTreeRoot" in printed
    assert b"/Lang" in printed

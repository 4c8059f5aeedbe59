"""The Compare page: a rug in organisation order, one measure drawn, and what a lead may see."""

import re

import pytest
from test_pages import html_of, open_page

pytestmark = pytest.mark.usefixtures("sample")


def test_the_rug_has_value_symbol_and_word_in_each_cell() -> None:
    """Units in organisation order; no cell is blank, and none is a colour alone."""
    at = open_page("compare", unit="Central East")
    html = html_of(at)
    heads = re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', html[html.index('class="rug"') :])
    assert heads[:5] == ["Measure", "The force", "Central West", "Central North", "● Central East"]
    cells = re.findall(r'data-head="Central West"[^>]*>(.*?)</td>', html)
    assert cells
    told = re.compile(r'<strong>[^<]+</strong><br><span class="cell \w+( \w+)*"><span aria-hidden')
    assert all(told.match(cell) or cell.startswith("[z]<span") for cell in cells)
    assert any(b.label.startswith("Download this table") for b in at.get("download_button"))
    assert at.get("plotly_chart")[0].proto.alt.startswith("Dot plot: ")
    assert "Units stand in organisation order" in html
    assert 'class="spine"' in html[html.index("Where Central East lies") :]


def test_a_rug_by_status_has_the_words_of_status() -> None:
    """The same cells say status where that is asked for."""
    html = html_of(open_page("compare", by="status", theme="Workforce and culture"))
    assert re.search(r'class="cell off_track"><span aria-hidden="true">✕ </span>Off track', html)


def test_a_lead_compares_their_own_boroughs() -> None:
    """A lead is offered no other command unit, whatever the address says."""
    units = "Frontline Policing: command units"
    at = open_page("compare", role="Command unit lead", own="Central East", units=units)
    assert not at.exception
    assert at.selectbox(key="units").options == ["Central East: boroughs"]
    assert "Bromley" not in html_of(at)

"""Groups and gaps: flagged gaps first, both sides on their bases, and what is not collected."""

import re

import pytest
from test_pages import html_of, open_page

pytestmark = pytest.mark.usefixtures("sample")


def test_each_gap_has_both_sides_and_both_measures() -> None:
    """A row has value and cases of both groups, gap and ratio with intervals, and a verdict."""
    at = open_page("groups", unit="Central East")
    html = html_of(at)
    assert at.get("plotly_chart")[0].proto.alt.startswith("Dot plot: ratio of each group to White")
    for head in ("Group", "Compared with"):
        cells = re.findall(rf'data-head="{head}">(.*?)</td>', html)
        assert cells
        assert all(re.search(r"<strong>.+</strong>.*[\d,]+ of [\d,]+<", cell) for cell in cells)
    verdicts = re.findall(r'data-head="Verdict">(.*?)</td>', html)
    order = ["⚑ Flag (99.8% too)", "⚑ Flag", "= No flag", "~ Too few to judge"]
    assert set(verdicts) <= set(order)
    assert verdicts == sorted(verdicts, key=order.index)
    unknown = re.findall(r'data-head="Not known">(.*?)</td>', html)
    assert any(
        re.match(r"Not stated: [\d,]+ of [\d,]+ \([\d.]+%\), in the", one) for one in unknown
    )


def test_what_is_not_collected_is_said() -> None:
    """A reader sees by which characteristics nothing is known, and never takes it for equality."""
    assert "[x] Not collected in any extract: gender reassignment" in html_of(open_page("groups"))


def test_a_theme_shows_its_own_gaps() -> None:
    """Gaps flagged stand on their theme's page, with a way to every gap and to the units."""
    html = html_of(open_page("theme", theme="Fair and responsive services"))
    assert "Gaps of theme 1" in html
    assert "Every measure of this theme, unit by unit" in html

"""The workshop: lines of a measure are checked in words, previewed, and taken away."""

from pathlib import Path

import pytest
from test_pages import html_of, open_page

from dashboard import workshop_shown
from metrics.periods import PeriodType, period_ending
from metrics.wording.overlap import Both

METRIC = "Searches that end in arrest"


def test_only_an_analyst_may_try_a_definition(sample: Path) -> None:
    """A board member reads who may, and there is nothing to press."""
    at = open_page("workshop", drafted=METRIC)
    assert "Only an analyst may try definitions" in html_of(at)
    assert not at.button
    assert not at.text_area


def test_a_draft_is_checked_previewed_and_taken_away(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slip is told with its line; the mended draft says what differs and what it would be."""
    at = open_page("workshop", role="Analyst", drafted=METRIC)
    lines = at.text_area[0].value
    at = at.text_area[0].set_value(lines.replace("outcome = 'Arrest'", "outcom = 'Arrest'")).run()
    at = at.button(key="check_draft").click().run()
    assert "The draft, line 8" in html_of(at)
    assert not at.get("download_button")
    mended = lines.replace("outcome = 'Arrest'", "outcome = 'Arrest' OR outcome = 'Caution'")
    mended = mended.replace("since: 2014-12-01", "since: 2025-07-01")
    at = at.text_area[0].set_value(mended).run()
    assert "The draft, line 8" not in html_of(at), "what was said of other lines stands"
    at = at.button(key="check_draft").click().run()
    assert "its series breaks [b] from 1 July 2025" in html_of(at)
    year = period_ending(PeriodType.ROLLING_YEAR, at.session_state["view"].as_at)
    counted = {"stop_search_arrest_rate": [Both(year, -1.4, -1.2)]}
    monkeypatch.setattr(workshop_shown, "previewed", lambda *_: counted)
    at = at.button(key="preview_draft").click().run()
    assert not at.exception
    html = html_of(at)
    (chart,) = at.get("plotly_chart")
    assert chart.proto.alt.startswith(
        f"Line chart: {METRIC}, the whole force, as drafted. 12 months"
    )
    assert "higher by 0.2 percentage points" in html
    assert "not for publication" in html
    assert at.get("download_button")

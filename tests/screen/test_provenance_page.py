"""Data and provenance: loads with their hashes, the report for who signs off, an old release."""

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest
from builders import delivered
from test_pages import html_of, open_page

from dashboard import session, verifying_shown
from metrics.errors import Finding
from metrics.store import Store
from metrics.wording.provenance import release_text

pytestmark = pytest.mark.usefixtures("sample")


def test_each_load_has_its_hash_and_who_loaded_it() -> None:
    """Every load of the release stands with its files, rows, SHA-256, day and name."""
    html = html_of(open_page("provenance"))
    loads = html[html.index("The loads behind this release") : html.index("How good the data are")]
    assert len(re.findall(r"<code>[0-9a-f]{64}</code>", loads)) == len(delivered().extracts)
    assert len(re.findall(r'data-head="Loaded">\d+ \w+ \d{4} by ', loads)) == len(
        delivered().extracts
    )
    assert "Received as expected, as at" in html


def test_a_reviewer_reads_first_what_was_revised_and_redefined() -> None:
    """At the top stand the release, the last revision and the newest definition; loads follow."""
    page = html_of(open_page("provenance"))
    top = page[: page.index("What is expected")]
    assert "none: nothing that was released has been revised" in top
    assert re.search(
        r"0 series broken by this release; the newest definitions count since \d+ \w+", top
    )
    assert re.search(r"\d+ loads of [\d,]+ rows; \d+ loads? left rows out\.", page)


def test_a_measure_says_what_must_not_be_misread() -> None:
    """The guard of each system that a measure belongs to stands in its definition."""
    systems = delivered().scorecard.systems
    system = next(one for one in systems if one.metrics)
    metric = delivered().metrics[system.metrics[0]]
    found = html_of(open_page("metric", metric=metric.title))
    assert "Not to be misread" in found
    assert f"What to know: </strong>{html.escape(metric.limits)}" in found
    assert html.escape(f"{system.title}: {system.guard.strip()}") in found


def test_only_who_signs_off_chooses_a_tier() -> None:
    """A board member reads the board's report; an analyst may read every tier's."""
    board, analyst = open_page("provenance"), open_page("provenance", role="Analyst", tier="Board")
    said = r"[\d,]+ of [\d,]+ counts \([\d.]+%\) are withheld from the Board tier"
    assert [box for box in board.selectbox if box.key == "tier"] == []
    assert "Board" in analyst.selectbox(key="tier").options
    assert re.search(said, html_of(board))
    assert re.search(said, html_of(analyst))


def test_an_old_release_opens_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """A release named in the address is opened, says that it is old, and stays in every link."""
    newest = session.releases("board")[0]
    old = replace(newest, id=0, made_at="2026-10-14T09:00:00+00:00")
    monkeypatch.setattr(session, "releases", lambda tier: [newest, old])
    at = open_page("board", release=release_text(old))
    assert not at.exception
    assert "As published on 14 October 2026. A newer release" in html_of(at)
    assert "release=14+October+2026%2C+release+0" in html_of(at)
    assert "As published on" not in html_of(open_page("board"))
    assert "told with the newest release" in html_of(
        open_page("provenance", release=release_text(old))
    )
    assert "told with the newest release" not in html_of(open_page("provenance"))


def test_every_file_can_be_held_against_its_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for, the page says that all is whole, or what is damaged by its name; not before."""
    at = open_page("provenance")
    assert "each is what was committed" not in html_of(at)
    at = at.button(key="verify").click().run()
    assert re.search(r"\d+ files: each is what was committed, and the audit is wh", html_of(at))
    damaged = Finding("load 5 (workforce), may.csv as it was sent", "the file is missing", "Ask.")
    monkeypatch.setattr(verifying_shown, "named_faults", lambda _: [damaged])
    at = at.button(key="verify").click().run()
    assert "There is a problem" in html_of(at)
    assert "load 5 (workforce), may.csv as it was sent" in html_of(at)


def test_definitions_are_held_against_any_earlier_release(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With two releases before this one a reader chooses since which of them."""
    kept = next(one for one in Store(sample).kept_releases() if one.tier == "board")
    older = [
        replace(kept, id=908, made_at="2026-09-01"),
        replace(kept, id=907, made_at="2026-03-01"),
    ]
    monkeypatch.setattr(session, "earlier", lambda _: older)
    at = open_page("definitions")
    assert "No definition has changed since the release of 1 September 2026." in html_of(at)
    at = at.selectbox(key="since").set_value("1 March 2026, release 907").run()
    assert "No definition has changed since the release of 1 March 2026." in html_of(at)

"""The Upload page: check, read what is wrong, accept what may be, load, and see it in the list."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from extract_files import STOPS_HEADER, calculate, configuration, load, scorecard, stops
from screened_files import (
    COUNT,
    DATE,
    OUTCOME,
    Row,
    changed,
    good_rows,
    load_accepted,
    stops_file,
)
from streamlit.testing.v1 import AppTest
from test_pages import html_of, open_page

from dashboard.changes_shown import changes_markup
from metrics.judgement.status import Status
from metrics.previewing import Change, Move
from metrics.store import Store

pytestmark = pytest.mark.usefixtures("at_once")

EXTRACT = "Stop and search, as the MPS holds it"


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The Upload page over an empty store, with the stops of the MPS chosen."""
    monkeypatch.setenv("SCORECARD_STORE", str(tmp_path / "store"))
    at = open_page("upload", role="Analyst")
    return at.selectbox(key="extract").set_value(EXTRACT).run()


def sent(at: AppTest, rows: Iterable[Row]) -> AppTest:
    """Choose a file of these rows."""
    content = "\n".join([STOPS_HEADER, *(",".join(row) for row in rows)]).encode()
    at.get_by_key("files").set_value([("april.csv", content, "text/csv")])
    return at


def test_before_anything_is_sent(page: AppTest) -> None:
    """The page says which columns are wanted, what is due, and that nothing is loaded yet."""
    html = html_of(page)
    assert "Columns: Date, Officer OCU, Borough of Stop" in html
    assert "Nothing of it is loaded yet." in html
    extracts = len(page.selectbox(key="extract").options)
    assert f"never received: {extracts} extracts" in html
    assert html.count(">never received<") == extracts


def test_no_file(page: AppTest) -> None:
    """Without a file the page asks for one."""
    html = html_of(page.button(key="load").click().run())
    assert "There is a problem" in html
    assert "1 fault to put right" in html
    assert "no file was selected" in html


def test_a_line_at_fault_is_placed(page: AppTest) -> None:
    """The line of a finding stands on the page as it does on the command line."""
    rows = good_rows(2026, 4)
    rows[2] = rows[2][:3]
    html = html_of(sent(page, rows).button(key="check").click().run())
    assert "april.csv, line 4" in html
    assert "Nothing was changed. 1 check failed." in html


def test_what_a_load_would_change(page: AppTest, tmp_path: Path) -> None:
    """Before anything is kept the page says what comes, what goes, and that all would be new."""
    at = sent(page, good_rows(2026, 4)).button(key="foresee").click().run()
    assert at.success[0].value == "Nothing was changed. 360 rows can be loaded."
    assert "Nothing is released yet: every figure would be new." in html_of(at)
    assert Store(tmp_path / "store").loads() == ()


def test_a_period_that_is_there_is_told_when_it_is_checked(page: AppTest, tmp_path: Path) -> None:
    """Check says what Load would: that the month is loaded, or which load would make room."""
    load_accepted(tmp_path, stops_file(tmp_path, "first.csv", good_rows(2026, 4)[:300]))
    at = sent(page, good_rows(2026, 4)).button(key="check").click().run()
    assert "April 2026 is already in load 1 (first.csv)" in html_of(at)
    at.checkbox(key="replace").check()
    at = at.button(key="check").click().run()
    assert at.success[0].value.endswith(
        "360 rows can be loaded, in the place of load 1 (300 rows)."
    )


def test_what_replacing_a_load_would_change(tmp_path: Path) -> None:
    """Each tier's figures before and after are told of the tier that sees them."""
    figures = pd.DataFrame([{
        "metric": "stop_search_arrest_rate", "unit": "MPS", "type": "quarter", "breakdown": "",
        "end": pd.Timestamp("2026-06-30"), "value_old": 10.0, "value_new": 12.5,
        "numerator_old": 1.0, "numerator_new": 1.0, "denominator_old": 10.0, "denominator_new": 8.0,
        "shorthand_old": "", "shorthand_new": "",
    }])  # fmt: skip
    moved = Move("stop_search_arrest_rate", "MPS", "quarter", date(2026, 6, 30),
                 Status.ON_TRACK, Status.OFF_TRACK)  # fmt: skip
    withheld = {"stop_search_arrest_rate": (4, 6)}
    change = Change("board", figures, 3, 0, (moved,), withheld)
    html = changes_markup([change], configuration(), "board").html
    assert "1 figure revised [r], 0 of them hidden from then on; 3 new; 0 gone; 1 status m" in html
    assert html.index("On track</span>") < html.index("Off track</span>")
    assert "<td>10</td><td>12.5</td>" in html.replace(' data-head="Before"', "").replace(
        ' data-head="After"', "")  # fmt: skip
    assert "Show 1 measure of which another number of figures is withheld" in html
    assert 'data-head="Withheld now">4</td>' in html
    other = changes_markup([change], configuration(), "restricted").html
    assert 'data-head="Withheld then">6</td>' in other, "who loads sees it of every tier"
    assert "12.5" not in other
    assert "Off track" not in other


def test_a_check_changes_nothing(page: AppTest, tmp_path: Path) -> None:
    """Check shows each stage with its result, and leaves the store as it is."""
    rows = [row for row in good_rows(2026, 4) if int(row[DATE][:2]) <= 17]
    at = sent(page, rows).button(key="check").click().run()
    html = html_of(at)
    assert [s.value for s in at.success] == ["Nothing was changed. 204 rows can be loaded."]
    assert "April 2026 stops at day 17" in html
    assert "Warning" in html
    assert "Small numbers" in html
    assert not re.search(r"<t[dh][^>]*></t[dh]>", html), "a blank cell"
    assert Store(tmp_path / "store").loads() == ()


def test_an_unknown_label_comes_with_its_lines(page: AppTest) -> None:
    """A label that no group has is listed with its rows, and with the YAML to add."""
    rows = good_rows(2026, 4)
    rows[0][OUTCOME] = "Arest"
    html = html_of(sent(page, rows).button(key="load").click().run())
    assert "has 1 row with &#x27;Arest&#x27;" in html
    assert "Arrest:\n        - &quot;Arest&quot;" in html


def test_a_total_that_is_not_met(page: AppTest, tmp_path: Path) -> None:
    """The total that the sender gave is asked for by the name of what is summed, and held."""
    at = sent(page, good_rows(2026, 4))
    at.number_input(key="expected").set_value(2_400.0)
    html = html_of(at.button(key="load").click().run())
    assert at.number_input(key="expected").label.startswith("Sum of 'Count', as the sender says")
    assert "adds up to 2,340, and the sender says 2,400: 60 too few" in html
    assert Store(tmp_path / "store").loads() == ()


def test_bad_rows_are_accepted_by_name(page: AppTest, tmp_path: Path) -> None:
    """Bad rows stop the load; a name and a reason load the rest, and stand in the list."""
    rows = good_rows(2026, 4)
    rows[:6] = changed(COUNT, "three")(rows[:6])
    at = sent(page, rows).button(key="load").click().run()
    assert "6 of 360 rows (1.7%) would be set aside" in html_of(at)
    assert "1 check failed, 6 cells cannot be read." in html_of(at)
    (accept,) = [button for button in at.button if button.label == "Accept and load"]
    at = accept.click().run()
    assert "no name or no reason was given" in html_of(at)
    at.text_input(key="accept_by").set_value("A. Analyst")
    at.text_input(key="because").set_value("test entries")
    (accept,) = [button for button in at.button if button.label == "Accept and load"]
    at = accept.click().run()
    assert at.success[0].value.startswith("Load 1: 354 rows; 6 rows left out, set aside")
    assert "354 of 360" in html_of(at)
    assert "6 of 360 rows set aside; accepted by A. Analyst: test entries" in html_of(at)
    assert Store(tmp_path / "store").screening(1).accepted_by == "A. Analyst"


def test_a_revision_that_waits_is_taken_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named, and comes in with a reason; without one nothing is changed."""
    for month in ("01", "02", "03"):
        load(tmp_path, "mps_stops", [stops(tmp_path, month, f"{month}/2026", [200] * 5)])
    store = Store(tmp_path / "store")
    calculate(store)
    file = stops(tmp_path, "new.csv", "03/2026", [198] + [200] * 4)
    scorecard("load", "mps_stops", file, "--replace", "--store", store.folder)
    calculate(store)
    monkeypatch.setenv("SCORECARD_STORE", str(store.folder))
    at = open_page("upload", role="Analyst")
    assert f"Load 4 ({EXTRACT}, periods that end on 31 March 2026) waits" in html_of(at)
    for why, said in ((" ", "no reason was given"), ("the sender confirms it", "is taken in")):
        at.text_input(key="take_in_why").set_value(why)
        at = next(b for b in at.button if b.label == "Take in").click().run()
        assert said in html_of(at) + "".join(each.value for each in at.success)
        assert store.load(4).taken_in == (said == "is taken in")
    assert "Revisions that wait" not in html_of(at)


def test_a_file_is_taken_back_as_it_was_sent(sample: Path) -> None:
    """The analyst chooses a load and has a button for each of its files, with its size."""
    at = open_page("upload", role="Analyst")
    at.selectbox(key="original").set_value(at.selectbox(key="original").options[0])
    at = at.button(key="get_original").click().run()
    assert not at.exception
    (newest,) = Store(sample).loads()[-1:]
    labels = [button.label for button in at.get("download_button")]
    assert [label.partition(" (")[0] for label in labels if newest.files[0].name in label] == [
        f"Download {newest.files[0].name}"
    ]

"""Every page in every state, without a browser: found by glob, so a new page is tested at once."""

import csv
import gc
import html
import io
import re
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from builders import delivered
from streamlit.testing.v1 import AppTest

from dashboard import frame
from dashboard.downloads import figures_csv
from metrics.export import expected_file
from metrics.measure_workbook import MOST_BYTES, measure_workbook

ROOT = Path(__file__).parents[2]
APP = ROOT / "app.py"
PAGES = sorted(path.stem for path in (ROOT / "dashboard" / "pages").glob("*.py"))
# The role whose tier withholds every count in the configuration of these tests.
WITHHELD_FROM = "MOPAC reviewer"
WITH_FIGURES = [
    "actions", "board", "cases", "compare", "groups", "metric", "provenance", "recommendations",
    "theme", "unit", "workshop",
]  # fmt: skip

WITH_CHARTS = ["cases", "compare", "groups", "metric"]


def open_page(name: str, **query: str) -> AppTest:
    """Open one page with these choices in the address."""
    at = AppTest.from_file(str(APP), default_timeout=60)
    for key, value in query.items():
        at.query_params[key] = value
    return at.switch_page(f"dashboard/pages/{name}.py").run()


def html_of(at: AppTest) -> str:
    """All HTML of a page as one text."""
    return " ".join(element.proto.body for element in at.get("html"))


@pytest.mark.parametrize("name", PAGES)
def test_opens_with_the_sample(name: str, sample: Path) -> None:
    """Every page opens on the sample without an exception, with one heading, and says what it is.

    Nobody may take the sample for real figures: each page says that it is synthetic. Of a page of
    figures no cell is blank: what is not there says why.
    """
    at = open_page(name)
    assert not at.exception
    assert len(at.title) == 1
    html = html_of(at)
    assert "Synthetic sample data" in html
    assert not re.search(r"<t[dh][^>]*></t[dh]>", html), "a blank cell"


@pytest.mark.parametrize("name", WITH_FIGURES)
def test_an_empty_store_says_what_to_do(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With nothing loaded, a page of figures says so and names the Upload page."""
    monkeypatch.setenv("SCORECARD_STORE", str(tmp_path / "store"))
    at = open_page(name)
    assert not at.exception
    assert [info.value for info in at.info] == [
        "There are no figures yet. An analyst can load extracts on the Upload page."
    ]
    assert "Help and accessibility" in html_of(at), "help is on every page"
    assert len(at.title) == 1


@pytest.mark.parametrize("name", PAGES)
def test_opens_with_everything_withheld(name: str, sample: Path) -> None:
    """Where a tier withholds every count, pages open and no count of people is on them."""
    at = open_page(name, role=WITHHELD_FROM, unit="Hackney")
    assert not at.exception
    assert at.selectbox(key="role").value == WITHHELD_FROM
    # Those of public extracts are of contracts, returns or promises: nobody's secret.
    public = [metric.title for metric in delivered().scorecard.metrics
              if delivered().extracts[metric.extract].public]  # fmt: skip
    rows = [row for row in re.findall(r"<tr.*?</tr>", html_of(at), re.DOTALL)
            if not any(html.escape(title) in row for title in public)]  # fmt: skip
    cases = re.findall(r'data-head="Cases">([^<]*)<', " ".join(rows))
    hidden = re.compile(r"(Black )?(\[[cxz]\]|0 of |0$|no base published)")
    assert all(hidden.match(words) for words in cases)


def test_the_head_of_a_page_says_that_counts_are_rounded(sample: Path) -> None:
    """Of the tier that rounds, and of no other."""
    said = "Counts of people are rounded to the nearest 5"
    assert said in html_of(open_page("board", role=WITHHELD_FROM))
    assert said not in html_of(open_page("board"))


def test_the_board_counts_what_is_off_track(sample: Path) -> None:
    """The first sentence of the Board view says how many measures are off track."""
    html = html_of(open_page("board"))
    said = re.search(r"(\d+) of (\d+) measures with a target (?:is|are) off track", html)
    assert said
    shown = html.count('class="tag off_track"')
    assert shown >= int(said[1]) > 0


def test_a_flagged_gap_shows_the_cases_of_both_sides(sample: Path) -> None:
    """Each flagged disparity of a unit has a value on n of N, for the group and for the other."""
    html = html_of(open_page("unit", unit="Hackney"))
    flagged = html[html.index("Disparities flagged") :]
    for head in ("Group", "Compared with"):
        cells = re.findall(rf'data-head="{head}">(.*?)</td>', flagged)
        assert cells
        assert all(re.search(r"[\d,]+ of [\d,]+<", cell) for cell in cells)


def test_a_unit_is_held_against_similar_units_by_name(sample: Path) -> None:
    """My unit and Measure say which units are similar and why, and one control chooses them."""
    chosen = {"unit": "Central East", "benchmark": "similar units"}
    for name in ("unit", "metric"):
        html = html_of(open_page(name, **chosen))
        assert "Similar units (Inner London, since 1 April 2019): Central West" in html
    assert "than the rest of its group (95% interval)" in html_of(open_page("unit", **chosen))


def test_a_funnel_is_drawn_with_its_table(sample: Path) -> None:
    """A percentage has its funnel of command units for the force, with limits and places."""
    at = open_page("metric", metric="Events for seldom-heard communities")
    assert not at.exception
    assert [c.proto.alt for c in at.get("plotly_chart") if c.proto.alt.startswith("Funnel chart")]
    html = html_of(at)
    assert re.search("Around the whole force[^,]*, [0-9]+ of 12 command units lies? outside", html)
    assert "Funnel of Events for seldom-heard communities by command unit" in html


def test_groups_that_are_withheld_are_named(sample: Path) -> None:
    """A lead reads which groups of the unit are withheld, not only how many."""
    at = open_page("unit", role="Command unit lead", own="Central East", unit="Central East")
    named = re.findall(r'data-head="\[c\] Withheld">([^<]*)<', html_of(at))
    assert any(words != "none" for words in named)


def test_a_comparison_of_groups_names_its_basis_and_both_sides(sample: Path) -> None:
    """Beside "Black compared with White" stands whose ethnicity it is, and both groups' cases."""
    for name in ("board", "theme", "unit"):
        html = html_of(open_page(name))
        assert "Black compared with White, Ethnic group (self-defined)" in html
        assert re.search(r"Black [\d,]+ of [\d,]+; White [\d,]+ of [\d,]+", html)


@pytest.mark.parametrize("name", ["actions", "board", "theme", "unit"])
def test_each_value_leads_to_its_definition(name: str, sample: Path) -> None:
    """Every row with a value leads to its measure, whose page has the definition and the loads."""
    rows = re.findall(r"<tr>(?:(?!</tr>).)*</tr>", html_of(open_page(name)), re.DOTALL)
    valued = [row for row in rows if 'data-head="Value' in row or 'data-head="Was"' in row]
    assert valued or name == "actions"
    assert all('href="/metric?' in row for row in valued)
    assert name == "actions" or all(
        "&amp;part=definition" in row for row in valued if "Value" in row
    )
    measure = html_of(open_page("metric", part="definition"))
    assert 0 < measure.index('id="definition"') < measure.index('id="over-time"')
    ids = set(re.findall(r' id="([^"]+)"', measure))
    assert set(re.findall(r'href="#([^"]+)"', measure)) <= ids
    assert "The loads behind this measure" in measure


def test_what_stays_is_not_looked_through_for_garbage(sample: Path) -> None:
    """After a release is opened, what is there is left out of the search after each page."""
    gc.unfreeze()
    open_page("board")
    assert gc.get_freeze_count() > 10_000
    assert len(gc.get_objects()) < gc.get_freeze_count()


def test_a_page_and_its_file_have_the_same_numbers(sample: Path) -> None:
    """Each count that the Measure page shows of a group is the one in the file that it offers."""
    at = open_page("metric", metric="Searches that end in arrest", unit="Hackney")
    view = at.session_state["view"]
    metric = view.configuration.metrics["stop_search_arrest_rate"]
    taken = figures_csv(view, metric)
    rows = csv.DictReader(io.StringIO(taken.decode()))
    newest = [r for r in rows if (r["unit_name"], r["period_end"], r["period_type"])
              == ("Hackney", "2026-09-30", "rolling_year")]  # fmt: skip
    shown = set(re.findall(r'data-head="Cases">([^<]*)<', html_of(at)))
    whole = [r for r in newest if r["numerator"] and r["denominator"]]
    assert len(whole) > 5
    for row in whole:
        cases = f"{int(row['numerator']):,} of {int(row['denominator']):,}"
        assert cases in shown, row["group"]
    assert all(row["value"] == "" for row in newest if row["shorthand"] == "c")
    about = expected_file(view.reader, metric)[1]
    assert 2 / 3 < about / len(taken) < 3 / 2, "what the button says of its size"
    assert len(measure_workbook(view.reader, metric, view.unit.code, view.as_at)) < MOST_BYTES


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_every_key_action_is_on_its_theme(number: int, sample: Path) -> None:
    """Each of the 29 key actions stands on its theme's page, with a measure or without."""
    at = open_page("theme")
    names = at.selectbox(key="theme").options
    html = html_of(at.selectbox(key="theme").set_value(names[number - 1]).run())
    actions = {1: 9, 2: 6, 3: 8, 4: 6}[number]
    found = {action for action in re.findall(r">(\d\.\d) ", html) if action[0] == str(number)}
    assert found == {f"{number}.{i}" for i in range(1, actions + 1)}


def test_a_key_action_without_a_measure_says_who_owes_one(sample: Path) -> None:
    """A key action with outputs alone reads "No measure of effect yet" and names its owner."""
    at = open_page("theme")
    html = html_of(at.selectbox(key="theme").set_value(at.selectbox(key="theme").options[2]).run())
    assert "No measure of effect yet" in html
    assert "Owes a measure: Head of Strategy and Governance" in html


def test_every_status_has_symbol_and_word(sample: Path) -> None:
    """No status tag stands without its symbol and its word."""
    html = html_of(open_page("board"))
    tags = re.findall(r'class="tag (\w+)"><span aria-hidden="true">([^<]+)</span>([^<]*)<', html)
    assert tags
    assert all(symbol.strip() and word.strip() for _, symbol, word in tags)


@pytest.mark.parametrize("name", WITH_CHARTS)
def test_every_chart_has_words(name: str, sample: Path) -> None:
    """Each chart has an alternative text that ends by pointing to the table on the same page."""
    at = open_page(name, unit="Central East", role="Analyst")
    assert at.get("plotly_chart")
    for chart in at.get("plotly_chart"):
        assert chart.proto.alt.endswith("Table follows.")
        assert "<table" in html_of(at)


def test_a_unit_lead_cannot_open_another_unit(sample: Path) -> None:
    """A unit in the address that is not in the scope is not opened; the lead's own is."""
    role = "Command unit lead"
    at = open_page("unit", role=role, own="Central East", unit="Bromley")
    assert not at.exception
    assert at.title[0].value.endswith("Central East")
    assert "Bromley" not in at.selectbox(key="unit").options


@pytest.mark.parametrize("name", ["actions", "cases", "compare", "groups", "provenance", "theme"])
def test_a_unit_lead_is_led_to_no_other_unit(name: str, sample: Path) -> None:
    """No link leads to a unit out of the lead's scope, whatever the address asks for."""
    at = open_page(name, role="Command unit lead", own="Central East", unit="Bromley")
    assert not at.exception
    linked = {unquote_plus(name) for name in re.findall(r"[?&;]unit=([^&\"]+)", html_of(at))}
    mine = {"Metropolitan Police Service", "Frontline Policing", "Central East", "Hackney"}
    assert linked
    assert linked <= mine | {"Tower Hamlets"}


def test_a_link_opens_the_same_view(sample: Path) -> None:
    """Unit, period and measure in the address give the same finding in a fresh session."""
    rate = "Searches of people per thousand residents"
    choices = {"unit": "Hackney", "period": "June 2026", "metric": rate}
    first, second = (html_of(open_page("metric", **choices)) for _ in range(2))
    assert first == second
    assert "Hackney" in first
    assert "July 2025 to June 2026" in first


def test_a_bad_upload_is_refused_in_words(sample: Path) -> None:
    """A file that is no such extract leaves "There is a problem", a table, and the store alone."""
    at = open_page("upload", role="Analyst")
    at.get_by_key("files").set_value(
        [("bad.csv", b"Month end,OCU\n2026-09-30,Hackney\n", "text/csv")]
    )
    at.selectbox(key="extract").set_value("Workforce snapshot")
    at = at.button(key="load").click().run()
    html = html_of(at)
    assert "There is a problem" in html
    assert "column &#x27;Worker type&#x27; is missing" in html
    assert "Nothing was changed." in html


def test_only_an_analyst_may_upload(sample: Path) -> None:
    """A board member who opens the Upload page is told who may load."""
    at = open_page("upload", role="Diversity Board member")
    assert "Only an analyst may load extracts" in html_of(at)
    assert not at.button
    assert "Help and accessibility" in html_of(at)


def test_search_finds_everyday_words(sample: Path) -> None:
    """The Definitions page finds a measure by an alias."""
    at = open_page("definitions")
    at = at.text_input(key="search").set_value("disproportionality").run()
    assert [e.label for e in at.expander][:1] == [
        "Black people searched, compared with White people (Fair and responsive services)"
    ]


def test_a_fault_of_the_program_has_a_number_and_no_internals(
    sample: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What nobody foresaw is told with a reference, which the log has too, and nothing inside."""

    def broken(*_: object) -> None:
        raise KeyError("a_secret_column")

    monkeypatch.setattr(frame, "_view", broken)
    at = open_page("board")
    html = html_of(at)
    number = re.search(r"this reference.*?<strong>([0-9A-F]{8})</strong>", html)
    assert number
    assert f"reference {number[1]}: KeyError" in caplog.text
    assert "a_secret_column" not in html + at.exception[0].message


def test_a_configuration_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder without the files is a finding with its cure, and no fault of the program."""
    monkeypatch.setenv("SCORECARD_CONFIG", str(tmp_path))
    at = open_page("board")
    assert not at.exception
    assert "scorecard.yaml: this file cannot be read" in html_of(at)

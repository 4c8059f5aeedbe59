"""Whole journeys in real Chromium: shared links, uploads, keyboard, accessibility, width."""

import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

# Pictures are kept where `make screenshots` asks for them: each takes half a second.
SCREENSHOTS = os.environ.get("SCORECARD_SCREENSHOTS")
ADDRESSES = {
    "board": "/",
    "theme": "/theme?theme=Fair+and+responsive+services",
    "unit": "/unit?unit=Central+East",
    "compare": "/compare?unit=Central+East",
    "metric": "/metric?metric=Searches+that+end+in+arrest&unit=Hackney",
    "groups": "/groups?unit=Central+East",
    "cases": "/cases",
    "actions": "/actions",
    "recommendations": "/recommendations",
    "provenance": "/provenance?role=Analyst",
    "definitions": "/definitions?search=trust",
    "help": "/help?search=trust",
    "upload": "/upload?role=Analyst",
    "workshop": "/workshop?role=Analyst&drafted=Searches+that+end+in+arrest",
}
# axe leaves out of itself whether what is pressed is 24 pixels large, or far enough from others.
# To write down where all that is right stands takes it as long again as looking.
WITH_SIZES = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
UNMARKED_LINK = """
(() => { const at = document.activeElement;
  return at.tagName === "A" && getComputedStyle(at).outlineStyle === "none" ? at.innerText : "" })()
"""
pytestmark = pytest.mark.browser


def open_tab(tab: Page, address: str) -> None:
    """Open a page and wait until its script has run to the end."""
    tab.goto(address)
    expect(tab.locator("h1")).to_have_count(1)
    expect(tab.locator("footer.foot")).to_be_attached()
    expect(tab.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_attached()


def choose(tab: Page, label: str, option: str) -> None:
    """Choose an option as a person does at the keyboard: type its name, press Enter."""
    box = tab.get_by_role("combobox", name=label)
    box.fill(option)
    box.press("Enter")


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_no_serious_fault_of_accessibility(name: str, server: str, tab: Page) -> None:
    """axe finds nothing serious or critical on any page, wide or narrow, ours or the framework's.

    At 320 pixels the page itself never scrolls sideways; a wide table scrolls in its box.
    """
    open_tab(tab, server + ADDRESSES[name])
    for width in (1280, 400):
        assert grave_faults(tab, name, width) == set()
    tab.set_viewport_size({"width": 320, "height": 900})
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    assert tab.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 320


def grave_faults(tab: Page, name: str, width: int) -> set[str]:
    """What axe calls serious or critical on the open page at this width; a picture may be kept.

    The window is made as high as the page, so that nothing of it is out of sight.
    """
    tab.set_viewport_size({"width": width, "height": 900})
    height = tab.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    tab.set_viewport_size({"width": width, "height": min(height + 80, 8000)})
    if tab.locator("[data-testid=stPlotlyChart]").count():
        tab.wait_for_timeout(800)  # charts draw themselves after the script has ended
    if SCREENSHOTS:
        tab.screenshot(path=Path(SCREENSHOTS) / f"{name}-{width}.png")
    violations = Axe().run(tab, options=WITH_SIZES).response["violations"]
    return {v["id"] for v in violations if v["impact"] in {"serious", "critical"}}


def test_choices_live_in_the_address(server: str, tab: Page) -> None:
    """A unit chosen in the sidebar stands in the address and survives a change of page."""
    open_tab(tab, f"{server}/unit?unit=Hackney&period=June+2026")
    expect(tab.locator("h1")).to_have_text(re.compile("Hackney"))
    choose(tab, "Command unit or borough", "Bromley")
    expect(tab.locator("h1")).to_have_text(re.compile("Bromley"))
    expect(tab).to_have_url(re.compile("unit=Bromley"))
    tab.get_by_role("link", name="Measure", exact=True).click()
    expect(tab.locator("h1")).to_have_text(re.compile("Bromley"))
    expect(tab).to_have_url(re.compile("unit=Bromley.*|.*period=June"))
    assert "Hackney" not in tab.locator("h1").inner_text()


def test_the_link_in_the_foot_holds_every_choice(server: str, tab: Page) -> None:
    """A view opened by its defaults has a link that will open it again when they are others."""
    open_tab(tab, f"{server}/metric?metric=Searches+of+people+per+thousand+residents&unit=Hackney")
    address = tab.get_by_role("link", name="Link to exactly this view").get_attribute("href")
    for choice in ("metric=Searches+of+people+per+thousand+residents", "unit=Hackney",
                   "period=September+2026", "role=Diversity+Board+member",
                   "benchmark=the+force"):  # fmt: skip
        assert choice in (address or "")


def test_the_window_says_what_it_shows(server: str, tab: Page) -> None:
    """The title of the window names the subject, the unit and the day."""
    open_tab(tab, f"{server}/metric?metric=Searches+of+people+per+thousand+residents&unit=Hackney")
    rate = "Searches of people per thousand residents"
    expect(tab).to_have_title(
        re.compile(f"{rate} . Hackney . 30 September 2026 . Equality scorecard")
    )


def test_an_exception_leads_to_its_measure(server: str, tab: Page) -> None:
    """From the Board view one click opens everything about a measure, with its definition."""
    open_tab(tab, server)
    link = (
        tab.get_by_role("table", name="Measures off track or at risk, or not reported")
        .get_by_role("link")
        .first
    )
    words = link.inner_text()
    link.click()
    expect(tab.locator("h1")).to_have_text(re.compile(re.escape(words)))
    expect(tab.get_by_role("heading", name="Definition")).to_be_visible()
    expect(tab.get_by_role("heading", name="Where the figures come from")).to_be_visible()


def test_a_bad_file_then_a_good_one(empty_server: str, tab: Page, tmp_path: Path) -> None:
    """A faulty extract is answered with what to mend; the mended one loads and is shown."""
    heads = "As at,Reference,Made by,Due,Due now,Status,Verifier,Verified,Last contact\n"
    bad, good = tmp_path / "register.csv", tmp_path / "mended.csv"
    bad.write_text(
        heads + "2026-09-30,R1,IOPC,31/02/2027,2027-02-28,In progress,None,,\n", encoding="utf-8"
    )
    good.write_text(
        heads + "2026-09-30,R1,IOPC,2027-02-28,2027-02-28,In progress,None,,\n", encoding="utf-8"
    )
    open_tab(tab, f"{empty_server}/upload?role=Analyst")
    choose(tab, "Which extract", "Register of recommendations")
    expect(tab.get_by_text("One row is one recommendation")).to_be_visible()
    upload = tab.locator("input[type=file]").first
    upload.set_input_files(bad)
    expect(tab.get_by_role("button", name=re.compile("Remove register.csv"))).to_be_visible()
    tab.get_by_role("button", name="Load", exact=True).click()
    expect(tab.get_by_role("heading", name="There is a problem")).to_be_visible()
    fault = tab.get_by_text("row 2: 'Due' is '31/02/2027'")
    expect(fault).to_be_visible()
    tab.locator("input[type=file]").first.set_input_files(good)
    expect(tab.get_by_text("mended.csv").first).to_be_visible()
    tab.get_by_role("button", name=re.compile("Remove register.csv")).click()
    tab.get_by_role("button", name="Load", exact=True).click()
    done = tab.get_by_test_id("stAlert").get_by_text("Load 1: 1 row. Figures are made.")
    expect(done).to_be_visible()
    open_tab(tab, f"{empty_server}/metric?role=Analyst&metric=Recommendations+still+open")
    expect(tab.get_by_text("Recommendations still open, Metropolitan").first).to_be_visible()


def test_the_sidebar_works_by_keyboard(server: str, tab: Page) -> None:
    """With the keyboard alone a reader skips to the content and can reach every choice."""
    open_tab(tab, server)
    tab.keyboard.press("Tab")
    assert "Skip" in tab.evaluate("document.activeElement.textContent")
    reached, unmarked = set(), set()
    for _ in range(40):
        tab.keyboard.press("Tab")
        reached.add(tab.evaluate("document.activeElement.getAttribute('aria-label') || ''"))
        unmarked |= {tab.evaluate(UNMARKED_LINK)}
    assert any("Figures up to" in label for label in reached)
    assert unmarked == {""}, "a link without an outline while it has the focus"


def test_a_status_says_why_by_keyboard(server: str, tab: Page) -> None:
    """Where the focus is on a status its reason is there to read, and gone when it moves on."""
    open_tab(tab, server)
    tab.locator("table a").first.focus()
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.tagName") == "SUMMARY"
    why = tab.locator("details.why > span").first
    expect(why).to_be_visible()
    expect(why).to_contain_text("Target: ")
    tab.keyboard.press("Tab")
    expect(why).not_to_be_visible()


def test_a_page_prints_whole(server: str, tab: Page) -> None:
    """On A4 nothing is cut off, what is folded lies open, and the sidebar is not there.

    The PDF has a structure and a language, so that it can be read aloud.
    """
    open_tab(tab, f"{server}/unit?unit=Central+East")
    tab.emulate_media(media="print")
    tab.set_viewport_size({"width": 680, "height": 960})  # A4 less its margins, at 96 to the inch
    expect(tab.get_by_test_id("stSidebar")).to_be_hidden()
    cut = """() => [...document.querySelectorAll(".sc table")]
        .filter(table => table.scrollWidth > table.parentElement.clientWidth + 1).length"""
    assert tab.evaluate(cut) == 0
    shut = """() => [...document.querySelectorAll(".sc details table")]
        .filter(table => table.getBoundingClientRect().height === 0).length"""
    assert tab.evaluate(shut) == 0
    printed = tab.pdf(format="A4", tagged=True)
    assert b"/StructTreeRoot" in printed
    assert b"/Lang" in printed

"""A store with the sample loaded, made once; a server on a free port; a browser."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
import streamlit as st
import yaml
from back_test import TYPES
from builders import DELIVERED, delivered, write_config
from extract_files import read_at_once, scorecard
from made_once import made_once, wait_for
from playwright.sync_api import Browser, Page, expect, sync_playwright

from metrics.definitions.duties import FILE as DUTIES
from metrics.definitions.recommendations import FILE as RECOMMENDATIONS

ROOT = Path(__file__).parents[2]
APP = ROOT / "app.py"
# In milliseconds, for one thing on a page: it bounds a wait, it measures nothing.
LONGEST_WAIT = 60_000
# What is looked at beside the headline measures: cases, chains of stages, every theme, searches.
EXTRACTS = {
    "public_complaints", "recommendations", "selection", "engagement_events", "hate_crime",
}  # fmt: skip
# To protect the groups of units in these takes longest: who is withheld from has the force's alone.
OF_FORCE = {"public_complaints"}
SEARCHES = ["stop_search_count", "stop_search_rate", "stop_search_arrest_rate"]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class Sampled(NamedTuple):
    """Where the sample is loaded, and under which configuration."""

    store: Path
    config: Path


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Sampled:
    """A store into which `scorecard sample --load` has loaded the sample, and its configuration."""
    folder = made_once(tmp_path_factory, "sampled", _load_sample)
    return Sampled(folder / "store", folder / "config")


def _load_sample(folder: Path) -> None:
    config = write_config(folder)
    for file in (RECOMMENDATIONS, DUTIES):
        shutil.copy(DELIVERED / file, config / file)
    _show_less(config)
    places = ["--out", folder / "sample", "--store", folder / "store"]
    with read_at_once():
        done = scorecard("sample", "--load", *places, config=folder / "config")
    assert done.exit_code == 0, done.output


def _show_less(config: Path) -> None:
    """Let a tier show some measures only, and that of one role withhold every count.

    The reviewer's tier becomes the one that withholds, and has no quarters, of which its pages
    would show nothing either; nobody has the public tier. The analyst's has the force's figures of
    all measures that the back-test asks for: to protect and judge those of every unit for each tier
    takes longer than the tests of every page together.
    """
    access = config / "access.yaml"
    said = yaml.safe_load(access.read_text(encoding="utf-8"))
    scorecard = delivered().scorecard
    shown = SEARCHES + [m.id for m in scorecard.metrics if m.extract in EXTRACTS]
    shown += [id_ for theme in scorecard.themes for id_ in theme.headlines]
    said["tiers"] = [tier for tier in said["tiers"] if tier["id"] != "public"]
    of_force = [
        {"of": of, "levels": ["force"], "periods": [*TYPES]} for of in ("everybody", "groups")
    ]
    by_unit = [id_ for id_ in shown if delivered().metrics[id_].extract not in OF_FORCE]
    for tier in said["tiers"]:
        for cut in tier["cuts"]:
            of_units = cut["of"] == "groups" and cut.get("levels") != ["force"]
            few = by_unit if of_units and tier["threshold"] else shown
            cut["metrics"] = [id_ for id_ in cut.get("metrics", few) if id_ in few]
        tier["cuts"] = [cut for cut in tier["cuts"] if cut["metrics"]]
    said["tiers"][0]["cuts"] += of_force
    withholding = said["tiers"][-1]
    withholding |= {"threshold": 99_999_999, "rounding": 5}
    for cut in withholding["cuts"]:
        cut["periods"] = [p for p in cut["periods"] if p not in ("quarter", "year_to_date")]
    withholding["cuts"] = [cut for cut in withholding["cuts"] if cut["periods"]]
    access.write_text(yaml.safe_dump(said, sort_keys=False), encoding="utf-8")


@pytest.fixture
def sample(sampled: Sampled, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample's store is the one that pages open."""
    store, config = sampled
    monkeypatch.setenv("SCORECARD_STORE", str(store))
    monkeypatch.setenv("SCORECARD_CONFIG", str(config))
    return store


@pytest.fixture(autouse=True)
def fresh_caches() -> None:
    """Caches are shared by every AppTest of a process: start each test without them."""
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture(scope="session")
def server(sampled: Sampled) -> Iterator[str]:
    """The address of the application with the sample."""
    with serving(*sampled) as address:
        yield address


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[str]:
    """The address of the application with nothing loaded, for analysts alone."""
    access = yaml.safe_load((DELIVERED / "access.yaml").read_text(encoding="utf-8"))
    access["tiers"] = access["tiers"][:1]
    access["roles"] = [role for role in access["roles"] if role["id"] == "analyst"]
    config = write_config(tmp_path, access=yaml.safe_dump(access, sort_keys=False))
    with serving(tmp_path / "store", config) as address:
        yield address


@contextmanager
def serving(store: Path, config: Path = DELIVERED) -> Iterator[str]:
    """Serve the application with a store on a free port of this machine."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(APP), "--server.port", str(port)]
    environment = {**os.environ, "SCORECARD_STORE": str(store), "SCORECARD_CONFIG": str(config)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            wait_for(lambda: _answers(port), f"nothing answers on port {port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, the one of this machine."""
    named = os.environ.get("SCORECARD_CHROMIUM")
    path = named or next(filter(None, map(shutil.which, BROWSERS)), None)
    assert path, "Chromium is not installed: `make test` installs it or says how"
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=quiet)
        yield browser
        browser.close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A fresh tab, 1280 pixels wide; what an earlier tab has fetched of the framework is kept."""
    expect.set_options(timeout=LONGEST_WAIT)
    window = browser.contexts[0] if browser.contexts else browser.new_context()
    page = window.new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.set_default_timeout(LONGEST_WAIT)
    yield page
    page.close()


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as knocking:
        return knocking.connect_ex(("127.0.0.1", port)) == 0

"""A store with the sample loaded, made once; a server on a free port; a browser."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import streamlit as st
from playwright.sync_api import Browser, Page, expect, sync_playwright

from metrics.definitions.loading import load_configuration
from metrics.release import release_all
from metrics.store import Store

ROOT = Path(__file__).parents[2]
APP = ROOT / "app.py"
# A hosted test machine may be slow to start: this bounds a wait, it measures nothing.
LONGEST_START = 300.0
LONGEST_WAIT = 60_000
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store into which `scorecard sample --load` has loaded the sample."""
    return _made_once(tmp_path_factory, "sampled", _load_sample) / "store"


@pytest.fixture(scope="session")
def withheld(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A store and a configuration under which every tier but one withholds all counts."""
    folder = _made_once(tmp_path_factory, "withheld", lambda at: _withhold(at, sample_store))
    return folder / "store", folder / "config"


def _made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that one process of the tests fills and the others wait for."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    done = folder / "done"
    try:
        folder.mkdir()
    except FileExistsError:
        _wait(done.exists, f"{name} was not made")
        return folder
    make(folder)
    done.touch()
    return folder


def _load_sample(folder: Path) -> None:
    command = [sys.executable, "-m", "metrics.cli", "sample", "--load"]
    places = ["--out", str(folder / "sample"), "--store", str(folder / "store")]
    subprocess.run([*command, *places], cwd=ROOT, check=True, capture_output=True)


def _withhold(folder: Path, sample_store: Path) -> None:
    shutil.copytree(ROOT / "config", folder / "config")
    access = folder / "config" / "access.yaml"
    text = access.read_text(encoding="utf-8")
    for threshold in ("5", "10"):
        text = text.replace(f"threshold: {threshold}\n", "threshold: 99999999\n")
    access.write_text(text, encoding="utf-8")
    ignored = shutil.ignore_patterns("uploads", "*.duckdb")
    shutil.copytree(sample_store, folder / "store", ignore=ignored)
    release_all(Store(folder / "store"), load_configuration(folder / "config"), lambda words: None)


@pytest.fixture(autouse=True)
def fresh_caches() -> None:
    """Caches are shared by every AppTest of a process: start each test without them."""
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture(scope="session")
def server(sample_store: Path) -> Iterator[str]:
    """The address of the application with the sample."""
    with serving(sample_store) as address:
        yield address


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[str]:
    """The address of the application with nothing loaded."""
    with serving(tmp_path / "store") as address:
        yield address


@contextmanager
def serving(store: Path) -> Iterator[str]:
    """Serve the application with a store on a free port of this machine."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(APP), "--server.port", str(port)]
    environment = {**os.environ, "SCORECARD_STORE": str(store)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            _wait(lambda: _answers(port), f"nothing answers on port {port}")
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
    """A fresh tab, 1280 pixels wide."""
    expect.set_options(timeout=LONGEST_WAIT)
    page = browser.new_page(viewport={"width": 1280, "height": 900})
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


def _wait(ready: Callable[[], bool], otherwise: str) -> None:
    stop = time.monotonic() + LONGEST_START
    while not ready():
        if time.monotonic() > stop:
            raise TimeoutError(otherwise)
        time.sleep(0.2)

"""An error at every file operation in turn, and a disk that is full at every size.

The store is whole, before or after, says so in words, and goes on.
"""

import builtins
import io
import os
import resource
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from builders import small
from extract_files import read_at_once, written

from metrics import tiers
from metrics.children import Progress
from metrics.counting.apart import FILE, counts_here
from metrics.counting.calculation import Calculation
from metrics.definitions.configuration import Configuration
from metrics.errors import ScorecardError
from metrics.extracts.loading import Loader
from metrics.extracts.staging import SentFile
from metrics.judgement.assessment import assess_each
from metrics.release import release_all
from metrics.store import Store

# What writes to a disk and may fail there: each is called through its module.
OPERATIONS = [
    (os, "fsync"), (os, "replace"), (os, "chmod"), (os, "mkdir"), (os, "open"),
    (shutil, "copyfile"), (shutil, "rmtree"), (io, "open"), (builtins, "open"),
]  # fmt: skip
WRITING = {"w", "a", "x", "+"}
# No file may grow past so many bytes: each write, flush, commit and COPY fails in one of them.
ROOM = [0, 1_000, 16_000, 60_000, 1_000_000]
DISK_FULL = OSError(28, "No space left on device")
OPEN = open
DISK = ("No space left on device", "File too large", "disk I/O error", "not what was committed")
MOST_OPERATIONS = 200
MOST_METRICS = 2
SEARCHES = "searched_on,borough,outcome,said,seen,vehicle,minutes,closed_on,note"


class Counter:
    """Counts operations, and fails one of them, once."""

    def __init__(self, fails: int) -> None:
        """Fail the call of this number."""
        self.fails, self.calls = fails, 0

    def tick(self, fault: Exception) -> None:
        """Count one call, and raise where it is the one to fail."""
        self.calls += 1
        if self.calls == self.fails:
            raise fault


def _failing(counter: Counter, work: Callable[..., Any]) -> Callable[..., Any]:
    def do(*arguments: Any, **options: Any) -> Any:
        if work is not OPEN or WRITING & {*(*arguments[1:2], options.get("mode", "r"))[0]}:
            counter.tick(DISK_FULL)
        return work(*arguments, **options)

    return do


def _inject(patch: pytest.MonkeyPatch, counter: Counter) -> None:
    class Register(sqlite3.Connection):
        """A connection to the register whose commits may fail."""

        def __exit__(self, *error: Any) -> Any:
            if self.in_transaction and error[0] is None:
                try:
                    counter.tick(sqlite3.OperationalError("disk I/O error"))
                except sqlite3.OperationalError as fault:
                    super().__exit__(type(fault), fault, None)
                    raise
            return super().__exit__(*error)

    connect = sqlite3.connect
    patch.setattr(sqlite3, "connect", lambda *a, **k: connect(*a, factory=Register, **k))
    for module, name in OPERATIONS:
        patch.setattr(module, name, _failing(counter, getattr(module, name)))


@pytest.fixture(scope="module", autouse=True)
def at_once() -> Iterator[None]:
    """Read in this process; count, protect and judge one load, and two, once each."""
    with read_at_once(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(tiers, "counts_here", _counts)
        patch.setattr(tiers, "protect", _once(tiers.protect))
        patch.setattr(tiers, "assess_each", _once(lambda *said: [*assess_each(*said)]))
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose store holds March and its releases, with the file of April beside it."""
    folder = tmp_path_factory.mktemp("made")
    for month in ("03", "04"):
        rows = [f"2026-{month}-05,Ash,Arrest,White,Black,false,5,,"] * 20
        written(folder, f"{month}.csv", [SEARCHES, *rows])
    _load(folder, "03.csv")
    _release(folder)
    return folder


def _load(folder: Path, name: str = "04.csv") -> None:
    loader = Loader(Store(folder / "store"), small(), Path(), _hush)
    loader.load("searches", [SentFile(name, folder / name)])


def _withdraw(folder: Path) -> None:
    store = Store(folder / "store")
    with store.writing():
        store.withdraw(1, "tester", "wrong")


def _release(folder: Path) -> None:
    release_all(Store(folder / "store"), _of_one_tier(), _hush)


@cache
def _of_one_tier() -> Configuration:
    """The small configuration with one tier and few metrics: each is released alike."""
    access = replace(small().access, tiers=small().access.tiers[:1])
    scorecard = replace(small().scorecard, metrics=small().scorecard.metrics[:MOST_METRICS])
    plans = {metric.id: small().plans[metric.id] for metric in scorecard.metrics}
    return replace(small(), access=access, scorecard=scorecard, plans=plans)


COUNTED: dict[object, bytes] = {}


def _counts(calculation: Calculation, folder: Path, progress: Progress) -> Path:
    held, file = calculation.sources["searches"].held, folder / FILE
    if held not in COUNTED:
        COUNTED[held] = counts_here(calculation, folder, progress).read_bytes()
    file.write_bytes(COUNTED[held])
    return file


def _once(work: Callable[..., Any]) -> Callable[..., Any]:
    """The same work on as many counts, done once: what is held is another number of rows."""
    done: dict[int, Any] = {}

    def do(counts: pd.DataFrame, *others: Any) -> Any:
        if len(counts) not in done:
            done[len(counts)] = work(counts, *others)
        return done[len(counts)]

    return do


def _hush(_: str) -> None:
    """Take a word of progress and say nothing."""


def _register_of(folder: Path) -> tuple[object, ...]:
    """What readers see: the loads with their states, and how many releases each tier has."""
    store = Store(folder / "store")
    loads = [(load.extract, load.sha256, load.state) for load in store.loads()]
    return (*loads, *(len(store.releases(tier)) for tier in ("inside",)))


@pytest.mark.parametrize("work", [_load, _withdraw, _release], ids=["load", "withdraw", "release"])
def test_error_at_every_operation(work: Callable[[Path], None], made: Path, tmp_path: Path) -> None:
    """Whichever operation fails, the store has no fault, is as before or after, and goes on."""
    start, before, after = _start(work, made, tmp_path)
    for fails in range(1, MOST_OPERATIONS):
        folder = tmp_path / str(fails)
        shutil.copytree(start, folder)
        counter = Counter(fails)
        with pytest.MonkeyPatch.context() as patch:
            _inject(patch, counter)
            failed = _fails(work, folder)
        _check(folder, before, after)
        if not failed and counter.calls < fails:
            break
        _goes_on(work, folder, after)
    assert 5 < fails < MOST_OPERATIONS - 1


@pytest.mark.parametrize("work", [_load, _withdraw, _release], ids=["load", "withdraw", "release"])
def test_a_disk_that_is_full(work: Callable[[Path], None], made: Path, tmp_path: Path) -> None:
    """However much room there is, what does not fit is told as that, and nothing else has come."""
    start, before, after = _start(work, made, tmp_path)
    failed = []
    for room in ROOM:
        folder = tmp_path / str(room)
        shutil.copytree(start, folder)
        with _room(room):
            failed.append(_fails(work, folder))
        _check(folder, before, after)
        _goes_on(work, folder, after)
    assert failed[:3] == [True] * 3


@contextmanager
def _room(size: int) -> Iterator[None]:
    """Let no file grow past so many bytes meanwhile: the system refuses every write beyond."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


def _start(
    work: Callable[[Path], None], made: Path, folder: Path
) -> tuple[Path, tuple[object, ...], tuple[object, ...]]:
    """A store to work on, what its readers see, and what they see after the work."""
    start = folder / "start"
    shutil.copytree(made, start)
    if work is _release:
        _load(start)
    return start, _register_of(start), _after(work, start, folder / "after")


def _goes_on(work: Callable[[Path], None], folder: Path, after: tuple[object, ...]) -> None:
    """The work is done at the second try, and nothing unfinished stays."""
    _retry(work, folder)
    assert _register_of(folder) == after
    assert list(folder.glob("store/*/*.part*")) == []
    shutil.rmtree(folder)


def _after(work: Callable[[Path], None], start: Path, folder: Path) -> tuple[object, ...]:
    shutil.copytree(start, folder)
    work(folder)
    return _register_of(folder)


def _fails(work: Callable[[Path], None], folder: Path) -> bool:
    """Whether the work fails: in words that lay it to the disk, and to no sent file."""
    try:
        work(folder)
    except ScorecardError as error:
        assert any(cause in str(error) for cause in DISK), str(error)
        return True
    return False


def _check(folder: Path, before: tuple[object, ...], after: tuple[object, ...]) -> None:
    """The store has no fault; each load and each tier's releases are as before or as after."""
    assert Store(folder / "store").faults() == []
    seen = _register_of(folder)
    assert all(part in (*before, *after) for part in seen)
    assert seen in (before, after) or len(seen) == len(before)


def _retry(work: Callable[[Path], None], folder: Path) -> None:
    try:
        work(folder)
    except ScorecardError as error:
        assert "it is already withdrawn" in str(error)

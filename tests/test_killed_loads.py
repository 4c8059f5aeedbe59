"""A load that is killed: wholly there or not at all, and the next one works."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event

import duckdb
import pytest
from extract_files import (
    ROOT,
    STOPS_HEADER,
    load,
    rows_of,
    written,
)

from metrics.store import Load, Store

SEED = 2009
KILLS = 50
SOME = 200
MANY = 200_000
STOPS_IN_APRIL = "05/04/2026,AS,Lambeth,Person,Arrest,Male,IC1,W1,1"


def _loading(folder: Path, path: Path) -> subprocess.Popen[bytes]:
    command = [
        sys.executable, "-m", "metrics.cli", "load", "mps_stops", str(path),
        "--store", str(folder / "store"), "--config", str(ROOT / "config"),
    ]  # fmt: skip
    return subprocess.Popen(
        command, cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip


class Loads:
    """Starts loads into one store, each in a process of its own that is ready at once."""

    def __init__(self, folder: Path) -> None:
        """Start the process that forks for each load."""
        self.folder, self.store = folder, folder / "store"
        command = [sys.executable, str(ROOT / "tests" / "forking_loader.py")]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)

    def say(self, words: str) -> None:
        """Write one line to it."""
        assert self.process.stdin
        self.process.stdin.write(f"{words}\n")
        self.process.stdin.flush()

    def start(self, path: Path) -> int:
        """Start to load a file and return the number of the process that does."""
        assert self.process.stdout
        self.say(f"{self.store}\t{path}")
        return int(self.process.stdout.readline())


@pytest.fixture
def loads(tmp_path: Path) -> Iterator[Loads]:
    """Loads into an empty store."""
    made = Loads(tmp_path)
    Store(made.store)
    yield made
    made.process.communicate()


def _month(folder: Path, number: int) -> Path:
    """A file of one month, another for each number: its searches add up to the number's."""
    year, month = divmod(number, 12)
    day = f"05/{month + 1:02}/{2015 + year}"
    row = f"{day},AS,Lambeth,Person,Arrest,Male,IC1,W1,{number + 1}"
    return written(folder, f"{number}.csv", [STOPS_HEADER, *[row] * SOME])


def _acknowledged(path: Path) -> Path:
    return path.with_suffix(".loaded")


def _seconds_of(loads: Loads, path: Path) -> float:
    """How long a load takes until it is acknowledged."""
    start = time.monotonic()
    loads.start(path)
    while not _acknowledged(path).exists():
        assert time.monotonic() - start < 60
        time.sleep(0.001)
    loads.say("")
    return time.monotonic() - start


def test_fifty_killed_loads(loads: Loads, tmp_path: Path) -> None:
    """Fifty loads, each killed at some moment, with two readers: each is wholly there or not."""
    # The first one waits for Python to start; beside two readers a load takes a little longer.
    whole = [_seconds_of(loads, _month(tmp_path, number)) for number in range(2)][-1]
    dice = random.Random(SEED)  # noqa: S311 - moments to kill at, not secrets
    files = {number: _month(tmp_path, number) for number in range(2, 2 + KILLS)}
    with _two_readers(tmp_path):
        for path in files.values():
            process = loads.start(path)
            time.sleep(whole * dice.uniform(0, 1.5))
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            loads.say("")
    kept = {load.periods[0]: load for load in Store(loads.store).loads()}
    acknowledged = sum(_acknowledged(path).exists() for path in files.values())
    assert 2 + acknowledged <= len(kept) < 2 + KILLS
    _seconds_of(loads, _month(tmp_path, 2 + KILLS))
    _holds_nothing_else(Store(loads.store))


def _holds_nothing_else(store: Store) -> None:
    """The store has no fault, its loads are whole, and no file but theirs is there."""
    assert store.faults() == []
    for kept in store.loads():
        assert rows_of(kept, "sum(searches)") == [(_searches(kept),)]
    there = {path for part in ("uploads", "loads") for path in (store.folder / part).iterdir()}
    assert there == set(store.kept_files())
    assert list(store.folder.glob("*.part")) == []


def _searches(kept: Load) -> int:
    """The searches that the file of a load's month has."""
    (end,) = kept.periods
    return SOME * (12 * (end.year - 2015) + end.month)


def test_a_reader_whose_loader_is_killed_stops(tmp_path: Path) -> None:
    """The process that reads for a killed loader ends too, and leaves the folder to the next."""
    path = written(tmp_path, "many.csv", [STOPS_HEADER, *[STOPS_IN_APRIL] * MANY])
    process = _loading(tmp_path, path)
    while not list(tmp_path.glob("store/loads/reading-*/staged-*")):
        assert process.poll() is None
        time.sleep(0.01)
    process.kill()
    process.wait()
    assert _ends(process.pid)
    assert load(tmp_path, "mps_stops", [path]).load.rows == MANY


def _ends(group: int) -> bool:
    """Whether nobody is left in a process group within five seconds."""
    for _ in range(500):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False


@contextmanager
def _two_readers(folder: Path) -> Iterator[None]:
    """Have two readers look at the store meanwhile: what they see is whole or nothing."""
    ended = Event()

    def read() -> int:
        looks = 0
        while not ended.wait(0.02):
            kept = [*Store(folder / "store").active_loads()][-1]
            Store(folder / "store").checked(kept.file, kept.sha256)
            with duckdb.connect() as connection:
                query = f"SELECT sum(searches) FROM '{kept.file}'"
                assert connection.execute(query).fetchall() == [(_searches(kept),)]
            looks += 1
        return looks

    with ThreadPoolExecutor() as pool:
        readers = [pool.submit(read) for _ in range(2)]
        try:
            yield
        finally:
            ended.set()
        assert all(reader.result() > 1 for reader in readers)

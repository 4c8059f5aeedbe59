"""A load that is killed: wholly there or not at all, and the next one works."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import duckdb
from extract_files import (
    ROOT,
    STOPS_HEADER,
    load,
    rows_of,
    written,
)

from metrics.store import Store

SEED = 2009
KILLS = 12
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


def test_killed_loads_are_wholly_in_or_wholly_out(tmp_path: Path) -> None:
    """A load killed at any moment is wholly there or not at all, to two readers at the time too."""
    path = written(tmp_path, "many.csv", [STOPS_HEADER, *[STOPS_IN_APRIL] * MANY])
    whole = _seconds_of_a_load(tmp_path / "timed", path)
    dice = random.Random(SEED)  # noqa: S311 - moments to kill at, not secrets
    loaded = 0
    for turn in range(KILLS):
        folder = tmp_path / str(turn)
        process = _loading(folder, path)
        with _two_readers(folder):
            # The first third is Python starting; the moments that matter are towards the end.
            time.sleep(whole * dice.uniform(0.3, 1.05))
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        loaded += _is_whole_or_nothing(folder)
    after = load(tmp_path / "0", "mps_stops", [path])
    assert after.load.rows == MANY
    assert loaded < KILLS


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


def _seconds_of_a_load(folder: Path, path: Path) -> float:
    start = time.monotonic()
    assert _loading(folder, path).wait() == 0
    return time.monotonic() - start


@contextmanager
def _two_readers(folder: Path) -> Iterator[None]:
    """Have two readers look at the store meanwhile: what they see is whole or nothing."""
    ended = Event()

    def read() -> None:
        while not ended.wait(0.2):
            for kept in Store(folder / "store").active_loads():
                Store(folder / "store").checked(kept.file, kept.sha256)
                with duckdb.connect() as connection:
                    query = f"SELECT sum(searches) FROM '{kept.file}'"
                    assert connection.execute(query).fetchall() == [(MANY,)]

    with ThreadPoolExecutor() as pool:
        readers = [pool.submit(read) for _ in range(2)]
        try:
            yield
        finally:
            ended.set()
        for reader in readers:
            reader.result()


def _is_whole_or_nothing(folder: Path) -> bool:
    store = Store(folder / "store")
    assert store.faults() == []
    held = store.loads()
    for kept in held:
        assert rows_of(kept, "sum(searches)") == [(MANY,)]
    return bool(held)

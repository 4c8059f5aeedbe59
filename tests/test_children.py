"""Work in a child process: the same result as here, and a death of the child in words."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from functools import partial
from itertools import product
from pathlib import Path

import pandas as pd
import pytest
from extract_files import configuration, digest_of, load, of_tiers, read_at_once, stops
from made_once import wait_for

from metrics import children, release
from metrics.children import Ahead, Child, Progress, memory_in_use, start
from metrics.connections import open_connection
from metrics.counting import apart
from metrics.counting.apart import counts_apart, read_counts
from metrics.counting.calculation import Calculation
from metrics.errors import ScorecardError
from metrics.extracts import converting
from metrics.extracts.loading import Loader
from metrics.extracts.staging import SentFile
from metrics.manifest import Asked
from metrics.release import release_all, sources_of
from metrics.release_file import OF_FIGURES, read_table
from metrics.store import Store
from metrics.tiers import Task, drafts_apart, drafts_here


@pytest.fixture
def loaded(tmp_path: Path) -> Path:
    """A folder whose store holds one load of March."""
    with read_at_once():
        load(tmp_path, "mps_stops", [stops(tmp_path, "march.csv", "03/2026")])
    return tmp_path


def _calculation(folder: Path) -> Calculation:
    loads = Store(folder / "store").active_loads()
    return Calculation(configuration(), sources_of(loads, configuration()))


def test_counts_of_a_child_are_the_same(loaded: Path) -> None:
    """What a child counts is, to the last type, what is counted here, and it tells its progress."""
    told: list[str] = []
    calculation = _calculation(loaded)
    made = read_counts(counts_apart(calculation, loaded, told.append))
    with open_connection() as connection:
        here = calculation.counts(connection, lambda _: None)
    pd.testing.assert_frame_equal(made, here)
    assert any(words.startswith("Counting the rows of ") for words in told)


def _note(kept: list[Path], task: Task, progress: Progress) -> None:
    """Note that the draft of a task was there to be kept."""
    assert task.draft.exists()
    kept.append(task.draft)
    progress(f"{task.asked.tier.title}: noted")


def test_figures_of_children_are_the_same(loaded: Path) -> None:
    """What children protect and judge is what is here, and each says which tier it is at."""
    told: list[str] = []
    drafts: dict[str, Mapping[str, Path]] = {}
    calculation = _calculation(loaded)
    # One of each rule: the others share its figures.
    asked = [Asked(tier) for tier in of_tiers("restricted", "board", "public").access.tiers]
    for name, made in (("apart", drafts_apart), ("here", drafts_here)):
        (loaded / name).mkdir()
        kept: list[Path] = []
        after = partial(_note, kept)
        drafts[name] = made(asked, calculation, loaded / name, told.append, after)
        assert sorted(kept) == sorted(drafts[name].values())
    assert list(drafts["apart"]) == list(drafts["here"])
    for tier, table in product(drafts["here"], OF_FIGURES):
        apart, here = (read_table(drafts[name][tier], table) for name in ("apart", "here"))
        pd.testing.assert_frame_equal(apart, here)
    assert any(words.startswith("Restricted: Judging") for words in told)
    assert told.count("Restricted: noted") == len(drafts)


@pytest.mark.parametrize(
    ("limit", "value", "fault"),
    [
        ("MOST_MEMORY", 50_000_000, "it needs more than 50 MB of memory"),
        ("MOST_SECONDS", 0.2, "it took longer than 0 seconds"),
    ],
)
def test_calculation_past_its_limit(
    limit: str, value: float, fault: str, loaded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A calculation that needs too much is a finding, and the store is as it was."""
    monkeypatch.setattr(apart, limit, value)
    before = digest_of(loaded)
    with pytest.raises(ScorecardError) as ended:
        release_all(Store(loaded / "store"), configuration(), lambda _: None)
    assert str(ended.value) == (
        f"the calculation: {fault}. Nothing was changed. Calculate on a machine with more memory, "
        "or ask for help."
    )
    assert digest_of(loaded) == before


def test_killed_child(loaded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that the system kills is a finding; the next calculation makes the releases."""
    look = children.memory_in_use

    def kill(process: int) -> int:
        os.kill(process, signal.SIGKILL)
        return look(process)

    monkeypatch.setattr(children, "memory_in_use", kill)
    with pytest.raises(ScorecardError, match="it stopped the program that was at work on it"):
        release_all(Store(loaded / "store"), configuration(), lambda _: None)
    monkeypatch.setattr(release, "drafts_apart", drafts_here)
    assert len(release_all(Store(loaded / "store"), configuration(), lambda _: None)) == len(
        configuration().access.tiers
    )


def test_memory_of_a_process_that_is_gone() -> None:
    """A process that is no more has no memory in use; this one has some."""
    assert memory_in_use(2**22 + 1) == 0
    assert memory_in_use(os.getpid()) > 10_000_000


def test_a_child_is_started_while_the_one_before_it_works(tmp_path: Path) -> None:
    """Two loads in a row are as they are one by one, and no child is left behind."""
    started: list[Child] = []

    def starting(module: str) -> Child:
        started.append(ahead.start(module))
        return started[-1]

    with Ahead() as ahead:
        loader = Loader(
            Store(tmp_path / "store"), configuration(), tmp_path, lambda _: None, starting=starting
        )
        for name, month in (("march.csv", "03/2026"), ("april.csv", "04/2026")):
            path = stops(tmp_path, name, month)
            loader.load("mps_stops", [SentFile(name, path)])
    waiting = ahead.waiting[converting.__name__]
    assert [child.returncode for child in (*started, *waiting)] == [0, 0, -signal.SIGKILL]
    loads = Store(tmp_path / "store").active_loads()
    assert [len(load.periods) for load in loads] == [1, 1]


def test_a_child_adds_up_on_one_thread() -> None:
    """There are as many children as cores; and what is added up in one order is always the same."""
    with start(converting.__name__) as child:
        # What a process was started with is there a moment after the process is.
        said, wanted = Path(f"/proc/{child.pid}/environ"), b"OPENBLAS_NUM_THREADS=1"
        wait_for(lambda: wanted in said.read_bytes().split(b"\0"), "it may use more threads")
        child.kill()


def test_a_child_without_a_task_ends(capfd: pytest.CaptureFixture[str]) -> None:
    """Where its parent is gone before it had one, there is nothing to say."""
    with start(converting.__name__) as child:
        assert child.stdin
        child.stdin.close()
        assert child.wait() == 0
    assert capfd.readouterr() == ("", "")


def test_a_child_that_reads_does_without_pandas() -> None:
    """It takes 60 MB, of which the reader of a large file has none to spare."""
    asked = "import sys, metrics.extracts.converting; print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"

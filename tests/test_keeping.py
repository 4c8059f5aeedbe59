"""The store kept for years: made again from its uploads, copied to one file, put back."""

import shutil
import tarfile
from pathlib import Path

import pytest
from extract_files import figures, load, scorecard, stops

from metrics.store import Store

pytestmark = pytest.mark.usefixtures("at_once")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store: April replaced, March withdrawn, May active, all calculated."""
    folder = tmp_path_factory.mktemp("kept")
    for number, month in enumerate(("03", "04", "05"), start=1):
        rows = range(number, number + 40)
        load(folder, "mps_stops", [stops(folder, f"{month}.csv", f"{month}/2026", rows)])
    load(folder, "mps_stops", [stops(folder, "new.csv", "04/2026", range(50))], replace=True)
    Store(folder / "store").withdraw(1, "tester", "wrong month")
    assert scorecard("calculate", "--store", folder / "store").exit_code == 0
    return folder


@pytest.fixture
def store(kept: Path, tmp_path: Path) -> Path:
    """A copy of that store."""
    return Path(shutil.copytree(kept / "store", tmp_path / "store"))


def _exported(store: Path) -> dict[str, str]:
    """The figures of the inner tier by their place, as exported beside the store."""
    rows = figures(store, "restricted")
    return {"|".join((*list(r.values())[:12], r["period_end"])): r["value"] for r in rows}


def test_rebuild_gives_the_same_figures(store: Path) -> None:
    """Without its loads and its releases a store makes them again, and every figure is the same."""
    before = _exported(store)
    assert before
    for part in ("loads", "releases"):
        shutil.rmtree(store / part)
    assert scorecard("verify", "--store", store).exit_code == 1
    done = scorecard("rebuild", "--store", store)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("Made again: 4 loads, ")
    assert "Making load 1 of 'mps_stops' again\n" in done.stderr
    assert scorecard("verify", "--store", store).exit_code == 0
    assert _exported(store) == before


def test_rebuild_of_a_whole_store_changes_nothing(store: Path) -> None:
    """Nothing is made again where nothing is gone."""
    before = sorted((path.name, path.stat().st_mtime_ns) for path in store.glob("*/*"))
    done = scorecard("rebuild", "--store", store)
    assert (done.exit_code, done.stdout) == (0, "Made again: 0 loads, 0 releases.\n")
    assert sorted((path.name, path.stat().st_mtime_ns) for path in store.glob("*/*")) == before


def test_rebuild_without_an_upload(store: Path) -> None:
    """A load whose upload is gone too is named; the others are made again."""
    loads = Store(store).loads()
    shutil.rmtree(store / "loads")
    (store / "uploads" / loads[1].files[0].sha256).unlink()
    done = scorecard("rebuild", "--store", store)
    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1] == (
        f"{loads[1].files[0].sha256}: the file is missing from the store. Restore the file from a "
        "backup."
    )
    assert sorted((store / "loads").iterdir()) == sorted(x.file for x in loads if x != loads[1])


def test_backup_and_restore(store: Path, tmp_path: Path) -> None:
    """A store restored from its backup has no fault, the same loads and the same figures."""
    done = scorecard("backup", tmp_path / "b.tar", "--store", store)
    assert done.exit_code == 0, done.stderr
    files = len(list(store.glob("*/*"))) + 2
    assert done.stdout == f"{tmp_path / 'b.tar'}: {files} files of the store.\n"
    new = tmp_path / "new"
    restored = scorecard("restore", tmp_path / "b.tar", "--store", new)
    assert (restored.exit_code, restored.stdout) == (0, f"{new}: 4 loads, every file checked.\n")
    states = [load.state for load in Store(new).loads()]
    assert states == ["withdrawn", "replaced", "active", "active"]
    assert _exported(new) == _exported(store)


def test_nothing_is_overwritten(store: Path, tmp_path: Path) -> None:
    """Neither a file by a backup, nor a store by a restore."""
    target = tmp_path / "b.tar"
    target.write_text("mine")
    done = scorecard("backup", target, "--store", store)
    assert (done.exit_code, target.read_text()) == (1, "mine")
    assert done.stderr == f"{target}: there is a file of that name. Name another file.\n"
    target.unlink()
    scorecard("backup", target, "--store", store)
    done = scorecard("restore", target, "--store", store)
    assert done.exit_code == 1
    assert done.stderr == (
        f"{store}: there is a store already. Name another folder with --store.\n"
    )


def test_a_damaged_store_is_not_backed_up(store: Path, tmp_path: Path) -> None:
    """A fault is told before it is copied."""
    shutil.rmtree(store / "loads")
    done = scorecard("backup", tmp_path / "b.tar", "--store", store)
    assert done.exit_code == 1
    assert "the file is missing from the store" in done.stderr
    assert not (tmp_path / "b.tar").exists()


@pytest.mark.parametrize("place", [0.02, 0.3, 0.6, 0.9])
def test_a_damaged_backup_is_not_restored(place: float, store: Path, tmp_path: Path) -> None:
    """A backup with other bytes in one of its files is refused, and no store is made."""
    target = tmp_path / "b.tar"
    scorecard("backup", target, "--store", store)
    content = bytearray(target.read_bytes())
    start = int(len(content) * place)
    content[start : start + 2_000] = bytes(byte ^ 1 for byte in content[start : start + 2_000])
    target.write_bytes(content)
    done = scorecard("restore", target, "--store", tmp_path / "new")
    assert done.exit_code == 1, done.stdout
    assert not (tmp_path / "new").exists()


def test_a_file_that_is_no_backup(tmp_path: Path) -> None:
    """A text, and an archive of something else or of places elsewhere, are refused in words."""
    (tmp_path / "text.tar").write_text("no archive")
    with tarfile.open(tmp_path / "other.tar", "w") as package:
        package.add(tmp_path / "text.tar", "../outside")
    for name, fault in (("text", "no whole backup"), ("other", "no backup")):
        done = scorecard("restore", tmp_path / f"{name}.tar", "--store", tmp_path / "new")
        assert done.exit_code == 1
        assert f"{name}.tar: this is {fault} of a store." in done.stderr
    assert not (tmp_path / "new").exists()

"""Damage to the store: it is named, it is not served, and nothing is ever taken out."""

import sqlite3
from pathlib import Path

import pytest
from extract_files import (
    calculate,
    load,
    stops,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from test_actions import action

from metrics.definitions.actions import ActionList
from metrics.errors import ScorecardError
from metrics.figures import open_release
from metrics.promised import note
from metrics.register import TABLES
from metrics.store import Store
from metrics.verifying import how_many, named_faults

pytestmark = pytest.mark.usefixtures("at_once")


def _flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place % len(content)] ^= 1
    path.chmod(0o640)
    path.write_bytes(content)


@pytest.fixture(scope="module")
def calculated(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with one load and its releases."""
    folder = tmp_path_factory.mktemp("calculated")
    load(folder, "mps_stops", [stops(folder, "march.csv", "03/2026")])
    store = Store(folder / "store")
    calculate(store)
    return store


@settings(max_examples=25, deadline=None)
@given(place=st.integers(0, 10**7), part=st.sampled_from(["loads", "releases", "uploads"]))
def test_a_flipped_bit_is_named(place: int, part: str, calculated: Store) -> None:
    """Whichever bit of whichever file is flipped, the check names that file and no other."""
    path = sorted((calculated.folder / part).iterdir())[0]
    content = path.read_bytes()
    _flip(path, place)
    try:
        assert [finding.place for finding in calculated.faults()] == [path.name]
    finally:
        path.write_bytes(content)
    assert calculated.faults() == []


@pytest.mark.parametrize(
    ("part", "name"),
    [("uploads", "load 1 (mps_stops), march.csv as it was sent"),
     ("loads", "load 1 (mps_stops), its rows"), ("releases", "release 3 of the board tier")],
)  # fmt: skip
def test_what_is_damaged_is_told_by_its_name(part: str, name: str, calculated: Store) -> None:
    """Nobody knows a file by its digest: it is told by its load and file, or its release."""
    path = sorted((calculated.folder / part).iterdir())[0]
    content = path.read_bytes()
    _flip(path, 20)
    try:
        (found,) = named_faults(calculated)
        assert found.place == f"{name} ({path.name})"
        assert found.fault == "the file is not what was committed"
    finally:
        path.write_bytes(content)
    assert named_faults(calculated) == []
    assert how_many(calculated) == len(list(calculated.folder.glob("*/*")))


@settings(max_examples=40, deadline=None)
@given(place=st.integers(0, 10**7), part=st.sampled_from(["register.sqlite", "register.seal"]))
def test_a_flipped_bit_of_the_register_serves_nothing(
    place: int, part: str, calculated: Store
) -> None:
    """Whichever bit of the register or of its seal is flipped, no load and no release is told."""
    path = calculated.folder / part
    content = path.read_bytes()
    _flip(path, place)
    try:
        for ask in (calculated.loads, calculated.faults, lambda: calculated.releases("board")):
            with pytest.raises(ScorecardError, match="the register "):
                ask()
    finally:
        path.write_bytes(content)
    assert calculated.faults() == []


def test_a_register_without_its_last_seal_is_whole(tmp_path: Path) -> None:
    """A writer killed between its commit and the seal leaves a register that the next one seals."""
    load(tmp_path, "mps_stops", [stops(tmp_path, "march.csv", "03/2026")])
    store = Store(tmp_path / "store")
    seal = store.folder / "register.seal"
    old = seal.read_bytes()
    store.withdraw(1, "tester", "why not")
    new = seal.read_bytes()
    seal.write_bytes(old)
    assert [kept.state for kept in store.loads()] == ["withdrawn"]
    assert seal.read_bytes() == new


def test_an_old_register_is_found_out(tmp_path: Path) -> None:
    """A register put back without its seal, behind everybody's back, is refused."""
    load(tmp_path, "mps_stops", [stops(tmp_path, "march.csv", "03/2026")])
    store = Store(tmp_path / "store")
    old = (store.folder / "register.sqlite").read_bytes()
    store.withdraw(1, "tester", "why not")
    (store.folder / "register.sqlite").write_bytes(old)
    with pytest.raises(ScorecardError, match="the register is not what was committed"):
        store.loads()


def test_a_damaged_load_is_not_counted(tmp_path: Path) -> None:
    """A load that is not what was committed stops the calculation, with what to do."""
    kept = load(tmp_path, "mps_stops", [stops(tmp_path, "march.csv", "03/2026")]).load
    _flip(kept.file, 100)
    with pytest.raises(ScorecardError) as refused:
        calculate(Store(tmp_path / "store"))
    assert str(refused.value) == (
        f"{kept.file.name}: the file is not what was committed. Restore the file from a backup, or "
        "withdraw the load and load it again."
    )


def test_a_damaged_release_is_not_served_and_is_made_again(tmp_path: Path) -> None:
    """A release with a flipped bit does not open; calculating makes a whole one."""
    load(tmp_path, "mps_stops", [stops(tmp_path, "march.csv", "03/2026")])
    store = Store(tmp_path / "store")
    kept = calculate(store, "board")["board"]
    _flip(kept.file, 5_000)
    with pytest.raises(ScorecardError) as refused:
        open_release(store, kept)
    assert str(refused.value) == (
        f"{kept.file.name}: the file is not what was committed. Restore the file from a backup, or "
        "run 'scorecard calculate' to make it again."
    )
    assert open_release(store, calculate(store, "board")["board"]).kept.tier == "board"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A file that is gone from the store is named."""
    kept = load(tmp_path, "mps_stops", [stops(tmp_path, "march.csv", "03/2026")]).load
    kept.file.unlink()
    faults = [finding.fault for finding in Store(tmp_path / "store").faults()]
    assert faults == ["the file is missing from the store"]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store whose register has a row in every table."""
    folder = tmp_path_factory.mktemp("full")
    load(folder, "mps_stops", [stops(folder, "march.csv", "03/2026")])
    store = Store(folder / "store")
    store.note_lost([calculate(store, "board")["board"]], "tester")
    store.withdraw(1, "tester", "why not")
    note(store, ActionList(actions=(action(),)), "tester")
    return store


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET rowid = rowid + 1"])
def test_the_register_is_append_only(table: str, statement: str, full: Store) -> None:
    """No row of the register can be changed or deleted, whoever opens the database."""
    register = sqlite3.connect(full.folder / "register.sqlite")
    assert register.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 0
    with pytest.raises(sqlite3.IntegrityError, match="the register is append-only"):
        register.execute(statement.format(table))
    register.close()


@pytest.mark.parametrize(
    ("edit", "line"),
    [
        ("UPDATE audit SET who = 'somebody else' WHERE id = 2", 2),
        ("UPDATE audit SET detail = '{}' WHERE id = 1", 1),
        ("DELETE FROM audit WHERE id = 1", 2),
    ],
)
def test_the_audit_shows_an_edit(edit: str, line: int, tmp_path: Path) -> None:
    """Somebody who takes the triggers away and edits the audit is found out at the line."""
    load(tmp_path, "mps_stops", [stops(tmp_path, "march.csv", "03/2026")])
    store = Store(tmp_path / "store")
    store.withdraw(1, "tester", "why not")
    assert store.faults() == []
    with sqlite3.connect(store.folder / "register.sqlite") as register:
        register.execute("DROP TRIGGER audit_UPDATE")
        register.execute("DROP TRIGGER audit_DELETE")
        register.execute(edit)
    register.close()
    assert [finding.fault for finding in store.faults()] == [
        f"line {line} or the one before was changed"
    ]


def test_a_writer_clears_what_a_killed_one_left(tmp_path: Path) -> None:
    """Unfinished files and folders, and what DuckDB keeps beside them, go with the next writer."""
    store = Store(tmp_path / "store")
    (store.folder / "releases" / "board.part").write_bytes(b"half")
    (store.folder / "releases" / "board.part.wal").write_bytes(b"stale")
    (store.folder / "loads" / "reading-1.part").mkdir()
    with store.writing():
        left = [path.name for path in store.folder.glob("*/*")]
    assert left == []


def test_a_store_that_cannot_be(tmp_path: Path) -> None:
    """A store under a file, or over another database, is refused in words."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(ScorecardError, match="this is no store"):
        Store(tmp_path / "file" / "store")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "register.sqlite").write_bytes(b"no database" * 100)
    with pytest.raises(ScorecardError, match="the register cannot be used"):
        Store(tmp_path / "other")

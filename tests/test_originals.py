"""The files of a load as they were sent: byte for byte, for who may see them, or not at all."""

from datetime import date
from pathlib import Path

import pytest
from extract_files import configuration, load, scorecard, stops

from metrics.access import Scope, scope_of_role, scope_of_tier
from metrics.errors import ScorecardError
from metrics.originals import name_of, original_for, write_originals
from metrics.store import KeptFile, Store

pytestmark = pytest.mark.usefixtures("at_once")
TODAY = date(2026, 11, 26)
ACCESS = configuration().access


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with one load of two files."""
    files = [stops(tmp_path, f"{m}.csv", f"{m}/2026") for m in ("03", "04")]
    load(tmp_path, "mps_stops", files)
    return Store(tmp_path / "store")


def scope_of(role: str) -> Scope:
    """The scope of a role; a lead's own unit is Central East."""
    return scope_of_role(configuration(), role, "CE", TODAY)


def test_the_analyst_has_back_what_was_sent(store: Store, tmp_path: Path) -> None:
    """Each file of a load is given out with the bytes that were sent."""
    held, own = store.load(1), ACCESS.tier("restricted")
    for number, name in enumerate(("03.csv", "04.csv")):
        path = original_for(scope_of("analyst"), own, store, held, number)
        assert path.read_bytes() == (tmp_path / name).read_bytes()


@pytest.mark.parametrize("role", ["board_member", "unit_lead", "reviewer"])
def test_nobody_else_is_given_a_row(role: str, store: Store) -> None:
    """A view that withholds a count, or a unit, is given no file, whichever tier it names."""
    scope = scope_of(role)
    for tier in (ACCESS.tier(scope.tier), ACCESS.tier("restricted")):
        with pytest.raises(ScorecardError, match="every person's row, and your view does not"):
            original_for(scope, tier, store, store.load(1), 0)
    assert original_for(
        scope_of_tier(configuration(), "restricted"), ACCESS.tier("restricted"), store,
        store.load(1), 0,
    ).is_file()  # fmt: skip


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda p: p.write_bytes(b"x"), "its bytes are not those that were sent"),
        (Path.unlink, "it is missing"),
    ],
    ids=["changed", "missing"],
)
def test_a_damaged_file_is_told_and_not_given_out(
    damage: object, said: str, store: Store, tmp_path: Path
) -> None:
    """One file that is not what was sent is named, and none of the load is written."""
    assert callable(damage)
    path = store.folder / "uploads" / store.load(1).files[1].sha256
    path.chmod(0o640)
    damage(path)
    done = scorecard("original", "1", "--out", tmp_path / "out", "--store", store.folder)
    assert done.exit_code == 1
    assert done.stderr == (
        f"load 1, 04.csv: {said}. Restore it from a backup, or ask its sender for it. "
        "Nothing was given out.\n"
    )
    assert not (tmp_path / "out").exists()


def test_the_command_writes_them_once(store: Store, tmp_path: Path) -> None:
    """`scorecard original` writes each file under its name, and never over another."""
    words = ("original", "1", "--out", tmp_path / "out", "--store", store.folder)
    done = scorecard(*words)
    assert done.exit_code == 0, done.output
    assert [line.rpartition("/")[2] for line in done.stdout.splitlines()] == [
        f"{file.name}: {file.bytes} bytes, SHA-256 {file.sha256}, as sent."
        for file in store.load(1).files
    ]
    assert (tmp_path / "out" / "04.csv").read_bytes() == (tmp_path / "04.csv").read_bytes()
    again = scorecard(*words)
    assert again.exit_code == 1
    assert "there is a file of that name. Name another folder with --out." in again.stderr


def test_a_name_leads_nowhere_else(store: Store, tmp_path: Path) -> None:
    """A sender's name chooses no folder; two files of one name stand beside each other."""
    named = {"../up.csv": "up.csv", "c:\\a\\b.csv": "b.csv", "..": "0" * 64, "a/": "0" * 64}
    assert [name_of(KeptFile(name, "0" * 64, 1)) for name in named] == list(named.values())
    loads = tmp_path / "same"
    for month in ("05", "06"):
        (loads / month).mkdir(parents=True)
        stops(loads / month, "stops.csv", f"{month}/2026")
    load(loads, "mps_stops", [loads / month / "stops.csv" for month in ("05", "06")])
    other = Store(loads / "store")
    written = write_originals(other, other.load(1), tmp_path / "out")
    assert [path.name for path in written] == ["stops.csv", "1-stops.csv"]

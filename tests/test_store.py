"""The store: what is loaded, replaced, withdrawn and released, and by one writer at a time."""

import csv
from pathlib import Path

import pytest
from extract_files import (
    calculate,
    configuration,
    digest_of,
    load,
    stops,
)

from metrics.access import scope_of_tier
from metrics.errors import ScorecardError
from metrics.export import write_figures
from metrics.figures import open_release
from metrics.store import KeptRelease, Store

pytestmark = pytest.mark.usefixtures("at_once")


def searches(store: Store, kept: KeptRelease, folder: Path) -> dict[str, str]:
    """The searches by one unit in each month, from the file that the tier exports."""
    scope = scope_of_tier(configuration(), kept.tier)
    write_figures(open_release(store, kept), scope, folder / "figures.csv")
    with (folder / "figures.csv").open(encoding="utf-8", newline="") as lines:
        return {
            row["period_start"]: row["denominator"]
            for row in csv.DictReader(lines)
            if (row["metric"], row["unit"]) == ("officer_unit_ethnicity_recorded", "AW")
            and (row["period_type"], row["group"]) == ("month", "All")
        }


def test_same_files_twice_change_nothing(tmp_path: Path) -> None:
    """A file that is there already is recognised by its bytes, whatever it is called now."""
    first = load(tmp_path, "mps_stops", [stops(tmp_path, "april.csv", "04/2026")])
    before = digest_of(tmp_path)
    again = load(tmp_path, "mps_stops", [stops(tmp_path, "again.csv", "04/2026")])
    assert (first.was_there, again.was_there) == (False, True)
    assert again.load == first.load
    assert digest_of(tmp_path) == before


def test_overlap_is_refused(tmp_path: Path) -> None:
    """A month that another load holds is refused, and the cure names the option."""
    load(tmp_path, "mps_stops", [stops(tmp_path, "april.csv", "04/2026")])
    before = digest_of(tmp_path)
    with pytest.raises(ScorecardError) as refused:
        load(tmp_path, "mps_stops", [stops(tmp_path, "new.csv", "04/2026", [9])])
    assert str(refused.value) == (
        "new.csv: April 2026 is already in load 1 (april.csv). If it is the period that is meant, "
        "put this in that load's place (--replace)."
    )
    assert digest_of(tmp_path) == before


def test_replacing_keeps_both_on_the_register(tmp_path: Path) -> None:
    """A load that is replaced is out of use and stays on the register, file and all."""
    load(tmp_path, "mps_stops", [stops(tmp_path, "april.csv", "04/2026")])
    new = [stops(tmp_path, "new.csv", "04/2026", [9])]
    load(tmp_path, "mps_stops", new, replace=True)
    store = Store(tmp_path / "store")
    assert [(item.id, item.state, item.rows) for item in store.loads()] == [
        (1, "replaced", 2),
        (2, "active", 1),
    ]
    assert store.faults() == []


def test_part_of_a_load_cannot_be_replaced(tmp_path: Path) -> None:
    """A load of two months is not replaced by one month, which would lose the other."""
    both = [stops(tmp_path, "april.csv", "04/2026"), stops(tmp_path, "may.csv", "05/2026")]
    load(tmp_path, "mps_stops", both)
    with pytest.raises(ScorecardError) as refused:
        load(tmp_path, "mps_stops", [stops(tmp_path, "n.csv", "05/2026", [9])], replace=True)
    assert str(refused.value) == (
        "n.csv: May 2026 is already in load 1 (april.csv, may.csv). If it is the period that is "
        "meant, withdraw load 1 first: it holds other periods too."
    )


def test_withdrawing_takes_the_figures_away(tmp_path: Path) -> None:
    """After a withdrawal the figures are made without the load, and the register has it still."""
    for month in ("03/2026", "04/2026"):
        load(tmp_path, "mps_stops", [stops(tmp_path, f"{month[:2]}.csv", month)])
    store = Store(tmp_path / "store")
    before = searches(store, calculate(store, "restricted")["restricted"], tmp_path)
    gone = store.withdraw(2, "tester", "wrong month")
    after = searches(store, calculate(store, "restricted")["restricted"], tmp_path)
    assert before == {"2026-03-01": "10", "2026-04-01": "10"}
    assert after == {"2026-03-01": "10"}
    assert gone.state == "withdrawn"
    assert [item.state for item in store.loads()] == ["active", "withdrawn"]
    with pytest.raises(ScorecardError, match=r"load 2: it is already withdrawn\."):
        store.withdraw(2, "tester", "again")


def test_a_release_opens_again_as_it_was(tmp_path: Path) -> None:
    """More loads make new releases beside the old one, whose bytes and figures stay."""
    load(tmp_path, "mps_stops", [stops(tmp_path, "march.csv", "03/2026")])
    store = Store(tmp_path / "store")
    old = calculate(store, "restricted")["restricted"]
    content = old.file.read_bytes()
    load(tmp_path, "mps_stops", [stops(tmp_path, "april.csv", "04/2026")])
    new = calculate(store, "restricted")["restricted"]
    assert new.file != old.file
    assert old.file.read_bytes() == content
    assert searches(store, old, tmp_path) == {"2026-03-01": "10"}
    assert searches(store, new, tmp_path) == {"2026-03-01": "10", "2026-04-01": "10"}


def test_nothing_new_makes_no_release(tmp_path: Path) -> None:
    """Calculating again without a change leaves the store as it is."""
    load(tmp_path, "mps_stops", [stops(tmp_path, "march.csv", "03/2026")])
    store = Store(tmp_path / "store")
    calculate(store)
    before = digest_of(tmp_path)
    calculate(store)
    assert digest_of(tmp_path) == before


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    """While one writes, another is told so, and may write when the first has finished."""
    store = Store(tmp_path / "store")
    path = stops(tmp_path, "march.csv", "03/2026")
    with store.writing(), pytest.raises(ScorecardError) as refused:
        load(tmp_path, "mps_stops", [path])
    assert str(refused.value) == (
        f"{store.folder}: another load or calculation is under way. Wait until it has finished, "
        "then try again. Nothing was changed."
    )
    assert load(tmp_path, "mps_stops", [path]).load.id == 1


def test_what_was_put_in_place_and_not_committed(tmp_path: Path) -> None:
    """An upload of a load that was killed before its commit is taken out; others stay."""
    path = stops(tmp_path, "march.csv", "03/2026")
    kept = load(tmp_path, "mps_stops", [path]).load
    store, uploads = Store(tmp_path / "store"), tmp_path / "store" / "uploads"
    for name in ("lost", kept.files[0].sha256):
        unfinished = store.temporary("uploads", "sent")
        unfinished.write_bytes(path.read_bytes())
        store.keep_upload(unfinished, name)
    assert len(list(uploads.iterdir())) == 2
    with store.writing():
        assert [file.name for file in uploads.iterdir()] == [kept.files[0].sha256]
    assert store.faults() == []
    assert list(store.folder.glob("*.part")) == []

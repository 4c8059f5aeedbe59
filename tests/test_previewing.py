"""What a change would do, shown before it is made: rows, periods, and each tier's figures."""

import re
import shutil
from pathlib import Path

import pytest
from extract_files import ROOT, calculate, digest_of, load, scorecard, stops

from metrics.store import Store

pytestmark = pytest.mark.usefixtures("at_once")


@pytest.fixture(scope="module")
def calculated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose store holds March and April, calculated."""
    folder = tmp_path_factory.mktemp("calculated")
    for month in ("03", "04"):
        load(folder, "mps_stops", [stops(folder, f"{month}.csv", f"{month}/2026", [40] * 5)])
    calculate(Store(folder / "store"))
    return folder


@pytest.fixture
def folder(calculated: Path, tmp_path: Path) -> Path:
    """A copy of that folder."""
    return Path(shutil.copytree(calculated, tmp_path / "copy"))


def test_dry_run_of_a_withdrawal(folder: Path) -> None:
    """A withdrawal that is only tried shows what goes and what changes, and changes nothing."""
    before = digest_of(folder)
    store = folder / "store"
    done = scorecard("withdraw", "2", "--why", "x", "--dry-run", "--store", store)
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0] == ("Goes: load 2 (04.csv), 5 rows in 1 period, 2026-04-30 to 2026-04-30.")
    assert any(line.startswith("restricted: ") and " gone; " in line for line in lines)
    assert lines[-1] == "Nothing was changed."
    assert digest_of(folder) == before


def test_replacing_shows_before_and_after(folder: Path) -> None:
    """A corrected file says which load goes, and how each total of each tier changes."""
    new = stops(folder, "new.csv", "04/2026", [50] * 5)
    arguments = ("load", "mps_stops", new, "--replace", "--store", folder / "store")
    before = digest_of(folder)
    tried = scorecard(*arguments, "--dry-run")
    assert digest_of(folder) == before
    assert "\nNothing was changed. It has 5 rows of 'mps_stops'.\n" in tried.stdout
    done = scorecard(*arguments)
    assert done.stdout.startswith("Goes: load 2 (04.csv), 5 rows in 1 period, ")
    assert "officer_unit_ethnicity_recorded, " in done.stdout
    assert done.stdout.endswith("Load 3: 5 rows of 'mps_stops'.\n")
    shown = [line for line in done.stdout.splitlines() if not line.startswith("Load 3")]
    assert shown == tried.stdout.splitlines()[:-1]


def test_a_tier_is_shown_its_own_figures_only(tmp_path: Path) -> None:
    """A count under a tier's threshold is told to the tier that may see it, and to no other."""
    for month, searches in (("01", 1), ("02", 1), ("03", 200)):
        load(tmp_path, "mps_stops", [stops(tmp_path, month, f"{month}/2026", [searches])])
    calculate(Store(tmp_path / "store"))
    new = stops(tmp_path, "new.csv", "03/2026", [1])
    done = scorecard(
        "load", "mps_stops", new, "--replace", "--dry-run", "--store", tmp_path / "store"
    )
    restricted, others = done.stdout.split("\nunit: ")
    quarter = "officer_unit_ethnicity_recorded, FLP, quarter to 2026-03-31: 100 becomes "
    assert f"{quarter}3 of 3 [u]\n" in restricted
    assert f"{quarter}[c]\n" in others
    assert "3 of 3" not in others
    assert "figures withheld" not in restricted
    told = "officer_unit_ethnicity_recorded: ([0-9]+) figures withheld, ([0-9]+) then\n"
    found = re.search(told, others)
    assert found
    assert int(found[1]) < int(found[2])
    moved = "officer_unit_positive_outcome, FLP, quarter to 2026-03-31: on track becomes "
    assert "; 12 statuses move.\n" in restricted
    assert f"{moved}too few to judge\n" in restricted
    assert f"{moved}withheld\n" in others
    assert f"{moved}too few" not in others


def test_what_fits_no_more_can_be_withdrawn(folder: Path) -> None:
    """A load whose contract has changed cannot be compared, and is withdrawn all the same."""
    config = Path(shutil.copytree(ROOT / "config", folder / "config"))
    text = (config / "extracts.yaml").read_text(encoding="utf-8")
    assert "headers: [Officer OCU" in text
    changed = text.replace("headers: [Officer OCU", "headers: [Officer BCU, Officer OCU")
    (config / "extracts.yaml").write_text(changed, encoding="utf-8")
    done = scorecard("withdraw", "2", "--why", "x", "--store", folder / "store", config=config)
    assert done.exit_code == 0, done.output
    assert "What this changes cannot be shown. load 1: the contract of 'mps_stops'" in done.stdout
    assert Store(folder / "store").load(2).state == "withdrawn"

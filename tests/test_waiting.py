"""A revision that would tell of a few people waits, until it is large or somebody takes it in."""

import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd
import pytest
from builders import SMALL, write_config
from extract_files import scorecard, written

from metrics.definitions.configuration import Configuration
from metrics.definitions.loading import load_configuration
from metrics.errors import ScorecardError
from metrics.extracts.loading import Loader
from metrics.extracts.staging import SentFile
from metrics.manifest import asked_of
from metrics.release import release_all
from metrics.release_file import read_table
from metrics.store import Store
from metrics.waiting import held_loads, waiting_loads

pytestmark = pytest.mark.usefixtures("at_once")

HEADER = "searched_on,borough,outcome,said,seen,vehicle,minutes,closed_on,note"
PROTECTING = ("board", "public")
TOTAL = "metric = 'searches_made' AND type = 'quarter' AND breakdown = ''"


@cache
def config() -> Path:
    """A folder with the small configuration of the tests, and one measure only."""
    text = (SMALL / "scorecard.yaml").read_text(encoding="utf-8")
    folder = Path(mkdtemp())
    return write_config(folder, SMALL, scorecard=text[: text.index("  - id: arrests\n")])


@cache
def of_one() -> Configuration:
    """That configuration."""
    return load_configuration(config())


def send(folder: Path, month: str, searches: int) -> None:
    """Load a month of searches in Ash, and forty in Beech, in the place of what is there."""
    boroughs = ["Ash"] * searches + ["Beech & Bay"] * 40
    rows = [
        f"2025-{month}-{1 + at % 28:02},{borough},Warning,White,Black,false,5,,"
        for at, borough in enumerate(boroughs)
    ]
    file = written(folder, f"{month}-{searches}.csv", [HEADER, *rows])
    loader = Loader(Store(folder / "store"), of_one(), Path(), lambda _: None)
    loader.load("searches", [SentFile(file.name, file)], replace=True)


def calculate(folder: Path) -> None:
    """Make the releases of every tier."""
    release_all(Store(folder / "store"), of_one(), lambda _: None)


@pytest.fixture(scope="module")
def calculated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose store holds a quarter, calculated: a hundred searches in Ash each month."""
    folder = tmp_path_factory.mktemp("calculated")
    for month in ("04", "05", "06"):
        send(folder, month, 100)
    calculate(folder)
    return folder


@pytest.fixture
def folder(calculated: Path, tmp_path: Path) -> Path:
    """A copy of that folder."""
    return Path(shutil.copytree(calculated, tmp_path / "copy"))


def revise(folder: Path, searches: int) -> None:
    """Load June once more, with another number of searches in Ash, and calculate."""
    send(folder, "06", searches)
    calculate(folder)


def loads_of(folder: Path) -> Mapping[str, tuple[int, ...]]:
    """The numbers of the loads that each tier's last release is made from."""
    store = Store(folder / "store")
    return {tier.id: asked_of(store, tier).numbers for tier in of_one().access.tiers}


def searches(folder: Path, tier: str) -> pd.DataFrame:
    """The searches of each unit in the quarter, as a tier is shown them."""
    kept = Store(folder / "store").releases(tier)[-1]
    columns = ["unit", "numerator", "shorthand"]
    return read_table(kept.file, "figures", columns, TOTAL).set_index("unit").sort_index()


def test_a_small_revision_waits_in_every_tier_that_protects(folder: Path) -> None:
    """Two searches fewer: the analyst has them so, everybody else as they were, all of them."""
    before = searches(folder, "board")
    revise(folder, 98)
    assert loads_of(folder) == {"inside": (1, 2, 4)} | dict.fromkeys(PROTECTING, (1, 2, 3))
    assert searches(folder, "board").equals(before)
    assert searches(folder, "inside")["numerator"].max() == before["numerator"].max() - 2


def test_a_large_revision_does_not_wait(folder: Path) -> None:
    """Each number changes by as many as the threshold, or not at all."""
    revise(folder, 60)
    assert set(loads_of(folder).values()) == {(1, 2, 4)}


def test_a_tier_with_a_lower_threshold_does_not_wait_for_a_higher(folder: Path) -> None:
    """A change of 7 tells of no fewer than 5 people, and of fewer than 10."""
    revise(folder, 93)
    found = loads_of(folder)
    assert {tier for tier, numbers in found.items() if numbers == (1, 2, 3)} == {"public"}


def test_small_revisions_wait_until_they_are_large_together(folder: Path) -> None:
    """What waits is held against the number that is shown, not against the last file."""
    revise(folder, 98)
    revise(folder, 96)
    assert loads_of(folder)["board"] == (1, 2, 3)
    revise(folder, 80)
    assert set(loads_of(folder).values()) == {(1, 2, 6)}


def test_another_month_does_not_wait(folder: Path) -> None:
    """July comes into every tier; June stays as it was."""
    revise(folder, 98)
    send(folder, "07", 100)
    calculate(folder)
    assert loads_of(folder) == {"inside": (1, 2, 4, 5)} | dict.fromkeys(PROTECTING, (1, 2, 3, 5))


def test_nothing_is_made_again_while_a_revision_waits(folder: Path) -> None:
    """To calculate once more changes no release."""
    revise(folder, 98)
    store = Store(folder / "store")
    before = store.kept_releases()
    calculate(folder)
    assert store.kept_releases() == before


def test_a_revision_is_taken_in_by_a_name_and_a_reason(folder: Path) -> None:
    """Then it waits nowhere: what it changes by a few people is withheld, and says so."""
    revise(folder, 98)
    run = partial(scorecard, config=config())
    where = ("--store", folder / "store")
    said = run("calculate", *where).stdout
    found = re.findall(r"Load (\d+) \(.*\) waits: .* 'scorecard take-in (\d+) ", said)
    assert found == [("4", "4")] * len(PROTECTING)
    for_nothing = run("take-in", "1", "--why", "x", *where)
    assert for_nothing.exit_code == 1
    assert "load 1: no figures wait for it." in for_nothing.stderr
    tried = run("take-in", "4", "--why", "x", "--dry-run", *where)
    assert tried.stdout.endswith("Nothing was changed.\n")
    assert "\nboard: " in tried.stdout
    assert not Store(folder / "store").load(4).taken_in
    taken = run("take-in", "4", "--why", "the sender confirms it", *where)
    assert taken.stdout.endswith("Load 4 of 'searches' is taken in. Run 'scorecard calculate'.\n")
    assert "waits" not in run("calculate", *where).stdout
    assert set(loads_of(folder).values()) == {(1, 2, 4)}
    assert "c" in set(searches(folder, "board")["shorthand"])
    assert Store(folder / "store").load(4).state == "active"
    assert not Store(folder / "store").faults()


def test_a_withdrawal_does_not_wait(folder: Path) -> None:
    """What should never have been loaded is gone from every tier at once."""
    revise(folder, 98)
    store = Store(folder / "store")
    store.withdraw(4, "me", "the wrong month")
    calculate(folder)
    assert set(loads_of(folder).values()) == {(1, 2)}


def test_only_an_active_load_is_taken_in(folder: Path) -> None:
    """A replaced one is in no figures any more, so nothing can wait for it."""
    revise(folder, 98)
    with pytest.raises(ScorecardError, match="load 3: it is already replaced"):
        Store(folder / "store").take_in(3, "me", "x")


def test_what_was_coded_under_another_contract_is_not_gone_on_with(folder: Path) -> None:
    """Its rows would not fit: the revision comes in, and its small changes are withheld."""
    revise(folder, 98)
    store = Store(folder / "store")
    every, usable = store.loads(), store.active_loads()
    held = held_loads((1, 2, 3), every, usable, of_one())
    assert [one.id for one in held] == [1, 2, 3]
    assert [one.id for one in waiting_loads((1, 2, 3), every)] == [4]
    stale = [replace(one, contract="another") for one in every]
    assert held_loads((1, 2, 3), stale, usable, of_one()) == usable
    assert held_loads((), every, usable, of_one()) == usable

"""After a load only what it changes is made again; the release is the one that all would give."""

import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from builders import small
from extract_files import configuration, written

from metrics import release
from metrics.connections import text
from metrics.disclosure.tied import tied_to
from metrics.extracts.loading import Loader
from metrics.extracts.staging import SentFile
from metrics.manifest import asked_of, still_stand
from metrics.release import release_all
from metrics.store import Store
from metrics.tiers import tiers_of_one_rule

pytestmark = pytest.mark.usefixtures("at_once")

SEARCHES = "searched_on,borough,outcome,said,seen,vehicle,minutes,closed_on,note"
SURVEY = "until,borough,question,share"


def _load(folder: Path, extract: str, name: str, lines: list[str]) -> None:
    loader = Loader(Store(folder / "store"), small(), Path(), lambda _: None)
    loader.load(extract, [SentFile(name, written(folder, name, lines))])


def _searches(folder: Path, month: str, arrests: int) -> None:
    rows = [
        f"{month}-{day:02},{('Ash', 'Beech', 'Cedar')[day % 3]},"
        f"{'Arrest' if day <= arrests else 'Warning'},{('White', 'Black')[day % 2]},Black,false,5,,"
        for day in range(1, 29)
    ]
    _load(folder, "searches", f"{month}.csv", [SEARCHES, *rows])


def _trust(folder: Path, year: int) -> None:
    rows = [f"{year}-03-31,{unit},Trust,{share}" for unit, share in (("Ash", 0.5), ("Beech", 0.6))]
    _load(folder, "survey", f"survey-{year}.csv", [SURVEY, *rows])


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose store holds a month of searches and a year of trust, both released."""
    folder = tmp_path_factory.mktemp("released")
    _searches(folder, "2025-04", 12)
    _trust(folder, 2024)
    release_all(Store(folder / "store"), small(), lambda _: None)
    return folder


@pytest.fixture
def folder(released: Path, tmp_path: Path) -> Path:
    """A copy of that folder."""
    return Path(shutil.copytree(released, tmp_path / "copy"))


def _judged(folder: Path) -> tuple[dict[tuple[str, str], pd.DataFrame], set[str]]:
    """Every table of the new releases by tier, and what was said while they were made."""
    said: set[str] = set()
    tables = {}
    for kept in release_all(Store(folder / "store"), small(), said.add):
        with duckdb.connect(":memory:") as connection:
            connection.execute(f"ATTACH {text(str(kept.file))} AS release (READ_ONLY)")
            names = connection.execute(
                "SELECT table_name FROM duckdb_tables() WHERE database_name = 'release'"
            ).fetchall()
            for (name,) in names:
                table = connection.execute(f"SELECT * FROM release.{name}").df()
                tables[kept.tier, name] = table
    return tables, said


@pytest.mark.parametrize("extract", ["searches", "survey"])
def test_only_what_a_load_changes_is_made_again(
    extract: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every table of every tier is the one that making everything gives."""
    if extract == "searches":
        _searches(folder, "2025-05", 20)
    else:
        _trust(folder, 2025)
    other = Path(shutil.copytree(folder, folder.with_name("other")))
    made, said = _judged(folder)
    monkeypatch.setattr(release, "still_stand", lambda *_: frozenset())
    everything, said_of_all = _judged(other)
    tied = len(tied_to([extract], small()))
    assert f"Inside: Judging measures (1 of {tied})" in said
    assert f"Inside: Judging measures (1 of {len(small().metrics)})" in said_of_all
    assert tied < len(small().metrics)
    assert made.keys() == everything.keys()
    for key, table in everything.items():
        if key[1] != "files":
            pd.testing.assert_frame_equal(made[key], table, obj=str(key))


def test_a_load_that_no_metric_rests_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where everything stands the new release has the figures of the last."""
    monkeypatch.setattr(release, "still_stand", lambda *_: frozenset(small().metrics))
    store = Store(folder / "store")
    before = [kept.figures for kept in release_all(store, small(), lambda _: None)]
    _trust(folder, 2025)
    after = [kept.figures for kept in release_all(store, small(), lambda _: None)]
    assert after == before


def test_what_stands_after_a_change_of_the_configuration(folder: Path) -> None:
    """Nothing stands under another configuration, nor before the first release."""
    store = Store(folder / "store")
    asked = [asked_of(store, tier) for tier in small().access.tiers]
    loads = store.active_loads()
    assert still_stand(asked, loads, small()) == frozenset(small().metrics)
    assert still_stand(asked, loads, replace(small(), digest="another")) == frozenset()
    first = [asked_of(Store(folder / "new"), tier) for tier in small().access.tiers]
    assert still_stand(first, loads, small()) == frozenset()


def test_metrics_are_tied_by_the_counts_that_they_share() -> None:
    """A divisor in another extract ties; residents, who are public, tie nothing further."""
    delivered = configuration()
    searches = tied_to(["stop_search"], delivered)
    assert searches == tied_to(["use_of_force"], delivered)
    extracts = {delivered.metrics[id_].extract for id_ in searches}
    assert extracts == {"stop_search", "use_of_force", "public_complaints"}
    assert searches < tied_to(["population"], delivered)
    assert "complainants_worse_off" in tied_to(["adverse_events"], delivered)
    assert tied_to([], delivered) == frozenset()


def test_tiers_that_had_other_rules_are_made_apart(tmp_path: Path) -> None:
    """Tiers of one rule share their figures only where both have shown and hidden the same."""
    for month in ("2025-04", "2025-05", "2025-06"):
        _searches(tmp_path, month, 2)
    store, board = Store(tmp_path / "store"), small().access.tiers[1]
    stricter = replace(board, id="stricter", threshold=10 * board.threshold)
    of_three = replace(small().access, tiers=(board, replace(board, id="twin"), stricter))
    release_all(store, replace(small(), access=of_three), lambda _: None)
    asked = [asked_of(store, replace(board, id=tier.id)) for tier in of_three.tiers]
    shared = [[each.tier.id for each in tiers] for tiers in tiers_of_one_rule(asked)]
    assert shared == [["board", "twin"], ["stricter"]]

"""What the tests of loads share: the configuration, a map of three squares, a loader, a digest."""

import csv
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner, Result

from metrics import release
from metrics.children import Progress, Start
from metrics.cli import main
from metrics.definitions.configuration import Configuration
from metrics.definitions.loading import load_configuration
from metrics.errors import ScorecardError
from metrics.extracts import loading
from metrics.extracts.converting import Converted, Task, read_files
from metrics.extracts.loading import Loader, Receipt
from metrics.extracts.staging import SentFile
from metrics.records import KeptRelease
from metrics.register import TABLES
from metrics.release import release_all
from metrics.store import Load, Store, file_digest
from metrics.tiers import drafts_here

ROOT = Path(__file__).parents[1]
BAD, GOOD = ROOT / "tests" / "bad_extracts", ROOT / "tests" / "good_extracts"

# Camden, then Brent to its west; Islington lies over the eastern half of Camden.
SQUARES = {
    "E09000007": (-0.2, 51.4, 0.0, 51.6),
    "E09000005": (-0.4, 51.4, -0.2, 51.6),
    "E09000019": (-0.1, 51.4, 0.0, 51.6),
}
KEPT_COLUMNS = (
    "unit, searched_on, borough, subject, outcome, sex, ethnicity_appearance, "
    "ethnicity_self_defined, searches"
)
STOPS_HEADER = (
    "Date,Officer OCU,Borough of Stop,Subject,Outcome,Gender,Ethnic Appearance Code,"
    "Self-defined Ethnicity Code,Count"
)
SEARCH_HEADER = (
    "Type,Date,Latitude,Longitude,Gender,Age range,Self-defined ethnicity,"
    "Officer-defined ethnicity,Legislation,Object of search,Outcome"
)


@cache
def configuration() -> Configuration:
    """The configuration as it is delivered."""
    return load_configuration(ROOT / "config")


def read_here(task: Task, progress: Progress, _: Start) -> Converted:
    """Read the files of a task in this process, with no child."""
    return read_files(task, progress)


@contextmanager
def read_at_once() -> Iterator[None]:
    """Read and count in this process meanwhile: starting another takes longer than a small file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "convert", read_here)
        patch.setattr(release, "drafts_apart", drafts_here)
        yield


def write_squares(folder: Path) -> Path:
    """Write the map of the three squares and return where."""
    path = folder / "squares.geojson"
    features = [
        {
            "type": "Feature",
            "properties": {"code": code},
            "geometry": {"type": "Polygon", "coordinates": [_ring(*sides)]},
        }
        for code, sides in SQUARES.items()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def load(folder: Path, extract: str, files: Sequence[Path], *, replace: bool = False) -> Receipt:
    """Load files into the store in `folder`, with points placed by the three squares."""
    loader = Loader(Store(folder / "store"), configuration(), write_squares(folder), _hush)
    return loader.load(extract, [SentFile(path.name, path) for path in files], replace=replace)


def written(folder: Path, name: str, lines: Iterable[str]) -> Path:
    """Write lines of text as a file and return where."""
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def scorecard(*arguments: str | Path, config: Path = ROOT / "config") -> Result:
    """Run one command of the command line."""
    words = [*map(str, arguments), "--config", str(config)]
    return CliRunner().invoke(main, words)


def figures(store: Path, tier: str, config: Path = ROOT / "config") -> list[dict[str, str]]:
    """The rows that a tier's figures.csv has; it is written to a folder within the store's."""
    words = ("export", "--tier", tier, "--out", store / tier, "--store", store)
    done = scorecard(*words, config=config)
    assert done.exit_code == 0, done.output
    with (store / tier / "figures.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def stops(folder: Path, name: str, month: str, searches: Iterable[int] = (3, 7)) -> Path:
    """Write an MPS stops extract of one month (`MM/YYYY`), one row for each number of searches."""
    rows = [
        f"05/{month},Central West,Westminster,Person,Arrest,Female,IC3,B1,{n}" for n in searches
    ]
    return written(folder, name, [STOPS_HEADER, *rows])


def refusal(folder: Path, extract: str, *files: Path) -> str:
    """Load what must be refused, see that the store is as it was, and return what was said."""
    before = digest_of(folder)
    with pytest.raises(ScorecardError) as refused:
        load(folder, extract, files)
    assert digest_of(folder) == before
    return str(refused.value)


def rows_of(kept: Load | Converted, columns: str, rest: str = "") -> list[tuple[Any, ...]]:
    """Columns of a load as the store has them, in their order, with the rest of a query."""
    return duckdb.execute(f"SELECT {columns} FROM '{kept.file}' {rest}").fetchall()


def calculate(store: Store, *tiers: str) -> dict[str, KeptRelease]:
    """Make the releases of these tiers, of every tier where none is named; the last of each."""
    chosen = of_tiers(*tiers) if tiers else configuration()
    return {r.tier: r for r in release_all(store, chosen, lambda _: None)}


@cache
def of_tiers(*tiers: str) -> Configuration:
    """The configuration with these of its tiers, each of which is released as before."""
    access = configuration().access
    kept = tuple(tier for tier in access.tiers if tier.id in tiers)
    return replace(configuration(), access=replace(access, tiers=kept))


def digest_of(folder: Path) -> dict[str, object]:
    """Everything that a store holds: the digest of each file, and the rows of the register."""
    store = Store(folder / "store")
    names = ("uploads", "loads", "releases")
    files = {str(p): file_digest(p) for name in names for p in (store.folder / name).iterdir()}
    with sqlite3.connect(store.folder / "register.sqlite") as register:
        rows = {t: register.execute(f"SELECT * FROM {t} ORDER BY rowid").fetchall() for t in TABLES}
    register.close()
    return {**files, **rows}


def _ring(west: float, south: float, east: float, north: float) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def _hush(_: str) -> None:
    """Take a word of progress and say nothing."""

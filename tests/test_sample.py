"""The sample's files: the same bytes each time, in the real files' formats, with known labels."""

import csv
import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook

from metrics.definitions.contracts import ColumnType, Extract, Extracts, Wide
from metrics.definitions.organisation import Organisation, fold
from metrics.definitions.parsing import parse
from metrics.definitions.yaml_reading import read_document
from metrics.sample.span import DAYS, FIRST_DAY, MONTH_ENDS
from metrics.sample.writing import BOUNDARIES, WRITERS, write_sample

ROOT = Path(__file__).parents[1]
REAL = Path(os.environ.get("SCORECARD_REAL", ROOT / "../shared/real"))
T = TypeVar("T")
Files = dict[str, tuple[Path, ...]]
Table = tuple[list[str], list[list[str]]]

# Half of it is three years of searches; a survey of staff is large enough for its groups.
MOST_BYTES = 85_000_000
FACTS_AND_FIGURES = "published_rates/ethnicity-facts-figures_stop-and-search_2006-2018.csv"
REAL_FILES = {
    "stop_search": "stop_search_mps/2022-08-metropolitan-stop-and-search.csv",
    "population": "population/blackthrive_census2021_7group_by_lad_from_rds.csv",
    "published_stop_search": FACTS_AND_FIGURES,
    "public_perception": "public_perception/PAS_Dashboard_Borough.csv",
    "workforce_published": "workforce/ho_open-data-table-police-workforce-270722.ods",
}


def configured(file: str, type_: type[T]) -> T:
    """One file of the configuration as its type."""
    content, faults = parse(read_document(ROOT / "config" / file, file), type_)
    assert content is not None, faults
    return content


ORGANISATION = configured("organisation.yaml", Organisation)
CONTRACTS = configured("extracts.yaml", Extracts)
EXTRACTS = {extract.id: extract for extract in CONTRACTS.extracts}
KNOWN_LABELS = {
    coding.id: {fold(label) for labels in coding.labels.values() for label in labels}
    for coding in CONTRACTS.codings
}
UNITS = {
    level: {unit.name for unit in ORGANISATION.units if unit.level == level}
    for level in ("borough", "command_unit")
}


@pytest.fixture(scope="session")
def files(sample_folder: Path) -> Files:
    """The files of the sample by extract."""
    folders = (path for path in sample_folder.iterdir() if path.is_dir())
    return {folder.name: tuple(sorted(folder.iterdir())) for folder in folders}


def read_table(path: Path, sheet: str = "") -> Table:
    """The header and the rows of a CSV file or of a sheet, as text."""
    if sheet:
        grid = CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()
        texts = [[str(cell) for cell in row] for row in grid]
    else:
        with path.open(encoding="utf-8", newline="") as file:
            texts = list(csv.reader(file))
    return texts[0], texts[1:]


def column(path: Path, name: str, sheet: str = "") -> list[str]:
    """The texts in one column."""
    header, rows = read_table(path, sheet)
    return [row[header.index(name)] for row in rows]


def digests(paths: Files) -> dict[str, str]:
    """A digest of each file by its name."""
    every = [path for written in paths.values() for path in written]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in every}


def unit_names(texts: list[str]) -> set[str]:
    """The configured name of every unit that the texts name."""
    codes = ORGANISATION.codes_by_name
    return {ORGANISATION.by_code[codes[fold(text)]].name for text in set(texts)}


def test_the_same_seed_gives_the_same_bytes_in_another_process(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process with other hashing, time zone and locale writes the same bytes.

    It writes each extract alone and in the reverse order: none draws from another's chance.
    """
    for name, value in {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}.items():
        monkeypatch.setenv(name, value)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        again = pool.submit(_written_in_reverse, tmp_path).result()
    assert digests(again) == digests(files)


def _written_in_reverse(folder: Path) -> Files:
    return {name: WRITERS[name](folder, ORGANISATION, 2009) for name in reversed([*WRITERS])}


def test_another_seed_gives_another_sample(files: Files, tmp_path: Path) -> None:
    """Every file of another seed differs."""
    first, other = digests(files), digests(write_sample(tmp_path, ORGANISATION, seed=7))
    assert other.keys() == first.keys()
    assert not {name for name in first if first[name] == other[name]}


def test_every_extract_has_files_and_nothing_else_is_written(
    sample_folder: Path, files: Files
) -> None:
    """The files returned are the files there, for every configured extract, and they are small."""
    assert files.keys() == EXTRACTS.keys()
    written = [path for path in sample_folder.rglob("*") if path.is_file()]
    named = [path for paths in files.values() for path in paths]
    assert sorted(written) == sorted([*named, sample_folder / BOUNDARIES])
    assert sum(path.stat().st_size for path in written) < MOST_BYTES


@pytest.mark.parametrize("extract", REAL_FILES)
def test_headers_equal_the_real_ones(files: Files, extract: str) -> None:
    """Each file has the real file's header to the letter, stray spaces and empty names included."""
    sheet = EXTRACTS[extract].sheet
    header, _ = read_table(REAL / REAL_FILES[extract], sheet)
    assert all(read_table(path, sheet)[0] == header for path in files[extract])


@pytest.mark.parametrize("extract", EXTRACTS)
def test_every_label_and_unit_is_known_to_the_contracts(files: Files, extract: str) -> None:
    """Each contract column is there; its labels are in its coding and its units are units."""
    contract = EXTRACTS[extract]
    strangers = 3 if contract.unit.others == "leave_out" else 0
    for name, texts in (found for path in files[extract] for found in contents(contract, path)):
        spec, held = contract.column(name), {fold(text) for text in texts}
        assert spec.blank or "" not in held, name
        if spec.type == ColumnType.CODED:
            assert held - {""} <= KNOWN_LABELS[spec.coding], name
        if spec.type == ColumnType.UNIT:
            assert len(held - ORGANISATION.codes_by_name.keys()) == strangers, name


def contents(extract: Extract, path: Path) -> Iterator[tuple[str, set[str]]]:
    """Each contract column that a file must hold as such, with the texts that it holds."""
    header, rows = read_table(path, extract.sheet)
    # The keep condition names its force, and its scheme where a file stacks two, in quotes.
    wanted = set(extract.keep.split("'")[1::2])
    kept = [row for row in rows if wanted <= set(row)]
    wide, fixed = layout_of(extract, header)
    for spec in extract.columns:
        if wide and spec.name == wide.label:
            yield spec.name, {name for name in wide.headers if name in header}
        elif spec.name not in fixed and not (wide and spec.name == wide.number):
            names = {fold(name) for name in spec.headers}
            place = next(n for n, name in enumerate(header) if fold(name) in names)
            yield spec.name, {row[place] for row in kept}


def layout_of(extract: Extract, header: list[str]) -> tuple[Wide | None, set[str]]:
    """The wide columns of the layout that a header shows, and the columns that it fixes."""
    shown = [layout for layout in extract.layouts if set(layout.known_by) <= set(header)]
    return (shown[0].wide, set(shown[0].fixed)) if shown else (None, set())


def test_months_by_london_time_are_those_in_the_file_names(files: Files) -> None:
    """Every search falls in its file's London month; in summer the first may be the day before."""
    london, names = ZoneInfo("Europe/London"), [f"{end:%Y-%m}" for end in MONTH_ENDS]
    assert [path.name[:7] for path in files["stop_search"]] == names
    early = 0
    for path in files["stop_search"]:
        times = [datetime.fromisoformat(text) for text in column(path, "Date")]
        assert {f"{time.astimezone(london):%Y-%m}" for time in times} == {path.name[:7]}
        assert times == sorted(times)
        early += any(f"{time:%Y-%m}" != path.name[:7] for time in times)
    summers = sum(bool(end.replace(day=1).month in range(4, 11)) for end in MONTH_ENDS)
    assert early == summers


def test_every_unit_has_its_extracts(files: Files) -> None:
    """Boroughs have residents and opinions; command units have people, and most have searches."""
    boroughs, command_units = UNITS["borough"], UNITS["command_unit"]
    assert boroughs < set(column(files["population"][0], "LAD"))
    surveyed = unit_names(column(files["public_perception"][0], "Borough"))
    assert surveyed == boroughs - {"City of London"}
    assert unit_names(column(files["workforce"][0], "OCU")) == command_units
    searching = unit_names(column(files["mps_stops"][0], "Officer OCU"))
    assert {"Taskforce", "Roads and Transport", "Aviation Policing"} < searching <= command_units


def test_the_force_s_own_file_counts_alike_searches_together(files: Files) -> None:
    """No two rows are alike but for the count, some counts exceed one, and every day is there."""
    header, rows = read_table(files["mps_stops"][0])
    assert len({tuple(row[:-1]) for row in rows}) == len(rows)
    counts = [int(row[header.index("Count")]) for row in rows]
    assert min(counts) == 1
    assert sum(count > 1 for count in counts) > len(rows) / 100
    assert len({row[0] for row in rows}) == DAYS
    assert rows[0][0] == f"{FIRST_DAY:%d/%m/%Y}"

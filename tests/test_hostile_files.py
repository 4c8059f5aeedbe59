"""Hostile files: each loads right or is refused in words, and none harms what reads it."""

import re
import resource
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import hostile_old_workbooks
import hostile_sheets
import hostile_tables
import hostile_text
import hostile_workbooks
import pytest
import yaml
from extract_files import (
    configuration,
    digest_of,
    load,
    read_at_once,
    read_here,
    refusal,
    rows_of,
    stops,
    written,
)

from metrics.extracts import converting, loading
from metrics.extracts.converting import Converted, Task, convert, read_files
from metrics.extracts.staging import SentFile
from metrics.store import Store

ANSWERS: Mapping[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "hostile_answers.yaml").read_text(encoding="utf-8")
)
MEMORY_AT_MOST = 1_000_000_000
SECONDS_AT_MOST = 60


def _of_bytes(content: bytes) -> Callable[[Path], Path]:
    def make(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return make


READ_HERE: Mapping[str, Callable[[Path], Path]] = {
    **{name: _of_bytes(content) for name, content in hostile_text.TEXTS.items()},
    **{f"workbook_{name}": make for name, make in hostile_workbooks.SAFE.items()},
    **{f"xls_{name}": make for name, make in hostile_old_workbooks.OLD_WORKBOOKS.items()},
    **{f"sheet_{name}": make for name, make in hostile_sheets.SHEETS.items()},
    **hostile_tables.TABLES,
}
READ_APART: Mapping[str, Callable[[Path], Path]] = {
    **{f"xls_{name}": make for name, make in hostile_old_workbooks.DANGEROUS.items()},
    **{f"workbook_{name}": make for name, make in hostile_workbooks.DANGEROUS.items()},
    **hostile_tables.DANGEROUS,
}


def _task(folder: Path, file: Path) -> Task:
    extract = configuration().extracts["mps_stops"]
    codings = {c.coding: configuration().codings[c.coding] for c in extract.columns if c.coding}
    work = folder / "work"
    work.mkdir()
    sent = (SentFile("sent", file),)
    return Task(extract, codings, configuration().organisation, sent, work, Path())


def _answer(
    reader: Callable[[Task, Callable[[str], None]], Converted], task: Task
) -> str | list[str]:
    """The first rows that a reader makes of a file and how many there are, or its refusal."""
    made = reader(task, lambda _: None)
    if made.stopped:
        cells = [cell.finding for cell in made.bad_cells]
        return "\n".join(map(str, [*made.column_faults, *made.findings, *cells]))
    rows = rows_of(made, "searched_on, borough, outcome, searches", "LIMIT 3")
    return [f"{made.rows} rows", *(" | ".join(map(_short, row)) for row in rows)]


def _short(value: object) -> str:
    return str(value) if len(str(value)) < 80 else f"{len(str(value))} letters"


def test_every_file_has_its_answer() -> None:
    """The files and the answers are the same list, of the length that was asked for."""
    assert sorted(ANSWERS) == sorted([*READ_HERE, *READ_APART])
    assert len(ANSWERS) >= 131


@pytest.mark.parametrize("name", sorted(READ_HERE))
def test_hostile_file(name: str, tmp_path: Path) -> None:
    """A hostile file has exactly the rows that it should have, or is refused for what it is."""
    task = _task(tmp_path, READ_HERE[name](tmp_path / "sent"))
    assert _answer(read_files, task) == ANSWERS[name]


@pytest.mark.parametrize("name", sorted(READ_APART))
def test_hostile_file_that_may_kill_its_reader(name: str, tmp_path: Path) -> None:
    """A bomb is refused in words, within a minute and a gigabyte."""
    start = time.monotonic()
    task = _task(tmp_path, READ_APART[name](tmp_path / "sent"))
    assert _answer(convert, task) == ANSWERS[name]
    assert time.monotonic() - start < SECONDS_AT_MOST
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 < MEMORY_AT_MOST


def test_reader_that_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file whose reading does not end in its time is refused, and says what it was given."""
    monkeypatch.setattr(converting, "SECONDS_AT_LEAST", 0.2)
    task = _task(tmp_path, stops(tmp_path, "s.csv", "04/2026"))
    assert _answer(convert, task) == (
        "sent: it took longer than 0 seconds. Open it, save it as CSV (UTF-8) and try again. "
        "Nothing was changed."
    )


def test_bomb_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    """A workbook that kills its reader leaves no trace in the store, and the next file loads."""
    with read_at_once():
        load(tmp_path, "mps_stops", [stops(tmp_path, "march.csv", "03/2026")])
    bomb = hostile_workbooks.DANGEROUS["far_corners"](tmp_path / "bomb.xlsx")
    said = refusal(tmp_path, "mps_stops", bomb)
    assert said.startswith("bomb.xlsx: it stopped the program that was at work on it. ")
    with read_at_once():
        assert load(tmp_path, "mps_stops", [stops(tmp_path, "april.csv", "04/2026")]).load.id == 2


@pytest.mark.parametrize(
    "name",
    ["..%2F..%2Fpasswd", "x[0-9].csv", "unit=EVIL.csv", "stops.csv.gz", "a\x1b[31m\u202eb.csv"],
)
def test_name_is_only_a_label(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a file is called, its content is read, and its name is kept fit to be shown."""
    monkeypatch.setattr(loading, "convert", read_here)
    kept = load(tmp_path, "mps_stops", [stops(tmp_path, name, "04/2026")]).load
    assert kept.rows == 2
    assert kept.files[0].name == re.sub("[\x1b\u202e]", "\ufffd", name)


def test_file_too_large_to_be_read(tmp_path: Path) -> None:
    """A file of more than four gigabytes is refused before a byte of it is copied."""
    Store(tmp_path / "store")
    path = written(tmp_path, "large.csv", ["x"])
    with path.open("r+b") as file:
        file.truncate(10_000_000_000)
    before = digest_of(tmp_path)
    assert refusal(tmp_path, "mps_stops", path) == (
        "large.csv: the file is larger than 4,000 MB. Send it in parts that share no period."
    )
    assert digest_of(tmp_path) == before

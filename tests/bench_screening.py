"""How long a million rows take to be screened, against DuckDB asked for the same: `make bench`.

Seven columns and six kinds of fault: a day that is none, a blank unit, text in a number, a number
below zero, rows that repeat another, a column unknown for too many. Nothing passes or fails here.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from metrics.connections import THREADS, text
from metrics.definitions.loading import load_configuration
from metrics.extracts.loading import Loader
from metrics.extracts.staging import SentFile
from metrics.store import Store

ROOT = Path(__file__).parents[1]
ROWS = 1_000_000
DIFFERENT = 900_000
TURNS = 3
MOST = 3.0
KINDS = ("Police Officer", "Police Staff", "PCSO", "Special Constable")
RANKS = ("Constable", "Sergeant", "Inspector", "Chief Inspector", "Superintendent", "Police Staff")
SEXES = ("Female", "Male", "")
GROUPS = ("Asian", "Black", "Mixed", "White", "Other", "Not stated")
UNITS = ("AW", "CN", "CE", "AS", "NE", "NA", "NW", "WA", "SW", "SN", "SE", "EA", "MO7", "SO15")
LABELS = {
    "OCU": UNITS, "Worker type": KINDS, "Rank": RANKS, "Sex": SEXES, "Ethnicity": GROUPS,
}  # fmt: skip
COLUMNS = ("Month end", *LABELS, "Headcount")


def main() -> None:
    """Make the file, time both, and print their ratio."""
    with tempfile.TemporaryDirectory(prefix="scorecard-bench-") as name:
        make_file(Path(name))
        ours, theirs = _best("screen", Path(name)), _best("plain", Path(name))
    what = "screening a million rows, against the same checks in SQL"
    print(f"{what}: {ours:.2f} s against {theirs:.2f} s, ratio {ours / theirs:.2f} (target {MOST})")  # noqa: T201


def make_file(folder: Path) -> None:
    """Write a million rows, a tenth twice, and one in a thousand with each kind of bad cell."""

    def one_of(values: tuple[str, ...], step: int) -> str:
        listed = ", ".join(map(text, values))
        return f"[{listed}][CAST(1 + hash(i // {step}, {step}) % {len(values)} AS BIGINT)]"

    day = "strftime(DATE '2025-03-31' + CAST(i % 4 * 91 AS INTEGER), '%Y-%m-%d')"
    cells = {
        "Month end": f"CASE WHEN i % 1009 = 1 THEN '31/02/2026' ELSE {day} END",
        **{name: one_of(values, n + 1) for n, (name, values) in enumerate(LABELS.items())},
        "Headcount": "CASE i % 1021 WHEN 5 THEN 'many' WHEN 6 THEN '-4' "
        "ELSE CAST(1 + hash(i) % 997 AS VARCHAR) END",
    }
    cells["OCU"] = f"CASE WHEN i % 1013 <> 3 THEN {cells['OCU']} END"
    columns = ", ".join(f'{cell} AS "{name}"' for name, cell in cells.items())
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT {columns} FROM (SELECT n % {DIFFERENT} AS i FROM range({ROWS}) r(n))) "
            f"TO {text(str(_file(folder)))} (FORMAT csv, HEADER)"
        )


def screen(folder: Path) -> None:
    """Screens the file as the Upload page does."""
    configuration = load_configuration(ROOT / "config")
    store = Store(Path(tempfile.mkdtemp(dir=folder)))
    loader = Loader(store, configuration, Path(), lambda _: None)
    start = time.perf_counter()
    report = loader.check("workforce", [SentFile("million.csv", _file(folder))])
    _say(start)
    found = {check.name for check in report.checks if check.outcome != "pass"}
    assert {"cells", "exact_duplicates", "unknown_share"} <= found


def plain(folder: Path) -> None:
    """Asks DuckDB for the same, as one would by hand: what is wrong, where, and how often."""
    columns = "{" + ", ".join(f"{text(c)}: 'VARCHAR'" for c in COLUMNS) + "}"
    start = time.perf_counter()
    with duckdb.connect(config={"threads": THREADS}) as connection:
        connection.execute(
            "CREATE TABLE sent AS SELECT row_number() OVER () + 1 AS line, * FROM read_csv("
            f"{text(str(_file(folder)))}, header = true, auto_detect = false, columns = {columns})"
        )
        for query in _questions():
            connection.execute(query).fetchall()
    _say(start)


def _questions() -> list[str]:
    number, day = '"Headcount"', '"Month end"'
    iso = "'[0-9]{4}-[0-9]{2}-[0-9]{2}'"
    labels = [
        f'SELECT "{name}", count(*) FROM sent WHERE "{name}" NOT IN '
        f"({', '.join(map(text, values))}) GROUP BY 1"
        for name, values in LABELS.items()
    ]
    unknown = [
        f'SELECT "Month end", "{name}", count(*) FROM sent GROUP BY 1, 2'
        for name in ("Sex", "Ethnicity")
    ]
    rows = ", ".join(f'"{name}"' for name in COLUMNS)
    return [
        f"SELECT line, {day} FROM sent WHERE NOT regexp_full_match({day}, {iso})",
        f"SELECT line, {day} FROM sent WHERE try_cast({day} AS DATE) IS NULL",
        "SELECT line FROM sent WHERE coalesce(trim(\"OCU\"), '') = ''",
        f"SELECT line, {number} FROM sent WHERE NOT regexp_full_match({number}, '-?[0-9]+')",
        f"SELECT line, {number} FROM sent WHERE try_cast({number} AS BIGINT) < 0",
        f'SELECT "Month end", count(*) - count(DISTINCT hash({rows})) FROM sent GROUP BY 1',
        *labels, *unknown,
    ]  # fmt: skip


def _best(step: str, folder: Path) -> float:
    command = [sys.executable, __file__, step, str(folder)]
    done = [
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT) for _ in range(TURNS)
    ]
    return min(float(json.loads(one.stdout)) for one in done)


def _file(folder: Path) -> Path:
    return folder / "million.csv"


def _say(start: float) -> None:
    print(json.dumps(time.perf_counter() - start))  # noqa: T201


if __name__ == "__main__":
    steps = {"screen": screen, "plain": plain}
    if len(sys.argv) > 1:
        steps[sys.argv[1]](Path(sys.argv[2]))
    else:
        main()

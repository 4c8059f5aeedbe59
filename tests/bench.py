"""How fast the heavy steps are, as ratios in the same run: `make bench`.

Each step runs in a process of its own, so that its memory is its own, and the best of its turns
counts. Nothing here passes or fails: a machine's seconds are not another's, but ratios travel.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import duckdb
import pandas as pd
from bench_judging import FIGURES, judging
from bench_metrics import FEW, MANY, counting_and_judging, with_metrics

from metrics.connections import MEMORY_LIMIT, THREADS, open_connection, text
from metrics.counting.calculation import Calculation
from metrics.definitions.loading import load_configuration
from metrics.extracts.loading import Loader
from metrics.extracts.staging import SentFile
from metrics.release import sources_of
from metrics.sample.squares import write_squares
from metrics.sample.stop_search import EXTRACT, write_stop_search
from metrics.store import Store

Step = Callable[[], object]

ROOT = Path(__file__).parents[1]
ROWS = 10_000_000
# A year of the whole force has about this many anonymised points.
POINTS = 30_000
TURNS = 2
SEED = 2009
MOST_LOADING = 2.5
MOST_COUNTING = 1.5
MOST_JUDGING = 10
MOST_MANY = 4
MOST_MEMORY = 2_000
MOST_MEMORY_JUDGING = 1_500
COUNTS = "counts.pickle"
MEGABYTE = 1024  # of what getrusage counts in, on Linux

TYPED = {
    "Type": "VARCHAR", "Date": "TIMESTAMPTZ", "Part of a policing operation": "VARCHAR",
    "Policing operation": "VARCHAR", "Latitude": "DOUBLE", "Longitude": "DOUBLE",
    "Gender": "VARCHAR", "Age range": "VARCHAR", "Self-defined ethnicity": "VARCHAR",
    "Officer-defined ethnicity": "VARCHAR", "Legislation": "VARCHAR",
    "Object of search": "VARCHAR", "Outcome": "VARCHAR",
    "Outcome linked to object of search": "VARCHAR",
    "Removal of more than just outer clothing": "VARCHAR",
}  # fmt: skip


def main() -> None:
    """Make the file, time each step against its reference, and print the table."""
    with tempfile.TemporaryDirectory(prefix="scorecard-bench-") as name:
        folder = Path(name)
        make_file(folder)
        megabytes = _file(folder).stat().st_size // 1_000_000
        print(f"{ROWS:,} rows, {megabytes:,} MB, {THREADS} threads, best of {TURNS}")  # noqa: T201
        load, typed = _best("load", folder), _best("typed_read", folder)
        _say("loading, against a typed read_csv", (load, typed), MOST_LOADING)
        count, grouped = _best("count", folder), _best("group_by", folder)
        _say("counting, against one GROUP BY", (count, grouped), MOST_COUNTING)
        few, many = _best("few_metrics", folder), _best("many_metrics", folder)
        words = f"counting and judging {MANY} metrics, against {FEW}"
        _say(words, (many, few), MOST_MANY)
        _best("keep_counts", folder)
        judge = _best("judge", folder)
    _say(f"judging {FIGURES:,} figures, against counting", (judge, count), MOST_JUDGING)
    for what, step, most in (
        ("a load", load, MOST_MEMORY),
        ("judging", judge, MOST_MEMORY_JUDGING),
    ):
        print(f"peak memory of {what}: {step['megabytes']:,.0f} MB (target {most:,})")  # noqa: T201


def make_file(folder: Path) -> None:
    """Repeat the rows of the sample until there are ROWS, with other moments and other points."""
    configuration = load_configuration(ROOT / "config")
    write_stop_search(folder, configuration.organisation, SEED)
    boroughs = [u for u in configuration.organisation.units if u.level == "borough"]
    write_squares(folder / "boundaries.geojson", tuple(boroughs))
    kept = ", ".join(f'"{c}"' for c in TYPED if c not in ("Date", "Latitude", "Longitude"))
    # The month is London's: the first hour of a summer month is in the month before elsewhere.
    london = "timezone('Europe/London', CAST(\"Date\" AS TIMESTAMPTZ))"
    months = f"CAST(date_trunc('month', {london}) AS TIMESTAMP)"
    seconds = "to_seconds(hash(i, 1) % (28 * 86400))"
    moment = f"strftime({months} + {seconds}, '%Y-%m-%dT%H:%M:%S+00:00')"
    points = "CASE WHEN s.\"Latitude\" <> '' THEN p.{0} END"
    columns = ", ".join(f'"{c}"' for c in TYPED)
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {THREADS}")
        source = text(str(folder / EXTRACT / "*.csv"))
        connection.execute(
            "CREATE TABLE sample AS SELECT row_number() OVER () - 1 AS n, * "
            f"FROM read_csv({source}, header = true, all_varchar = true)"
        )
        connection.execute(
            "CREATE TABLE points AS SELECT row_number() OVER () - 1 AS n, lat, long FROM ("
            'SELECT DISTINCT "Latitude" AS lat, "Longitude" AS long FROM sample '
            f"WHERE \"Latitude\" <> '' ORDER BY ALL LIMIT {POINTS})"
        )
        (rows,) = connection.execute("SELECT count(*) FROM sample").fetchall()[0]
        connection.execute(
            f'COPY (SELECT {columns} FROM (SELECT {kept}, {moment} AS "Date", '
            f'{points.format("lat")} AS "Latitude", {points.format("long")} AS "Longitude" '
            f"FROM range({ROWS}) r(i) JOIN sample s ON s.n = i % {rows} "
            f"JOIN points p ON p.n = hash(i, 2) % {POINTS})) "
            f"TO {text(str(_file(folder)))} (FORMAT csv, HEADER)"
        )


def load(folder: Path) -> Step:
    """Loads the file with the real loader into a new store."""
    store = Store(Path(tempfile.mkdtemp(dir=folder, prefix="store-")))
    boundaries = folder / "boundaries.geojson"
    loader = Loader(store, load_configuration(ROOT / "config"), boundaries, lambda _: None)
    return lambda: loader.load(EXTRACT, [SentFile("ten.csv", _file(folder))])


def typed_read(folder: Path) -> Step:
    """Reads the file into a table of typed columns, without a look at what is in them."""
    columns = "{" + ", ".join(f"{text(c)}: {text(kind)}" for c, kind in TYPED.items()) + "}"
    limits = {"memory_limit": MEMORY_LIMIT, "threads": THREADS}
    path = Path(tempfile.mkdtemp(dir=folder)) / "typed.duckdb"
    query = (
        f"CREATE TABLE searches AS SELECT * FROM read_csv({text(str(_file(folder)))}, "
        f"header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', "
        f"columns = {columns})"
    )

    def read() -> None:
        with duckdb.connect(str(path), config=limits) as connection:
            connection.execute(query)

    return read


def count(folder: Path) -> Step:
    """Counts every metric of the extract, for every unit, period and group."""
    calculation, _ = _loaded(folder)

    def counts() -> None:
        with open_connection() as connection:
            calculation.counts(connection, lambda _: None)

    return counts


def group_by(folder: Path) -> Step:
    """Counts the rows of the same load at the finest grain, as one would by hand."""
    calculation, rows = _loaded(folder)
    keys = ", ".join(calculation.needs[EXTRACT].keys)
    query = (
        f"CREATE TABLE counted AS SELECT unit, period_end, {keys}, count(*) AS n "
        f"FROM read_parquet({text(str(rows))}) GROUP BY ALL"
    )

    def grouped() -> None:
        with open_connection() as connection:
            connection.execute(query)

    return grouped


def keep_counts(folder: Path) -> Step:
    """Keeps the counts in a file, so that the memory of counting is not taken for judging's."""
    calculation, _ = _loaded(folder)

    def keep() -> None:
        with open_connection() as connection:
            calculation.counts(connection, lambda _: None).to_pickle(folder / COUNTS)

    return keep


def judge(folder: Path) -> Step:
    """Judges as many figures as a large release has."""
    counts = pd.read_pickle(folder / COUNTS)  # noqa: S301 - our own, written a minute before
    return judging(counts, load_configuration(ROOT / "config"))


def several(folder: Path, number: int) -> Step:
    """Counts so many metrics over the file and judges them."""
    calculation, _ = _loaded(folder)
    configuration = with_metrics(calculation.configuration, number)
    return counting_and_judging(Calculation(configuration, calculation.sources))


STEPS: dict[str, Callable[[Path], Step]] = {
    "load": load, "typed_read": typed_read, "count": count, "group_by": group_by,
    "few_metrics": partial(several, number=FEW),
    "many_metrics": partial(several, number=MANY), "keep_counts": keep_counts, "judge": judge,
}  # fmt: skip


def measure(name: str, folder: Path) -> None:
    """Run one step and print its seconds and the megabytes of it and of its children."""
    step = STEPS[name](folder)
    start = time.perf_counter()
    step()
    seconds = time.perf_counter() - start
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    kilobytes = sum(resource.getrusage(one).ru_maxrss for one in who)
    print(json.dumps({"seconds": seconds, "megabytes": kilobytes / MEGABYTE}))  # noqa: T201


def _best(step: str, folder: Path) -> dict[str, float]:
    command = [sys.executable, __file__, step, str(folder)]
    turns = []
    for _ in range(TURNS):
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=ROOT)
        turns.append(json.loads(done.stdout))
    return {
        "seconds": min(turn["seconds"] for turn in turns),
        "megabytes": max(turn["megabytes"] for turn in turns),
    }


def _loaded(folder: Path) -> tuple[Calculation, Path]:
    configuration = load_configuration(ROOT / "config")
    loads = Store(sorted(folder.glob("store-*"))[0]).active_loads()
    return Calculation(configuration, sources_of(loads, configuration)), loads[0].file


def _file(folder: Path) -> Path:
    return folder / "ten.csv"


def _say(what: str, both: tuple[dict[str, float], dict[str, float]], most: float) -> None:
    ours, theirs = (one["seconds"] for one in both)
    ratio = f"{ours / theirs:.2f} (target {most})"
    print(f"{what}: {ours:.1f} s against {theirs:.1f} s, ratio {ratio}")  # noqa: T201


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(sys.argv[1], Path(sys.argv[2]))
    else:
        main()

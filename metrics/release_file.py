"""The file of a release: one immutable DuckDB file that pages and exports read.

A child writes a draft of it, metric after metric, so that all figures are never in memory at once.
The writer of the store then makes the release from the draft and from what stands of the last one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from metrics.connections import identifier, reading, text
from metrics.figure import Figure, Point
from metrics.frames import frame_of
from metrics.judgement.assessment import Assessed
from metrics.periods import PeriodType

JUDGED = "SELECT * FROM release.figures WHERE status <> ''"
# A page asks for one unit: its rows stand side by side, and the others are not read.
FIGURE_ORDER = 'ORDER BY unit, metric, type, "end", start, breakdown, "group"'
# The tables with rows of their own for each metric, in the order in which they are written.
OF_FIGURES = ("figures", "points", "disclosure")
OF_METRICS = (*OF_FIGURES, "grades", "spreads")
SQL_TYPES: Mapping[Any, str] = {
    str: "VARCHAR", PeriodType: "VARCHAR", int: "BIGINT", float: "DOUBLE", date: "DATE",
    float | None: "DOUBLE", date | None: "DATE",
}  # fmt: skip
OF_FIGURE, OF_POINT = ({f.name: SQL_TYPES[f.type] for f in fields(of)} for of in (Figure, Point))
# What judgement makes, a row each: the type of each column.
TYPES = {
    "figures": OF_FIGURE,
    "points": {"metric": "VARCHAR", "unit": "VARCHAR", **OF_POINT},
}
DATES = ("start", "end")
# A million figures put in order at once took 1.2 GB where nothing limited it, and within 500 MB
# there was no room for them although DuckDB may spill: so they are put in order part by part.
MEMORY_LIMIT = "500MB"
MOST_ORDERED = 200_000
# Figures that are written at once: few enough for the memory, and not a write for each metric.
MANY = 50_000


@dataclass(frozen=True)
class Standing:
    """The metrics whose rows stand as they are, and the file of the last release, which has them.

    `file` is None, and there are no `metrics`, where everything is made anew.
    """

    file: Path | None = None
    metrics: frozenset[str] = frozenset()


def write_draft(path: Path, judged: Iterable[Assessed], disclosure: pd.DataFrame) -> None:
    """Write what judgement makes, part by part, and the disclosure report: OF_FIGURES.

    The parts stand in files beside `path`, each written once: a table of the draft would be written
    to its log first, and takes more than twice as long.
    """
    with _attached(path, "draft") as connection:
        files: dict[str, list[str]] = {name: [] for name in TYPES}
        for parts in _handfuls(judged):
            for name, written in files.items():
                written.append(text(f"{path}.{name}-{len(written)}"))
                _write(connection, name, [getattr(each, name) for each in parts], written[-1])
        for name, written in files.items():
            every = f"VIEW draft.{name} AS SELECT * FROM read_parquet([{', '.join(written)}])"
            none = ", ".join(f"{identifier(n)} {type_}" for n, type_ in TYPES[name].items())
            connection.execute(f"CREATE {every if written else f'TABLE draft.{name} ({none})'}")
        connection.register("report", disclosure)
        connection.execute("CREATE TABLE draft.disclosure AS SELECT * FROM report")


def begin_release_file(path: Path, draft: Path, standing: Standing) -> int:
    """Begin a release file with OF_FIGURES, the draft's rows and those that stand.

    The figures that are judged stand in a table of their own as well. Returns how many figures
    there are.
    """
    with _attached(path, "release") as connection:
        connection.execute(f"ATTACH {text(str(draft))} AS draft (READ_ONLY)")
        _attach_last(connection, standing)
        for name in OF_FIGURES:
            _put_in_order(connection, name, standing)
        connection.execute(f"CREATE TABLE release.judged AS {JUDGED} {FIGURE_ORDER}")
        counted = connection.execute("SELECT count(*) FROM release.figures").fetchall()
        return int(counted[0][0])


def _put_in_order(connection: duckdb.DuckDBPyConnection, name: str, standing: Standing) -> None:
    """Make a table of the draft's rows and those that stand, in order, a part of it at a time."""
    first, order = ("unit", FIGURE_ORDER) if name == "figures" else ("metric", "ORDER BY ALL")
    both = _with_standing(name, f"SELECT * FROM draft.{name}", standing)
    named = _named(standing)
    connection.execute(f"CREATE TABLE release.{name} AS {both} LIMIT 0", named)
    counted = f"SELECT {first}, count(*) FROM ({both}) GROUP BY ALL ORDER BY ALL"
    mine = f"SELECT * FROM ({both}) WHERE {first} BETWEEN ? AND ?"
    for ends in _parts(connection.execute(counted, named).fetchall()):
        connection.execute(f"INSERT INTO release.{name} {mine} {order}", [*named, *ends])


def _parts(counts: Sequence[tuple[str, int]]) -> Iterator[tuple[str, str]]:
    """The first and the last of each run of names that together have MOST_ORDERED rows or more."""
    names: list[str] = []
    rows = 0
    for name, count in counts:
        names, rows = [*names, name], rows + count
        if rows >= MOST_ORDERED:
            yield names[0], names[-1]
            names, rows = [], 0
    if names:
        yield names[0], names[-1]


def add_tables(path: Path, tables: Mapping[str, pd.DataFrame], standing: Standing) -> None:
    """Add the other tables under their names; of those OF_METRICS the rows that stand as well."""
    with _attached(path, "release") as connection:
        _attach_last(connection, standing)
        for name, table in tables.items():
            stands = standing if name in OF_METRICS else Standing()
            dates = [column for column in DATES if column in table]
            casts = ", ".join(f"CAST({identifier(c)} AS DATE) AS {identifier(c)}" for c in dates)
            replaced = f"REPLACE ({casts})" if casts else ""
            dated = table.assign(**{column: pd.to_datetime(table[column]) for column in dates})
            connection.register(f"made_{name}", dated)
            both = _with_standing(name, f"SELECT * {replaced} FROM made_{name}", stands)
            connection.execute(
                f"CREATE TABLE release.{identifier(name)} AS {both} ORDER BY ALL", _named(stands)
            )


def add_files(path: Path, files: Mapping[str, str]) -> None:
    """Add how the release was made: the texts of the configuration and the manifest, by name."""
    with _attached(path, "release") as connection:
        connection.execute("CREATE TABLE release.files (name VARCHAR, content VARCHAR)")
        connection.executemany("INSERT INTO release.files VALUES (?, ?)", list(files.items()))


def read_table(
    path: Path, name: str, columns: Sequence[str] = (), where: str = "true",
    values: Sequence[object] = (),
) -> pd.DataFrame:  # fmt: skip
    """The rows of one table of a release or a draft that meet a condition, as they were written.

    All its columns, unless some are named; `values` are those that the condition asks for.
    """
    chosen = ", ".join(map(identifier, columns)) or "*"
    with reading("file", path) as connection:
        asked = f"SELECT {chosen} FROM file.{identifier(name)} WHERE {where}"
        return frame_of(connection, asked, values)


def tables_in(path: Path) -> set[str]:
    """The names of the tables of a release or a draft."""
    query = "SELECT table_name FROM duckdb_tables() WHERE database_name = 'file'"
    with reading("file", path) as connection:
        return {row[0] for row in connection.execute(query).fetchall()}


def digest_of(path: Path, tables: Iterable[str]) -> tuple[object, ...]:
    """A digest of the rows of those tables that are there, in whatever order they stand."""
    there = sorted({*tables} & tables_in(path))
    told = ", ".join(f"(SELECT sum(hash(t)) FROM file.{identifier(t)} t)" for t in there)
    with reading("file", path) as connection:
        return (*there, *connection.execute(f"SELECT {told}").fetchall()[0])


@contextmanager
def _attached(path: Path, name: str) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:", config={"memory_limit": MEMORY_LIMIT}) as connection:
        connection.execute(f"SET temp_directory = {text(f'{path}.spilled')}")
        connection.execute(f"ATTACH {text(str(path))} AS {name}")
        yield connection
        connection.execute(f"CHECKPOINT {name}")
        connection.execute(f"DETACH {name}")


def _handfuls(judged: Iterable[Assessed]) -> Iterator[list[Assessed]]:
    """The parts, as many together as have MANY figures."""
    parts: list[Assessed] = []
    for part in judged:
        parts.append(part)
        if sum(len(each.figures) for each in parts) >= MANY:
            yield parts
            parts = []
    if parts:
        yield parts


def _write(
    connection: duckdb.DuckDBPyConnection, name: str, frames: Sequence[pd.DataFrame], file: str
) -> None:
    """Write the rows of some frames to a file of columns, with the types of that table."""
    typed = ", ".join(
        f"CAST({identifier(n)} AS {t}) AS {identifier(n)}" for n, t in TYPES[name].items()
    )
    connection.register("part", pd.concat(frames, ignore_index=True))
    connection.execute(f"COPY (SELECT {typed} FROM part) TO {file} (FORMAT parquet)")
    connection.unregister("part")


def _attach_last(connection: duckdb.DuckDBPyConnection, standing: Standing) -> None:
    if standing.file:
        connection.execute(f"ATTACH {text(str(standing.file))} AS last (READ_ONLY)")


def _with_standing(name: str, query: str, standing: Standing) -> str:
    if not standing.file:
        return query
    return (
        f"({query}) UNION ALL BY NAME (SELECT * FROM last.{identifier(name)} "
        "WHERE list_contains(?, metric))"
    )


def _named(standing: Standing) -> list[object]:
    return [sorted(standing.metrics)] if standing.file else []

"""Writes the file of a release: one immutable DuckDB file that pages and exports read."""

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pandas as pd

from metrics.connections import identifier, text

DATES = ("start", "end", "since", "signal_end")
JUDGED = "SELECT * FROM release.figures WHERE status <> ''"


def write_release_file(
    path: Path, figures: pd.DataFrame, tables: Mapping[str, pd.DataFrame], files: Mapping[str, str]
) -> None:
    """Write `figures`, the judged ones of them apart, the tables under their names, and `files`.

    `files` are the configuration and the manifest, by name: a release says how it was made.
    """
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"ATTACH {text(str(path))} AS release")
        # A page asks for one unit: its rows stand side by side, and the others are not read.
        order = 'ORDER BY unit, metric, type, "end"'
        _write(connection, "figures", figures, order)
        connection.execute(f"CREATE TABLE release.judged AS {JUDGED} {order}")
        for name, table in tables.items():
            _write(connection, name, table, "ORDER BY ALL")
        connection.execute("CREATE TABLE release.files (name VARCHAR, content VARCHAR)")
        connection.executemany("INSERT INTO release.files VALUES (?, ?)", list(files.items()))
        connection.execute("CHECKPOINT release")
        connection.execute("DETACH release")


def read_table(path: Path, name: str) -> pd.DataFrame:
    """One table of a release file, in the order in which it was written."""
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"ATTACH {text(str(path))} AS release (READ_ONLY)")
        table: pd.DataFrame = connection.execute(f"SELECT * FROM release.{identifier(name)}").df()
        return table


def _write(
    connection: duckdb.DuckDBPyConnection, name: str, table: pd.DataFrame, order: str
) -> None:
    dates = [column for column in DATES if column in table]
    dated = table.assign(**{column: pd.to_datetime(table[column]) for column in dates})
    casts = ", ".join(f"CAST({identifier(c)} AS DATE) AS {identifier(c)}" for c in dates)
    replaced = f"REPLACE ({casts})" if casts else ""
    connection.register(f"made_{name}", dated)
    connection.execute(
        f"CREATE TABLE release.{identifier(name)} AS SELECT * {replaced} FROM made_{name} {order}"
    )

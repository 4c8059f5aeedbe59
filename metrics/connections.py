"""DuckDB connections: in memory, limited, and locked before any text from YAML runs on them.

DuckDB does not call itself a sandbox. The gate on expressions is the wall; these settings are the
second one, and the child process in which files are read is the third.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Event, Lock, Thread

import duckdb

MEMORY_LIMIT = "1200MB"
THREADS = 2
SECONDS_BETWEEN = 2.0
_READING = Lock()


def open_connection(spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """An in-memory connection without extensions, in UTC; it may spill to `spill`, else nowhere."""
    connection = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": MEMORY_LIMIT,
            "threads": THREADS,
            "temp_directory": str(spill) if spill else "",
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "python_enable_replacements": False,
        },
    )
    connection.execute("SET timezone = 'UTC'")
    connection.execute("SET enable_progress_bar_print = false")
    connection.execute("SET enable_progress_bar = true")
    return connection


@contextmanager
def one_thread(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Each query inside runs on the thread that asks it, so that rows keep their order.

    With more, DuckDB writes the rows of a join in the order in which threads come to them.
    """
    connection.execute("SET threads = 1")
    try:
        yield
    finally:
        connection.execute(f"SET threads = {THREADS}")


def attach(connection: duckdb.DuckDBPyConnection, files: Mapping[str, Path]) -> None:
    """Attach database files read-only under the given names."""
    for name, path in files.items():
        connection.execute(f"ATTACH {text(str(path))} AS {identifier(name)} (READ_ONLY)")


@cache
def _reader() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:")


@contextmanager
def reading(name: str, path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to which one database file of ours is attached read-only, for a short reading.

    Inside, nobody else in the process reads so: it is one for all, as to open one takes fifteen
    milliseconds.
    """
    with _READING, _reader().cursor() as connection:
        attach(connection, {name: path})
        try:
            yield connection
        finally:
            connection.execute(f"DETACH {identifier(name)}")


def lock(connection: duckdb.DuckDBPyConnection) -> None:
    """Close files, extensions and settings for good: what is attached stays, nothing else opens."""
    if is_locked(connection):
        return
    connection.execute("SET enable_external_access = false")
    connection.execute("SET disabled_filesystems = 'LocalFileSystem'")
    connection.execute("SET lock_configuration = true")


def is_locked(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether nothing can be opened or set on a connection any more."""
    found = connection.execute("SELECT current_setting('lock_configuration')").fetchone()
    return bool(found and found[0])


@cache
def _shared() -> duckdb.DuckDBPyConnection:
    connection = open_connection()
    lock(connection)
    return connection


@contextmanager
def nothing_kept() -> Iterator[duckdb.DuckDBPyConnection]:
    """A locked connection that is empty, and empty again afterwards: for a few rows, many times.

    It is one for the whole process: to open one takes longer than to count an example's rows.
    """
    connection = _shared().cursor()
    connection.begin()
    try:
        yield connection
    finally:
        connection.rollback()
        connection.close()


@contextmanager
def telling(
    connection: duckdb.DuckDBPyConnection, progress: Callable[[str], None], words: str
) -> Iterator[None]:
    """Say these words, and then every few seconds how far the query that runs inside has come."""
    progress(words)
    ended = Event()

    def tell() -> None:
        while not ended.wait(SECONDS_BETWEEN):
            share = connection.query_progress()
            if share > 0:
                progress(f"{words}: {share:.0f}%")

    teller = Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        ended.set()
        teller.join()


def identifier(name: str) -> str:
    """A name as SQL writes it, in double quotes."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text as SQL writes it, in single quotes."""
    return "'" + value.replace("'", "''") + "'"

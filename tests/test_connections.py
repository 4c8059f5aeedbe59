"""Connections: what a lock closes, and what a long query says of itself."""

from pathlib import Path

import duckdb
import pytest

from metrics import connections
from metrics.connections import attach, identifier, lock, open_connection, telling, text
from metrics.frames import frame_of


def test_a_locked_connection_opens_no_file(tmp_path: Path) -> None:
    """After the lock no file is read, written or attached, and no setting comes back."""
    secret = tmp_path / "secret.csv"
    secret.write_text("name\nJo\n", encoding="utf-8")
    with open_connection() as connection:
        lock(connection)
        for query in (
            f"SELECT * FROM read_csv({text(str(secret))})",
            f"SELECT * FROM read_text({text(str(secret))})",
            f"COPY (SELECT 1) TO {text(str(tmp_path / 'out.csv'))}",
            f"ATTACH {text(str(tmp_path / 'other.duckdb'))} AS other",
            "SET enable_external_access = true",
            "SET disabled_filesystems = ''",
            "INSTALL httpfs",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(query)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["secret.csv"]


def test_an_attached_file_stays_readable_and_only_that(tmp_path: Path) -> None:
    """What was attached before the lock can be read after it, and cannot be written."""
    path = tmp_path / "kept.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE figures AS SELECT 42 AS value")
    with open_connection() as connection:
        attach(connection, {"release": path})
        lock(connection)
        assert connection.execute("SELECT value FROM release.figures").fetchall() == [(42,)]
        with pytest.raises(duckdb.Error):
            connection.execute("INSERT INTO release.figures VALUES (1)")
        with pytest.raises(duckdb.Error):
            connection.execute(f"SELECT * FROM read_blob({text(str(path))})")


def test_a_long_query_says_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words come at once, then a percentage that never falls, and nothing after the end."""
    monkeypatch.setattr(connections, "SECONDS_BETWEEN", 0.01)
    source, said = tmp_path / "rows.parquet", []
    with open_connection() as connection:
        connection.execute("SET threads = 1")
        many = "SELECT hash(i) AS a, hash(i, 1) AS b FROM range(3000000) r(i)"
        connection.execute(f"COPY ({many}) TO {text(str(source))}")
        with telling(connection, said.append, "Reading"):
            query = (
                f"SELECT max(md5(a::VARCHAR || b::VARCHAR)) FROM read_parquet({text(str(source))})"
            )
            connection.execute(query)
    assert said[0] == "Reading"
    shares = [int(words.removeprefix("Reading: ").removesuffix("%")) for words in said[1:]]
    assert shares
    assert shares == sorted(shares)
    assert all(0 <= share <= 100 for share in shares)


def test_names_and_texts_are_quoted() -> None:
    """A quotation mark in a name or a text stays inside it."""
    assert identifier('a"b') == '"a""b"'
    assert text("O'Neill") == "'O''Neill'"


def test_a_frame_has_no_objects() -> None:
    """Days, sums of whole numbers and what lacks come as pandas counts with them, in order."""
    query = (
        "SELECT DATE '2026-03-31' + n::INTEGER AS day, sum(n) OVER () AS total, "
        "CASE WHEN n > 0 THEN n END AS some, 'x' AS word FROM range(2) t(n) WHERE n < ? ORDER BY n"
    )
    with open_connection() as connection:
        found = frame_of(connection, query, [5])
    assert found.dtypes.astype(str).tolist() == ["datetime64[us]", "float64", "float64", "str"]
    assert found["day"].dt.day.tolist() == [31, 1]
    assert found["total"].tolist() == [1.0, 1.0]
    assert found["some"].isna().tolist() == [True, False]

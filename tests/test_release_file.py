"""The file of a release: put in order within little memory, and what has no memory is told so."""

from pathlib import Path

import duckdb
import pytest

from metrics import release_file
from metrics.disk import telling_of_the_disk
from metrics.errors import ScorecardError
from metrics.release_file import Standing, begin_release_file

ROWS, UNITS = 40_000, 40
# In 30 MB, 40,000 rows of half a kilobyte cannot be put in order at once.
LITTLE = "30MB"
WIDE = ", ".join(f"repeat(md5((i * {n})::VARCHAR), 2) AS words_{n}" for n in range(1, 9))


@pytest.fixture
def draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A draft with more wide figures than fit into the memory of whoever puts them in order."""
    monkeypatch.setattr(release_file, "MEMORY_LIMIT", LITTLE)
    path = tmp_path / "draft.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"""CREATE TABLE figures AS SELECT 'm' || i % 7 AS metric,
            'u' || i * 7919 % {UNITS} AS unit, 'month' AS type, DATE '2020-01-01' AS start,
            DATE '2020-01-31' + i::INT AS "end", '' AS breakdown, 'All' AS "group", '' AS status,
            {WIDE} FROM range({ROWS}) r(i)""")
        connection.execute("CREATE TABLE points (metric VARCHAR, unit VARCHAR)")
        connection.execute("CREATE TABLE disclosure (metric VARCHAR)")
    return path


def test_figures_are_put_in_order_part_by_part(
    draft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every figure is there once, unit by unit, though all at once would not fit."""
    monkeypatch.setattr(release_file, "MOST_ORDERED", 5_000)
    path = tmp_path / "release.duckdb"
    assert begin_release_file(path, draft, Standing()) == ROWS
    with duckdb.connect(str(path), read_only=True) as connection:
        found = connection.execute('SELECT unit, metric, "end" FROM figures').fetchall()
    assert len(set(found)) == ROWS
    assert found == sorted(found)


def test_what_does_not_fit_is_told_as_that(draft: Path, tmp_path: Path) -> None:
    """No traceback: the store, what is wrong, and what to do."""
    said = r"store: there was not enough memory\. Close other programs, or use a machine with more"
    with pytest.raises(ScorecardError, match=said), telling_of_the_disk("store"):
        begin_release_file(tmp_path / "release.duckdb", draft, Standing())

"""The engine against the reference implementations' own results, row by row.

Each module named vectors_*.py beside this one says how to hold the files of one subject: a verdict
for each row. A row that cannot be held says why, so none is passed over in silence.
"""

import os
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from vector_rows import Row, Verdict, folder_of_vectors, rows_of

Judge = Callable[[list[Row]], list[Verdict]]


def judges() -> Iterator[tuple[str, Judge]]:
    """Each file of vectors that has a judge, with it."""
    for path in sorted(Path(__file__).parent.glob("vectors_*.py")):
        yield from getattr(import_module(path.stem), "JUDGES", {}).items()


# Another folder may hold fewer files, or others: those it shares with ours are read.
PRESENT = {path.stem for path in folder_of_vectors().glob("*.csv")}
JUDGES = {name: judge for name, judge in judges() if name in PRESENT or not PRESENT}


def verdicts(folder: Path, name: str) -> tuple[list[Row], list[Verdict]]:
    """The rows of a file and the verdict of each."""
    rows = rows_of(folder, name)
    return rows, JUDGES[name](rows)


@pytest.mark.parametrize("name", JUDGES)
def test_every_row_has_a_verdict(vectors: Path, name: str) -> None:
    """As many verdicts as rows, for the same rows, each of a comparison or with a reason."""
    rows, found = verdicts(vectors, name)
    assert rows
    assert sorted(v.vector_id for v in found) == sorted(row["vector_id"] for row in rows)
    assert [v.vector_id for v in found if not v.compared and not v.reason] == []


@pytest.mark.parametrize("name", JUDGES)
def test_the_engine_agrees_with_the_reference(vectors: Path, name: str) -> None:
    """No result of a reference differs from the engine's own by more than its row allows."""
    _, found = verdicts(vectors, name)
    assert [(v.vector_id, v.disagreements) for v in found if v.disagreements] == []


@pytest.mark.parametrize("name", JUDGES)
def test_something_of_every_file_is_compared(vectors: Path, name: str) -> None:
    """A file whose every row had a reason would prove nothing."""
    _, found = verdicts(vectors, name)
    assert any(v.compared for v in found)


def test_every_file_has_a_judge(vectors: Path) -> None:
    """No file of the vectors that we know is unread; of another folder's, most are read."""
    unread = PRESENT - set(JUDGES)
    assert len(unread) < len(JUDGES) if "SCORECARD_VECTORS" in os.environ else unread == set()

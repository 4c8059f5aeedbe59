"""Reads sent files in a child process, so that a file that kills its reader harms nothing else."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import duckdb

from metrics.children import Answer, Errand, Progress, run, serve
from metrics.connections import open_connection, telling, text
from metrics.definitions.contracts import Coding, Extract
from metrics.definitions.organisation import Organisation
from metrics.errors import single_fault
from metrics.extracts.coding import Coder
from metrics.extracts.staging import SentFile, stage_file

# Ten million rows take 0.6 GB. What a wild reader takes between two looks stays under 1 GB.
MOST_MEMORY = 850_000_000
# Fifty seconds for any file, and one more for each megabyte: 3 million rows, 150 MB, take 7 s.
SECONDS_AT_LEAST = 50
BYTES_A_SECOND = 1_000_000


@dataclass(frozen=True)
class Task:
    """What the child is asked to do: read these files under this contract into this folder."""

    extract: Extract
    codings: Mapping[str, Coding]
    organisation: Organisation
    files: tuple[SentFile, ...]
    folder: Path
    boundaries: Path


@dataclass(frozen=True, slots=True)
class Converted:
    """What the child wrote: the file, its rows, the rows left out by reason, the periods held."""

    file: Path
    rows: int
    left_out: Mapping[str, int]
    periods: tuple[date, ...]


def convert(task: Task, progress: Progress) -> Converted:
    """Read the files of a task in a child process.

    Raises ScorecardError with the child's findings, or with one that says how it ended.
    """
    size = sum(file.path.stat().st_size for file in task.files)
    errand = Errand(
        __name__, MOST_MEMORY, SECONDS_AT_LEAST + size / BYTES_A_SECOND,
        ", ".join(file.name for file in task.files),
        "Open it, save it as CSV (UTF-8) and try again. Nothing was changed.",
    )  # fmt: skip
    answer = run(errand, task, progress)
    days = tuple(date.fromisoformat(day) for day in answer["periods"])
    return Converted(Path(answer["file"]), answer["rows"], answer["left_out"], days)


def read_files(task: Task, progress: Progress) -> Converted:
    """Stage each file, code all rows, and say what was written: the child's work."""
    connection = open_connection(spill=task.folder)
    staged = []
    for number, file in enumerate(task.files, start=1):
        target = task.folder / f"staged-{number}.parquet"
        words = f"Reading {file.name} ({number} of {len(task.files)})"
        with telling(connection, progress, words):
            stage_file(connection, task.extract, file, target)
        staged.append(text(str(target)))
    relation = f"read_parquet([{', '.join(staged)}])"
    rows = task.folder / "rows.parquet"
    coder = Coder(task.extract, task.codings, task.organisation, task.boundaries)
    with telling(connection, progress, "Looking up labels and places"):
        coder.write(connection, relation, rows)
    left_out = coder.left_out(connection, relation)
    return _summary(connection, rows, left_out, task)


def _summary(
    connection: duckdb.DuckDBPyConnection, rows: Path, left_out: Mapping[str, int], task: Task
) -> Converted:
    query = (
        f"SELECT period_end, count(*) FROM read_parquet({text(str(rows))}) GROUP BY 1 ORDER BY 1"
    )
    held = connection.execute(query).fetchall()
    if not held:
        reasons = ", ".join(f"{count:,} {reason}" for reason, count in left_out.items())
        names = ", ".join(file.name for file in task.files)
        fault = f"no row belongs to this extract ({reasons})"
        raise single_fault(names, fault, "Check that it is the file of this extract.")
    return Converted(rows, sum(n for _, n in held), left_out, tuple(day for day, _ in held))


def _work(task: Task, progress: Progress) -> Answer:
    return asdict(read_files(task, progress))


if __name__ == "__main__":
    serve(_work)

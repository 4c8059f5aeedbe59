"""Counts in a child process: a calculation that outgrows its limits is a finding, no outage."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
from pyarrow import feather

from metrics.children import Answer, Errand, Progress, run, serve
from metrics.connections import open_connection
from metrics.counting.calculation import Calculation

# DuckDB may take 1.2 GB of it; the roll-ups that pandas adds up are small whatever the rows.
MOST_MEMORY = 4_000_000_000
MOST_SECONDS = 3_600
FILE = "counts.arrow"


@dataclass(frozen=True)
class Task:
    """What the child is asked to do: count this, and write the counts to this file."""

    calculation: Calculation
    file: Path


def counts_apart(calculation: Calculation, folder: Path, progress: Progress) -> Path:
    """A file with the counts of a calculation, made by a child in `folder`: see `read_counts`.

    They are not protected: the file must not outlive `folder`. Raises ScorecardError with the
    child's findings, or with one that says how it ended.
    """
    task = Task(calculation, folder / FILE)
    cure = "Nothing was changed. Calculate on a machine with more memory, or ask for help."
    errand = Errand(__name__, MOST_MEMORY, MOST_SECONDS, "the calculation", cure)
    run(errand, task, progress)
    return task.file


def counts_here(calculation: Calculation, folder: Path, progress: Progress) -> Path:
    """The same file made in this process."""
    _work(Task(calculation, folder / FILE), progress)
    return folder / FILE


def read_counts(file: Path) -> pd.DataFrame:
    """The counts in a file, as `Calculation.counts` has them."""
    counts: pd.DataFrame = feather.read_table(file, memory_map=False).to_pandas()
    return counts


def _work(task: Task, progress: Progress) -> Answer:
    with open_connection() as connection:
        counts = task.calculation.counts(connection, progress)
    table = pa.Table.from_pandas(counts, preserve_index=False)
    feather.write_feather(table, task.file, compression="uncompressed")
    return {}


if __name__ == "__main__":
    serve(_work)

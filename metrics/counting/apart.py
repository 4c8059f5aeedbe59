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


@dataclass(frozen=True)
class Task:
    """What the child is asked to do: count this, and write the counts to this file."""

    calculation: Calculation
    file: Path


def counts_apart(calculation: Calculation, folder: Path, progress: Progress) -> pd.DataFrame:
    """The counts of a calculation, as `Calculation.counts` has them, made by a child in `folder`.

    Raises ScorecardError with the child's findings, or with one that says how it ended.
    """
    task = Task(calculation, folder / "counts.arrow")
    cure = "Nothing was changed. Calculate on a machine with more memory, or ask for help."
    errand = Errand(__name__, MOST_MEMORY, MOST_SECONDS, "the calculation", cure)
    run(errand, task, progress)
    counts: pd.DataFrame = feather.read_table(task.file, memory_map=False).to_pandas()
    return counts


def counts_here(calculation: Calculation, _: Path, progress: Progress) -> pd.DataFrame:
    """The same counts made in this process."""
    with open_connection() as connection:
        return calculation.counts(connection, progress)


def _work(task: Task, progress: Progress) -> Answer:
    table = pa.Table.from_pandas(
        counts_here(task.calculation, task.file, progress), preserve_index=False
    )
    feather.write_feather(table, task.file, compression="uncompressed")
    return {}


if __name__ == "__main__":
    serve(_work)

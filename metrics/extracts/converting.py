"""Reads sent files in a child process, so that a file that kills its reader harms nothing else."""

from dataclasses import asdict

from pydantic import TypeAdapter

from metrics.children import Answer, Errand, Progress, Start, run, serve, start
from metrics.errors import ScorecardError
from metrics.extracts.reading import Converted, Task, read_files
from metrics.extracts.screening.checks import Stage

__all__ = ["Converted", "Task", "convert", "read_files"]

ANSWER = TypeAdapter(Converted)

# Ten million rows take 0.6 GB. What a wild reader takes between two looks stays under 1 GB.
MOST_MEMORY = 850_000_000
# Fifty seconds for any file, and one more for each megabyte: 3 million rows, 150 MB, take 7 s.
SECONDS_AT_LEAST = 50
BYTES_A_SECOND = 1_000_000


def convert(task: Task, progress: Progress, starting: Start = start) -> Converted:
    """Read the files of a task in a child process; one that ends it is a finding of the file."""
    size = sum(file.path.stat().st_size for file in task.files)
    errand = Errand(
        __name__, MOST_MEMORY, SECONDS_AT_LEAST + size / BYTES_A_SECOND,
        ", ".join(file.name for file in task.files),
        "Open it, save it as CSV (UTF-8) and try again. Nothing was changed.",
    )  # fmt: skip
    try:
        return ANSWER.validate_python(run(errand, task, progress, starting))
    except ScorecardError as error:
        return Converted(stopped=Stage.FILE, findings=tuple(error.findings))


def _work(task: Task, progress: Progress) -> Answer:
    return asdict(read_files(task, progress))


if __name__ == "__main__":
    serve(_work)

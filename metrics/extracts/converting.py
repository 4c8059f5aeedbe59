"""Reads sent files in a child process, so that a file that kills its reader harms nothing else.

Run as `python -m metrics.extracts.converting`: a pickled Task comes in on standard input, lines of
JSON go out on standard output: progress, then either what was written or the findings. Standard
input stays open as long as the parent lives: a child whose parent is gone stops at once.
"""

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from threading import Thread
from traceback import extract_tb
from types import TracebackType
from typing import Any

import duckdb

from metrics.connections import open_connection, telling, text
from metrics.definitions.contracts import Coding, Extract
from metrics.definitions.organisation import Organisation
from metrics.errors import Finding, ScorecardError, single_fault
from metrics.extracts.coding import Coder
from metrics.extracts.staging import SentFile, stage_file

Progress = Callable[[str], None]

# Ten million rows take 0.6 GB; a workbook at its limit takes 2 GB. Address space is larger.
MOST_ADDRESS_SPACE = 12_000_000_000
MOST_PROCESSOR_SECONDS = 3_600


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

    Raises ScorecardError with the child's findings, or with one that says that it died.
    """
    command = [sys.executable, "-m", "metrics.extracts.converting"]
    quiet = {**os.environ, "RUST_BACKTRACE": "0"}  # of the reader of workbooks, when it gives up
    with subprocess.Popen(  # noqa: S603
        command, env=quiet, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdin and child.stdout  # noqa: S101 - both are pipes
        child.stdin.write(pickle.dumps(task))
        child.stdin.flush()
        answer: dict[str, Any] = {}
        for line in child.stdout:
            answer = json.loads(line)
            if "progress" in answer:
                progress(str(answer["progress"]))
    if "findings" in answer:
        raise ScorecardError([Finding(**finding) for finding in answer["findings"]])
    if "file" not in answer:
        names = ", ".join(file.name for file in task.files)
        cure = "Open it, save it as CSV (UTF-8) and try again. Nothing was changed."
        raise single_fault(names, "the file stopped the program that reads it", cure)
    return _converted(answer)


def _converted(answer: Mapping[str, Any]) -> Converted:
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


def limit_resources() -> None:
    """Bound the memory and the time of this process, where the system can."""
    if sys.platform != "win32":
        import resource  # the module does not exist on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MOST_ADDRESS_SPACE, MOST_ADDRESS_SPACE))
        seconds = (MOST_PROCESSOR_SECONDS, MOST_PROCESSOR_SECONDS)
        resource.setrlimit(resource.RLIMIT_CPU, seconds)


def _stop_with_parent() -> None:
    """End this process when standard input does; the temporary folder is another writer's then."""
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


def _say_where(kind: type[BaseException], _: BaseException, trace: TracebackType | None) -> None:
    """Say where the reader stopped, but not over what: messages may quote a person's row."""
    last = extract_tb(trace)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    sys.stderr.write(f"reader stopped: {kind.__name__} at {place}\n")
    _end(1)


def _end(code: int) -> None:
    """End without taking the interpreter down: the thread that waits for the parent is still up."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _say(answer: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(answer, default=str) + "\n")
    sys.stdout.flush()


def _main() -> None:
    sys.excepthook = _say_where
    limit_resources()
    task: Task = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own parent's
    Thread(target=_stop_with_parent, daemon=True).start()
    try:
        converted = read_files(task, lambda words: _say({"progress": words}))
    except ScorecardError as error:
        _say({"findings": [asdict(finding) for finding in error.findings]})
    else:
        _say(asdict(converted))


if __name__ == "__main__":
    _main()
    _end(0)

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
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from threading import Thread
from traceback import extract_tb
from types import TracebackType
from typing import Any

from pydantic import TypeAdapter

from metrics.errors import Finding
from metrics.extracts.reading import Converted, Progress, Task, read_files
from metrics.extracts.screening.checks import Stage

__all__ = ["Converted", "Progress", "Task", "convert", "read_files"]

ANSWER = TypeAdapter(Converted)

# Ten million rows take 0.6 GB; a workbook at its limit takes 2 GB. Address space is larger.
MOST_ADDRESS_SPACE = 12_000_000_000
MOST_PROCESSOR_SECONDS = 3_600


def convert(task: Task, progress: Progress) -> Converted:
    """Read the files of a task in a child process; one that dies is a finding of the file."""
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
    if "file" not in answer:
        names = ", ".join(file.name for file in task.files)
        cure = "Open it, save it as CSV (UTF-8) and try again. Nothing was changed."
        fault = Finding(names, "the file stopped the program that reads it", cure)
        return Converted(stopped=Stage.FILE, findings=(fault,))
    return ANSWER.validate_python(answer)


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
    _say(asdict(read_files(task, lambda words: _say({"progress": words}))))


if __name__ == "__main__":
    _main()
    _end(0)

"""Work done in a child process with limits, so that what kills the child harms nothing else.

A module that is run as a child calls `serve`. A pickled task comes in on its standard input, lines
of JSON go out on its standard output: progress, then either the answer or the findings. Standard
input stays open as long as the parent lives: a child whose parent is gone stops at once.
"""

import json
import os
import pickle
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Any, NoReturn, Self

from metrics.disk import telling_of_the_disk
from metrics.errors import Finding, ScorecardError, single_fault, stopped_at

Progress = Callable[[str], None]
Answer = Mapping[str, Any]
Child = subprocess.Popen[bytes]
Start = Callable[[str], Child]

# Memory that is reserved and not used counts here too: the limit on what is used is far below.
MOST_ADDRESS_SPACE = 12_000_000_000
MOST_PROCESSOR_SECONDS = 3_600
# A workbook that fills the memory was ended within 0.05 GB of its limit by looks this far apart.
SECONDS_BETWEEN_LOOKS = 0.05
# The reader of workbooks would tell of rows when it gives up. And where two children add up 11,000
# numbers each, each on two threads, they wait for one another seven times as long as it takes.
OF_CHILDREN = {"RUST_BACKTRACE": "0", "OPENBLAS_NUM_THREADS": "1"}


@dataclass(frozen=True, slots=True)
class Errand:
    """What a child is sent for, its limits (bytes in use, seconds), and what its death is called.

    `module` is the name of the module that is run; `place` and `cure` go with every fault.
    """

    module: str
    memory: int
    seconds: float
    place: str
    cure: str


def start(module: str) -> Child:
    """A child that runs a module, and waits for its task."""
    command, environment = [sys.executable, "-m", module], {**os.environ, **OF_CHILDREN}
    return subprocess.Popen(  # noqa: S603
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


class Ahead:
    """Starts children before there are tasks for them, while something else is at work."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self.waiting: dict[str, list[Child]] = defaultdict(list)

    def __enter__(self) -> Self:
        """Be closed where the tasks end."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the children that have no task."""
        for child in chain.from_iterable(self.waiting.values()):
            child.kill()
            child.communicate()

    def prepare(self, module: str, number: int = 1) -> None:
        """Start so many children of a module."""
        self.waiting[module] += [start(module) for _ in range(number)]

    def take(self, module: str) -> Child:
        """A child of a module: one that waits, or else a new one."""
        try:
            return self.waiting[module].pop()
        except IndexError:
            return start(module)

    def start(self, module: str) -> Child:
        """The same, and the next one is started behind it, for many short tasks."""
        child = self.take(module)
        self.prepare(module)
        return child


def run(errand: Errand, task: object, progress: Progress, starting: Start = start) -> Answer:
    """Have a child do a task and return its answer.

    Raises ScorecardError with the child's findings, or with one that says how it ended.
    """
    with starting(errand.module) as child:
        watch = _Watch(child, errand)
        try:
            answer = _listen(child, task, progress)
        finally:
            watch.stop()
    if "findings" in answer:
        raise ScorecardError([Finding(**finding) for finding in answer["findings"]])
    if "answer" not in answer:
        fault = watch.fault or "it stopped the program that was at work on it"
        raise single_fault(errand.place, fault, errand.cure)
    found: Answer = answer["answer"]
    return found


def _listen(child: Child, task: object, progress: Progress) -> Answer:
    assert child.stdin and child.stdout  # noqa: S101 - both are pipes
    answer: dict[str, Any] = {}
    try:
        child.stdin.write(pickle.dumps(task))
        child.stdin.flush()
    except BrokenPipeError:
        return answer
    for line in child.stdout:
        answer = json.loads(line)
        if "progress" in answer:
            progress(str(answer["progress"]))
    return answer


class _Watch:
    """Ends a child that takes more memory or more time than its errand allows, and says which."""

    def __init__(self, child: Child, errand: Errand) -> None:
        self.fault = ""
        self._child, self._errand, self._ended = child, errand, Event()
        self._thread = Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()
        if self._child.poll() is None and self._child.stdin:
            self._child.stdin.close()

    def _look(self) -> None:
        end = time.monotonic() + self._errand.seconds
        while not self._ended.wait(SECONDS_BETWEEN_LOOKS):
            if memory_in_use(self._child.pid) > self._errand.memory:
                self.fault = f"it needs more than {self._errand.memory // 1_000_000:,} MB of memory"
            elif time.monotonic() > end:
                self.fault = f"it took longer than {self._errand.seconds:,.0f} seconds"
            if self.fault:
                self._child.kill()
                return


def memory_in_use(process: int) -> int:
    """The bytes of memory that a process has in use; 0 where the system does not say."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def serve(work: Callable[[Any, Progress], Answer]) -> None:
    """Be a child: take a task, do the work, say the answer or the findings, and end."""
    sys.excepthook = _say_where
    limit_resources()
    try:
        task = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own parent's
    except EOFError:
        _end(0)  # The parent had no task, and is gone.
    Thread(target=_stop_with_parent, daemon=True).start()
    try:
        with telling_of_the_disk("the disk"):
            answer = work(task, lambda words: _say({"progress": words}))
    except ScorecardError as error:
        _say({"findings": [asdict(finding) for finding in error.findings]})
    else:
        _say({"answer": answer})
    _end(0)


def limit_resources() -> None:
    """Bound the address space and the processor time of this process, where the system can."""
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
    """Say where the work stopped, but not over what: messages may quote a person's row."""
    sys.stderr.write(f"child stopped: {kind.__name__} at {stopped_at(trace)}\n")
    _end(1)


def _end(code: int) -> NoReturn:
    """End without taking the interpreter down: the thread that waits for the parent is still up."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _say(answer: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(answer, default=str) + "\n")
    sys.stdout.flush()

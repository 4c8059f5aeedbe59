"""Children side by side, and what comes after each of them in this process."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any, TypeVar

from metrics.children import Answer, Errand, Progress, Start, run

T = TypeVar("T")
After = Callable[[T, Progress], None]
# One for each core of the machine that this is made for; of the sample's tiers, the one with months
# was seen at 0.9 GB.
AT_ONCE = 2
# What stands in the queue of progress when a child is done: no progress is without words.
ENDED = ""


def run_all(
    errand: Errand, tasks: Sequence[T], progress: Progress, starting: Start, after: After[T]
) -> None:
    """Have a child for each task and do here what comes after it, two of these at a time.

    What is said of the progress is told by the caller's own thread. Raises ScorecardError as `run`
    does, once all have ended.
    """
    said: SimpleQueue[str] = SimpleQueue()

    def follow(task: T, child: Future[Answer]) -> None:
        child.result()
        after(task, said.put)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        # What follows stands behind every child: none waits for it.
        children = [pool.submit(run, errand, task, said.put, starting) for task in tasks]
        pairs = zip(tasks, children, strict=True)
        every: list[Future[Any]] = [*children, *(pool.submit(follow, *p) for p in pairs)]
        for each in every:
            each.add_done_callback(lambda _: said.put(ENDED))
        for _ in every:
            while (words := said.get()) != ENDED:
                progress(words)
    for each in every:
        each.result()

"""How long a page takes on the server, and thirty people at once: `make bench`.

The time of a page is that of the script which makes it, from its first line to its last, with every
release opened before, as on a server that has run for a while. It is printed, and never asserted.
The store is that of the sample; `python tests/bench_pages.py STORE` takes another.
"""

import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench_crowd import crowd
from streamlit.testing.v1 import AppTest

from dashboard import frame

ROOT = Path(__file__).parents[1]
RUNS = 20
TARGET = 150.0  # milliseconds, at the 95th percentile
PAGES = ("board", "theme", "unit", "compare", "metric", "groups", "cases", "actions", "provenance",
         "definitions", "help")  # fmt: skip


def main() -> None:
    """Open every page for many units and print the times; then let thirty people in."""
    with tempfile.TemporaryDirectory(prefix="scorecard-pages-") as name:
        store = Path(sys.argv[1]) if len(sys.argv) > 1 else make_store(Path(name))
        os.environ["SCORECARD_CONFIG"] = str(ROOT / "config")
        os.environ["SCORECARD_STORE"] = str(store)
        say(f"load of the machine before: {os.getloadavg()[0]:.1f}")
        times = {page: time_page(page) for page in PAGES}
        for page, taken in times.items():
            say(f"{page:<12} {_told(taken)}")
        every = list(itertools.chain(*times.values()))
        say(f"all pages    {_told(every)} (target {TARGET:.0f} at the 95th percentile)")
        for line in crowd(store):
            say(line)
        say(f"load of the machine after: {os.getloadavg()[0]:.1f}")


def _told(taken: list[tuple[float, float]]) -> str:
    """Median and 95th percentile of the time taken, and of the processor's share of it."""
    said = []
    for name, times in zip(("taken", "processor"), zip(*taken, strict=True), strict=True):
        late, middle = statistics.quantiles(times, n=20)[-1], statistics.median(times)
        said.append(f"{name}: median {middle:4.0f} ms, 95th percentile {late:4.0f} ms")
    return "; ".join(said)


def say(line: str) -> None:
    """Print a line."""
    print(line, flush=True)  # noqa: T201 - a bench prints


def make_store(folder: Path) -> Path:
    """The sample, loaded under the delivered configuration."""
    where = ["--config", str(ROOT / "config"), "--store", str(folder / "store")]
    command = [sys.executable, "-m", "metrics.cli", "sample", "--load", "--out", str(folder / "s")]
    subprocess.run([*command, *where], cwd=ROOT, check=True, capture_output=True)
    return folder / "store"


def time_page(page: str) -> list[tuple[float, float]]:
    """The milliseconds of RUNS openings of a page, each for another unit; and the processor's.

    On a machine with other work the second number says more.
    """
    taken: list[tuple[float, float]] = []
    show = frame.show

    def timed() -> None:
        start, worked = time.perf_counter(), time.process_time()
        show()
        spans = time.perf_counter() - start, time.process_time() - worked
        taken.append((spans[0] * 1000, spans[1] * 1000))

    frame.show = timed
    try:
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
        at.switch_page(f"dashboard/pages/{page}.py").run()
        units = itertools.cycle(at.selectbox(key="unit").options)
        taken.clear()
        for _ in range(RUNS):
            at.selectbox(key="unit").set_value(next(units)).run()
            assert not at.exception
    finally:
        frame.show = show
    return taken


if __name__ == "__main__":
    main()

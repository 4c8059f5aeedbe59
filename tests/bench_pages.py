"""How long a page takes on the server, with 60 metrics over every unit in store: `make bench`.

The time is that of the script which makes the page, from its first line to its last, with every
release opened before, as on a server that has run for a while. It is printed, and never asserted.
"""

import itertools
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from streamlit.testing.v1 import AppTest

from dashboard import frame

ROOT = Path(__file__).parents[1]
METRICS = 60
RUNS = 40
TARGET = 150.0  # milliseconds, at the 95th percentile
PAGES = ("board", "theme", "unit", "compare", "metric", "groups", "cases", "actions", "provenance",
         "definitions", "help")  # fmt: skip


def main() -> None:
    """Make a store with many metrics, open every page for many units, print the times."""
    with tempfile.TemporaryDirectory(prefix="scorecard-pages-") as name:
        folder = Path(name)
        make_store(folder)
        os.environ["SCORECARD_CONFIG"] = str(folder / "config")
        os.environ["SCORECARD_STORE"] = str(folder / "store")
        times = {page: time_page(page) for page in PAGES}
    for page, taken in times.items():
        late = statistics.quantiles(taken, n=20)[-1]
        middle = statistics.median(taken)
        print(f"{page:<12} median {middle:5.0f} ms, 95th percentile {late:5.0f} ms")  # noqa: T201
    late = statistics.quantiles(list(itertools.chain(*times.values())), n=20)[-1]
    print(f"all pages: 95th percentile {late:.0f} ms (target {TARGET:.0f})")  # noqa: T201


def make_store(folder: Path) -> None:
    """The sample under a scorecard whose metrics are repeated until there are METRICS."""
    shutil.copytree(ROOT / "config", folder / "config")
    path = folder / "config" / "scorecard.yaml"
    head, *metrics = re.split(
        r"^(?=  - id: )", path.read_text("utf-8").split("metrics:\n")[1], flags=re.M
    )
    before = path.read_text("utf-8").split("metrics:\n")[0]
    many = [_numbered(text, turn) for turn in range(METRICS) for text in metrics][:METRICS]
    path.write_text(f"{before}metrics:\n{head}{''.join(many)}", encoding="utf-8")
    where = ["--config", str(folder / "config"), "--store", str(folder / "store")]
    command = [sys.executable, "-m", "metrics.cli", "sample", "--load", "--out", str(folder / "s")]
    subprocess.run([*command, *where], cwd=ROOT, check=True, capture_output=True)


def _numbered(metric: str, turn: int) -> str:
    if not turn:
        return metric
    named = re.sub(r"^(  - id: \w+)", rf"\g<1>_{turn}", metric, count=1)
    return re.sub(r"^(    title: .*)$", rf"\g<1>, number {turn}", named, count=1, flags=re.M)


def time_page(page: str) -> list[float]:
    """The milliseconds of RUNS openings of a page, each for another unit."""
    taken: list[float] = []
    show = frame.show

    def timed() -> None:
        start = time.perf_counter()
        show()
        taken.append((time.perf_counter() - start) * 1000)

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

"""Loads in processes that are ready at once: this one imports everything, and forks for each load.

A line of standard input names a store and a file; the process that loads it is answered by its
number. A second line ends the wait for it. It reads the file itself: what a killed reader leaves
behind is another test's.
"""

import os
import sys
from pathlib import Path

from extract_files import configuration, read_at_once

from metrics.extracts.loading import Loader
from metrics.extracts.staging import SentFile
from metrics.store import Store


def main() -> None:
    """Load what each line says until there are no more."""
    configuration()
    for line in sys.stdin:
        store, path = map(Path, line.rstrip("\n").split("\t"))
        process = os.fork()
        if not process:
            _load(store, path)
        print(process, flush=True)  # noqa: T201
        sys.stdin.readline()
        os.waitpid(process, 0)


def _load(store: Path, path: Path) -> None:
    os.setsid()
    with read_at_once():
        loader = Loader(Store(store), configuration(), Path(), lambda _: None)
        loader.load("mps_stops", [SentFile(path.name, path)])
        path.with_suffix(".loaded").touch()
    os._exit(0)


if __name__ == "__main__":
    main()

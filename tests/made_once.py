"""What takes long to make is made by one process of the tests; the others wait for it."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

# In seconds; a hosted test machine may be slow. It bounds a wait, it measures nothing.
LONGEST_WAIT = 300.0


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that one process of the tests fills and the others wait for."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    done = folder / "done"
    try:
        folder.mkdir()
    except FileExistsError:
        wait_for(done.exists, f"{name} was not made")
        return folder
    make(folder)
    done.touch()
    return folder


def wait_for(ready: Callable[[], bool], otherwise: str) -> None:
    """Wait until something is ready; TimeoutError where it never is."""
    stop = time.monotonic() + LONGEST_WAIT
    while not ready():
        if time.monotonic() > stop:
            raise TimeoutError(otherwise)
        time.sleep(0.2)

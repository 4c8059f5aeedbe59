"""Checks a configuration again whenever one of its files changes, for an author who is at work."""

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from metrics.definitions.actions import FILE as ACTIONS
from metrics.definitions.actions import load_actions
from metrics.definitions.configuration import FILES, Configuration
from metrics.definitions.duties import FILE as DUTIES
from metrics.definitions.duties import load_duties
from metrics.definitions.loading import load_configuration
from metrics.definitions.posts import FILE as POSTS
from metrics.definitions.posts import load_posts
from metrics.definitions.recommendations import FILE as RECOMMENDATIONS
from metrics.definitions.recommendations import load_recommendations
from metrics.errors import Finding, ScorecardError
from metrics.examples import check_examples

# As often as somebody who has saved a file looks at the answer.
SECONDS_BETWEEN = 0.2
LISTS: Mapping[str, Callable[[Path, Configuration], object]] = {
    ACTIONS: load_actions, RECOMMENDATIONS: load_recommendations, DUTIES: load_duties,
    POSTS: load_posts,
}  # fmt: skip


def checked(folder: Path) -> Configuration:
    """The configuration in `folder`, its lists read, every example worked.

    Raises ScorecardError with every fault: of the configuration, or else of all that rests on it.
    """
    configuration = load_configuration(folder)
    faults: list[Finding] = []
    for load in LISTS.values():
        try:
            load(folder, configuration)
        except ScorecardError as error:
            faults += error.findings
    faults += check_examples(configuration)
    if faults:
        raise ScorecardError(faults)
    return configuration


def answers(
    folder: Path, wait: Callable[[float], None] = time.sleep
) -> Iterator[Configuration | ScorecardError]:
    """What `checked` gives or raises, now and after each change of a file; it never ends."""
    before: list[tuple[int, int]] = []
    while True:
        now = _state(folder)
        if now != before:
            try:
                yield checked(folder)
            except ScorecardError as error:
                yield error
        before = now
        wait(SECONDS_BETWEEN)


def _state(folder: Path) -> list[tuple[int, int]]:
    """When each file was written, and how long it is; an editor may take one away for a moment."""
    found = []
    for file in (*FILES, *LISTS):
        try:
            told = (folder / file).stat()
            found.append((told.st_mtime_ns, told.st_size))
        except FileNotFoundError:
            found.append((0, 0))
    return found

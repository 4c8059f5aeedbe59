"""What is said of a faulty list beside the scorecard, for the tests of each list."""

from collections.abc import Callable
from pathlib import Path

import pytest

from metrics.errors import ScorecardError


def told_of(read: Callable[[Path, str], object], folder: Path, text: str) -> list[str]:
    """What is said of a text that `read` must refuse: each finding, from its file's name on."""
    with pytest.raises(ScorecardError) as error:
        read(folder, text)
    return [str(finding).removeprefix(f"{folder}/") for finding in error.value.findings]

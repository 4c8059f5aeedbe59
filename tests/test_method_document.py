"""The document of methods against the code: each method with a source, and none besides."""

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from test_docs import fields_of, first_cells, text_of

from metrics import judgement
from metrics.definitions import organisation
from metrics.judgement.recent import Trend
from metrics.wording.verdicts import TREND


@pytest.mark.parametrize("trend", list(Trend))
def test_every_trend_is_explained(trend: Trend) -> None:
    """'Method' has each trend with the symbol and the words that the pages show."""
    assert f"| `{trend}` | {TREND[trend]} |" in text_of("docs/method.md")


def methods() -> Iterator[str]:
    """Every public function of the room of judgement whose docstring names its source."""
    for path in sorted(Path(judgement.__file__).parent.glob("[a-z]*.py")):
        module = import_module(f"{judgement.__name__}.{path.stem}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and "Source:" in (function.__doc__ or ""):
                yield name


@pytest.mark.parametrize("name", sorted(methods()))
def test_every_method_is_explained(name: str) -> None:
    """'Method' names each function that a source stands behind, and that is all it could mean."""
    assert f"`{name}`" in text_of("docs/method.md")


def test_no_method_is_explained_that_is_not_there() -> None:
    """Each function that 'Method' names in a heading of bold print is in the code."""
    named = re.findall(r"^\*\*[^*]+\*\* \(([^)]*)\)", text_of("docs/method.md"), re.MULTILINE)
    listed = {name for text in named for name in re.findall(r"`(\w+)`", text)}
    assert listed
    assert listed - set(methods()) == set()


@pytest.mark.parametrize("key", fields_of(organisation.Similar))
def test_every_key_of_similar_units_is_explained(key: str) -> None:
    """'Method' explains each key of a group of similar units."""
    assert key in first_cells("docs/method.md")

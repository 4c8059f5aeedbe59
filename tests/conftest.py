"""Fixtures that many tests share."""

import os
from collections.abc import Iterator
from pathlib import Path

import builders
import pytest
from extract_files import load, read_at_once, stops
from hypothesis import settings
from made_once import made_once
from vector_rows import folder_of_vectors

from metrics.definitions.configuration import Configuration
from metrics.extracts import loading
from metrics.extracts.converting import convert
from metrics.sample.writing import write_sample

# A busy machine is no fault of the code: time is measured by `make bench`.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def configuration() -> Configuration:
    """The configuration that the project delivers."""
    return builders.delivered()


@pytest.fixture(scope="session")
def small() -> Configuration:
    """The small configuration of the tests: one metric of each kind."""
    return builders.small()


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files of the sample are, each extract's in a folder of its name."""

    def write(folder: Path) -> None:
        write_sample(folder / "sample", builders.delivered().organisation)

    return made_once(tmp_path_factory, "sample-files", write) / "sample"


@pytest.fixture(scope="session")
def vectors() -> Path:
    """The folder of vectors; without one the tests skip, or fail where CI is true."""
    found = folder_of_vectors()
    if not found.is_dir():
        leave = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        leave(f"No reference vectors in {found}. Name their folder in SCORECARD_VECTORS.")
    return found


@pytest.fixture(scope="module")
def at_once() -> Iterator[None]:
    """Read every file of a module's tests, and count, in this process."""
    with read_at_once():
        yield


@pytest.fixture
def in_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files in a process of their own after all, as the loader does."""
    monkeypatch.setattr(loading, "convert", convert)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose store holds one load of March."""
    folder = tmp_path_factory.mktemp("held")
    load(folder, "mps_stops", [stops(folder, "march.csv", "03/2026")])
    return folder

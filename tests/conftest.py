"""Fixtures that many tests share."""

import os
from pathlib import Path

import builders
import pytest
from vector_rows import folder_of_vectors

from metrics.definitions.configuration import Configuration


@pytest.fixture(scope="session")
def configuration() -> Configuration:
    """The configuration that the project delivers."""
    return builders.delivered()


@pytest.fixture(scope="session")
def small() -> Configuration:
    """The small configuration of the tests: one metric of each kind."""
    return builders.small()


@pytest.fixture(scope="session")
def vectors() -> Path:
    """The folder of vectors; without one the tests skip, or fail where CI is true."""
    found = folder_of_vectors()
    if not found.is_dir():
        leave = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        leave(f"No reference vectors in {found}. Name their folder in SCORECARD_VECTORS.")
    return found

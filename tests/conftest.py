"""Fixtures that many tests share."""

import builders
import pytest

from metrics.definitions.configuration import Configuration


@pytest.fixture(scope="session")
def configuration() -> Configuration:
    """The configuration that the project delivers."""
    return builders.delivered()


@pytest.fixture(scope="session")
def small() -> Configuration:
    """The small configuration of the tests: one metric of each kind."""
    return builders.small()

"""A fault of the program itself: a number for the reader, and the place of it in the log."""

import logging
import re

import pytest

from dashboard.faults_told import numbered_faults


def test_the_log_has_the_place_and_never_what_was_said(caplog: pytest.LogCaptureFixture) -> None:
    """The fault goes on; its number stands with file and line, without a person's row."""
    with (
        caplog.at_level(logging.ERROR, logger="scorecard"),
        pytest.raises(ValueError, match="Ann"),
        numbered_faults(),
    ):
        raise ValueError("Ann, 34, W1")
    (line,) = [record.getMessage() for record in caplog.records if record.name == "scorecard"]
    assert re.fullmatch(r"reference [0-9A-F]{8}: ValueError at test_faults_told\.py:\d+", line)

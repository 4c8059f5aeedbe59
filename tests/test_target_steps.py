"""A target that is reached in steps: to which of them each period is held."""

from dataclasses import replace
from datetime import date

import pytest
from builders import small
from test_status import target, word

from metrics.definitions.models import Better, Step


@pytest.mark.parametrize(
    ("end", "status"),
    [
        (date(2024, 6, 30), "on_track"),
        (date(2025, 3, 31), "on_track"),
        (date(2025, 6, 30), "at_risk"),
        (date(2026, 3, 31), "at_risk"),
        (date(2026, 6, 30), "off_track"),
        (date(2028, 6, 30), "off_track"),
    ],
)
def test_a_period_is_held_to_the_step_that_its_day_has_come_to(end: date, status: str) -> None:
    """60 by March 2025, 70 by March 2026, 90 by March 2027: 65 is on track, then not."""
    steps = (Step(value=60, by=date(2025, 3, 31)),
             Step(value=70, amber_within=5, by=date(2026, 3, 31)))  # fmt: skip
    metric = replace(small().metrics["arrests"], headline=None, better=Better.HIGHER,
                     target=replace(target(90), steps=steps))  # fmt: skip
    figure = {"numerator": 65, "denominator": 100, "end": end}
    assert word(metric, figure)[0] == status

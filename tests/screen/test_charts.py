"""What a chart says of a target: every end of what is on track, and one label for all."""

from dataclasses import replace
from datetime import date

import pytest
from builders import small

from dashboard.charts import series_chart
from metrics.definitions.models import Better, Target

AIM = {"by": date(2027, 3, 31), "set_by": "Board", "set_on": date(2026, 4, 1)}


@pytest.mark.parametrize(
    ("better", "value", "lines", "label"),
    [
        (Better.HIGHER, 30.0, [30.0], "Dotted: target 30.0%"),
        (Better.LOWER, 30.0, [30.0], "Dotted: target 30.0%"),
        (Better.ZERO, 2.0, [-2.0, 2.0], "Dotted: target \N{MINUS SIGN}2.0 to 2.0%"),
        (Better.ZERO, 0.0, [0.0], "Dotted: target 0.0%"),
        (Better.ONE, 0.8, [0.8, 1.25], "Dotted: target 0.8 to 1.25%"),
        (Better.ONE, 1.0, [1.0], "Dotted: target 1.0%"),
    ],
)
def test_a_target_may_be_missed_on_two_sides(
    better: Better, value: float, lines: list[float], label: str
) -> None:
    """A gap has a line on both sides of zero, a ratio on both sides of one, a share one line."""
    metric = replace(
        small().metrics["arrests"], headline=None, better=better, target=Target(value=value, **AIM)
    )
    layout = series_chart([], metric, "%").layout
    assert [shape.y0 for shape in layout.shapes] == lines
    assert [note.text for note in layout.annotations] == [label]

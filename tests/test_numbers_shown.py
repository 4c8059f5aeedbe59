"""A number on a page never reads as another judgement than the word beside it."""

from dataclasses import replace

import pytest
from builders import small
from test_status import published, target

from metrics.definitions.models import Better, Target
from metrics.wording.judgements import judged_number, judged_plain, ratio_number
from metrics.wording.numbers import MINUS, decimals_apart, number

NEAR = (-0.6, -0.04, -0.004, 0.0, 0.004, 0.04, 0.6)
GOALS = [
    (Better.HIGHER, target(70, 5), (65.0, 70.0)),
    (Better.LOWER, target(20, 5), (20.0, 25.0)),
    (Better.ZERO, target(2, 1), (-3.0, -2.0, 2.0, 3.0)),
    (Better.ONE, target(0.8, 0.1), (0.7, 0.8, 1.25, 1 / 0.7)),
]


@pytest.mark.parametrize(("better", "goal", "edges"), GOALS)
def test_the_printed_number_has_the_status_of_the_number(
    better: Better, goal: Target, edges: tuple[float, ...]
) -> None:
    """Whoever judges what is printed by the target that is printed finds the word beside it."""
    metric = replace(small().metrics["trust"], better=better, target=goal)
    for value in (edge + step for edge in edges for step in NEAR):
        plain = judged_plain(value, metric)
        assert judged_number(value, metric).startswith(plain)
        printed = float(plain.replace(MINUS, "-"))
        if not any(abs(value - edge) < 1e-9 for edge in edges):
            assert published(better, goal, printed) == published(better, goal, value)


def test_there_are_no_more_decimals_than_it_takes() -> None:
    """One more where it is needed, none where it is not, and an end to it."""
    found = [decimals_apart(1, (70.0,), value) for value in (69.9, 69.96, 70.0, 71.26)]
    assert found == [1, 2, 1, 1]
    assert number(1 - 1e-8, decimals_apart(2, (1.0,), 1 - 1e-8)) == "1.00000"


def test_a_ratio_outside_the_band_is_not_printed_on_its_end() -> None:
    """0.797 lies outside 0.80 to 1.25, and an interval that ends below 1 does not reach it."""
    assert ratio_number(0.797, 0.69, 0.997) == "0.797 (0.690 to 0.997)"
    assert ratio_number(0.81, 0.7, 0.94) == "0.81 (0.70 to 0.94)"

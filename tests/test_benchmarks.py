"""One figure beside another: the rule and its words."""

import numpy as np
import pytest

from metrics.definitions.models import Better
from metrics.judgement import benchmarks


@pytest.mark.parametrize(
    ("better", "mine", "force", "word"),
    [
        (Better.HIGHER, (30, 25, 35), 20, "Better"),
        (Better.HIGHER, (30, 25, 35), 40, "Worse"),
        (Better.HIGHER, (30, 25, 35), 25, "Similar"),
        (Better.HIGHER, (30, 25, 35), 35, "Similar"),
        (Better.LOWER, (30, 25, 35), 20, "Worse"),
        (Better.LOWER, (30, 25, 35), 40, "Better"),
        (Better.NONE, (30, 25, 35), 20, "Higher"),
        (Better.NONE, (30, 25, 35), 40, "Lower"),
        (Better.NONE, (30, 25, 35), 30, "Similar"),
        (Better.ZERO, (1, 0.5, 1.5), 5, "Better"),
        (Better.ZERO, (-1, -1.5, -0.5), -5, "Better"),
        (Better.ZERO, (-5, -6, -4), 1, "Worse"),
        (Better.ZERO, (-1, -1.5, -0.5), 5, "Better"),
        (Better.ONE, (1.1, 1.0, 1.2), 3, "Better"),
        (Better.ONE, (0.5, 0.4, 0.6), 1.5, "Worse"),
        (Better.ONE, (0.8, 0.7, 0.9), 1.5, "Better"),
        (Better.ONE, (3, 2.5, 3.5), 1.5, "Worse"),
    ],
)
def test_a_figure_beside_a_benchmark(
    better: Better, mine: tuple[float, float, float], force: float, word: str
) -> None:
    """Similar while the interval holds the benchmark, the edges included; else which way."""
    value, lower, upper = (np.array([number], dtype="float64") for number in mine)
    sides = benchmarks.side((lower, upper), force)
    found = benchmarks.words_for(sides, value, np.array([force]), better)
    assert found.tolist() == [word]


@pytest.mark.parametrize(("lower", "upper", "benchmark"), [
    (np.nan, 1, 1), (0, np.nan, 1), (0, 1, np.nan),
])  # fmt: skip
def test_an_absent_number_is_not_compared(lower: float, upper: float, benchmark: float) -> None:
    """Without a limit or a benchmark there is no side, and no word but that."""
    sides = benchmarks.side((np.array([lower]), np.array([upper])), benchmark)
    assert benchmarks.words(sides, Better.HIGHER).tolist() == ["Not compared"]


def test_a_range_that_ends_before_it_starts_is_refused() -> None:
    """From 2 to 1 is no range."""
    with pytest.raises(ValueError, match="ends before it starts"):
        benchmarks.side_of_range([1.5], 2, 1)

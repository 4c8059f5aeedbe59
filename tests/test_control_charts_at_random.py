"""Control charts of random series: against plain loops, and the laws that every chart keeps."""

from fractions import Fraction

import control_chart_oracle as oracle
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.definitions.models import Better
from metrics.judgement.control_chart_lines import ChartSettings, Lines, xmr_lines
from metrics.judgement.control_chart_rules import Patterns, find_patterns
from metrics.judgement.control_charts import assurance, signal_words
from metrics.judgement.laney import laney_lines

few = settings(max_examples=80, deadline=None)
# Few different figures, so that ties, points on the mean and runs are common.
figure = st.one_of(st.none(), st.integers(-8, 8), st.sampled_from([0, 1, 2, 3]))
walk = st.lists(st.sampled_from([-1, 0, 1, 1, 1]), max_size=30)
rising = walk.map(lambda moves: np.cumsum([0, *moves]).tolist())
series = st.one_of(st.lists(figure, min_size=1, max_size=30), rising)
ways = st.builds(
    ChartSettings,
    run=st.sampled_from([6, 7, 8]),
    screen=st.booleans(),
    fix_after=st.sampled_from([None, 12, 15]),
)


def as_array(figures: list[int | None]) -> np.ndarray:
    """The figures as floats, NaN where there is none."""
    return np.array([np.nan if f is None else f for f in figures], dtype="float64")


def drawn(values: np.ndarray, how: ChartSettings) -> tuple[Lines, Patterns]:
    """The lines and the patterns of one series."""
    alone = np.zeros(len(values), dtype="int64")
    lines = xmr_lines(values, alone, how)
    return lines, find_patterns(values, lines, alone, how.run)


@few
@given(many=st.lists(series, min_size=1, max_size=4), how=ways, scale=st.sampled_from([1, 10, 300]))
def test_engine_equals_plain_loops(
    many: list[list[int | None]], how: ChartSettings, scale: int
) -> None:
    """Series charted together have the mean, limits and patterns that exact loops give each."""
    values = np.concatenate([as_array(figures) / scale for figures in many])
    segment = np.repeat(np.arange(len(many)), [len(figures) for figures in many])
    lines = xmr_lines(values, segment, how)
    pattern = find_patterns(values, lines, segment, how.run).pattern
    for place, figures in enumerate(many):
        exact = [None if f is None else Fraction(f, scale) for f in figures]
        said = oracle.chart(exact, how.run, how.screen, how.fix_after)
        here = segment == place
        assert pattern[here].tolist() == said.patterns
        lower, upper = said.limits or (np.nan, np.nan)
        mean = np.nan if said.mean is None else said.mean
        for line, expected in ((lines.mean, mean), (lines.lower, lower), (lines.upper, upper)):
            assert line[here] == pytest.approx(float(expected), rel=1e-9, abs=1e-9, nan_ok=True)


@few
@given(figures=series, how=ways, shift=st.integers(-1000, 1000), scale=st.integers(1, 900))
def test_moving_and_stretching_a_series_moves_and_stretches_its_chart(
    figures: list[int | None], how: ChartSettings, shift: int, scale: int
) -> None:
    """Another zero and another unit give the same patterns, and lines moved likewise."""
    values = as_array(figures)
    old, before = drawn(values, how)
    new, after = drawn(values * scale / 7 + shift, how)
    assert after.pattern.tolist() == before.pattern.tolist()
    for name in ("mean", "lower", "upper"):
        expected = getattr(old, name) * scale / 7 + shift
        assert getattr(new, name) == pytest.approx(expected, rel=1e-9, abs=1e-9, nan_ok=True)


@few
@given(figures=series, how=ways)
def test_turning_the_direction_round_swaps_improvement_and_concern(
    figures: list[int | None], how: ChartSettings
) -> None:
    """What is an improvement where higher is better is a concern where lower is."""
    values = as_array(figures)
    lines, found = drawn(values, how)
    swap = {"improvement": "concern", "concern": "improvement"}
    higher, lower, neither = (
        [word.split()[-1] for word in signal_words(found.pattern, values, lines.mean, better)]
        for better in (Better.HIGHER, Better.LOWER, Better.NONE)
    )
    assert [swap.get(word, word) for word in higher] == lower
    named = {"improvement": "higher", "concern": "lower"}
    assert [named.get(word, word) for word in higher] == neither


@few
@given(figures=series, how=ways)
def test_a_series_upside_down_has_its_patterns_upside_down(
    figures: list[int | None], how: ChartSettings
) -> None:
    """High becomes low, but for a level step between two trends, which is always falling."""
    values = as_array(figures)
    _, found = drawn(values, how)
    _, turned = drawn(-values, how)
    trend = np.abs(found.pattern) == 2
    assert (turned.pattern == -found.pattern)[~trend].all()
    assert (np.abs(turned.pattern) == np.abs(found.pattern)).all()


@few
@given(figures=series, how=ways, seed=st.integers(0, 99))
def test_the_company_that_a_series_keeps_changes_nothing(
    figures: list[int | None], how: ChartSettings, seed: int
) -> None:
    """A series charted before, after or between others has the chart that it has alone."""
    values = as_array(figures)
    alone, found = drawn(values, how)
    others = np.random.default_rng(seed).normal(size=(2, 17))
    together = np.concatenate([others[0], values, others[1]])
    segment = np.repeat([0, 1, 2], [17, len(values), 17])
    lines = xmr_lines(together, segment, how)
    pattern = find_patterns(together, lines, segment, how.run).pattern
    assert pattern[segment == 1].tolist() == found.pattern.tolist()
    np.testing.assert_array_equal(lines.upper[segment == 1], alone.upper)


@few
@given(figures=series, how=ways, target=st.integers(-9, 9))
def test_a_target_is_met_missed_or_both_but_never_two_of_them(
    figures: list[int | None], how: ChartSettings, target: int
) -> None:
    """Turning the direction round swaps meeting and missing, and leaves hit and miss."""
    lines, _ = drawn(as_array(figures), how)
    aims = np.full(len(figures), float(target))
    swap = {"Consistently meets target": "Consistently misses target"}
    swap |= {misses: meets for meets, misses in swap.items()}
    higher = assurance(lines, aims, Better.HIGHER)
    assert [swap.get(word, word) for word in higher] == assurance(
        lines, aims, Better.LOWER
    ).tolist()


@few
@given(
    events=st.lists(st.integers(1, 400), min_size=2, max_size=24),
    base=st.integers(500, 9_000),
    how=ways,
)
def test_with_equal_bases_laneys_limits_are_those_of_xmr(
    events: list[int], base: int, how: ChartSettings
) -> None:
    """Laney's differ from XmR's by the third digit of 2.66 only, where every base is the same."""
    numbers, bases = np.array(events, dtype="float64"), np.full(len(events), float(base))
    alone = np.zeros(len(events), dtype="int64")
    xmr = xmr_lines(numbers / base, alone, how)
    reach = xmr.upper - xmr.mean
    lines = laney_lines(numbers, bases, alone, how)
    assert lines.mean == pytest.approx(xmr.mean, rel=1e-9)
    assert lines.upper - lines.mean == pytest.approx(reach, rel=2e-4, nan_ok=True)
    assert lines.mean - lines.lower == pytest.approx(reach, rel=2e-4, nan_ok=True)


@pytest.mark.parametrize(("count", "somewhere"), [(20, 1 / 9), (36, 1 / 4)])
def test_chance_alone_signals_as_often_as_method_says(count: int, somewhere: float) -> None:
    """Charts of nothing but chance have a special cause as often as 'Method' says."""
    values = np.random.default_rng(8).normal(size=10_000 * count)
    segment = np.arange(len(values)) // count
    pattern = find_patterns(values, xmr_lines(values, segment), segment, 7).pattern
    special = pattern.reshape(-1, count) != 0
    assert special.any(axis=1).mean() == pytest.approx(somewhere, rel=0.1)
    assert 0.01 < special[:, -1].mean() < 0.02

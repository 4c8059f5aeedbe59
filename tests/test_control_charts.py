"""Control charts at their edges: gaps, ties, sparse counts, rule order, directions, targets."""

import time

import numpy as np
import pytest

from metrics.definitions.models import Better
from metrics.judgement.control_chart_lines import ChartSettings, Lines, xmr_lines
from metrics.judgement.control_chart_rules import Rule, find_patterns
from metrics.judgement.control_charts import assurance, signal_words

OUTSIDE, TREND, NEAR, SHIFT = Rule
STEADY = [49.0, 51.0] * 10
SCREENED = ChartSettings(screen=True)


def alone(values: list[float]) -> tuple[np.ndarray, np.ndarray]:
    """The values as one series in one segment."""
    return np.array(values, dtype="float64"), np.zeros(len(values), dtype="int64")


def flat_lines(count: int, mean: float = 0.0, reach: float = 3.0) -> Lines:
    """Lines at the same height for so many points."""
    centre = np.full(count, mean)
    return Lines(centre, centre - reach, centre + reach)


def patterns(values: list[float], run: int = 7) -> list[int]:
    """The pattern of each point about a mean of 0 with limits of 3 on either side."""
    numbers, segment = alone(values)
    return find_patterns(numbers, flat_lines(len(values)), segment, run).pattern.tolist()


def ends(lines: Lines) -> list[float]:
    """Mean and limits at the last point."""
    return [float(line[-1]) for line in (lines.mean, lines.lower, lines.upper)]


def test_no_moving_range_lies_across_a_gap() -> None:
    """A missing month is left out of the mean, and its neighbours are not compared."""
    lines = xmr_lines(*alone([1, 2, np.nan, 12, 13]))
    assert ends(lines) == pytest.approx([7, 7 - 2.66, 7 + 2.66])


def test_series_without_two_neighbours_have_no_limits() -> None:
    """A lone point, and points with gaps between them, have a mean and no limits."""
    for values, mean in (([5], 5), ([5, np.nan, 7], 6)):
        assert ends(xmr_lines(*alone(values))) == pytest.approx([mean, np.nan, np.nan], nan_ok=True)


def test_nothing_has_no_lines() -> None:
    """No points give no lines, and points without figures no mean."""
    assert len(xmr_lines(*alone([])).mean) == 0
    assert np.isnan(ends(xmr_lines(*alone([np.nan, np.nan])))).all()


@pytest.mark.parametrize("settings", [ChartSettings(), SCREENED])
@pytest.mark.parametrize("value", [0.0, 0.1, 1e9 / 3, -7.7])
def test_equal_points_have_their_mean_and_neither_limits_nor_patterns(
    value: float, settings: ChartSettings
) -> None:
    """The mean of 0.1 twenty times is 0.1 to the last digit, so no point lies above it."""
    values, segment = alone([value] * 20)
    lines = xmr_lines(values, segment, settings)
    assert ends(lines) == pytest.approx([value, np.nan, np.nan], rel=0, abs=0, nan_ok=True)
    assert not find_patterns(values, lines, segment, 7).pattern.any()


def test_sparse_counts_are_not_screened() -> None:
    """Where screening would leave ranges of 0 only, the limits are those without screening."""
    values = alone([1, 1, 1, 1, 2])
    assert ends(xmr_lines(*values, SCREENED)) == ends(xmr_lines(*values))
    assert ends(xmr_lines(*values)) == pytest.approx([1.2, 1.2 - 0.665, 1.2 + 0.665])


def test_screening_leaves_out_a_far_range_once() -> None:
    """Ranges 1, 1, 1, 10, 1 have a mean of 2.8; without the 10, which exceeds 9.15, of 1."""
    values = alone([1, 2, 1, 2, 12, 11])
    assert ends(xmr_lines(*values, SCREENED))[2] == pytest.approx(29 / 6 + 2.66)
    assert ends(xmr_lines(*values))[2] == pytest.approx(29 / 6 + 2.66 * 2.8)


def test_a_point_on_the_mean_ends_a_shift() -> None:
    """Seven points above the mean are a shift; with one of eight on it there is none."""
    assert patterns([1, 1.5, 1, 1.5, 1, 1.5, 1]) == [SHIFT] * 7
    assert not any(patterns([1, 1.5, 1, 0, 1, 1.5, 1, 1.5]))


def test_a_point_on_the_mean_but_for_rounding_is_on_it() -> None:
    """The mean of these nine is 2.8, and comes out as 2.8000000000000003."""
    values, segment = alone([0.1, 1.8, 0.5, 4.7, 5.4, 2.5, 2.8, 4.5, 2.9])
    side = find_patterns(values, xmr_lines(values, segment), segment, 7).side
    assert side.tolist() == [-1, -1, -1, 1, 1, -1, 0, 1, 1]


def test_a_tie_ends_a_trend() -> None:
    """Seven rising points are a trend; with two of eight level there is none."""
    rising = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5]
    assert patterns(rising) == [TREND] * 7
    assert not any(patterns([*rising[:4], 0, *rising[4:]]))


def test_a_gap_ends_every_run() -> None:
    """A missing month in the middle ends a shift, a trend and three in a row."""
    for values in ([1] * 7, [-1.5, -1, -0.5, 0, 0.5, 1, 1.5], [2.5, 1, 2.6]):
        assert any(patterns(values))
        middle = len(values) // 2
        assert not any(patterns([*values[:middle], np.nan, *values[middle:]]))


@pytest.mark.parametrize("run", [6, 7, 8])
def test_the_length_of_a_run_is_a_setting(run: int) -> None:
    """So many points make a shift and a trend, and one fewer makes neither."""
    shift, trend = [1.0] * run, [-1.4 + 0.4 * place for place in range(run)]
    assert patterns(shift, run) == [SHIFT] * run
    assert patterns(trend, run) == [TREND] * run
    assert not any(patterns(shift[1:], run) + patterns(trend[1:], run))


def test_a_point_meets_the_first_rule_that_holds() -> None:
    """Outside the limits goes before a trend, a trend before two in three, that before a shift."""
    assert patterns([0.4, 0.8, 1.2, 1.6, 2.0, 2.4, 3.4]) == [TREND] * 6 + [OUTSIDE]
    assert patterns([1, 1, 1, 1, 1, 2.5, 2.5]) == [SHIFT] * 5 + [NEAR] * 2


def test_a_point_outside_the_limits_is_not_near_them() -> None:
    """After two points outside, a near one is common cause: they do not count in two of three."""
    assert patterns([3.5, 3.5, 2.5]) == [OUTSIDE, OUTSIDE, 0]


def test_all_three_points_lie_on_one_side() -> None:
    """Two near points with one below the mean between them are common cause."""
    assert patterns([2.5, -0.1, 2.5]) == [0, 0, 0]
    assert patterns([2.5, 0.1, 2.5]) == [NEAR, 0, NEAR]


def test_a_point_on_a_limit_is_inside_it() -> None:
    """Only a point beyond the limit is outside, and one on the near limit is not near."""
    assert patterns([3, 2, 3]) == [NEAR, 0, NEAR]
    assert patterns([-3.001, 0, 0]) == [-OUTSIDE, 0, 0]


def test_a_peak_between_two_trends_belongs_to_the_fall() -> None:
    """Where a rise and a fall share a point, the step after it tells."""
    rise = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5]
    assert patterns([*rise, *rise[-2::-1]]) == [TREND] * 6 + [-TREND] * 7


def test_a_trend_does_not_look_into_the_next_segment() -> None:
    """The last point of a rise rises, whatever the segment after it begins with."""
    rise = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5]
    found = find_patterns(np.array(rise * 2), flat_lines(14), np.repeat([0, 1], 7), 7)
    assert found.pattern.tolist() == [TREND] * 14


def test_other_settings_are_refused() -> None:
    """A run of five, and limits from eleven points, are errors that say what can be used."""
    with pytest.raises(ValueError, match="use 6, 7 or 8"):
        ChartSettings(run=5)
    with pytest.raises(ValueError, match="use 12 or more"):
        ChartSettings(fix_after=11)


def words(better: Better, values: list[float], mean: float, pattern: Rule | int) -> list[str]:
    """The last word of each point's signal, all points having one pattern."""
    numbers, segment = alone(values)
    found = signal_words(segment + int(pattern), numbers, segment + mean, better)
    return [word.split()[-1] for word in found]


def test_the_gap_that_comes_nearer_to_zero_improves() -> None:
    """For `zero`, a point is held to how far the mean is from 0, on whichever side it lies."""
    assert words(Better.ZERO, [2, 7], 5, -OUTSIDE) == ["improvement", "concern"]
    assert words(Better.ZERO, [-2, -7], -5, OUTSIDE) == ["improvement", "concern"]
    assert words(Better.ZERO, [-5], 5, -SHIFT) == ["concern"]


def test_a_ratio_is_as_far_from_one_at_a_half_as_at_two() -> None:
    """For `one`, nearness is by ratio."""
    assert words(Better.ONE, [0.6, 0.4, 0.0], 2, -OUTSIDE) == ["improvement", "concern", "concern"]
    assert words(Better.ONE, [1.6, 2.6], 0.5, OUTSIDE) == ["improvement", "concern"]


def test_a_trend_improves_until_it_passes_its_ideal() -> None:
    """A gap that rises from below 0 narrows, and from 0 on widens the other way."""
    assert words(Better.ZERO, [-6, -1, 0, 3], -1, TREND) == ["improvement"] * 3 + ["concern"]
    assert words(Better.ONE, [1.8, 1.2, 0.9], 1.3, -TREND) == ["improvement"] * 2 + ["concern"]


@pytest.mark.parametrize(
    ("better", "target", "said"),
    [
        (Better.HIGHER, [6.9, 7, 8, 9, 9.1], "meets mixed mixed mixed misses"),
        (Better.LOWER, [6.9, 7, 8, 9, 9.1], "misses mixed mixed mixed meets"),
        (Better.ZERO, [0, 6.9, 7, 8, 9.1], "misses misses mixed mixed meets"),
        (Better.ONE, [6.9, 7, 8, 9.1, 1 / 9.1], "misses mixed mixed meets meets"),
        (Better.NONE, [6.9, 7, 8, 9, 9.1], "none none none none none"),
        (Better.HIGHER, [np.nan] * 5, "none none none none none"),
    ],
)
def test_assurance_is_where_the_limits_lie_against_the_target(
    better: Better, target: list[float], said: str
) -> None:
    """With limits at 7 and 9; a target on a limit is hit and miss, as one between them is."""
    names = {"Consistently meets target": "meets", "Hit and miss": "mixed"}
    names |= {"Consistently misses target": "misses", "": "none"}
    found = assurance(flat_lines(5, mean=8, reach=1), np.array(target), better)
    assert " ".join(names[word] for word in found) == said


def test_without_limits_there_is_no_assurance() -> None:
    """A target says nothing where nothing varies."""
    assert assurance(flat_lines(1, reach=np.nan), np.array([5.0]), Better.HIGHER).tolist() == [""]


def test_limits_after_a_new_start_decide_the_assurance() -> None:
    """A segment that begins anew is held to the target by its own limits."""
    values = np.array([*STEADY, *(value + 40 for value in STEADY)])
    lines = xmr_lines(values, np.repeat([0, 1], 20))
    found = assurance(lines, np.full(40, 70.0), Better.HIGHER)
    assert (
        found.tolist() == ["Consistently misses target"] * 20 + ["Consistently meets target"] * 20
    )


def test_a_hundred_thousand_points_are_charted_in_well_under_two_seconds() -> None:
    """Charting costs per point, not per series."""
    values = np.random.default_rng(1).normal(50, 5, 100_000)
    segment = np.arange(100_000) // 36
    start = time.process_time()
    find_patterns(values, xmr_lines(values, segment, SCREENED), segment, 7)
    assert time.process_time() - start < 1

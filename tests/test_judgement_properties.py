"""What holds of every judgement, whatever the numbers."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from builders import released, small
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Better, Metric
from metrics.judgement import benchmarks, chance, disparity, funnels, intervals, overdispersion
from metrics.judgement.assessment import assess
from metrics.judgement.funnel_lines import Scaled, funnel_lines

NEAR, FAR = 0.95, 0.998
CONFIDENCE = st.sampled_from([0.9, NEAR, FAR])
# How near a benchmark must not come to a limit, where floating point decides on which side it is.
HAIR = 1e-9


@st.composite
def share(draw: st.DrawFn) -> tuple[int, int]:
    """Events and their base."""
    base = draw(st.integers(1, 5000))
    return draw(st.integers(0, base)), base


@settings(max_examples=60, deadline=None)
@given(share(), CONFIDENCE)
def test_an_interval_holds_its_value_and_narrows_with_n(
    pair: tuple[int, int], confidence: float
) -> None:
    """Four times the cases at the same value give a narrower interval around it."""
    events, base = pair
    lower, upper = intervals.wilson(events, base, confidence)
    assert lower <= events / base <= upper
    more = intervals.wilson(4 * events, 4 * base, confidence)
    assert more[1] - more[0] < upper - lower
    low, high = intervals.poisson_limits(events, confidence)
    assert low <= events <= high
    assume(events > 0)
    many = intervals.poisson_limits(4 * events, confidence)
    assert (many[1] - many[0]) / 4 < high - low


@settings(max_examples=60, deadline=None)
@given(share(), share(), CONFIDENCE)
def test_intervals_between_groups_hold_their_value_and_narrow_with_n(
    mine: tuple[int, int], theirs: tuple[int, int], confidence: float
) -> None:
    """Four times the cases in both groups give a narrower gap, and a narrower ratio and index."""
    assume(0 < mine[0] < mine[1] and 0 < theirs[0] < theirs[1])
    one, more = (*mine, *theirs), tuple(4 * n for n in (*mine, *theirs))
    value, reference = mine[0] / mine[1], theirs[0] / theirs[1]
    held = {
        disparity.difference: value - reference, disparity.difference_of_rates: value - reference,
        disparity.ratio_of_proportions: value / reference,
        disparity.ratio_of_rates: value / reference,
    }  # fmt: skip
    for method, estimate in held.items():
        (lower, upper), (low, high) = method(*one, confidence), method(*more, confidence)
        assert lower <= estimate <= upper
        assert high - low < upper - lower
    lower, upper = intervals.observed_expected(mine[0], theirs[0], confidence)
    low, high = intervals.observed_expected(4 * mine[0], 4 * theirs[0], confidence)
    assert lower <= mine[0] / theirs[0] <= upper
    assert high - low < upper - lower


@settings(max_examples=60, deadline=None)
@given(share(), CONFIDENCE, st.booleans())
def test_the_wider_level_holds_the_narrower(
    pair: tuple[int, int], confidence: float, of_rate: bool
) -> None:
    """What 99.8% leaves out, 95% leaves out too."""
    events, base = pair
    near, far = (
        intervals.poisson_limits(events, level)
        if of_rate
        else intervals.wilson(events, base, level)
        for level in (min(confidence, NEAR), FAR)
    )
    assert far[0] <= near[0] <= near[1] <= far[1]


@settings(max_examples=80, deadline=None)
@given(share(), share())
def test_ratio_and_gap_agree_in_direction(mine: tuple[int, int], theirs: tuple[int, int]) -> None:
    """A ratio above 1 is a gap above 0, and its limits hold both."""
    four = (*mine, *theirs)
    value, reference = mine[0] / mine[1], theirs[0] / theirs[1]
    assume(reference > 0)
    assert np.sign(value - reference) == np.sign(disparity.times(value, reference) - 1)
    gap, ratio = disparity.difference(*four), disparity.ratio_of_proportions(*four)
    assert gap[0] - HAIR <= value - reference <= gap[1] + HAIR
    assert ratio[0] * (1 - HAIR) <= value / reference <= ratio[1] * (1 + HAIR)


@settings(max_examples=80, deadline=None)
@given(share(), share(), CONFIDENCE)
def test_swapping_groups_inverts(
    mine: tuple[int, int], theirs: tuple[int, int], confidence: float
) -> None:
    """Turned round, a gap has the other sign, a ratio is one over it, a chance is the same."""
    one, other = (*mine, *theirs), (*theirs, *mine)
    gap, back = (disparity.difference(*four, confidence) for four in (one, other))
    assert np.allclose(gap, (-back[1], -back[0]))
    for method in (disparity.ratio_of_proportions, disparity.ratio_of_rates):
        lower, upper = method(*one, confidence)
        with np.errstate(divide="ignore"):
            turned = [1 / limit for limit in method(*other, confidence)]
        assert np.allclose((lower, upper), turned[::-1])
    for test in (chance.proportions_p, chance.rates_p):
        assert np.allclose(test(*one), test(*other), equal_nan=True)


@settings(max_examples=100, deadline=None)
@given(share(), st.floats(0.001, 0.999), CONFIDENCE)
def test_an_interval_that_leaves_out_the_benchmark_is_a_unit_outside_its_funnel(
    pair: tuple[int, int], centre: float, confidence: float
) -> None:
    """Wilson's interval against the centre, and the share against the score funnel: one test."""
    events, base = pair
    side = benchmarks.side(intervals.wilson(events, base, confidence), centre)
    lower, upper = funnels.proportion_funnel(centre, base, confidence)
    value = events / base
    assume(min(abs(value - lower), abs(value - upper)) > HAIR)
    assert side == (1 if value > upper else -1 if value < lower else 0)


@settings(max_examples=100, deadline=None)
@given(share(), share(), CONFIDENCE)
def test_a_unit_is_outside_the_limits_just_where_its_interval_leaves_out_the_rest(
    mine: tuple[int, int], others: tuple[int, int], confidence: float
) -> None:
    """One pair of limits around the whole holds every unit against its own rest."""
    events, base = mine
    whole = funnels.Whole(events + others[0], base + others[1])
    side = benchmarks.side(intervals.wilson(events, base, confidence), others[0] / others[1])
    lower, upper = funnels.proportion_funnel_of_rest(whole, base, confidence)
    value = events / base
    assume(min(abs(value - lower), abs(value - upper)) > HAIR)
    assert side == (1 if value > upper else -1 if value < lower else 0)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 3000), st.floats(0.01, 3000), share(), CONFIDENCE)
def test_a_rate_is_outside_the_limits_just_where_its_interval_leaves_out_the_rest(
    events: int, base: float, others: tuple[int, int], confidence: float
) -> None:
    """The bases at which so many events lie on a limit, against the interval of their rate."""
    whole = funnels.Whole(events + others[0], base + others[1])
    assume(whole.events > 0)
    low, high = funnels.bases_against_rest(whole, events, confidence)
    assume(min(abs(base - low), abs(base - high)) > HAIR * base)
    limits = [limit / base for limit in intervals.poisson_limits(events, confidence)]
    side = benchmarks.side((limits[0], limits[1]), others[0] / others[1])
    assert side == (1 if base < low else -1 if base > high else 0)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 300), st.integers(400, 4000), CONFIDENCE)
def test_limits_against_the_rest_are_the_usual_ones_for_a_small_unit_of_a_large_whole(
    events: int, base: int, confidence: float
) -> None:
    """A millionth of the whole weighs nothing in it: the limits are those of the references."""
    whole = funnels.Whole(0.1 * base * 1e6, base * 1e6)
    mine = funnels.proportion_funnel_of_rest(whole, base, confidence)
    assert np.allclose(mine, funnels.proportion_funnel(0.1, base, confidence), atol=1e-5)
    bases = funnels.bases_against_rest(funnels.Whole(1e9, 1e10), events, confidence)
    assert np.allclose(bases, np.array(funnels.count_funnel(events, confidence)) * 10, rtol=0.015)


@settings(max_examples=25, deadline=None)
@given(st.lists(share(), min_size=3, max_size=3), st.sampled_from(Better))
def test_the_word_the_interval_and_the_drawn_funnel_are_one(
    pairs: list[tuple[int, int]], better: Better
) -> None:
    """Whatever the units: Similar is within the lines that are drawn, any other word outside."""
    names = ["EAST", "WEST", "DOGS"]
    whole = funnels.Whole(sum(x for x, _ in pairs), sum(n for _, n in pairs))
    rows = [{"unit": unit, "numerator": x, "denominator": n}
            for unit, (x, n) in zip(names, pairs, strict=True)]  # fmt: skip
    rows.append({"unit": "FORCE", "numerator": whole.events, "denominator": whole.base})
    metric, configuration = _share(better)
    found = assess(released(*({"metric": "arrests", **row} for row in rows)), configuration).figures
    largest = max(n for _, n in pairs)
    drawn = funnel_lines(metric.kind, Scaled(whole, 100), largest, None)
    lines = [line for line in drawn if line.level == "95%"]
    for row in found[found["comparator"].notna()].itertuples():
        lower, upper = (np.interp(row.denominator, line.base, line.value) for line in lines)
        outside = row.judged > upper or row.judged < lower
        # A line is drawn through 160 points, and bends between them.
        if min(abs(row.judged - lower), abs(row.judged - upper)) > 0.02 * (upper - lower):
            assert outside == (row.comparison != "Similar")
        assert (row.comparison != "Similar") == (
            not row.judged_lower <= row.comparator <= row.judged_upper
        )


def _share(better: Better) -> tuple[Metric, Configuration]:
    """A share that is judged by its value, and the small configuration with it."""
    metric = replace(small().metrics["arrests"], headline=None, better=better, target="none")
    metrics = tuple(metric if m.id == metric.id else m for m in small().scorecard.metrics)
    return metric, replace(small(), scorecard=replace(small().scorecard, metrics=metrics))


@settings(max_examples=60, deadline=None)
@given(share(), share())
def test_the_p_of_two_rates_and_their_interval_say_the_same(
    mine: tuple[int, int], theirs: tuple[int, int]
) -> None:
    """The chance is below 5% just where the 95% interval of the ratio leaves out 1."""
    four = (*mine, *theirs)
    p, (lower, upper) = chance.rates_p(*four).item(), disparity.ratio_of_rates(*four)
    assume(abs(p - 0.05) > HAIR)
    assert (p < 0.05) == bool(lower > 1 or upper < 1)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.floats(0, 1), st.just(np.nan)), min_size=1, max_size=30), st.data())
def test_lists_are_adjusted_each_for_itself(p: list[float], data: st.DataObject) -> None:
    """Many lists in one pass are what each is alone; the order is kept, and none is below its p."""
    lists = np.array([data.draw(st.integers(0, 3)) for _ in p])
    together = chance.benjamini_hochberg(p, lists)
    values = np.array(p)
    for one in set(lists.tolist()):
        alone = chance.benjamini_hochberg(values[lists == one])
        assert np.array_equal(together[lists == one], alone, equal_nan=True)
    known = ~np.isnan(values)
    assert (together[known] >= values[known]).all()
    assert np.isnan(together[~known]).all()


@settings(max_examples=30, deadline=None)
@given(st.lists(share(), min_size=2, max_size=15), st.randoms(use_true_random=False))
def test_the_spread_of_units_does_not_depend_on_their_order(
    pairs: list[tuple[int, int]], random: Any
) -> None:
    """Units by another name, in another order, spread as much."""
    centre = funnels.average(*zip(*pairs, strict=True))
    assume(0 < centre < 1)
    shuffled = random.sample(pairs, len(pairs))
    spreads = [
        overdispersion.spread(
            overdispersion.proportion_scores(*map(np.array, zip(*order, strict=True)), centre)
        )
        for order in (pairs, shuffled)
    ]
    assert np.allclose(*((s.phi, s.tau_squared) for s in spreads))


@settings(max_examples=15, deadline=None)
@given(st.lists(share(), min_size=4, max_size=4), st.randoms(use_true_random=False))
def test_relabelling_units_changes_nothing(pairs: list[tuple[int, int]], random: Any) -> None:
    """Units that swap their names swap their judgements with them."""
    _, configuration = _share(Better.HIGHER)
    total = {"unit": "FORCE", "numerator": sum(x for x, _ in pairs),
             "denominator": sum(n for _, n in pairs)}  # fmt: skip
    names = ["EAST", "WEST", "DOGS", "NOWHERE"]

    def judged(order: list[str]) -> pd.DataFrame:
        rows = [{"unit": unit, "numerator": x, "denominator": n}
                for unit, (x, n) in zip(order, pairs, strict=True)]  # fmt: skip
        figures = assess(released(*({"metric": "arrests", **r} for r in [total, *rows])),
                         configuration).figures.set_index("unit")  # fmt: skip
        told = ["value", "lower", "upper", "status", "comparison", "comparator", "trend"]
        return figures.loc[order, told].reset_index(drop=True)

    pd.testing.assert_frame_equal(judged(names), judged(random.sample(names, len(names))))

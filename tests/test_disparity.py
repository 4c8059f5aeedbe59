"""Gaps and ratios between two groups: literal numbers, the edges, and what must always hold."""

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep
from statsmodels.stats.rates import confint_poisson_2indep

from metrics.judgement.disparity import (
    difference,
    difference_of_rates,
    four_fifths,
    ratio_of_proportions,
    ratio_of_rates,
)
from metrics.judgement.intervals import Limits

pytestmark = pytest.mark.filterwarnings("error")

Numbers = tuple[float, float, float, float]
Method = Callable[..., Limits]
GAPS = [difference, difference_of_rates]
RATIOS = [ratio_of_proportions, ratio_of_rates]

ROUNDING = 1e-9
SHARES = st.integers(1, 10**5).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))
PAIRS = st.tuples(SHARES, SHARES).map(lambda pair: (*pair[0], *pair[1]))
PAIRS_WITH_EVENTS = PAIRS.filter(lambda pair: pair[0] > 0 and pair[2] > 0)


def swapped(pair: Numbers) -> Numbers:
    """The same numbers with the reference group first."""
    return (*pair[2:], *pair[:2])


@pytest.mark.parametrize(
    ("method", "pair", "lower", "upper"),
    [
        (difference, (56, 70, 48, 80), 0.0524314724023649, 0.333872654036906),
        (difference, (5, 56, 0, 29), -0.0381371479035369, 0.192560013855112),
        (difference, (0, 10, 0, 20), -0.161125158052819, 0.277532799862889),
        (difference, (10, 10, 0, 20), 0.679086037141915, 1.0),
        (ratio_of_proportions, (6, 22, 112, 842), 0.973482842839963, 3.72954824277943),
        (ratio_of_proportions, (24, 73, 53, 65), 0.281614472170947, 0.562528021839614),
        (ratio_of_proportions, (10, 10, 0, 20), 5.96254597462125, np.inf),
        (ratio_of_proportions, (0, 50, 5, 60), 0.0, 1.03901212014792),
        (ratio_of_proportions, (0, 10, 0, 20), 0.0, np.inf),
        (ratio_of_rates, (41, 28010, 15, 19017), 1.00568406268926, 3.60930031107791),
        (ratio_of_rates, (0, 1500, 4, 1500), 0.0, 1.51486685936587),
        (ratio_of_rates, (4, 1500, 0, 1500), 1 / 1.51486685936587, np.inf),
        (ratio_of_rates, (0, 1500, 0, 1500), 0.0, np.inf),
        (difference_of_rates, (5, 1000, 9, 800), -0.016905147458287, 0.00279141838626331),
        (difference_of_rates, (0, 1500, 4, 1500), -0.00682772578360246, 0.000465724338485289),
        (difference_of_rates, (0, 100, 0, 100), -0.0368887945411394, 0.0368887945411394),
    ],
)
def test_limits_are_known_also_at_0_and_100_percent(
    method: Method, pair: Numbers, lower: float, upper: float
) -> None:
    """Limits equal those of ratesci, R's poisson.test and statsmodels, 0 and infinity included."""
    np.testing.assert_allclose(method(*pair), (lower, upper), rtol=ROUNDING)


def test_ratio_of_rates_keeps_its_digits_between_very_unequal_groups() -> None:
    """A million events against one keep 12 digits, checked by the closed form for one event."""
    closed_form = 1 / np.expm1(-np.log1p(-0.025) / (10**6 + 1))
    assert ratio_of_rates(10**6, 1, 1, 1)[1] == pytest.approx(closed_form, rel=1e-12)


@pytest.mark.parametrize("method", [*GAPS, *RATIOS])
@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("absent", [np.nan, None, np.ma.masked_array([3, 3], mask=True)])
def test_an_absent_number_in_either_group_gives_absent_limits(
    method: Method, place: int, absent: object
) -> None:
    """Wherever the missing or masked number stands, neither limit is given, 0 and inf included."""
    pair: list[object] = [[0, 8], 10, [0, 8], 10]
    pair[place] = absent
    assert np.isnan(method(*pair)).all()


@pytest.mark.parametrize("method", [*GAPS, *RATIOS])
@pytest.mark.parametrize("pair", [(0, 0, 3, 10), (3, 10, 0, 0), (0, 0, 0, 0)])
def test_an_empty_base_gives_absent_limits(method: Method, pair: Numbers) -> None:
    """A group with nobody in it has no gap and no ratio."""
    assert np.isnan(method(*pair)).all()


@pytest.mark.parametrize("method", [difference, ratio_of_proportions])
@pytest.mark.parametrize("pair", [(11, 10, 3, 10), (3, 10, 11, 10)])
def test_a_proportion_above_one_is_refused(method: Method, pair: Numbers) -> None:
    """Either group's events above its base stop a comparison of proportions."""
    with pytest.raises(ValueError, match="1 of 1 proportions have more events than their base"):
        method(*pair)


@pytest.mark.parametrize("method", [difference_of_rates, ratio_of_rates])
def test_a_rate_above_one_is_allowed(method: Method) -> None:
    """A person may be counted more than once in a rate, so events may exceed their base."""
    assert np.isfinite(method(250, 220, 30, 220)).all()


@given(PAIRS)
def test_the_gap_lies_between_its_limits(pair: Numbers) -> None:
    """The gap is inside its limits, for proportions and for rates."""
    gap = pair[0] / pair[1] - pair[2] / pair[3]
    for method in GAPS:
        lower, upper = method(*pair)
        assert lower - ROUNDING <= gap <= upper + ROUNDING


@given(PAIRS.filter(lambda pair: pair[2] > 0))
def test_the_ratio_lies_between_its_limits(pair: Numbers) -> None:
    """The ratio is inside its limits, for proportions and for rates."""
    ratio = pair[0] / pair[1] / (pair[2] / pair[3])
    for method in RATIOS:
        lower, upper = method(*pair)
        assert lower * (1 - ROUNDING) <= ratio <= upper * (1 + ROUNDING)


@given(PAIRS)
def test_swapping_the_groups_turns_the_gap_round(pair: Numbers) -> None:
    """With the groups swapped the limits of the gap change sign and places."""
    for method in GAPS:
        lower, upper = method(*pair)
        turned = method(*swapped(pair))
        np.testing.assert_allclose(turned, (-upper, -lower), rtol=0, atol=ROUNDING)


@given(PAIRS_WITH_EVENTS)
def test_swapping_the_groups_inverts_the_ratio(pair: Numbers) -> None:
    """With the groups swapped the limits of the ratio are one over each other."""
    for method in RATIOS:
        lower, upper = method(*pair)
        turned = method(*swapped(pair))
        np.testing.assert_allclose(turned, (1 / upper, 1 / lower), rtol=ROUNDING)


@given(PAIRS_WITH_EVENTS, st.integers(2, 100))
def test_limits_narrow_with_more_people(pair: Numbers, times: int) -> None:
    """The same shares among more people have nearer limits."""
    more = tuple(number * times for number in pair)
    for method in GAPS:
        (lower, upper), (more_lower, more_upper) = method(*pair), method(*more)
        assert more_upper - more_lower < upper - lower
    for method in RATIOS:
        (lower, upper), (more_lower, more_upper) = method(*pair), method(*more)
        assert more_upper / more_lower < upper / lower


@given(PAIRS)
def test_ratio_and_gap_of_proportions_agree(pair: Numbers) -> None:
    """The ratio excludes 1 exactly when the gap excludes 0, and on the same side."""
    gap, ratio = difference(*pair), ratio_of_proportions(*pair)
    for gap_limit, ratio_limit in zip(gap, ratio, strict=True):
        if abs(gap_limit) > ROUNDING:
            assert (gap_limit > 0) == (ratio_limit > 1)


@given(PAIRS)
def test_ratio_and_gap_of_rates_never_point_opposite_ways(pair: Numbers) -> None:
    """Where the ratio says more the gap does not say less, nor the reverse."""
    gap_lower, gap_upper = difference_of_rates(*pair)
    ratio_lower, ratio_upper = ratio_of_rates(*pair)
    assert not (ratio_lower > 1 and gap_upper < 0)
    assert not (ratio_upper < 1 and gap_lower > 0)


@given(PAIRS_WITH_EVENTS)
def test_ratio_of_rates_leaves_the_stated_chance_beyond_each_limit(pair: Numbers) -> None:
    """At each limit, the binomial chance of a split as far out as the one seen is 2.5%."""
    events, base, ref_events, ref_base = pair
    odds = np.array(ratio_of_rates(*pair)) * base / ref_base
    low, high = odds / (1 + odds)
    assert stats.binom.sf(events - 1, events + ref_events, low) == pytest.approx(0.025, rel=1e-6)
    assert stats.binom.cdf(events, events + ref_events, high) == pytest.approx(0.025, rel=1e-6)


@given(PAIRS)
def test_difference_equals_statsmodels(pair: Numbers) -> None:
    """The gap of two proportions has the limits of statsmodels' own Newcombe method."""
    expected = confint_proportions_2indep(*pair, method="newcomb", compare="diff")
    np.testing.assert_allclose(difference(*pair), expected, rtol=0, atol=ROUNDING)


@given(st.tuples(st.integers(1, 9), SHARES, st.integers(1, 9)))
def test_difference_of_rates_equals_statsmodels(few: tuple[int, tuple[int, int], int]) -> None:
    """Below 10 events the gap of two rates has statsmodels' MOVER limits from exact ones."""
    events, (_, base), ref_events = few
    pair = (events, base, ref_events, 2 * base)
    expected = confint_poisson_2indep(*pair, method="mover", compare="diff", method_mover="exact-c")
    np.testing.assert_allclose(difference_of_rates(*pair), expected, rtol=ROUNDING)


@pytest.mark.parametrize(
    ("pair", "verdict"),
    [
        ((8, 100, 10, 100), "within"),
        ((79, 1000, 100, 1000), "below"),
        ((125, 1000, 100, 1000), "within"),
        ((126, 1000, 100, 1000), "above"),
        ((0, 50, 5, 60), "below"),
        ((5, 50, 0, 60), "above"),
        ((6.5, 10, 5, 10), "above"),
        ((4 * 10**9, 10**10, 5 * 10**9, 10**10), "within"),
        ((500000003, 1000000007, 625000005, 1000000009), "below"),
    ],
)
def test_four_fifths_holds_at_its_own_boundary(pair: Numbers, verdict: str) -> None:
    """Exactly 0.8 and 1.25 are within, and what falls short in the nineteenth digit is not."""
    assert four_fifths(*pair).item() == verdict


def test_four_fifths_is_none_without_a_ratio() -> None:
    """A missing number, an empty base, or no events in either group leaves no verdict."""
    verdicts = four_fifths(
        [np.nan, 5, 5, 5, 0, 5, 5, 8],
        [10, np.nan, 10, 10, 10, 0, 10, 100],
        np.ma.masked_array([5, 5, 5, 5, 0, 5, 5, 10], mask=np.arange(8) == 2),
        [10, 10, 10, np.nan, 10, 10, 0, 100],
    )
    assert verdicts.tolist() == [None, None, None, None, None, None, None, "within"]


@given(st.tuples(*[st.integers(1, 10**12)] * 4))
def test_four_fifths_equals_fractions(pair: tuple[int, int, int, int]) -> None:
    """The verdict is that of exact fractions, whatever the size of the counts."""
    ratio = Fraction(pair[0], pair[1]) / Fraction(pair[2], pair[3])
    outside = "below" if ratio < 1 else "above"
    within = Fraction(4, 5) <= ratio <= Fraction(5, 4)
    assert four_fifths(*pair).item() == ("within" if within else outside)


@given(PAIRS.filter(lambda pair: pair[0] + pair[2] > 0))
def test_four_fifths_turns_round_with_the_groups(pair: Numbers) -> None:
    """With the groups swapped, below becomes above and within stays."""
    turned = {"below": "above", "above": "below", "within": "within"}
    assert four_fifths(*swapped(pair)).item() == turned[four_fifths(*pair).item()]

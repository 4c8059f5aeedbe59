"""Limits of one figure: literal numbers from the papers, the edges, and what must always hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from metrics.judgement.intervals import (
    byar_limits,
    exact_limits,
    observed_expected,
    poisson_limits,
    wilson,
)

# No limit may warn: a warning in a release's log would be read as a fault in the figures.
pytestmark = pytest.mark.filterwarnings("error")

ROUNDING = 1e-12
CONFIDENCES = st.sampled_from([0.9, 0.95, 0.99, 0.998])
SHARES = st.integers(1, 10**6).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))
COUNTS = st.integers(0, 10**6)


@pytest.mark.parametrize(
    ("events", "base", "lower", "upper"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 0.8830, 1.0),
    ],
)
def test_wilson_gives_the_limits_in_the_paper(
    events: int, base: int, lower: float, upper: float
) -> None:
    """Wilson's limits equal those that Newcombe printed in 1998, and 29 of 29 mirrors 0 of 29."""
    np.testing.assert_allclose(wilson(events, base), (lower, upper), rtol=0, atol=5e-5)


@pytest.mark.parametrize("base", [1, 3, 7, 10, 29, 1000, 7564336677])
def test_wilson_touches_0_and_1_exactly(base: int) -> None:
    """No events have a lower limit of exactly 0, and all events an upper limit of exactly 1."""
    lower, upper = wilson([0, base], [base, base])
    assert lower[0] == 0.0
    assert upper[1] == 1.0
    assert 0 < upper[0] < 1
    assert 0 < lower[1] < 1


def test_wilson_takes_weighted_events() -> None:
    """Events that are not whole, as in a weighted survey, have limits too."""
    limits = wilson(0.445, 1)
    np.testing.assert_allclose(limits, (0.0438174477205882, 0.933462127697916), rtol=1e-9)


@pytest.mark.parametrize(
    ("events", "base"),
    [
        ([0, 5], [0, np.nan]),
        ([np.nan, np.nan], [10, 0]),
        ([None, None], [10, None]),
        (np.ma.masked_array([3, 4], mask=True), [10, 10]),
        ([3, 4], np.ma.masked_array([10, 10], mask=True)),
    ],
)
def test_wilson_is_absent_where_a_number_or_a_base_is(events: ArrayLike, base: ArrayLike) -> None:
    """An empty, missing or masked base, or missing events, give no limits at either end."""
    assert np.isnan(wilson(events, base)).all()


def test_an_absent_number_leaves_its_neighbours_alone() -> None:
    """Only the entry with a missing number is absent; the others keep their limits."""
    lower, upper = wilson([65, np.nan, 65], [100, 100, 100])
    assert np.isnan(lower).tolist() == np.isnan(upper).tolist() == [False, True, False]
    assert lower[0] == lower[2] == pytest.approx(0.55254443296888, rel=1e-9)


@pytest.mark.parametrize("base", [4, 0])
def test_wilson_refuses_more_events_than_the_base(base: int) -> None:
    """More events than their base is a fault in counting, said with its cure."""
    with pytest.raises(ValueError, match="more events than their base") as caught:
        wilson([1, 5, np.nan], [2, base, 3])
    assert str(caught.value) == (
        "judgement: 1 of 3 proportions have more events than their base. "
        "Count both from the same rows, or define the metric as a rate."
    )


def test_a_number_below_zero_is_refused() -> None:
    """A negative count is a fault in counting, said with its cure."""
    with pytest.raises(ValueError, match="below zero") as caught:
        poisson_limits([3, -1])
    assert str(caught.value) == (
        "judgement: 1 of 2 numbers are below zero. "
        "Counts and bases start at 0: check how they were counted."
    )


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0])
def test_a_confidence_in_percent_is_refused(confidence: float) -> None:
    """A confidence outside 0 to 1 is refused, not turned into absent limits."""
    with pytest.raises(ValueError, match="is not between 0 and 1") as caught:
        wilson(1, 2, confidence)
    assert str(caught.value) == (
        f"judgement: a confidence of {confidence} is not between 0 and 1. Write 95% as 0.95."
    )


@pytest.mark.parametrize(
    ("events", "confidence", "lower", "upper"),
    [
        (0, 0.95, 0.0, 3.68888),
        (1, 0.998, 0.00100050, 9.23341),
        (5, 0.95, 1.62349, 11.66833),
        (10, 0.95, 4.78745, 18.39146),
        (20, 0.998, 8.92280, 38.08504),
    ],
)
def test_poisson_limits_are_exact_for_few_events_and_byars_for_more(
    events: int, confidence: float, lower: float, upper: float
) -> None:
    """Below 10 events the limits are the chi-square ones, and from 10 they are Byar's."""
    limits = poisson_limits(events, confidence)
    np.testing.assert_allclose(limits, (lower, upper), rtol=0, atol=5e-6)


def test_byar_is_near_enough_to_exact_where_it_takes_over() -> None:
    """From 10 events on, Byar's limits are within 0.2% of the exact ones at 95%."""
    events = np.arange(10, 5000)
    np.testing.assert_allclose(byar_limits(events), exact_limits(events), rtol=0.002)


@pytest.mark.parametrize("events", [[np.nan, None], np.ma.masked_array([3, 30], mask=True)])
def test_poisson_limits_of_an_absent_number_are_absent(events: ArrayLike) -> None:
    """A missing or masked number of events has no limits."""
    assert np.isnan(poisson_limits(events)).all()


def test_observed_over_expected_divides_the_limits_of_the_observed() -> None:
    """Nine observed against ten expected have the exact limits of nine, over ten."""
    np.testing.assert_allclose(observed_expected(9, 10), (0.411537, 1.708480), rtol=0, atol=5e-7)


def test_observed_over_nothing_expected_is_absent() -> None:
    """Where nothing, or nothing known, was expected there is no ratio and so no limits."""
    assert np.isnan(observed_expected([0, 5, 5, np.nan], [0, 0, np.nan, 5])).all()


@given(SHARES, CONFIDENCES)
def test_wilson_contains_the_proportion(share: tuple[int, int], confidence: float) -> None:
    """The proportion lies between its limits, and these between 0 and 1."""
    lower, upper = wilson(*share, confidence)
    assert 0 <= lower <= share[0] / share[1] + ROUNDING
    assert share[0] / share[1] - ROUNDING <= upper <= 1


@given(SHARES, st.integers(2, 100))
def test_wilson_narrows_with_a_larger_base(share: tuple[int, int], times: int) -> None:
    """The same proportion of a larger base has nearer limits."""
    events, base = share
    lower, upper = wilson([events, events * times], [base, base * times])
    assert upper[1] - lower[1] < upper[0] - lower[0]


@given(SHARES)
def test_wilson_mirrors_the_opposite_outcome(share: tuple[int, int]) -> None:
    """The limits of an outcome are one less those of its opposite."""
    events, base = share
    lower, upper = wilson([events, base - events], base)
    np.testing.assert_allclose(lower, 1 - upper[::-1], rtol=0, atol=ROUNDING)


@given(COUNTS, CONFIDENCES)
def test_poisson_limits_contain_the_events(events: int, confidence: float) -> None:
    """The events lie between their limits, strictly when there are any."""
    lower, upper = poisson_limits(events, confidence)
    assert 0 <= lower <= events < upper
    assert (lower < events) == (events > 0)


@given(COUNTS, CONFIDENCES)
def test_poisson_limits_rise_with_the_events(events: int, confidence: float) -> None:
    """One event more has higher limits, also where exact gives way to Byar's."""
    lower, upper = poisson_limits([events, events + 1], confidence)
    assert lower[0] < lower[1]
    assert upper[0] < upper[1]


@given(st.integers(1, 10**6), st.integers(2, 100))
def test_poisson_limits_narrow_with_more_events(events: int, times: int) -> None:
    """Seen against the events, the limits of a larger number are nearer."""
    lower, upper = poisson_limits([events, events * times])
    width = (upper - lower) / [events, events * times]
    assert width[1] < width[0]

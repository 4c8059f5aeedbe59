"""Confidence limits of the gap and of the ratio between a group and its reference group.

The group comes first: a gap above 0 and a ratio above 1 say that the group has more of it.
An absent number in either group gives absent limits, as in `intervals`.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from metrics.judgement.intervals import (
    FloatArray,
    Limits,
    above_zero,
    numbers,
    poisson_limits,
    tail,
    wilson,
)

# Two whole numbers below this, times five, fit in 64 bits.
LARGEST_WHOLE = 1_000_000_000
Verdicts = NDArray[np.object_]
Four = tuple[ArrayLike, ArrayLike, ArrayLike, ArrayLike]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure of one group and its own confidence limits."""

    value: FloatArray
    lower: FloatArray
    upper: FloatArray


def difference(
    events: ArrayLike,
    base: ArrayLike,
    ref_events: ArrayLike,
    ref_base: ArrayLike,
    confidence: float = 0.95,
) -> Limits:
    """Lower and upper limits of a proportion less the reference group's proportion.

    Limits are shares from -1 to 1, absent where a base is 0.
    Raises ValueError if events exceed their base anywhere.
    Source: Newcombe 1998, method 10 (Wilson limits, no continuity correction).
    """
    group = _proportion(events, base, confidence)
    return _gap_limits(group, _proportion(ref_events, ref_base, confidence))


def ratio_of_proportions(
    events: ArrayLike,
    base: ArrayLike,
    ref_events: ArrayLike,
    ref_base: ArrayLike,
    confidence: float = 0.95,
) -> Limits:
    """Lower and upper limits of a proportion over the reference group's proportion.

    The lower limit is 0 without events, the upper infinite without reference events; both are
    absent where a base is 0. Raises ValueError if events exceed their base anywhere.
    Source: Donner and Zou 2012 (MOVER) with Wilson limits; ratesci `moverci`.
    """
    group = _proportion(events, base, confidence)
    reference = _proportion(ref_events, ref_base, confidence)
    return 1 / _ratio_upper(reference, group), _ratio_upper(group, reference)


def ratio_of_rates(
    events: ArrayLike,
    base: ArrayLike,
    ref_events: ArrayLike,
    ref_base: ArrayLike,
    confidence: float = 0.95,
) -> Limits:
    """Lower and upper limits of a rate over the reference group's rate.

    Given all events of both groups, the group's own are binomial, so the limits are exact.
    The lower limit is 0 without events, the upper infinite without reference events; both are
    absent where a base is 0. Events may exceed their base.
    Source: R `poisson.test` with two samples; quantiles of F in place of beta, which near 1
    loses digits.
    """
    counts, reference = numbers(events), numbers(ref_events)
    exposure = above_zero(ref_base) / above_zero(base)
    lower = exposure / _odds_upper(reference, counts, confidence)
    return lower, exposure * _odds_upper(counts, reference, confidence)


def difference_of_rates(
    events: ArrayLike,
    base: ArrayLike,
    ref_events: ArrayLike,
    ref_base: ArrayLike,
    confidence: float = 0.95,
) -> Limits:
    """Lower and upper limits of a rate less the reference group's rate.

    Limits are events per one of the base, absent where a base is 0. Events may exceed their base.
    Source: Donner and Zou 2012 (MOVER) with the limits of each rate from `poisson_limits`.
    """
    return _gap_limits(_rate(events, base, confidence), _rate(ref_events, ref_base, confidence))


def times(value: ArrayLike, reference: ArrayLike) -> FloatArray:
    """How many times the reference a value is: a ratio, or an index of representation.

    Infinite against none, absent where both are none or either is absent.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(numbers(value) / numbers(reference), dtype="float64")


def change_of_gap(
    before: Four, now: Four, confidence: float = 0.95, of_rates: bool = False
) -> Estimate:
    """How much a gap between two proportions, or two rates, has grown, with its limits.

    `before` and `now` are each events, base, reference events, reference base. They are taken as
    independent: cases in common would make the true limits narrower.
    Source: Donner and Zou 2012 (MOVER) over the limits of each gap.
    """
    gaps, estimate = [], _rate if of_rates else _proportion
    for four in (now, before):
        group = estimate(four[0], four[1], confidence)
        reference = estimate(four[2], four[3], confidence)
        gaps.append(Estimate(group.value - reference.value, *_gap_limits(group, reference)))
    return Estimate(gaps[0].value - gaps[1].value, *_gap_limits(*gaps))


def four_fifths(
    events: ArrayLike, base: ArrayLike, ref_events: ArrayLike, ref_base: ArrayLike
) -> Verdicts:
    """Whether each ratio to the reference group is 'below' 4/5, 'above' 5/4 or 'within' them.

    Compares whole products, since 0.08/0.10 in floating point falls below 0.8. None stands where
    there is no ratio: a number is absent, a base is 0, or neither group has events.
    Source: Equal Employment Opportunity Commission 1978, section 4D; 5/4 is its mirror image.
    """
    given = (numbers(events), above_zero(base), numbers(ref_events), above_zero(ref_base))
    counts, bases, ref_counts, ref_bases = np.broadcast_arrays(*given)
    known = ~np.isnan(counts + bases + ref_counts + ref_bases) & (counts + ref_counts > 0)
    group = _exact(counts[known]) * _exact(ref_bases[known])
    reference = _exact(ref_counts[known]) * _exact(bases[known])
    verdicts = np.full(known.shape, None, dtype=np.object_)
    below, above = 5 * group < 4 * reference, 4 * group > 5 * reference
    verdicts[known] = np.where(below, "below", np.where(above, "above", "within"))
    return verdicts


def _proportion(events: ArrayLike, base: ArrayLike, confidence: float) -> Estimate:
    lower, upper = wilson(events, base, confidence)
    return Estimate(numbers(events) / above_zero(base), lower, upper)


def _rate(events: ArrayLike, base: ArrayLike, confidence: float) -> Estimate:
    lower, upper = poisson_limits(events, confidence)
    bases = above_zero(base)
    return Estimate(numbers(events) / bases, lower / bases, upper / bases)


def _gap_limits(group: Estimate, reference: Estimate) -> Limits:
    """MOVER's limits of a gap: each estimate's distances to its own limits, squared and added."""
    gap = group.value - reference.value
    down = np.hypot(group.value - group.lower, reference.upper - reference.value)
    up = np.hypot(group.upper - group.value, reference.value - reference.lower)
    return gap - down, gap + up


def _ratio_upper(top: Estimate, bottom: Estimate) -> FloatArray:
    """MOVER's upper limit of top over bottom; the lower is one over that of bottom over top."""
    product = top.value * bottom.value
    above = top.upper * (2 * top.value - top.upper)
    beneath = bottom.lower * (2 * bottom.value - bottom.lower)
    root = np.sqrt(product**2 - above * beneath)
    limit = (product + root) / np.where(beneath > 0, beneath, np.nan)
    # Infinite, unless the group on top is absent: infinity plus NaN is NaN.
    return np.where(bottom.value == 0, np.inf + top.value, limit)


def _odds_upper(events: FloatArray, ref_events: FloatArray, confidence: float) -> FloatArray:
    """The exact upper limit of events over reference events, as if both had one base."""
    quantile = stats.f.isf(tail(confidence), 2 * events + 2, 2 * ref_events)
    limit = (events + 1) / above_zero(ref_events) * quantile
    return np.where(ref_events == 0, np.inf + events, limit)


def _exact(values: FloatArray) -> NDArray[Any]:
    """The values as numbers that multiply without rounding: whole ones as integers."""
    if values.size and (values == np.floor(values)).all() and values.max() < LARGEST_WHOLE:
        return values.astype("int64")
    exact = [int(value) if value.is_integer() else Fraction(value) for value in values.tolist()]
    return np.array(exact, dtype=np.object_)

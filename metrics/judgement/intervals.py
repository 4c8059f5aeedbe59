"""Confidence limits of one figure: a proportion, a number of events, observed over expected.

An absent number (NaN, None or masked) gives absent limits, so what disclosure control hid stays
hidden: with the base known, a Wilson limit alone gives back the count.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

FloatArray = NDArray[np.float64]
Limits = tuple[FloatArray, FloatArray]

# Byar's approximation is within 0.2% of the exact limits from 10 events on at 95%.
BYAR_FROM = 10


def wilson(events: ArrayLike, base: ArrayLike, confidence: float = 0.95) -> Limits:
    """Lower and upper limits of a proportion by Wilson's score method.

    The arrays share a shape or broadcast to one. Limits are shares from 0 to 1, absent where the
    base is 0. Events may be fractional, as weighted answers are.
    Raises ValueError if events exceed their base anywhere.
    Source: Wilson 1927; Newcombe and Altman 2000; statsmodels `proportion_confint`.
    """
    counts, bases = np.broadcast_arrays(numbers(events), numbers(base))
    _refuse_excess(counts, bases)
    bases = above_zero(bases)
    lower, upper = proportion_confint(counts, bases, 2 * tail(confidence), method="wilson")
    # At no events and at all events the formula leaves 1e-17, which would turn a ratio's infinite
    # limit into a large number. `0 * bases` keeps an absent base absent.
    return np.where(counts == 0, 0 * bases, lower), np.where(counts == bases, 1.0, upper)


def poisson_limits(events: ArrayLike, confidence: float = 0.95) -> Limits:
    """Lower and upper limits of a number of events: exact below 10, Byar's from 10.

    Limits are numbers of events: divide them by the base for the limits of a rate.
    Source: Breslow and Day 1987; the switch at 10 is that of PHEindicatormethods `phe_rate`.
    """
    counts = np.atleast_1d(numbers(events))
    lower, upper = byar_limits(counts, confidence)
    few = counts < BYAR_FROM
    lower[few], upper[few] = exact_limits(counts[few], confidence)
    shape = np.shape(events)
    return lower.reshape(shape), upper.reshape(shape)


def exact_limits(events: ArrayLike, confidence: float = 0.95) -> Limits:
    """Exact Poisson limits of a number of events, from chi-square quantiles.

    Source: Garwood 1936; R `poisson.test`.
    """
    counts = numbers(events)
    lower = stats.chi2.ppf(tail(confidence), 2 * counts) / 2
    upper = stats.chi2.isf(tail(confidence), 2 * counts + 2) / 2
    # Chi-square with no degrees of freedom has no quantile here; no events have a lower limit of 0.
    return np.where(counts == 0, 0.0, lower), upper


def byar_limits(events: ArrayLike, confidence: float = 0.95) -> Limits:
    """Byar's approximation to the Poisson limits of a number of events; no lower limit at 0.

    Another formula goes by the same name: it adds a half to the events, and is not this one.
    Source: Breslow and Day 1987, volume II, page 69; PHEindicatormethods `phe_rate`.
    """
    z = stats.norm.isf(tail(confidence))
    counts = above_zero(events)
    more = numbers(events) + 1
    lower = counts * (1 - 1 / (9 * counts) - z / (3 * np.sqrt(counts))) ** 3
    upper = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return lower, upper


def observed_expected(observed: ArrayLike, expected: ArrayLike, confidence: float = 0.95) -> Limits:
    """Lower and upper limits of observed events over expected ones.

    The expected number is taken as known, without error; limits are absent where it is 0.
    Source: PHEindicatormethods `calculate_ISRatio`.
    """
    lower, upper = poisson_limits(observed, confidence)
    known = above_zero(expected)
    return lower / known, upper / known


def numbers(values: ArrayLike) -> FloatArray:
    """The values as floats, NaN where they are None or masked; raises ValueError below zero."""
    # DuckDB hands a NULL over as a masked entry, whose hidden filler numpy would use as a number.
    floats: FloatArray = np.ma.filled(np.ma.asarray(values, dtype=np.float64), np.nan)
    below = int(np.count_nonzero(floats < 0))
    if below:
        raise ValueError(
            f"judgement: {below} of {floats.size} numbers are below zero. "
            "Counts and bases start at 0: check how they were counted."
        )
    return floats


def above_zero(values: ArrayLike) -> FloatArray:
    """The values as floats, absent where nothing can be divided by them."""
    floats = numbers(values)
    return np.where(floats > 0, floats, np.nan)


def tail(confidence: float) -> float:
    """The chance left beyond each limit: 0.025 at 95%; raises ValueError outside 0 to 1."""
    if not 0 < confidence < 1:
        raise ValueError(
            f"judgement: a confidence of {confidence} is not between 0 and 1. Write 95% as 0.95."
        )
    return (1 - confidence) / 2


def _refuse_excess(events: FloatArray, base: FloatArray) -> None:
    excess = int(np.count_nonzero(events > base))
    if excess:
        raise ValueError(
            f"judgement: {excess} of {events.size} proportions have more events than their base. "
            "Count both from the same rows, or define the metric as a rate."
        )

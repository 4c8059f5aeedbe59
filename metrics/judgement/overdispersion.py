"""Overdispersion: units that differ by more than chance alone, and the wider funnel for it.

A funnel says how far a unit may lie from the average by chance. Units also differ in what they do
and whom they serve. Where they spread more than chance would have them, the plain funnel flags
most of them, and the wider one only those that stand out from the rest.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from metrics.judgement.funnels import NEAR
from metrics.judgement.intervals import FloatArray, Limits, above_zero, numbers, tail

FEWEST_UNITS = 10
WINSORISED = 0.1
# A count of none has no logarithm: it stands as half an event.
HALF_AN_EVENT = 0.5


@dataclass(frozen=True, slots=True)
class Scores:
    """Each unit's distance from the average in standard errors, and that error."""

    z: FloatArray
    error: FloatArray


@dataclass(frozen=True, slots=True)
class Spread:
    """How far units spread: phi is 1 by chance alone; tau squared is what comes on top of it."""

    phi: float
    tau_squared: float
    units: int

    @property
    def calls_for_wider_limits(self) -> bool:
        """Whether the adjusted limits are to be offered beside the plain ones."""
        return self.phi > 1 and self.units >= FEWEST_UNITS


def proportion_scores(events: ArrayLike, base: ArrayLike, centre: float) -> Scores:
    """Scores of shares on the arcsine scale, where their error does not depend on the share.

    Source: Spiegelhalter and others 2012; FunnelPlotR, proportion.
    """
    error = 1 / (2 * np.sqrt(above_zero(base)))
    shares = numbers(events) / above_zero(base)
    return Scores((np.arcsin(np.sqrt(shares)) - np.arcsin(np.sqrt(centre))) / error, error)


def ratio_scores(observed: ArrayLike, expected: ArrayLike) -> Scores:
    """Scores of observed over expected events on the log scale.

    Source: Spiegelhalter and others 2012; FunnelPlotR, standardised ratio by the SHMI's method.
    """
    counts, known = numbers(observed), above_zero(expected)
    error = 1 / np.sqrt(known)
    return Scores(np.log(np.where(counts == 0, HALF_AN_EVENT, counts) / known) / error, error)


def winsorised(z: ArrayLike, share: float = WINSORISED) -> FloatArray:
    """Scores with the outer share at each end drawn in to where it begins, absent ones left out.

    So a few units that are far out do not hide themselves by widening the funnel.
    Source: Spiegelhalter and others 2012; quantiles as R gives them by default.
    """
    values = np.asarray(z, dtype="float64")
    known: FloatArray = values[~np.isnan(values)]
    if not known.size:
        return known
    low, high = np.quantile(known, [share, 1 - share])
    return np.asarray(np.clip(known, low, high), dtype="float64")


def spread(scores: Scores, share: float = WINSORISED) -> Spread:
    """How far the units with these scores spread, over chance.

    Source: Spiegelhalter and others 2012 (phi; tau squared by the method of moments).
    """
    known = ~np.isnan(scores.z)
    count, phi = int(known.sum()), float("nan")
    if count <= 1:
        return Spread(phi, 0.0, count)
    phi = float(np.mean(winsorised(scores.z, share) ** 2))
    weights = 1 / scores.error[known] ** 2
    room = float(weights.sum() - (weights**2).sum() / weights.sum())
    excess = count * phi - (count - 1)
    return Spread(phi, max(0.0, excess / room), count)


def wide_proportion_funnel(
    centre: ArrayLike, base: ArrayLike, tau_squared: float, confidence: float = NEAR
) -> Limits:
    """Funnel limits of a share on the arcsine scale, widened by tau squared; from 0 to 1.

    Source: Spiegelhalter and others 2012; FunnelPlotR.
    """
    middle = np.arcsin(np.sqrt(numbers(centre)))
    half = _half(1 / (4 * above_zero(base)), tau_squared, confidence)
    lower, upper = np.maximum(middle - half, 0), np.minimum(middle + half, np.pi / 2)
    return np.sin(lower) ** 2, np.sin(upper) ** 2


def wide_ratio_funnel(expected: ArrayLike, tau_squared: float, confidence: float = NEAR) -> Limits:
    """Funnel limits around 1 of observed over expected on the log scale, widened by tau squared.

    Source: Spiegelhalter and others 2012; FunnelPlotR.
    """
    half = _half(1 / above_zero(expected), tau_squared, confidence)
    return np.exp(-half), np.exp(half)


def _half(variance: FloatArray, tau_squared: float, confidence: float) -> FloatArray:
    return np.asarray(stats.norm.isf(tail(confidence)) * np.sqrt(variance + tau_squared))

"""Laney's p' and u' charts: limits that follow the base, for bases in the thousands.

There a p or a u chart calls nearly every point special, because figures vary from month to month
by more than chance among so many cases. With equal bases the limits are those of an XmR chart.
Points stand as in `control_chart_lines`; a period without a figure is NaN in both arrays.
"""

import numpy as np

from metrics.judgement.control_chart_lines import (
    NOISE,
    STANDARD,
    ChartSettings,
    IntArray,
    Lines,
    averages,
    baseline,
    mean_range,
)
from metrics.judgement.intervals import FloatArray

SIGMAS = 3
# The mean range of two normal draws, in standard deviations, to the digits that Laney uses.
MEAN_RANGE = 1.128


def p_prime_lines(
    events: FloatArray, base: FloatArray, segment: IntArray, settings: ChartSettings = STANDARD
) -> Lines:
    """The share of all a segment's cases, and limits around it at each point, as shares.

    Source: Laney 2002; qicharts2 `qic(chart = "pp")`, which cuts its limits off at 0 and 1.
    """
    centre = _pooled(events, base, segment, settings)
    return _lines(events / base, np.sqrt(centre * (1 - centre) / base), centre, segment, settings)


def u_prime_lines(
    events: FloatArray, base: FloatArray, segment: IntArray, settings: ChartSettings = STANDARD
) -> Lines:
    """The rate over a whole segment, and limits around it at each point, per unit of the base.

    Source: Laney 2002; qicharts2 `qic(chart = "up")`, which cuts its limits off at 0.
    """
    centre = _pooled(events, base, segment, settings)
    return _lines(events / base, np.sqrt(centre / base), centre, segment, settings)


def _pooled(
    events: FloatArray, base: FloatArray, segment: IntArray, settings: ChartSettings
) -> FloatArray:
    """Events over base, both added up over the points that the lines come from."""
    together = [np.where(np.isfinite(events + base), part, np.nan) for part in (events, base)]
    parts = [averages(baseline(part, segment, settings.fix_after), segment) for part in together]
    return (parts[0] / parts[1])[segment]


def _lines(
    values: FloatArray,
    sigma: FloatArray,
    centre: FloatArray,
    segment: IntArray,
    settings: ChartSettings,
) -> Lines:
    """Limits of three sigma, times how much more than sigma neighbouring points really differ."""
    distance = values - centre
    level = np.abs(distance) <= NOISE * centre
    scores = np.divide(distance, sigma, out=np.zeros_like(distance), where=~level)
    first = baseline(scores, segment, settings.fix_after)
    more = mean_range(first, segment, settings.screen) / MEAN_RANGE
    spread = SIGMAS * sigma * more[segment]
    return Lines(centre, centre - spread, centre + spread)

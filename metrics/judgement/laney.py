"""Laney's p' and u' charts: limits that follow the base, for bases in the thousands.

There a p or a u chart calls nearly every point special, because figures vary from month to month
by more than chance among so many cases. With equal bases the limits are those of an XmR chart.
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


def laney_lines(
    events: FloatArray, base: FloatArray, segment: IntArray, settings: ChartSettings = STANDARD
) -> Lines:
    """Events over base in each segment, and limits around it at each point, per unit of the base.

    Points stand as in `control_chart_lines`; one without a figure is NaN in both arrays. The limits
    are three sigma times how much more than sigma neighbours really differ, so whatever all sigmas
    of a segment have in common cancels out: p' for shares and u' for rates are one formula.
    Source: Laney 2002; qicharts2 `qic`, charts "pp" and "up", which cut limits off at 0 and 1.
    """
    parts = [averages(baseline(n, segment, settings.fix_after), segment) for n in (events, base)]
    centre = (parts[0] / parts[1])[segment]
    distance = events / base - centre
    level = np.abs(distance) <= NOISE * centre
    scores = np.where(level, 0.0, distance * np.sqrt(base))
    first = baseline(scores, segment, settings.fix_after)
    sigma = mean_range(first, segment, settings.screen)[segment] / MEAN_RANGE / np.sqrt(base)
    return Lines(centre, centre - SIGMAS * sigma, centre + SIGMAS * sigma)

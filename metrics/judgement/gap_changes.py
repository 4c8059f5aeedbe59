"""How a gap between two groups has changed in a year, tested as a gap, and which side moved."""

import numpy as np
import pandas as pd

from metrics.definitions.models import Kind, Metric
from metrics.judgement import disparity
from metrics.judgement.benchmarks import side
from metrics.judgement.disparity import Four
from metrics.judgement.measuring import PERCENT
from metrics.periods import PeriodType

CHANGES = ("gap_change", "gap_change_lower", "gap_change_upper", "gap_moved")
FOUR = ["numerator", "denominator", "reference_numerator", "reference_denominator"]
MOVED = ["both", "group", "reference"]
NEITHER = "neither"


def add_gap_change(ordered: pd.DataFrame, metric: Metric) -> pd.DataFrame:
    """Rows in order with CHANGES: the gap less the gap a year before, in percentage points.

    `gap_moved` says whose percentage has moved beyond chance: both, group, reference or neither.
    Only where the headline is a gap of two percentages. Two periods a year apart share no case; two
    snapshots share most of their people, and so are not tested.
    """
    found = ordered.assign(**dict.fromkeys(CHANGES[:3], np.nan), gap_moved="")
    head = metric.headline
    if head is None or not head.gap or metric.kind is not Kind.PROPORTION or not len(ordered):
        return found
    before = _a_year_before(ordered)
    both = ordered["judged"].notna() & before["judged"].notna()
    both &= (ordered["type"] != str(PeriodType.SNAPSHOT)) & (
        before["definition"] == ordered["definition"]
    )
    then, now = _four(before[both]), _four(ordered[both])
    change = disparity.change_of_gap(then, now)
    for name, numbers in zip(CHANGES, (change.value, change.lower, change.upper), strict=False):
        found.loc[both, name] = numbers * PERCENT
    found.loc[both, "gap_moved"] = _moved(then, now)
    return found


def _a_year_before(ordered: pd.DataFrame) -> pd.DataFrame:
    """For each row, the row of the same unit and type of period that ended a year before."""
    names = ["judged", "definition", *FOUR]
    spot = ["unit", "type", "end"]
    later = ordered[[*spot, *names]].copy()
    later["end"] = later["end"] + pd.offsets.DateOffset(years=1) + pd.offsets.MonthEnd(0)
    return ordered[spot].merge(later, how="left", on=spot).set_index(ordered.index)


def _four(rows: pd.DataFrame) -> Four:
    events, base, ref_events, ref_base = (rows[name].to_numpy("float64") for name in FOUR)
    return events, base, ref_events, ref_base


def _moved(then: Four, now: Four) -> np.ndarray:
    group = side(disparity.difference(now[0], now[1], then[0], then[1]), 0.0) != 0
    reference = side(disparity.difference(now[2], now[3], then[2], then[3]), 0.0) != 0
    return np.select([group & reference, group, reference], MOVED, NEITHER)

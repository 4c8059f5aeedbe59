"""How a gap between two groups has changed in a year, tested as a gap, and which side moved."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.definitions.models import Kind
from metrics.judgement import disparity
from metrics.judgement.benchmarks import side
from metrics.judgement.comparing import COMPARED_KINDS, SIDES
from metrics.judgement.disparity import Four
from metrics.judgement.manners import Manner
from metrics.judgement.measuring import PERCENT
from metrics.periods import MONTHS_IN_YEAR, PeriodType

CHANGES = ("gap_change", "gap_change_lower", "gap_change_upper", "gap_moved")
SPOT = ["metric", "unit", "type", "month"]
MOVED = ["both", "group", "reference"]
NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Pair:
    """The two groups of each gap a year before and now; `of_rates` says how they are tested."""

    then: Four
    now: Four
    of_rates: bool


def add_gap_change(ordered: pd.DataFrame, manner: Manner) -> pd.DataFrame:
    """Rows in order with CHANGES: the gap less the gap a year before, in the metric's unit.

    `gap_moved` says whose value has moved beyond chance: both, group, reference or neither. Only
    where the headline is a gap or a ratio of two groups, and under one definition.
    """
    found = ordered.assign(**dict.fromkeys(CHANGES[:3], np.nan), gap_moved="")
    head = manner.headline
    if head is None or not head.against or manner.kind not in COMPARED_KINDS or not len(ordered):
        return found
    before = _a_year_before(ordered)
    both = ordered["gap"].notna() & before["gap"].notna()
    both &= before["definition"] == ordered["definition"]
    # Three years that end a year apart share two of them: no test holds for their difference.
    both &= ordered["type"] != str(PeriodType.THREE_YEARS)
    of_rates = manner.kind is Kind.RATE
    pair = Pair(_four(before[both]), _four(ordered[both]), of_rates)
    change = disparity.change_of_gap(pair.then, pair.now, of_rates=of_rates)
    scale = float(manner.per) if of_rates else PERCENT
    for name, numbers in zip(CHANGES, (change.value, change.lower, change.upper), strict=False):
        found.loc[both, name] = numbers * scale
    found.loc[both, "gap_moved"] = _moved(pair)
    return found


def _a_year_before(ordered: pd.DataFrame) -> pd.DataFrame:
    """For each row, that of the same unit and type of period that ended in that month last year.

    A snapshot need not be of a month's last day; of two in one month the later stands.
    """
    month = ordered["end"].dt.year * MONTHS_IN_YEAR + ordered["end"].dt.month
    names = ["gap", "definition", *SIDES]
    later = ordered[[*SPOT[:-1], *names]].assign(month=month + MONTHS_IN_YEAR)
    later = later.drop_duplicates(SPOT, keep="last")
    asked = ordered[SPOT[:-1]].assign(month=month)
    return asked.merge(later, how="left", on=SPOT).set_index(ordered.index)


def _four(rows: pd.DataFrame) -> Four:
    events, base, ref_events, ref_base = (rows[name].to_numpy("float64") for name in SIDES)
    return events, base, ref_events, ref_base


def _moved(pair: Pair) -> np.ndarray:
    test = disparity.difference_of_rates if pair.of_rates else disparity.difference
    then, now = pair.then, pair.now
    group = side(test(now[0], now[1], then[0], then[1]), 0.0) != 0
    reference = side(test(now[2], now[3], then[2], then[3]), 0.0) != 0
    return np.select([group & reference, group, reference], MOVED, NEITHER)

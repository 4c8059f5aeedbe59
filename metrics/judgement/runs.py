"""Which figures follow one another: a missing period or another definition ends a series."""

import numpy as np
import pandas as pd

from metrics.judgement.manners import Manner
from metrics.periods import MONTHS_IN_QUARTER, MONTHS_IN_YEAR, PeriodType

SERIES = ["metric", "unit", "type"]
# In months, from one period's end to the next one's.
STEPS = {
    PeriodType.MONTH: 1, PeriodType.QUARTER: MONTHS_IN_QUARTER,
    PeriodType.ROLLING_YEAR: MONTHS_IN_QUARTER, PeriodType.THREE_YEARS: MONTHS_IN_QUARTER,
    PeriodType.YEAR_TO_DATE: MONTHS_IN_QUARTER,
    PeriodType.FINANCIAL_YEAR: MONTHS_IN_YEAR,
}  # fmt: skip
FIRST, MISSING = "no earlier figure is held", "the period before it is missing"
CHANGED = "another definition counted before it"
FREQUENCIES = {"monthly": 1, "quarterly": MONTHS_IN_QUARTER, "yearly": MONTHS_IN_YEAR}


def in_order(judged: pd.DataFrame, manner: Manner) -> pd.DataFrame:
    """Judged rows by metric, unit, type and time, with `definition`, `next_to` and `continues`.

    The metrics are of one manner. `next_to` says that the row's period follows that of the row
    before, `continues` that its definition is the same as well. `definition` is 0 before the
    metric's present one, 1 in a period that has some of it, 2 from its first whole period on.
    """
    ordered = judged.sort_values([*SERIES, "end"])
    whole = ordered["start"] if manner.of_rows is PeriodType.MONTH else ordered["end"]
    first = pd.Timestamp(manner.since)
    ordered["definition"] = (whole >= first).astype(int) + (ordered["end"] >= first)
    months = ordered["end"].dt.year * MONTHS_IN_YEAR + ordered["end"].dt.month
    steps = ordered["type"].map(steps_of(manner))
    follows = _same(ordered, SERIES) & ((months - months.shift() == steps) | (steps == 0))
    ordered["next_to"] = follows
    ordered["continues"] = follows & _same(ordered, ["definition"])
    return ordered


def steps_of(manner: Manner) -> dict[str, int]:
    """The months between the ends of two periods that follow each other, by type of period.

    0 where the extract keeps no rhythm, so that any period follows any other.
    """
    if manner.of_rows is PeriodType.MONTH:
        return {str(type_): step for type_, step in STEPS.items()}
    if manner.of_rows is PeriodType.FINANCIAL_YEAR:
        return {str(PeriodType.FINANCIAL_YEAR): MONTHS_IN_YEAR}
    return {str(manner.of_rows): FREQUENCIES.get(manner.frequency, 0)}


def add_since(ordered: pd.DataFrame) -> pd.DataFrame:
    """Rows in order with `since`, the end of the first period of the present run of one status.

    `periods_in_run` says how many periods the run has. Another status ends a run, and so does a
    missing period or another definition. `since_reason` says why the status may have held before
    that period already; it is empty where another status is known to have stood before it.
    """
    same = ordered["continues"] & _same(ordered, ["status"])
    run = (~same).cumsum()
    told = [~_same(ordered, SERIES), ~ordered["next_to"], ~ordered["continues"]]
    reason = pd.Series(np.select(told, [FIRST, MISSING, CHANGED], ""), ordered.index)
    first = ordered.groupby(run)["end"].transform("min")
    length = ordered.groupby(run).cumcount() + 1
    return ordered.assign(
        since=first, periods_in_run=length, since_reason=reason.groupby(run).transform("first")
    )


def _same(ordered: pd.DataFrame, names: list[str]) -> pd.Series:
    """Whether each row has the same words in these columns as the row before it."""
    same = np.ones(len(ordered), dtype=bool)
    for name in names:
        same &= (ordered[name] == ordered[name].shift()).to_numpy()
    return pd.Series(same, index=ordered.index)

"""The signal of each judged figure, on the shortest periods underneath it that do not overlap."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.judgement.control_chart_lines import ChartSettings
from metrics.judgement.control_chart_series import Starts
from metrics.judgement.control_chart_signals import FIGURE_COLUMNS, OVERLAP, signal_of
from metrics.judgement.control_charts import ENOUGH_POINTS, Signal
from metrics.judgement.manners import Manner
from metrics.judgement.places import rows_under, units_apart
from metrics.judgement.recent import UNDERNEATH
from metrics.periods import PeriodType

MONTH = str(PeriodType.MONTH)
# These are made of months, so where a tier has months their charts are of months.
OF_MONTHS = {
    str(type_)
    for type_ in (
        PeriodType.QUARTER, PeriodType.ROLLING_YEAR, PeriodType.THREE_YEARS,
        PeriodType.YEAR_TO_DATE,
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Charted:
    """Judged rows with their signals, and the points of the charts that these come from."""

    judged: pd.DataFrame
    points: pd.DataFrame


def add_signal(ordered: pd.DataFrame, manner: Manner) -> Charted:
    """Rows in order with FIGURE_COLUMNS; a figure's signal is that of the last point under it.

    A figure of 12 months has the signal of its last month, or of its last quarter where the tier
    has no months: charts are never of periods that overlap. `signal_type` says which it is.
    """
    alone = ordered[ordered["type"].isin(set(UNDERNEATH.values()))]
    charts = manner.charts
    settings = ChartSettings(charts.run, charts.screen, charts.fix_after)
    starts = Starts((manner.since,), tuple(each.on for each in charts.rebase))
    found = signal_of(alone, manner, settings, starts)
    under = _charted_types(ordered)
    place = rows_under(ordered, under)
    nothing = {"signal": str(Signal.NONE), "signal_reason": OVERLAP, "assurance": ""}
    known = found.figures[list(FIGURE_COLUMNS)].reindex(ordered.index).reset_index(drop=True)
    # No row is numbered NOWHERE.
    said = known.reindex(place).set_axis(ordered.index).fillna(nothing).assign(signal_type=under)
    return Charted(ordered.join(said), found.points)


def _charted_types(ordered: pd.DataFrame) -> pd.Series:
    """The type of period whose chart gives each row its signal: months, where enough have a figure.

    A small unit's months may all be too few to be figures, where its quarters are not.
    """
    own = ordered["type"].map(UNDERNEATH)
    months, unit = (ordered["type"] == MONTH) & ordered["judged"].notna(), units_apart(ordered)
    with_months = (np.bincount(unit, months) >= ENOUGH_POINTS)[unit]
    return own.mask(ordered["type"].isin(OF_MONTHS) & with_months, MONTH)

"""The recent trend of each judged figure, on the periods underneath it that do not overlap."""

from enum import StrEnum

import numpy as np
import pandas as pd

from metrics.definitions.models import Better, Kind
from metrics.judgement.intervals import FloatArray
from metrics.judgement.manners import Manner
from metrics.judgement.places import NOWHERE, Words, rows_under
from metrics.judgement.runs import SERIES
from metrics.judgement.trend import POINTS, Line, line_by_count, line_by_interval
from metrics.periods import PeriodType


class Trend(StrEnum):
    """What can be said of the way that a figure has gone."""

    INCREASING_BETTER = "increasing_better"
    INCREASING_WORSE = "increasing_worse"
    DECREASING_BETTER = "decreasing_better"
    DECREASING_WORSE = "decreasing_worse"
    INCREASING = "increasing"
    DECREASING = "decreasing"
    NO_CHANGE = "no_change"
    NOT_CALCULATED = "not_calculated"


# A figure of a year that ends each quarter shares three quarters with the one before it, and one
# of three years eleven.
UNDERNEATH = {
    str(type_): str(PeriodType.QUARTER) if type_ in {
        PeriodType.ROLLING_YEAR, PeriodType.THREE_YEARS, PeriodType.YEAR_TO_DATE} else str(type_)
    for type_ in PeriodType
}  # fmt: skip
OVERLAP, NO_TEST = "periods overlap", "measure type has no trend test"
CHANGED, MISSING = "definition changed in the window", "a period is missing in the window"
WITHHELD, ABSENT = "value withheld", "value not available"
FLAT = "no variation to test"
# The way of a series and whether that is good: 1, -1, or 0 where it is neither.
WAYS = {
    (1, 1): Trend.INCREASING_BETTER, (1, -1): Trend.INCREASING_WORSE, (1, 0): Trend.INCREASING,
    (-1, 1): Trend.DECREASING_BETTER, (-1, -1): Trend.DECREASING_WORSE, (-1, 0): Trend.DECREASING,
}  # fmt: skip
AWAY = {Better.HIGHER: 1.0, Better.LOWER: -1.0}


def add_trend(ordered: pd.DataFrame, manner: Manner) -> pd.DataFrame:
    """Rows in order with `trend` and `trend_reason`, which says why there is none.

    The trend of a figure is that of the last five periods of the type underneath, up to its end.
    """
    way, why = _tested(ordered, manner)
    under = ordered["type"].map(UNDERNEATH)
    place = rows_under(ordered, under)
    nowhere = place == NOWHERE
    reason = np.where(nowhere, f"not enough points (have 0, need {POINTS})", why[place])
    reason = np.where(_has_type(ordered, under), reason, OVERLAP)
    trend = _words(np.where(nowhere, np.nan, way[place]), ordered["judged"], manner.better)
    trend = np.where(reason == "", trend, str(Trend.NOT_CALCULATED))
    return ordered.assign(trend=trend, trend_reason=reason)


def _has_type(ordered: pd.DataFrame, under: pd.Series) -> np.ndarray:
    """Whether the metric of each row has figures of the type of period underneath."""
    metric, _ = pd.factorize(ordered["metric"])
    named, names = pd.factorize(pd.concat([ordered["type"], under], ignore_index=True))
    own, asked = (metric * len(names) + one for one in np.split(named, 2))
    return np.isin(asked, own)


def _tested(ordered: pd.DataFrame, manner: Manner) -> tuple[FloatArray, Words]:
    """The way of the five periods that end with each row, and why there is none, else empty.

    Only of types that do not overlap: of the others neither is known.
    """
    alone = ordered["type"].isin(set(UNDERNEATH.values())).to_numpy()
    rows = ordered[alone]
    windows = _windows(len(rows))
    reason = _reasons(rows, windows)
    way = np.full(len(rows), np.nan)
    full = np.flatnonzero(reason == "")
    if len(full):
        way[full] = _line(rows, windows[full], manner).direction
    reason = np.where((reason == "") & np.isnan(way), FLAT, reason)
    ways, reasons = np.full(len(ordered), np.nan), np.full(len(ordered), "", dtype=object)
    ways[alone], reasons[alone] = way, reason
    return ways, reasons


def _windows(rows: int) -> np.ndarray:
    """The places of the five rows that end with each; before the first row, the first."""
    places: np.ndarray = np.maximum(np.arange(rows)[:, None] + np.arange(1 - POINTS, 1), 0)
    return places


def _reasons(rows: pd.DataFrame, windows: np.ndarray) -> np.ndarray:
    """Why the five rows that end with each make no trend, else empty."""
    there = rows["judged"].notna().to_numpy()
    series = rows.groupby(SERIES, sort=False).cumcount().to_numpy()
    have = np.minimum(series + 1, POINTS)
    enough = have == POINTS
    later = windows[:, 1:]
    changed = (rows["definition"].to_numpy()[windows] != rows[["definition"]].to_numpy()).any(1)
    missing = ~rows["next_to"].to_numpy()[later].all(1)
    hidden = ~there[windows].all(1)
    confidential = (rows["shorthand"].to_numpy() == "c") | (rows["status"].to_numpy() == "withheld")
    valued = rows[["judged_lower", "judged_upper"]].notna().all(axis=1).to_numpy()
    untested = (there & ~valued)[windows].any(1)
    points = [f"not enough points (have {n}, need {POINTS})" for n in range(POINTS + 1)]
    short = np.array(points, dtype=object)[have]
    asked: list[tuple[np.ndarray, str | np.ndarray]] = [
        (there & ~valued, NO_TEST), (~enough, short), (changed, CHANGED),
        (missing, MISSING), ((confidential & ~there)[windows].any(1), WITHHELD),
        (hidden, ABSENT), (untested, NO_TEST),
    ]  # fmt: skip
    reasons = np.full(len(rows), "", dtype=object)
    # The first that applies is said: the others are written before it.
    for where, why in reversed(asked):
        reasons[where] = why[where] if isinstance(why, np.ndarray) else why
    return reasons


def _line(rows: pd.DataFrame, windows: np.ndarray, manner: Manner) -> Line:
    """The line through five figures: by counts for a share, by intervals for any other.

    A ratio of two groups is taken by its logarithm, so that twice and half are as far from 1.
    """
    head = manner.headline
    if manner.kind is Kind.PROPORTION and (head is None or head.value):
        events, base = (_window(rows, name, windows) for name in ("numerator", "denominator"))
        return line_by_count(events, base)
    three = [_window(rows, name, windows) for name in ("judged", "judged_lower", "judged_upper")]
    if head is not None and head.ratio:
        three = [np.log(np.where(numbers > 0, numbers, np.nan)) for numbers in three]
    return line_by_interval(*three)


def _window(rows: pd.DataFrame, name: str, windows: np.ndarray) -> FloatArray:
    numbers: FloatArray = rows[name].to_numpy("float64")[windows]
    return numbers


def _words(way: FloatArray, judged: pd.Series, better: Better) -> np.ndarray:
    """A way as its word; towards 0 or 1, or having come to it, is better where that is the aim."""
    if better is Better.NONE:
        good = np.zeros(len(way))
    elif better in AWAY:
        good = way * AWAY[better]
    else:
        ideal = 0.0 if better is Better.ZERO else 1.0
        off = np.sign(judged.to_numpy("float64") - ideal)
        good = np.where(off == 0, 1.0, -way * off)
    found = np.full(len(way), str(Trend.NOT_CALCULATED), dtype=object)
    for (direction, value), word in WAYS.items():
        found[(way == direction) & (np.sign(good) == value)] = str(word)
    found[way == 0] = str(Trend.NO_CHANGE)
    return found

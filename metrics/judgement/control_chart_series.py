"""Judged figures in order of time: a series a metric, unit and type of period, and its chart."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from metrics.definitions.models import Kind
from metrics.judgement.control_chart_lines import (
    BoolArray,
    ChartSettings,
    Lines,
    beginnings,
    xmr_lines,
)
from metrics.judgement.control_chart_rules import find_patterns
from metrics.judgement.laney import laney_lines
from metrics.judgement.manners import Manner
from metrics.judgement.measuring import PERCENT
from metrics.periods import PeriodType

SERIES = ["metric", "unit", "type"]
GOES_IN = (
    *SERIES, "start", "end", "judged", "status", "numerator", "denominator", "target",
)  # fmt: skip
DAY = pd.Timedelta(days=1)
# A yearly snapshot may come a month or two late; twice as late, and one is missing.
LATE = 1.5
XMR, P_PRIME, U_PRIME = "XmR", "p'", "u'"


@dataclass(frozen=True, slots=True)
class Starts:
    """The days from which limits start again: with another definition, or because it was decided.

    They start with the first period that ends on such a day or later.
    """

    changed: tuple[date, ...] = ()
    rebased: tuple[date, ...] = ()


def in_series(judged: pd.DataFrame, starts: Starts) -> pd.DataFrame:
    """The figures of all series whose periods do not overlap, each in order of time.

    Columns: those of GOES_IN; `row`, the place in `judged`; `series` and `segment`, whose numbers
    rise; how many figures the segment has (`count`), and how many segments the series has because
    of another definition (`redefined`) and of limits that start again (`parts`). A stretch of time
    without a row gets one without a figure, whose `row` is -1, so that nothing is joined across it.
    """
    points = _with_holes(_apart(_in_order(judged)))
    series, ends = points["series"].to_numpy(), points["end"].to_numpy()
    redefines = beginnings(series) | _passes(ends, starts.changed)
    begins = redefines | _passes(ends, starts.rebased)
    segment = np.cumsum(begins) - 1
    count = np.bincount(segment, points["judged"].notna())[segment].astype("int64")
    parts, redefined = (np.bincount(series[where])[series] for where in (begins, redefines))
    return points.assign(segment=segment, count=count, parts=parts, redefined=redefined)


def _passes(ends: np.ndarray, days: tuple[date, ...]) -> BoolArray:
    """Whether each period is on another side of one of the days than the one before it."""
    place = np.searchsorted(pd.to_datetime(sorted(days)).to_numpy(), ends, side="right")
    passes: BoolArray = np.diff(place, prepend=-1) != 0
    return passes


def _in_order(judged: pd.DataFrame) -> pd.DataFrame:
    """The figures with `row`, `series` and `before`, the end of the period before in its series."""
    series = judged.groupby(SERIES).ngroup().to_numpy()
    order = np.lexsort((judged["end"].to_numpy(), series))
    points = judged[list(GOES_IN)].take(order).reset_index(drop=True)
    before = points["end"].shift().mask(beginnings(series[order]))
    return points.assign(row=order, series=series[order], before=before)


def _apart(points: pd.DataFrame) -> pd.DataFrame:
    """The points of the series in which no period begins before the last one has ended."""
    series = points["series"].to_numpy()
    overlaps = np.bincount(series, points["start"] <= points["before"])
    alone: BoolArray = overlaps[series] == 0
    return points[alone].reset_index(drop=True)


def _with_holes(points: pd.DataFrame) -> pd.DataFrame:
    """The points, with a row without a figure wherever periods are missing between two of them."""
    after_hole = points[_follows_hole(points)]
    if after_hole.empty:
        return points
    holes = after_hole.assign(
        start=after_hole["before"] + DAY, end=after_hole["start"] - DAY,
        row=-1, status="", judged=np.nan, numerator=np.nan, denominator=np.nan,
    )  # fmt: skip
    return pd.concat([points, holes]).sort_values(["series", "end"], ignore_index=True)


def _follows_hole(points: pd.DataFrame) -> pd.Series:
    """Whether a period is missing before each point; a snapshot is by its series' usual pace."""
    snapshot = points["type"] == PeriodType.SNAPSHOT
    apart = (points["end"] - points["before"]).where(snapshot)
    usual = apart.groupby(points["series"]).transform("min")
    return (~snapshot & (points["start"] > points["before"] + DAY)) | (apart > LATE * usual)


def draw(points: pd.DataFrame, manner: Manner, settings: ChartSettings) -> pd.DataFrame:
    """The points with their chart: chart (its kind), mean, lower_limit, upper_limit and pattern.

    Limits are in the metric's unit and not cut off; pattern is the number that `Patterns` has.
    """
    values, segment = points["judged"].to_numpy("float64"), points["segment"].to_numpy()
    lines, chart = _lines(points, manner, settings)
    pattern = find_patterns(values, lines, segment, settings.run).pattern
    return points.assign(
        chart=chart, mean=lines.mean, lower_limit=lines.lower, upper_limit=lines.upper,
        pattern=pattern,
    )  # fmt: skip


def _lines(
    points: pd.DataFrame, manner: Manner, settings: ChartSettings
) -> tuple[Lines, np.ndarray]:
    """XmR lines, or Laney's for the series of a proportion or a rate whose bases are all large."""
    values, segment = points["judged"].to_numpy("float64"), points["segment"].to_numpy()
    xmr = xmr_lines(values, segment, settings)
    large = _has_large_bases(points, manner, settings)
    if not large.any():
        return xmr, np.full(len(points), XMR)
    share = manner.kind is Kind.PROPORTION
    kept = large & points["judged"].notna()
    events, base = (points[n].where(kept).to_numpy("float64") for n in ("numerator", "denominator"))
    prime = laney_lines(events, base, segment, settings)
    scale = PERCENT if share else float(manner.per)
    lines = Lines(
        np.where(large, prime.mean * scale, xmr.mean),
        np.where(large, prime.lower * scale, xmr.lower),
        np.where(large, prime.upper * scale, xmr.upper),
    )
    return lines, np.where(large, P_PRIME if share else U_PRIME, XMR)


def _has_large_bases(points: pd.DataFrame, manner: Manner, settings: ChartSettings) -> BoolArray:
    """Whether each point's whole series is of shares or rates with large bases."""
    if manner.kind not in {Kind.PROPORTION, Kind.RATE}:
        return np.zeros(len(points), dtype="bool")
    if manner.headline and not manner.headline.value:
        return np.zeros(len(points), dtype="bool")
    held, series = points["judged"].notna().to_numpy(), points["series"].to_numpy()
    large = (points["denominator"] >= settings.large_base) & points["numerator"].notna()
    small = np.bincount(series, held & ~large.to_numpy())
    all_large: BoolArray = small[series] == 0
    return all_large

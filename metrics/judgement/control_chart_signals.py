"""The signal of each judged figure of metrics of one manner, and the charts that it comes from."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.definitions.models import Kind
from metrics.judgement.control_chart_lines import STANDARD, ChartSettings, Lines
from metrics.judgement.control_chart_series import Starts, draw, in_series
from metrics.judgement.control_charts import (
    ENOUGH_POINTS,
    Assurance,
    Signal,
    assurance,
    signal_words,
)
from metrics.judgement.manners import Manner
from metrics.judgement.measuring import PERCENT
from metrics.judgement.status import Status

TRIAL_LIMITS = "Trial limits"
OVERLAP = "periods overlap"
WITHHELD, NO_FIGURE = "value withheld", "no figure for this period"
CHANGED = "definition changed in the window"
REBASED = "limits start again in the window"
STARTS = Starts()
NO_VARIATION = "no variation from one period to the next"
FIGURE_COLUMNS = ("signal", "signal_reason", "signal_end", "assurance")
POINT_COLUMNS = (
    "metric", "unit", "type", "start", "end", "value", "mean", "lower_limit", "upper_limit",
    "pattern", "signal", "chart", "segment", "limits",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signals:
    """What the control charts of metrics of one manner say.

    `figures` has a row for each judged figure, under its index, with FIGURE_COLUMNS: the Signal and
    the Assurance in words, why there is no signal, and the end of the period whose point gives it.
    `points` has the POINT_COLUMNS of every chart in order of time, for drawing and for its table:
    limits are cut off where no figure can be, `pattern` says which rule a point meets, a new number
    in `segment` is where the lines break, and `limits` is "Trial limits" or empty.
    """

    figures: pd.DataFrame
    points: pd.DataFrame


def signal_of(
    judged: pd.DataFrame,
    manner: Manner,
    settings: ChartSettings = STANDARD,
    starts: Starts = STARTS,
) -> Signals:
    """The signal of each judged figure, by the chart of its metric, unit and type of period.

    Columns that go in, under an index without repeats: metric, unit, type, start, end (datetime64),
    judged (NaN for no figure), status ("withheld" tells a hidden figure from one that is not
    there), numerator, denominator, and target (NaN for none).

    A series whose periods overlap is not charted. There is no signal among fewer than 13 figures
    under one pair of limits, nor where neighbours never differ. The signal of the last figure
    stands for the periods after it that have none, and `signal_end` and the reason say so.
    """
    points = _say(draw(in_series(judged, starts), manner, settings), manner, settings)
    return Signals(_figures(points, judged.index), _drawn(points, manner))


def _say(points: pd.DataFrame, manner: Manner, settings: ChartSettings) -> pd.DataFrame:
    """The points with signal, assurance and pattern in words, and reason where they have none."""
    reason = _reasons(points)
    said = reason == ""
    values, target, mean, lower, upper = (
        points[name].to_numpy("float64")
        for name in ("judged", "target", "mean", "lower_limit", "upper_limit")
    )
    pattern = points["pattern"].to_numpy()
    signal = signal_words(pattern, values, mean, manner.better)
    assured = assurance(Lines(mean, lower, upper), target, manner.better)
    return points.assign(
        reason=reason,
        signal=np.where(said, signal, str(Signal.NONE)),
        assurance=np.where(said, assured, str(Assurance.NONE)),
        pattern=np.where(said, _pattern_words(settings.run)[pattern], ""),
    )


def _reasons(points: pd.DataFrame) -> np.ndarray:
    """Why each point has no signal; empty where it has one."""
    absent = points["judged"].isna().to_numpy()
    withheld = (points["status"] == str(Status.WITHHELD)).to_numpy()
    count, parts, redefined = (points[n].to_numpy() for n in ("count", "parts", "redefined"))
    few, level = count < ENOUGH_POINTS, points["upper_limit"].isna().to_numpy()
    have = [f"have {number}" for number in range(ENOUGH_POINTS)]
    not_enough = np.array([f"not enough points ({had}, need {ENOUGH_POINTS})" for had in have])
    changed = np.array(
        [f"{CHANGED} ({had} under one definition, need {ENOUGH_POINTS})" for had in have]
    )
    rebased = np.array([f"{REBASED} ({had} since then, need {ENOUGH_POINTS})" for had in have])
    place = np.minimum(count, ENOUGH_POINTS - 1)
    return np.select(
        [absent & withheld, absent, few & (redefined > 1), few & (parts > 1), few, level],
        [WITHHELD, NO_FIGURE, changed[place], rebased[place], not_enough[place], NO_VARIATION],
        "",
    )


def _pattern_words(run: int) -> np.ndarray:
    """What each pattern is called, at its number; low ones count from the end, 0 has no name."""
    high = ["", "above the upper limit", f"{run} points or more rising",
            "2 of 3 near the upper limit", f"{run} points or more above the mean"]  # fmt: skip
    low = [f"{run} points or more below the mean", "2 of 3 near the lower limit",
           f"{run} points or more falling", "below the lower limit"]  # fmt: skip
    return np.array([*high, *low], dtype="object")


def _figures(points: pd.DataFrame, index: pd.Index) -> pd.DataFrame:
    """FIGURE_COLUMNS for each judged figure; one that no chart has is of periods that overlap."""
    place, segment = np.arange(len(points)), points["segment"].to_numpy()
    held = points["judged"].notna().to_numpy()
    last = np.full(len(points), len(points))
    last[segment[held]] = place[held]
    after = place > last[segment]
    said = points.iloc[np.where(after, last[segment], place)]
    reason = said["reason"].to_numpy("object")
    passed_on = np.flatnonzero(after & (reason == ""))
    days = [f"{day.day} {day:%B %Y}" for day in said["end"].iloc[passed_on]]
    reason[passed_on] = [f"as at {day}, the last period with a figure" for day in days]
    figures = said.assign(signal_reason=reason, signal_end=said["end"])[list(FIGURE_COLUMNS)]
    judged = (points["row"] >= 0).to_numpy()
    figures = figures[judged].set_axis(index[points["row"][judged]])
    nothing = {"signal": str(Signal.NONE), "signal_reason": OVERLAP, "assurance": ""}
    return figures.reindex(index).fillna(nothing)


def _drawn(points: pd.DataFrame, manner: Manner) -> pd.DataFrame:
    """The POINT_COLUMNS of the charts."""
    floor, ceiling = possible(manner)
    first = points.groupby("metric")["segment"].transform("min")
    cut_off = points.rename(columns={"judged": "value"}).assign(
        segment=points["segment"] - first,
        lower_limit=points["lower_limit"].clip(floor, ceiling),
        upper_limit=points["upper_limit"].clip(floor, ceiling),
        limits=np.where(points["count"] < ENOUGH_POINTS, TRIAL_LIMITS, ""),
    )
    return cut_off[list(POINT_COLUMNS)]


def possible(manner: Manner) -> tuple[float, float]:
    """The least and the greatest figure that a headline of that manner can have."""
    head, share = manner.headline, manner.kind is Kind.PROPORTION
    if head and head.gap:
        return (-PERCENT, PERCENT) if share else (-np.inf, np.inf)
    if head and head.ratio:
        return 0.0, np.inf
    if share:
        return 0.0, PERCENT
    counted = manner.kind in {Kind.COUNT, Kind.RATE, Kind.REPRESENTATION}
    return (0.0 if counted else -np.inf), np.inf

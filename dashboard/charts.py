"""Figures in, a picture out: pure functions that make a Plotly figure from released figures only.

Colours are the Government Analysis Function's, on white; a colour has one meaning everywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.broken_lines import INK, parted, twice, uprights
from metrics.definitions.models import Better, Metric, Target
from metrics.figure import Figure, Point
from metrics.judgement.control_charts import Signal
from metrics.series_breaks import SeriesBreak, series_breaks
from metrics.wording.judgements import (
    judged_number,
    judged_plain,
    judged_text,
    value_text,
)
from metrics.wording.periods import axis_period, axis_title

UNIT, FORCE, GRID = "#12436D", "#3D3D3D", "#D6D6D6"
QUIET = "#6F6F6F"
# Improvement and concern are alike in greyscale, so each has a shape of its own.
MARKS = {
    Signal.IMPROVEMENT: ("circle", "#2073BC", 10), Signal.CONCERN: ("triangle-up", "#B7592A", 11),
    Signal.HIGHER: ("diamond", "#54319F", 10), Signal.LOWER: ("diamond", "#54319F", 10),
    Signal.COMMON: ("circle-open", "#6F6F6F", 7), Signal.NONE: ("circle-open", "#6F6F6F", 7),
}  # fmt: skip
FONT = "Source Sans, Arial, sans-serif"
ROW_HEIGHT = 44
AXIS: dict[str, object] = {
    "fixedrange": True, "automargin": True, "gridcolor": GRID, "zerolinecolor": GRID,
    "tickformat": ",",
}  # fmt: skip
# The periods of a chart over time.
PERIODS = AXIS | {"type": "category", "showgrid": False, "linecolor": INK}
# Above the words of the target, which stand just above the ground that lines cross.
LEGEND: dict[str, object] = {"orientation": "h", "x": 0, "yanchor": "bottom", "y": 1.08}
# The lower end of an interval, the value, and the upper end.
Ends = tuple[float | None, float | None, float | None]
CONFIG = {"displayModeBar": False, "scrollZoom": False, "responsive": True}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart over time: whose it is, its figures, its colour and its dash."""

    name: str
    figures: Sequence[Figure]
    colour: str = UNIT
    dash: str = "solid"


def series_chart(lines: Sequence[Line], metric: Metric, unit_of_value: str) -> go.Figure:
    """The judged figure of each line over time, with intervals on the first and the target.

    No line is joined across a change of definition, which has an upright and its words.
    """
    traces = [_line(line, metric, index == 0) for index, line in enumerate(lines)]
    layout = layout_of(380) | {
        "showlegend": len(lines) > 1,
        "legend": LEGEND,
        "yaxis": AXIS | {"title": {"text": unit_of_value}, "rangemode": "tozero"},
        "xaxis": PERIODS | {"title": {"text": axis_title(metric.period)}},
    }  # fmt: skip
    first = [figure.end for figure in lines[0].figures] if lines else []
    return go.Figure(traces, layout | _lines_across(metric, series_breaks(first, metric)))


def control_chart(
    points: Sequence[Point], metric: Metric, unit_of_value: str, breaks: Sequence[SeriesBreak] = ()
) -> go.Figure:
    """The points of a control chart with mean and limits; a marker's shape says its signal.

    Nothing is joined across a break, which has an upright and its words.
    """
    x = twice([axis_period(point.period) for point in points], breaks)

    def apart(values: Sequence[float | None]) -> list[float | None]:
        return parted(values, breaks, None)

    lines = [
        _limit(x, apart([p.mean for p in points]), "Mean", INK, "solid"),
        _limit(x, apart([p.upper_limit for p in points]), "Limits", QUIET, "dash"),
        _limit(x, apart([p.lower_limit for p in points]), "Lower limit", QUIET, "dash"),
    ]
    base = {"type": "scatter", "mode": "lines", "connectgaps": False, "hoverinfo": "skip"}
    values = base | {
        "x": x, "y": apart([p.value for p in points]), "line": {"color": QUIET, "width": 1},
        "showlegend": False,
    }  # fmt: skip
    marks = [_marks(points, metric, signal) for signal in MARKS]
    layout = layout_of(380) | {
        "legend": LEGEND,
        "yaxis": AXIS | {"title": {"text": f"{unit_of_value} (need not start at 0)"}},
        "xaxis": PERIODS,
    }
    layout |= _lines_across(metric, breaks)
    return go.Figure([*lines, values, *(mark for mark in marks if mark["x"])], layout)


def _lines_across(metric: Metric, breaks: Sequence[SeriesBreak]) -> dict[str, object]:
    """The lines of the target, if there is one, and the uprights of breaks, each with its words."""
    shapes, words = uprights(breaks)
    if isinstance(metric.target, Target):
        lines, label = _target_lines(metric, metric.target)
        shapes, words = lines + shapes, [label, *words]
    return {"shapes": shapes, "annotations": words}


def _limit(
    x: Sequence[str], y: Sequence[float | None], name: str, colour: str, dash: str
) -> dict[str, object]:
    return {
        "type": "scatter", "mode": "lines", "connectgaps": False, "hoverinfo": "skip",
        "x": list(x), "y": list(y), "name": name, "showlegend": name != "Lower limit",
        "line": {"color": colour, "dash": dash, "width": 1.5},
    }  # fmt: skip


def _marks(points: Sequence[Point], metric: Metric, signal: Signal) -> dict[str, object]:
    mine = [p for p in points if p.signal == signal and p.value is not None]
    symbol, colour, size = MARKS[signal]
    named = "No signal" if signal is Signal.NONE else str(signal)
    return {
        "type": "scatter", "mode": "markers", "name": named,
        "x": [axis_period(p.period) for p in mine], "y": [p.value for p in mine],
        "marker": {"symbol": symbol, "color": colour, "size": size, "line": {"width": 1.5}},
        "text": [judged_number(p.value or 0.0, metric) for p in mine],
        "hovertemplate": "%{x}: %{text}<extra>" + named + "</extra>",
    }  # fmt: skip


def groups_chart(figures: Sequence[Figure], metric: Metric) -> go.Figure:
    """The value of each group as a bar from zero, with its interval; its label has its value."""
    shown = [figure for figure in figures if figure.value is not None]
    ends = [(figure.lower, figure.value, figure.upper) for figure in shown]
    bars = {
        "type": "bar", "orientation": "h", "width": 0.6, "hoverinfo": "skip",
        "x": [value for _, value, _ in ends],
        "y": [f"{figure.group}  {value_text(figure, metric)}" for figure in shown],
        "marker": {"color": UNIT}, "error_x": _whiskers(ends),
    }  # fmt: skip
    layout = layout_of(90 + ROW_HEIGHT * max(len(shown), 1)) | {
        "showlegend": False,
        "xaxis": AXIS | {"title": {"text": metric.unit_of_value}, "rangemode": "tozero"},
        "yaxis": AXIS | {"autorange": "reversed", "showgrid": False},
    }
    return go.Figure([bars], layout)


def _target_lines(
    metric: Metric, target: Target
) -> tuple[list[dict[str, object]], dict[str, object]]:
    """A dotted line at each end of what is on track, with one label for all above the ground."""
    values = target_ends(metric, target)
    place = {"xref": "paper", "yref": "y"}
    line = {"type": "line", "line": {"color": INK, "dash": "dot", "width": 1.5}, "x0": 0, "x1": 1}
    # Two lines may lie so near to each other that two labels would cover both.
    low = f"{judged_plain(values[0], metric)} to " if len(values) > 1 else ""
    label = {
        "xref": "paper", "x": 1, "yref": "paper", "y": 1, "yanchor": "bottom", "showarrow": False,
        "text": f"Dotted: target {low}{judged_number(values[-1], metric)}",
    }  # fmt: skip
    return [place | line | {"y0": value, "y1": value} for value in values], label


def target_ends(metric: Metric, target: Target) -> list[float]:
    """Each end of what is on track: a gap or a ratio may miss its target on two sides."""
    aim = target.value
    others = {Better.ZERO: lambda: -aim, Better.ONE: lambda: 1 / aim}
    return sorted({aim, others.get(metric.better, lambda: aim)()})


def _line(line: Line, metric: Metric, with_interval: bool) -> dict[str, object]:
    breaks = series_breaks([figure.end for figure in line.figures], metric)
    ends = [(f.judged_lower, f.judged, f.judged_upper) for f in line.figures]
    ends = parted(ends, breaks, (None, None, None))
    return {
        "type": "scatter", "mode": "lines+markers", "name": line.name, "connectgaps": False,
        "x": twice([axis_period(figure.period) for figure in line.figures], breaks),
        "y": [value for _, value, _ in ends],
        "line": {"color": line.colour, "dash": line.dash, "width": 2}, "marker": {"size": 7},
        "error_y": _whiskers(ends, 1) if with_interval else {"visible": False},
        "text": parted([judged_text(figure, metric) for figure in line.figures], breaks, ""),
        "hovertemplate": "%{x}: %{text}<extra>" + line.name + "</extra>",
    }  # fmt: skip


def dots(labels: Sequence[str], ends: Sequence[Ends], symbols: Sequence[str]) -> dict[str, object]:
    """A trace of dots with their intervals, a row a label; an absent value keeps its row."""
    return {
        "type": "scatter", "mode": "markers", "hoverinfo": "skip", "error_x": _whiskers(ends),
        "x": [value for _, value, _ in ends], "y": labels,
        "marker": {"symbol": symbols, "color": UNIT, "size": 11, "line": {"width": 2}},
    }  # fmt: skip


def _whiskers(ends: Sequence[Ends], thickness: int = 2) -> dict[str, object]:
    return {
        "type": "data", "symmetric": False, "color": INK, "thickness": thickness,
        "width": 2 * thickness + 1,
        "array": [_reach(high, value) for _, value, high in ends],
        "arrayminus": [_reach(value, low) for low, value, _ in ends],
    }  # fmt: skip


def _reach(far: float | None, near: float | None) -> float | None:
    """How long a whisker is; none is drawn where there is no interval."""
    return None if far is None or near is None else far - near


def layout_of(height: int) -> dict[str, object]:
    """What every chart has: white ground, our font, and so many pixels in height."""
    return {
        "height": height, "paper_bgcolor": "#FFFFFF", "plot_bgcolor": "#FFFFFF",
        "font": {"family": FONT, "size": 14, "color": INK},
        "margin": {"l": 10, "r": 20, "t": 30, "b": 10},
    }  # fmt: skip

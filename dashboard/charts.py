"""Figures in, a picture out: pure functions that make a Plotly figure from released figures only.

Colours are the Government Analysis Function's, on white; a colour has one meaning everywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from metrics.definitions.models import Better, Metric, Target
from metrics.figure import Figure, Point
from metrics.judgement.control_charts import Signal
from metrics.wording.judgements import (
    judged_number,
    judged_plain,
    judged_text,
    value_text,
)
from metrics.wording.periods import axis_period, axis_title

UNIT, FORCE, INK, GRID = "#12436D", "#3D3D3D", "#0B0C0C", "#D6D6D6"
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
}  # fmt: skip
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
    """The judged figure of each line over time, with intervals on the first and the target."""
    traces = [_line(line, metric, index == 0) for index, line in enumerate(lines)]
    layout = layout_of(380) | {
        "showlegend": len(lines) > 1,
        "legend": {"orientation": "h", "y": 1.12, "x": 0},
        "yaxis": AXIS | {"title": {"text": unit_of_value}, "rangemode": "tozero"},
        "xaxis": AXIS | {
            "title": {"text": axis_title(metric.period)}, "type": "category", "showgrid": False,
            "linecolor": INK,
        },
    }  # fmt: skip
    if isinstance(metric.target, Target):
        layout |= _target_lines(metric, metric.target)
    return go.Figure(traces, layout)


def control_chart(points: Sequence[Point], metric: Metric, unit_of_value: str) -> go.Figure:
    """The points of a control chart with mean and limits; a marker's shape says its signal."""
    x = [axis_period(point.period) for point in points]
    lines = [
        _limit(x, [p.mean for p in points], "Mean", INK, "solid"),
        _limit(x, [p.upper_limit for p in points], "Upper limit", QUIET, "dash"),
        _limit(x, [p.lower_limit for p in points], "Lower limit", QUIET, "dash"),
    ]
    base = {"type": "scatter", "mode": "lines", "connectgaps": False, "hoverinfo": "skip"}
    values = base | {
        "x": x, "y": [p.value for p in points], "line": {"color": QUIET, "width": 1},
        "showlegend": False,
    }  # fmt: skip
    marks = [_marks(points, metric, signal) for signal in MARKS]
    layout = layout_of(380) | {
        "legend": {"orientation": "h", "y": 1.18, "x": 0},
        "yaxis": AXIS | {"title": {"text": unit_of_value}},
        "xaxis": AXIS | {"type": "category", "showgrid": False, "linecolor": INK},
    }
    if isinstance(metric.target, Target):
        layout |= _target_lines(metric, metric.target)
    return go.Figure([*lines, values, *(mark for mark in marks if mark["x"])], layout)


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


def _target_lines(metric: Metric, target: Target) -> dict[str, object]:
    """A dotted line at each end of what is on track, with one label for all."""
    values = target_ends(metric, target)
    place = {"xref": "paper", "yref": "y"}
    line = {"type": "line", "line": {"color": INK, "dash": "dot", "width": 1.5}, "x0": 0, "x1": 1}
    # Two lines may lie so near to each other that two labels would cover both.
    low = f"{judged_plain(values[0], metric)} to " if len(values) > 1 else ""
    label = {
        "x": 1, "y": values[-1], "yanchor": "bottom", "showarrow": False,
        "text": f"Target {low}{judged_number(values[-1], metric)}",
    }  # fmt: skip
    return {
        "shapes": [place | line | {"y0": value, "y1": value} for value in values],
        "annotations": [place | label],
    }


def target_ends(metric: Metric, target: Target) -> list[float]:
    """Each end of what is on track: a gap or a ratio may miss its target on two sides."""
    aim = target.value
    others = {Better.ZERO: lambda: -aim, Better.ONE: lambda: 1 / aim}
    return sorted({aim, others.get(metric.better, lambda: aim)()})


def _line(line: Line, metric: Metric, with_interval: bool) -> dict[str, object]:
    ends = [(f.judged_lower, f.judged, f.judged_upper) for f in line.figures]
    return {
        "type": "scatter", "mode": "lines+markers", "name": line.name, "connectgaps": False,
        "x": [axis_period(figure.period) for figure in line.figures],
        "y": [figure.judged for figure in line.figures],
        "line": {"color": line.colour, "dash": line.dash, "width": 2}, "marker": {"size": 7},
        "error_y": _whiskers(ends, 1) if with_interval else {"visible": False},
        "text": [judged_text(figure, metric) for figure in line.figures],
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


def _reach(far: float | None, near: float | None) -> float:
    """How long a whisker is; nothing where there is no interval."""
    return 0.0 if far is None or near is None else far - near


def layout_of(height: int) -> dict[str, object]:
    """What every chart has: white ground, our font, and so many pixels in height."""
    return {
        "height": height, "paper_bgcolor": "#FFFFFF", "plot_bgcolor": "#FFFFFF",
        "font": {"family": FONT, "size": 14, "color": INK},
        "margin": {"l": 10, "r": 20, "t": 30, "b": 10},
    }  # fmt: skip

"""Figures in, a picture out: pure functions that make a Plotly figure from released figures only.

Colours are the Government Analysis Function's, on white; a colour has one meaning everywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from metrics.definitions.models import Metric, Target
from metrics.figures import Figure
from metrics.wording.judgements import judged_text, value_text
from metrics.wording.periods import short_period

UNIT, FORCE, INK, GRID = "#12436D", "#3D3D3D", "#0B0C0C", "#D6D6D6"
FONT = "Source Sans, Arial, sans-serif"
ROW_HEIGHT = 44
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
    chart = go.Figure()
    for index, line in enumerate(lines):
        chart.add_trace(_line(line, metric, with_interval=index == 0))
    if isinstance(metric.target, Target):
        chart.add_hline(
            y=metric.target.value, line={"color": INK, "dash": "dot", "width": 1.5},
            annotation_text="Target", annotation_position="bottom right",
        )  # fmt: skip
    chart.update_layout(**_layout(380), showlegend=len(lines) > 1)
    chart.update_layout(legend={"orientation": "h", "y": 1.12, "x": 0})
    chart.update_yaxes(title=unit_of_value, gridcolor=GRID, zerolinecolor=GRID, fixedrange=True)
    chart.update_yaxes(rangemode="tozero", automargin=True)
    chart.update_xaxes(
        showgrid=False, fixedrange=True, linecolor=INK, type="category", automargin=True
    )
    return chart


def groups_chart(figures: Sequence[Figure], metric: Metric) -> go.Figure:
    """The value of each group as a bar from zero, with its interval and its value as text."""
    shown = [figure for figure in figures if figure.value is not None]
    values = [figure.value or 0.0 for figure in shown]
    chart = go.Figure(
        go.Bar(
            x=values,
            y=[figure.group for figure in shown],
            orientation="h",
            marker={"color": UNIT},
            error_x=_whiskers(shown, values),
            width=0.6,
            text=[value_text(figure, metric) for figure in shown],
            textposition="inside",
            insidetextanchor="start",
            insidetextfont={"color": "#FFFFFF"},
            hoverinfo="skip",
        )
    )
    chart.update_layout(**_layout(90 + ROW_HEIGHT * max(len(shown), 1)), showlegend=False)
    chart.update_xaxes(title=metric.unit_of_value, gridcolor=GRID, rangemode="tozero")
    chart.update_xaxes(fixedrange=True, automargin=True)
    chart.update_yaxes(autorange="reversed", fixedrange=True, showgrid=False, automargin=True)
    return chart


def _line(line: Line, metric: Metric, with_interval: bool) -> go.Scatter:
    values = [figure.judged for figure in line.figures]
    whiskers = None
    if with_interval:
        whiskers = {
            "type": "data", "symmetric": False, "color": INK, "thickness": 1, "width": 3,
            "array": [_reach(f.judged_upper, f.judged) for f in line.figures],
            "arrayminus": [_reach(f.judged, f.judged_lower) for f in line.figures],
        }  # fmt: skip
    return go.Scatter(
        x=[short_period(figure.period) for figure in line.figures], y=values, name=line.name,
        mode="lines+markers", line={"color": line.colour, "dash": line.dash, "width": 2},
        marker={"size": 7}, error_y=whiskers, connectgaps=False,
        text=[judged_text(figure, metric) for figure in line.figures],
        hovertemplate="%{x}: %{text}<extra>" + line.name + "</extra>",
    )  # fmt: skip


def _whiskers(figures: Sequence[Figure], values: Sequence[float]) -> dict[str, object]:
    return {
        "type": "data", "symmetric": False, "color": INK, "thickness": 2, "width": 5,
        "array": [_reach(f.upper, v) for f, v in zip(figures, values, strict=True)],
        "arrayminus": [_reach(v, f.lower) for f, v in zip(figures, values, strict=True)],
    }  # fmt: skip


def _reach(far: float | None, near: float | None) -> float:
    """How long a whisker is; nothing where there is no interval."""
    return 0.0 if far is None or near is None else far - near


def _layout(height: int) -> dict[str, object]:
    return {
        "height": height, "paper_bgcolor": "#FFFFFF", "plot_bgcolor": "#FFFFFF",
        "font": {"family": FONT, "size": 14, "color": INK},
        "margin": {"l": 10, "r": 20, "t": 30, "b": 10},
    }  # fmt: skip

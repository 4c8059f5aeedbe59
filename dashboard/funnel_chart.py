"""A funnel as a picture: units by their bases, the whole force, and the limits of chance around it.

A pure function, as in `charts`: a funnel in, a Plotly figure out.
"""

import plotly.graph_objects as go

from dashboard.charts import AXIS, FONT, FORCE, INK, QUIET, UNIT
from metrics.definitions.models import Kind, Metric
from metrics.funnel import Funnel, UnitPoint
from metrics.judgement.funnel_lines import FunnelLine
from metrics.wording.funnels import PLACES
from metrics.wording.judgements import cases_text, judged_number

# A unit beyond a limit has another shape as well as another colour.
MARKS = {0: ("circle-open", QUIET, 9), 1: ("diamond", "#54319F", 11), 2: ("square", "#801650", 11)}
NAMES = {0: "Within the limits", 1: "Outside 95%", 2: "Outside 99.8%"}
BASES = {
    Kind.PROPORTION: "Cases in the base", Kind.RATE: "Base of the rate",
    Kind.REPRESENTATION: "People whose group is known",
}  # fmt: skip
DASHES = {("95%", False): "dash", ("99.8%", False): "solid", ("95%", True): "dot",
          ("99.8%", True): "dot"}  # fmt: skip


def funnel_chart(funnel: Funnel, metric: Metric, own: str) -> go.Figure:
    """The units of a funnel with its limits; the unit `own` is ringed and named."""
    ends = [line.base[-1] for line in funnel.lines if line.base]
    force = {
        "type": "scatter", "mode": "lines", "name": "The force", "hoverinfo": "skip",
        "x": [0, max(ends, default=1)], "y": [funnel.centre, funnel.centre],
        "line": {"color": FORCE, "width": 1.5},
    }  # fmt: skip
    marks = [_marks(funnel, metric, place) for place in MARKS]
    mine = [point for point in funnel.points if point.figure.unit == own]
    layout = {
        "height": 460, "paper_bgcolor": "#FFFFFF", "plot_bgcolor": "#FFFFFF",
        "font": {"family": FONT, "size": 14, "color": INK},
        "margin": {"l": 10, "r": 20, "t": 10, "b": 10},
        "legend": {"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom", "x": 0},
        "xaxis": AXIS | {
            "title": {"text": BASES[metric.kind]}, "rangemode": "tozero", "tickformat": ",",
        },
        "yaxis": AXIS | {
            "title": {"text": metric.unit_of_value, "standoff": 12}, "range": _span(funnel),
        },
        "annotations": [_name(point) for point in mine],
    }  # fmt: skip
    traces = [*map(_limit, funnel.lines), force, *(mark for mark in marks if mark["x"])]
    return go.Figure([*traces, *map(_ring, mine)], layout)


def _span(funnel: Funnel) -> list[float]:
    """Around the units, and the limits where units are largest: the funnel's mouth is cut off."""
    values = [point.figure.judged or 0.0 for point in funnel.points] + [funnel.centre]
    values += [line.value[-1] for line in funnel.lines if line.value]
    room = (max(values) - min(values)) / 4 or funnel.centre / 4
    return [max(0.0, min(values) - room), max(values) + room]


def _limit(line: FunnelLine) -> dict[str, object]:
    named = f"{line.level}, wider" if line.wide else f"{line.level} limits"
    return {
        "type": "scatter", "mode": "lines", "name": named, "hoverinfo": "skip",
        "x": list(line.base), "y": list(line.value), "showlegend": line.upper,
        "legendgroup": named,
        "line": {"color": UNIT if line.wide else QUIET, "dash": DASHES[line.level, line.wide],
                 "width": 1 if line.level == "95%" else 1.5},
    }  # fmt: skip


def _marks(funnel: Funnel, metric: Metric, place: int) -> dict[str, object]:
    symbol, colour, size = MARKS[place]
    points = [point for point in funnel.points if abs(point.place) == place]
    return {
        "type": "scatter", "mode": "markers", "name": NAMES[place],
        "x": [p.figure.denominator for p in points], "y": [p.figure.judged for p in points],
        "marker": {"symbol": symbol, "color": colour, "size": size, "line": {"width": 1.5}},
        "text": [_said(point, metric) for point in points],
        "hovertemplate": "%{text}<extra></extra>",
    }  # fmt: skip


def _said(point: UnitPoint, metric: Metric) -> str:
    value = judged_number(point.figure.judged or 0.0, metric)
    return f"{point.name}: {value}, {cases_text(point.figure, metric)}, {PLACES[point.place]}"


def _ring(point: UnitPoint) -> dict[str, object]:
    return {
        "type": "scatter", "mode": "markers", "showlegend": False, "hoverinfo": "skip",
        "x": [point.figure.denominator], "y": [point.figure.judged],
        "marker": {"symbol": "circle-open", "color": UNIT, "size": 20, "line": {"width": 2.5}},
    }  # fmt: skip


def _name(point: UnitPoint) -> dict[str, object]:
    return {
        "x": point.figure.denominator, "y": point.figure.judged, "text": point.name,
        "showarrow": False, "yshift": 22, "font": {"color": UNIT},
        "bgcolor": "rgba(255, 255, 255, 0.6)",
    }  # fmt: skip

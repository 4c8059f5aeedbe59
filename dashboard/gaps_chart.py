"""Ratios of groups to their reference group as dots with intervals, around the band of no flag.

A pure function, as in `charts`: released figures in, a Plotly figure out.
"""

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts import AXIS, FORCE, INK, UNIT, layout_of, reach
from metrics.figure import Disparity
from metrics.judgement.comparing import FLAG
from metrics.wording.numbers import number

ROW_HEIGHT = 32
BAND = (0.8, 1.25)
TICKS = (0.125, 0.25, 0.5, 0.8, 1, 1.25, 2, 4, 8)


def gaps_chart(pairs: Sequence[Disparity]) -> go.Figure:
    """One row a gap, numbered as in its table; a flagged one is a filled diamond, others a ring."""
    groups = [pair.group for pair in pairs]
    labels = [
        f"{place}. {f.group}  {number(f.ratio, 2) if f.ratio is not None else 'not given'}"
        for place, f in enumerate(groups, start=1)
    ]
    flagged = [f.disparity == FLAG for f in groups]
    whiskers = {
        "type": "data", "symmetric": False, "color": INK, "thickness": 2, "width": 5,
        "array": [reach(f.ratio_upper, f.ratio) for f in groups],
        "arrayminus": [reach(f.ratio, f.ratio_lower) for f in groups],
    }  # fmt: skip
    dots = {
        "type": "scatter", "mode": "markers", "hoverinfo": "skip", "error_x": whiskers,
        "x": [f.ratio or None for f in groups], "y": labels,
        "marker": {
            "symbol": ["diamond" if flag else "circle-open" for flag in flagged],
            "color": UNIT, "size": 11, "line": {"width": 2},
        },
    }  # fmt: skip
    place = {"xref": "x", "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    band = {"type": "rect", "x0": BAND[0], "x1": BAND[1], "fillcolor": "#EEEEEE",
            "line": {"width": 0}}  # fmt: skip
    parity = {"type": "line", "x0": 1, "x1": 1, "line": {"color": FORCE, "width": 1.5}}
    layout = layout_of(100 + ROW_HEIGHT * max(len(groups), 1)) | {
        "showlegend": False, "shapes": [place | band, place | parity],
        "xaxis": AXIS | {"type": "log", "title": {"text": "ratio (no flag within the grey band)"},
                         "tickvals": list(TICKS), "ticktext": [f"{t:g}" for t in TICKS]},
        "yaxis": AXIS | {"type": "category", "categoryorder": "array", "showgrid": False,
                         "categoryarray": labels[::-1], "range": [-0.5, len(labels) - 0.5]},
    }  # fmt: skip
    return go.Figure([dots], layout)

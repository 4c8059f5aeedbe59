"""Ratios of groups to their reference group as dots with intervals, around the band of no flag.

A pure function, as in `charts`: released figures in, a Plotly figure out.
"""

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts import AXIS, FORCE, dots, layout_of
from metrics.figure import Disparity
from metrics.judgement.comparing import FLAG
from metrics.wording.edges import FLAG_EDGES
from metrics.wording.judgements import ratio_plain

ROW_HEIGHT = 32
TICKS = (0.125, 0.25, 0.5, 1, 2, 4, 8)
# The ends of the band beside 1 would not fit on a narrow screen: they stand in the words.
RATIO = f"ratio (no flag in grey, {min(FLAG_EDGES):g} to {max(FLAG_EDGES):g})"


def gaps_chart(pairs: Sequence[Disparity]) -> go.Figure:
    """One row a gap, numbered as in its table; a flagged one is a filled diamond, others a ring."""
    groups = [pair.group for pair in pairs]
    labels = [
        f"{place}. {f.group}  {ratio_plain(f.ratio) if f.ratio is not None else 'not given'}"
        for place, f in enumerate(groups, start=1)
    ]
    symbols = ["diamond" if f.disparity == FLAG else "circle-open" for f in groups]
    # A ratio of 0 has no place on an axis of ratios.
    ends = [(f.ratio_lower, f.ratio or None, f.ratio_upper) for f in groups]
    place = {"xref": "x", "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    band = {"type": "rect", "x0": min(FLAG_EDGES), "x1": max(FLAG_EDGES), "fillcolor": "#EEEEEE",
            "line": {"width": 0}}  # fmt: skip
    parity = {"type": "line", "x0": 1, "x1": 1, "line": {"color": FORCE, "width": 1.5}}
    layout = layout_of(100 + ROW_HEIGHT * max(len(groups), 1)) | {
        "showlegend": False, "shapes": [place | band, place | parity],
        "xaxis": AXIS | {"type": "log", "title": {"text": RATIO},
                         "tickvals": list(TICKS), "ticktext": [f"{t:g}" for t in TICKS]},
        "yaxis": AXIS | {"type": "category", "categoryorder": "array", "showgrid": False,
                         "categoryarray": labels[::-1], "range": [-0.5, len(labels) - 0.5]},
    }  # fmt: skip
    return go.Figure([dots(labels, ends, symbols)], layout)

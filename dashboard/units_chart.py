"""One measure's units as dots with their intervals, in the order given, and the target if any.

A pure function, as in `charts`: released figures in, a Plotly figure out.
"""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from dashboard.charts import AXIS, INK, dots, layout_of, target_ends
from metrics.definitions.models import Metric, Target
from metrics.figure import Figure
from metrics.wording.judgements import judged_text, judged_unit
from metrics.wording.targets import target_text

ROW_HEIGHT = 30


def units_chart(
    figures: Sequence[Figure], metric: Metric, names: Mapping[str, str], own: str
) -> go.Figure:
    """The judged figure of each unit with its interval; `own` is filled. `names` is by code.

    A unit whose figure is absent keeps its row, with the shorthand and no dot.
    """
    labels = [f"{names[f.unit]}  {judged_text(f, metric)}" for f in figures]
    symbols = ["circle" if f.unit == own else "circle-open" for f in figures]
    ends = [(f.judged_lower, f.judged, f.judged_upper) for f in figures]
    layout = layout_of(100 + ROW_HEIGHT * max(len(figures), 1)) | {
        "showlegend": False,
        "xaxis": AXIS | {"title": {"text": judged_unit(metric)}},
        "yaxis": AXIS | {"type": "category", "categoryorder": "array",
                         "categoryarray": labels[::-1], "range": [-0.5, len(labels) - 0.5]},
    }  # fmt: skip
    if isinstance(metric.target, Target):
        layout |= _target(metric, metric.target)
    return go.Figure([dots(labels, ends, symbols)], layout)


def _target(metric: Metric, target: Target) -> dict[str, object]:
    """A dotted upright line at each end of what is on track, with the target in words above."""
    ends = target_ends(metric, target)
    place = {"xref": "x", "yref": "paper"}
    line = {"type": "line", "line": {"color": INK, "dash": "dot", "width": 1.5}, "y0": 0, "y1": 1}
    label = {
        "xref": "paper", "yref": "paper", "x": 1, "y": 1, "xanchor": "right", "yanchor": "bottom",
        "showarrow": False, "text": f"Dotted: target {target_text(metric)}",
    }  # fmt: skip
    return {
        "shapes": [place | line | {"x0": end, "x1": end} for end in ends], "annotations": [label],
    }  # fmt: skip

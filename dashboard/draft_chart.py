"""A draft over time beside the present definition: the picture of a preview in the workshop."""

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts import AXIS, FORCE, LEGEND, PERIODS, UNIT, layout_of
from metrics.definitions.models import Metric
from metrics.wording.drafts import DRAFTED, PRESENT
from metrics.wording.judgements import judged_unit
from metrics.wording.overlap import Both
from metrics.wording.periods import axis_period, axis_title


def draft_chart(old: Metric | None, new: Metric, periods: Sequence[Both]) -> go.Figure:
    """The judged figure of each period as drafted, and as it is where both are of one unit."""
    traces = [_line(DRAFTED, periods, [each.new for each in periods], UNIT, "solid")]
    if old and judged_unit(old) == judged_unit(new):
        traces.append(_line(PRESENT, periods, [each.old for each in periods], FORCE, "dash"))
    layout = layout_of(320) | {
        "showlegend": True, "legend": LEGEND,
        "yaxis": AXIS | {"title": {"text": judged_unit(new)}, "rangemode": "tozero"},
        "xaxis": PERIODS | {"title": {"text": axis_title(new.period)}},
    }  # fmt: skip
    return go.Figure(traces, layout)


def _line(
    name: str, periods: Sequence[Both], values: Sequence[float | None], colour: str, dash: str
) -> dict[str, object]:
    return {
        "type": "scatter", "mode": "lines+markers", "name": name, "connectgaps": False,
        "hoverinfo": "skip", "x": [axis_period(each.period) for each in periods],
        "y": list(values), "line": {"color": colour, "dash": dash, "width": 2},
        "marker": {"size": 7},
    }  # fmt: skip

"""How a chart over time shows that a series breaks: the line is parted, and an upright says why.

Pure functions, as in `charts`: released figures in, parts of a Plotly figure out.
"""

from collections.abc import Sequence
from typing import TypeVar

from metrics.series_breaks import SeriesBreak
from metrics.wording.breaks import break_label

Value = TypeVar("Value")
INK = "#0B0C0C"


def parted(values: Sequence[Value], breaks: Sequence[SeriesBreak], at: Value) -> list[Value]:
    """The values with `at` before each break, where a line with a hole is not joined."""
    places = {one.place for one in breaks}
    return [
        each
        for place, value in enumerate(values)
        for each in ([at, value] if place in places else [value])
    ]


def twice(names: Sequence[str], breaks: Sequence[SeriesBreak]) -> list[str]:
    """The names of an axis with the first of each new part twice: the hole needs a place."""
    places = {one.place for one in breaks}
    return [
        each
        for place, name in enumerate(names)
        for each in ([name, name] if place in places else [name])
    ]


def uprights(breaks: Sequence[SeriesBreak]) -> tuple[list[dict[str, object]], ...]:
    """A dashed upright between two periods for each break, and its words: shapes, annotations."""
    line = {"type": "line", "line": {"color": INK, "dash": "dash", "width": 1.5}}
    shapes = [
        line | {"xref": "x", "yref": "paper", "x0": x, "x1": x, "y0": 0, "y1": 1}
        for x in (one.place - 0.5 for one in breaks)
    ]
    words = [
        {
            "xref": "x", "yref": "paper", "x": one.place - 0.5, "y": 0, "xanchor": "left",
            "yanchor": "bottom", "showarrow": False, "text": break_label(one), "xshift": 4,
        }
        for one in breaks
    ]  # fmt: skip
    return shapes, words

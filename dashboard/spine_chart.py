"""A spine as a small picture in a table's row: where a unit lies among the units of its level.

A pure function, as in `charts`: released numbers in, a picture out. Every number of it stands in
words in the same cell, so the picture has an empty alternative text.
"""

from base64 import b64encode
from collections.abc import Sequence

from dashboard.charts import FORCE, INK, QUIET, UNIT
from dashboard.markup import Markup, element
from metrics.spines import Spine

WIDTH, HEIGHT, EDGE, MIDDLE = 220, 30, 9, 15
BAND, SIMILAR = "#D6D6D6", "#28A197"


def spine_picture(
    spine: Spine, own: float | None, force: float | None, similar: float | None
) -> Markup:
    """The line from the lowest to the highest unit, its middle half, and up to three marks on it.

    `own` is the unit's figure, `force` that of the rest of the force, `similar` that of the rest of
    its group; None is not drawn. Each mark has a shape of its own.
    """
    marks = [value for value in (own, force, similar) if value is not None]
    low, high = min(spine.lowest, *marks, spine.highest), max(spine.highest, *marks, spine.lowest)
    span = (high - low) or 1.0

    def x(value: float) -> float:
        return EDGE + (value - low) / span * (WIDTH - 2 * EDGE)

    ends = [_upright(x(end), 4, QUIET) for end in (spine.lowest, spine.highest)]
    line = _line((x(spine.lowest), x(spine.highest)), (MIDDLE, MIDDLE), QUIET)
    parts = [line, *ends, _band(x(spine.lower_quartile), x(spine.upper_quartile))]
    parts += [] if force is None else [_upright(x(force), MIDDLE - 2, FORCE)]
    parts += [] if similar is None else [_diamond(x(similar))]
    parts += [] if own is None else [_dot(x(own))]
    return _picture(parts)


def _picture(parts: Sequence[Markup]) -> Markup:
    """Parts of a drawing as an image: pages let no drawing stand in their own HTML."""
    size = {"width": str(WIDTH), "height": str(HEIGHT)}
    box = {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {WIDTH} {HEIGHT}"}
    drawing = b64encode(element("svg", *parts, **box, **size).html.encode()).decode()
    source = f"data:image/svg+xml;base64,{drawing}"
    return element("img", src=source, alt="", class_="spine", **size)


def _upright(x: float, reach: float, colour: str) -> Markup:
    return _line((x, x), (MIDDLE - reach, MIDDLE + reach), colour)


def _line(x: tuple[float, float], y: tuple[float, float], colour: str) -> Markup:
    places = {"x1": _at(x[0]), "x2": _at(x[1]), "y1": _at(y[0]), "y2": _at(y[1])}
    width = "3" if colour == FORCE else "1.5"
    return element("line", stroke=colour, stroke_width=width, **places)


def _band(left: float, right: float) -> Markup:
    place = {"x": _at(left), "y": _at(MIDDLE - 6), "height": "12"}
    return element("rect", width=_at(max(right - left, 1)), fill=BAND, stroke=QUIET, **place)


def _diamond(x: float) -> Markup:
    corners = ((x, MIDDLE - 7), (x + 7, MIDDLE), (x, MIDDLE + 7), (x - 7, MIDDLE))
    points = " ".join(f"{_at(a)},{_at(b)}" for a, b in corners)
    return element("polygon", points=points, fill=SIMILAR, stroke=INK)


def _dot(x: float) -> Markup:
    return element("circle", cx=_at(x), cy=str(MIDDLE), r="6", fill=UNIT, stroke="#FFFFFF")


def _at(place: float) -> str:
    return f"{place:.1f}"

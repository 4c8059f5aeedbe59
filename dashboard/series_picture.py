"""A measure over time as a small drawing for paper: a line, its target, its first and last figure.

A pure function, as in `charts`: released figures in, a drawing with its words out.
"""

from collections.abc import Sequence

from dashboard.broken_lines import parted
from dashboard.charts import INK, QUIET, UNIT, target_ends
from dashboard.markup import Markup, element
from metrics.definitions.models import Metric, Target
from metrics.figure import Figure
from metrics.series_breaks import series_breaks
from metrics.wording.judgements import judged_text
from metrics.wording.periods import short_period
from metrics.wording.sentences import series_alt
from metrics.wording.targets import target_text

WIDTH, HEIGHT, EDGE, TOP, BOTTOM = 620, 146, 14, 26, 104


def series_picture(figures: Sequence[Figure], metric: Metric, unit: str) -> Markup:
    """The judged figures in order of time; nothing is joined across a hole or a break.

    The drawing has its title and its alternative text in it, for whoever has it read aloud.
    """
    said = [element("title", metric.title), element("desc", series_alt(figures, metric, unit))]
    box = {"viewBox": f"0 0 {WIDTH} {HEIGHT}", "width": str(WIDTH), "height": str(HEIGHT)}
    parts = _parts(figures, metric)
    return element("svg", *said, *parts, **box, role="img", aria_label=metric.title)


def _parts(figures: Sequence[Figure], metric: Metric) -> list[Markup]:
    shown = [(place, f.judged) for place, f in enumerate(figures) if f.judged is not None]
    if not shown:
        return [_words(EDGE, TOP, "No period can be shown.")]
    aims = target_ends(metric, metric.target) if isinstance(metric.target, Target) else []
    values = [value for _, value in shown] + aims
    low, high = min(0.0, *values), max(values)

    def x(place: int) -> float:
        return EDGE + place / max(len(figures) - 1, 1) * (WIDTH - 2 * EDGE)

    def y(value: float) -> float:
        return BOTTOM - (value - low) / ((high - low) or 1.0) * (BOTTOM - TOP)

    marks = [_dot(x(place), y(value)) for place, value in shown]
    points = [None if f.judged is None else (x(i), y(f.judged)) for i, f in enumerate(figures)]
    runs = _runs(parted(points, series_breaks([f.end for f in figures], metric), None))
    return [
        _line((EDGE, y(0.0 if low <= 0 <= high else low)), INK, ""),
        *(_line((EDGE, y(aim)), INK, "2 4") for aim in aims),
        *(_joined(run) for run in runs), *marks, *_ends(figures, metric),
    ]  # fmt: skip


def _ends(figures: Sequence[Figure], metric: Metric) -> list[Markup]:
    """The first and the last figure in words under the line, and the target above it."""
    first, last = figures[0], figures[-1]
    aim = f"Dotted: target {target_text(metric)}" if isinstance(metric.target, Target) else ""
    return [
        _words(EDGE, 12, aim),
        _words(EDGE, HEIGHT - 24, f"{short_period(first.period)}: {judged_text(first, metric)}"),
        _words(WIDTH - EDGE, HEIGHT - 6,
               f"{short_period(last.period)}: {judged_text(last, metric)}", "end"),
    ]  # fmt: skip


def _runs(points: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """The points that follow one another without a hole."""
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def _joined(run: Sequence[tuple[float, float]]) -> Markup:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
    return element("polyline", points=points, fill="none", stroke=UNIT, stroke_width="2")


def _line(start: tuple[float, float], colour: str, dashes: str) -> Markup:
    places = {"x1": f"{start[0]:.1f}", "x2": str(WIDTH - EDGE)}
    height = f"{start[1]:.1f}"
    look = {"stroke": colour, "stroke-dasharray": dashes}
    return element("line", y1=height, y2=height, **places, **look)


def _dot(x: float, y: float) -> Markup:
    return element("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="3.5", fill=UNIT)


def _words(x: float, y: float, words: str, anchor: str = "start") -> Markup:
    place = {"x": f"{x:.0f}", "y": f"{y:.0f}", "text-anchor": anchor, "font-size": "13"}
    return element("text", words, fill=QUIET, **place)

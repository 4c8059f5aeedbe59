"""The tables of the Measure page: one row a group, a period, a point of a control chart."""

from collections.abc import Collection, Sequence

from dashboard.cards import status_cell
from dashboard.markup import Cell, Head, Markup, paragraph, table
from dashboard.view import View
from metrics.definitions.contracts import Coding
from metrics.definitions.models import Kind, Metric
from metrics.figure import Figure, Point
from metrics.funnel import Funnel
from metrics.series_breaks import SeriesBreak, series_breaks
from metrics.wording import judgements, sentences
from metrics.wording.breaks import marked_period
from metrics.wording.funnels import PLACES, why_not_in
from metrics.wording.numbers import interval_text, number

REVISED = "[r]"


def groups_table(caption: str, figures: Sequence[Figure], metric: Metric, coding: Coding) -> Markup:
    """One row a group: value, interval, cases, ratio and gap to the reference group.

    Of a count there is no interval, and groups of it are compared by its rate, not by itself.
    """
    heads = [Head("Group"), Head(f"Value ({metric.unit_of_value})", True)]
    if metric.kind is Kind.COUNT:
        rows = [(f.group, judgements.plain_value(f, metric)) for f in figures]
        return table(caption, heads, rows)
    heads += [Head("95% interval", True), Head("Cases", True)]
    if coding.reference:
        against = f"{coding.reference} (95% interval)"
        heads += [Head(f"Ratio to {against}", True), Head(f"Gap to {against}", True)]
        heads += [Head("Disparity")]
    return table(caption, heads, [_group_row(f, metric, coding) for f in figures])


def _group_row(figure: Figure, metric: Metric, coding: Coding) -> tuple[Cell, ...]:
    decimals = judgements.value_decimals(metric)
    row = (
        figure.group,
        judgements.plain_value(figure, metric),
        interval_text(figure.lower, figure.upper, decimals),
        judgements.cases_text(figure, metric),
    )
    if not coding.reference:
        return row
    if figure.group == coding.reference:
        return (*row, "reference", "reference", "reference")
    compared = figure.disparity or "Not compared"
    return (*row, judgements.ratio_text(figure), judgements.gap_text(figure, metric), compared)


def groups_note(view: View, figures: Sequence[Figure], metric: Metric, coding: Coding) -> Markup:
    """What must be known to read a table of groups: the reference, and how many are unknown."""
    limit = view.configuration.scorecard.judging.unknown_share_limit
    compared = coding.reference and metric.kind is not Kind.COUNT
    said = [f"Compared with {coding.reference}. "] if compared else []
    return paragraph(*said, sentences.unknown_sentence(figures, metric, coding, limit))


def series_table(
    caption: str, figures: Sequence[Figure], metric: Metric,
    revised: Collection[tuple[object, ...]] = (),
) -> Markup:  # fmt: skip
    """One row a period, newest first: judged figure, interval, cases, status; [b] at a break.

    A figure that stands in `revised`, as `news.revised` gives it, has [r].
    """
    places = {one.place for one in series_breaks([f.end for f in figures], metric)}
    beside = [] if metric.kind is Kind.COUNT else [Head("95% interval", True), Head("Cases", True)]
    heads = [Head("Period"), Head("Value"), *beside, Head("Status")]
    rows = [
        (
            marked_period(f.period, broken=place in places),
            judgements.judged_text(f, metric)
            + (f" {REVISED}" if (str(f.type), f.end, f.breakdown, f.group) in revised else ""),
            *(_interval_and_cases(f, metric) if beside else ()),
            status_cell(f),
        )
        for place, f in reversed(list(enumerate(figures)))
    ]
    return table(caption, heads, rows)


def _interval_and_cases(figure: Figure, metric: Metric) -> tuple[str, str]:
    decimals = judgements.judged_decimals(metric)
    interval = interval_text(figure.judged_lower, figure.judged_upper, decimals)
    return interval, judgements.judged_cases_text(figure, metric)


def funnel_table(caption: str, funnel: Funnel, metric: Metric) -> Markup:
    """One row a unit of a funnel: value, interval, cases, and where it lies; those hidden too."""
    heads = [
        Head("Unit"), Head(f"Value ({metric.unit_of_value})", True), Head("95% interval", True),
        Head("Cases", True), Head("In the funnel"),
    ]  # fmt: skip
    wide = funnel.spread.offer_wider
    heads += [Head("By the wider limits")] if wide else []
    decimals = judgements.judged_decimals(metric)
    rows: list[tuple[Cell, ...]] = [
        (
            p.name, judgements.plain_value(p.figure, metric),
            interval_text(p.figure.judged_lower, p.figure.judged_upper, decimals),
            judgements.cases_text(p.figure, metric), PLACES[p.place],
            *([PLACES[p.wide_place or 0]] if wide else []),
        )
        for p in funnel.points
    ]  # fmt: skip
    for name, figure in funnel.hidden:
        mark, said = judgements.judged_text(figure, metric), why_not_in(figure)
        rows.append((name, mark, "not given", judgements.cases_text(figure, metric), said,
                     *([said] if wide else [])))  # fmt: skip
    return table(caption, heads, rows)


def points_table(
    caption: str, points: Sequence[Point], metric: Metric, breaks: Sequence[SeriesBreak] = ()
) -> Markup:
    """One row a point of a control chart, newest first: value, mean, limits, what it signals."""
    places = {one.place for one in breaks}
    heads = [
        Head("Period"), Head(f"Value ({judgements.judged_unit(metric)})", True), Head("Mean", True),
        Head("Limits", True), Head("Signal"), Head("Rule met"),
    ]  # fmt: skip
    decimals = judgements.judged_decimals(metric)

    def shown(value: float | None) -> str:
        return "[c] or [x]" if value is None else number(value, decimals)

    rows = [
        (
            marked_period(p.period, broken=place in places), shown(p.value), shown(p.mean),
            interval_text(p.lower_limit, p.upper_limit, decimals), p.signal or "none",
            p.pattern or "none",
        )
        for place, p in reversed(list(enumerate(points)))
    ]  # fmt: skip
    return table(caption, heads, rows)

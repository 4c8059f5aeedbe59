"""Pieces of pages from released figures: tiles, rows of measures, tables of groups and periods."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
import streamlit as st

from dashboard import charts
from dashboard.markup import (
    Cell,
    Head,
    Markup,
    comparison_tag,
    element,
    joined,
    lines,
    link,
    paragraph,
    status_tag,
    table,
)
from dashboard.session import View
from metrics.definitions.contracts import Coding
from metrics.definitions.models import Metric, Theme
from metrics.figures import Figure
from metrics.judgement.status import Status
from metrics.quality import Graded
from metrics.wording import judgements, sentences
from metrics.wording.judgements import STATUS
from metrics.wording.numbers import interval_text
from metrics.wording.periods import long_period, short_period

DASH = " \N{EN DASH} "
TILE_ORDER = (Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK, Status.NOT_REPORTED)


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric with its judged figure, or none where it does not apply."""

    metric: Metric
    figure: Figure


def measures(view: View, figures: Mapping[str, Figure]) -> list[Measure]:
    """The figures with their metrics, in the order of the scorecard."""
    return [Measure(view.configuration.metrics[id_], figure) for id_, figure in figures.items()]


def measure_link(view: View, metric: Metric, unit: str = "") -> Markup:
    """A link to everything about one measure, with the choices that are made."""
    return link("metric", metric.title, metric=metric.title, **address(view, unit))


def measure_link_as(view: View, metric: Metric, unit: str, words: str) -> Markup:
    """A link to one measure of another unit, in other words than its title."""
    return link("metric", words, metric=metric.title, **address(view, unit))


def address(view: View, unit: str = "") -> dict[str, str]:
    """The choices as they stand in the address of every page."""
    configuration = view.configuration
    own = view.scope.own_unit
    return {
        "unit": unit or view.unit.name,
        "period": view.as_at.strftime("%B %Y"),
        "benchmark": view.benchmark,
        "role": configuration.access.role(view.scope.role).title,
        "own": configuration.organisation.by_code[own].name if own else "",
    }


def theme_tile(theme: Theme, figures: Sequence[Figure], view: View) -> Markup:
    """One theme with its lead and how many of its measures have each status."""
    counts = sentences.status_counts(figures)
    items = [
        element("li", status_tag(str(status)), f" {counts[status]}")
        for status in TILE_ORDER
        if counts[status] or status is not Status.NOT_REPORTED
    ]
    title = link("theme", f"{theme.id} {theme.name}", theme=theme.name, **address(view))
    lead = element("span", f"Lead: {theme.lead.role}", class_="quiet")
    return element("li", element("h2", title), lead, element("ul", *items), class_="tile")


def value_cell(measure: Measure, view: View) -> Markup:
    """The judged figure, what it is of, its period and its cases."""
    figure, metric = measure.figure, measure.metric
    value = element("strong", judgements.judged_text(figure, metric))
    said = judgements.absent_words(figure) if figure.judged is None else ""
    head = metric.headline
    whom = (
        f"{head.of} compared with {head.against}"
        if head and head.against
        else head.of
        if head
        else ""
    )
    graded = view.reader.grade(figure)
    doubt = f"data quality: {graded.grade}" if graded and graded.reasons else ""
    parts = [value, *(element("span", text, class_="quiet") for text in filter(None, (
        said, whom, short_period(figure.period), doubt,
    )))]  # fmt: skip
    return lines(*parts)


def benchmark_cell(figure: Figure, view: View) -> Cell:
    """How a figure compares with the chosen benchmark."""
    word = view.comparison(figure)
    return comparison_tag(word, judgements.comparison_text(word, view.benchmark))


def status_cell(figure: Figure) -> Markup:
    """A status, and the reason where one is needed."""
    return status_tag(figure.status)


def measures_table(caption: str, rows: Sequence[Measure], view: View) -> Markup:
    """One row a measure: value, status, target, comparison, since, owner."""
    heads = [
        Head("Measure"), Head("Value"), Head("Cases"), Head("Status"), Head("Target"),
        Head("Comparison"), Head("Since"), Head("Owner"),
    ]  # fmt: skip
    cells = [
        (
            measure_link(view, m.metric),
            value_cell(m, view),
            judgements.cases_text(m.figure, m.metric),
            status_cell(m.figure),
            judgements.target_text(m.metric),
            benchmark_cell(m.figure, view),
            judgements.since_text(m.figure, m.metric),
            m.metric.owner.role,
        )
        for m in rows
    ]
    return table(caption, heads, cells)


def groups_table(caption: str, figures: Sequence[Figure], metric: Metric, coding: Coding) -> Markup:
    """One row a group: value, interval, cases, ratio and gap to the reference group."""
    heads = [
        Head("Group"), Head(f"Value ({metric.unit_of_value})", True), Head("95% interval", True),
        Head("Cases", True),
    ]  # fmt: skip
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
    said = [f"Compared with {coding.reference}. "] if coding.reference else []
    return paragraph(*said, sentences.unknown_sentence(figures, metric, coding, limit))


def series_table(caption: str, figures: Sequence[Figure], metric: Metric) -> Markup:
    """One row a period, newest first: judged figure, interval, cases, status."""
    heads = [
        Head("Period"), Head("Value"), Head("95% interval", True), Head("Cases", True),
        Head("Status"),
    ]  # fmt: skip
    rows = [
        (
            long_period(f.period),
            judgements.judged_text(f, metric),
            interval_text(f.judged_lower, f.judged_upper, judgements.judged_decimals(metric)),
            judgements.cases_text(f, metric),
            status_cell(f),
        )
        for f in reversed(figures)
    ]
    return table(caption, heads, rows)


def title(subject: str, *where: str) -> None:
    """The heading of a page, and the title of its window, which says subject, unit and period."""
    window = DASH.join((subject, *where, "Equality scorecard"))
    st.set_page_config(page_title=window, layout="wide")
    st.title(DASH.join((subject, *where[:1])), anchor=False)


def quality_note(graded: Graded | None) -> Markup:
    """How far a figure can be relied on, and everything that is against it."""
    if graded is None:
        return joined([])
    words = f"Data quality: {graded.grade}. "
    return paragraph(words, " ".join(graded.reasons), class_="quiet")


def shorthand_key() -> Markup:
    """What each mark for an absent figure means."""
    marks = [f"[{mark}] {words}" for mark, words in judgements.SHORTHAND.items()]
    return paragraph(joined(marks, " · "), class_="quiet")


def status_key() -> Markup:
    """Each status with its symbol and word."""
    return paragraph(joined([status_tag(str(status)) for status in STATUS]))


def chart(figure: go.Figure, alt: str, key: str) -> None:
    """Show a chart; it has no name for a screen reader without `alt`, so one is required."""
    st.plotly_chart(figure, config=charts.CONFIG, theme=None, alt=alt, key=key)

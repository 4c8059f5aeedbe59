"""Pieces of pages from released figures: tiles, rows of measures, tables of groups and periods."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
import streamlit as st

from dashboard import charts
from dashboard.markup import (
    Cell,
    Markup,
    comparison_tag,
    definition_link,
    element,
    joined,
    lines,
    link,
    paragraph,
    status_tag,
    why,
)
from dashboard.view import View
from metrics.definitions.contracts import Coding
from metrics.definitions.models import Metric, Theme
from metrics.figure import Figure
from metrics.judgement.status import Status
from metrics.quality import Graded
from metrics.wording import judgements, readings, sentences
from metrics.wording.periods import short_period

DASH = " \N{EN DASH} "
TILE_ORDER = (
    Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK, Status.NOT_REPORTED, Status.TOO_FEW,
    Status.WITHHELD,
)  # fmt: skip


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
        "release": view.published,
    }


def theme_tile(
    theme: Theme, figures: Sequence[Figure], before: Sequence[Figure], view: View
) -> Markup:
    """One theme with its lead, how many of its measures have each status, and what moved."""
    counts = sentences.status_counts(figures)
    items = [
        element("li", counted(status, counts[status]))
        for status in TILE_ORDER
        if counts[status] or status in sentences.JUDGEABLE
    ]
    title = link("theme", f"{theme.id} {theme.name}", theme=theme.name, **address(view))
    lead = element("span", f"Lead: {theme.lead.role}", class_="quiet")
    change = element("span", sentences.tile_change(figures, before), class_="quiet")
    return element("li", element("h2", title), lead, element("ul", *items), change, class_="tile")


def counted(status: Status, count: int) -> Markup:
    """A status with how many measures have it."""
    return element("span", status_tag(str(status)), f" {count}", class_="counted")


def unit_cell(view: View, metric: Metric, found: Figure | str) -> Cell:
    """The unit that a figure is of, with its level and value and a link; or words as they are."""
    if isinstance(found, str):
        return found
    organisation = view.configuration.organisation
    unit = organisation.by_code[found.unit]
    levels = {level.id: level.title.lower() for level in organisation.levels}
    return lines(
        measure_link_as(view, metric, unit.name, f"{unit.name} ({levels[unit.level]})"),
        judgements.judged_text(found, metric),
    )


def value_cell(measure: Measure, view: View, *more: str) -> Markup:
    """The judged figure with its definition, what it is of, its period and cases; `more` lines."""
    figure, metric = measure.figure, measure.metric
    defined = definition_link(metric.title, metric=metric.title, **address(view))
    value = joined([element("strong", judgements.judged_text(figure, metric)), defined])
    said = judgements.absent_words(figure) if figure.judged is None else ""
    coding = view.coding_judged(metric)
    whom = judgements.what_is_judged(metric, coding) if coding else ""
    graded = view.reader.grade(figure)
    doubt = f"data quality: {graded.grade}" if graded and graded.reasons else ""
    cases = judgements.judged_cases_text(figure, metric)
    # A count is its own cases.
    cases = "" if judgements.judged_text(figure, metric).startswith(f"{cases} ") else cases
    about = " · ".join(filter(None, (said, whom, short_period(figure.period), cases, doubt)))
    quiet = (element("span", words, class_="quiet") for words in (about, *more))
    return element("div", lines(value, *quiet), class_="value")


def disparity_cell(figure: Figure, metric: Metric, coding: Coding) -> Markup:
    """A flagged disparity as a ratio in words, and the gap beside it."""
    gap = element("span", f"Gap: {judgements.gap_text(figure, metric)}", class_="quiet")
    return lines(sentences.disparity_sentence(figure, metric, coding), gap)


def side_cell(figure: Figure, metric: Metric) -> Markup:
    """One side of a comparison: the group, its value, and on how many cases it rests."""
    value = judgements.value_text(figure, metric)
    cases = element("span", judgements.cases_text(figure, metric), class_="quiet")
    return lines(element("strong", figure.group), value, cases)


def benchmark_cell(figure: Figure, view: View) -> Cell:
    """How a figure compares with the chosen benchmark."""
    word = view.comparison(figure)
    return comparison_tag(word, judgements.comparison_text(word, view.beside))


def compared(figure: Figure, view: View) -> list[Cell]:
    """How the unit that is shown compares; the force, which is the benchmark, with nothing."""
    return [] if figure.unit == view.force.code else [benchmark_cell(figure, view)]


def similar_note(view: View) -> Markup:
    """Which units the unit is compared with as similar, and why; the force has none like it."""
    if view.unit.code == view.force.code:
        return joined([])
    names = {code: unit.name for code, unit in view.configuration.organisation.by_code.items()}
    return paragraph(readings.similar_sentence(view.unit, view.similar, names), class_="quiet")


def status_cell(figure: Figure) -> Markup:
    """A status with its symbol, word and colour."""
    return status_tag(figure.status)


def dated_status_cell(figure: Figure, metric: Metric) -> Markup:
    """A status with why it is so, and since when where it is one against a target."""
    tag = why(status_tag(figure.status), readings.status_reason(figure, metric))
    if Status(figure.status) not in sentences.JUDGEABLE:
        return tag
    return lines(tag, element("span", judgements.since_text(figure, metric), class_="quiet"))


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


def chart(figure: go.Figure, alt: str, key: str) -> None:
    """Show a chart; it has no name for a screen reader without `alt`, so one is required."""
    st.plotly_chart(figure, config=charts.CONFIG, theme=None, alt=alt, key=key)

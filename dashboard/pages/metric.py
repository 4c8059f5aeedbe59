"""Everything about one measure: finding, trend, groups, units, definition, provenance."""

import streamlit as st

from dashboard import (
    actions_shown,
    among_units,
    cards,
    charts,
    definition,
    downloads,
    groups_shown,
    lists,
    posts_shown,
    session,
    tables,
)
from dashboard.markup import element, heading, joined, jumps, link, page, paragraph
from dashboard.news_shown import measure_news
from metrics import board
from metrics.news import revised
from metrics.series_breaks import chart_breaks, series_breaks
from metrics.wording import judgements, periods, readings, sentences
from metrics.wording.breaks import breaks_note
from metrics.wording.periods import day_text

DEFINED = {"#definition": "Definition", "#source": "Where the figures come from"}
FIGURES = {"#over-time": "Over time", "#groups": "By group"}

view = session.view()
unit, force = view.unit, view.force
titles = session.titles(view.configuration.scorecard.metrics)
top = st.container()
metric = titles[st.selectbox("Measure", list(titles), key="metric", bind="query-params")]
coding = view.coding_judged(metric)
figure = view.reader.headlines(unit.code, view.as_at).get(metric.id)
finding = (
    sentences.finding_sentence(figure, metric, unit.name, coding)
    if figure
    else f"[z] This measure does not apply to {unit.name}."
)
places = (FIGURES if figure and metric.breakdowns else {}) | DEFINED
with top:
    cards.title(metric.title, unit.name, day_text(view.as_at))
    st.html(page(paragraph(finding, class_="lead"), jumps(places)))
# Streamlit takes what stands behind a # out of an address: who asks for the definition has it here.
first = st.container() if st.query_params.get("part") == "definition" else None

if figure:
    said = [cards.status_cell(figure), *cards.compared(figure, view)]
    read = [
        readings.status_sentence(figure, metric), readings.trend_sentence(figure),
        readings.signal_sentence(figure),
    ]  # fmt: skip
    if coding:
        read.append(readings.gap_change_sentence(figure, metric, coding))
    st.html(page(
        paragraph(joined(said, " · ")),
        paragraph(" ".join(filter(None, read))), measure_news(view, unit, metric),
        paragraph(element("strong", "What to know: "), metric.limits),
        cards.quality_note(view.reader.grade(figure)),
    ))  # fmt: skip
    doing = lists.actions(view, unit, {metric.id: figure}).get(metric.id, [])
    if doing or figure.status in board.EXCEPTIONS:
        st.html(page(heading("What is done about it"), paragraph(
            f"{posts_shown.owner_text(lists.vacancies(view), metric.owner.role)}. ",
            actions_shown.first_action(doing),
        ), paragraph(link("actions", "Every action", **cards.address(view)))))  # fmt: skip

    among_units.show_beside(view, metric, figure)
    series = view.reader.series(metric, unit.code, view.as_at)
    lines = [charts.Line(unit.name, series)]
    if unit.code != force.code:
        whole = view.reader.series(metric, force.code, view.as_at)
        lines.append(charts.Line(force.name, whole, charts.FORCE, "dash"))
    unit_of = judgements.judged_unit(metric)
    st.html(page(heading("Over time", id_="over-time")))
    alt = sentences.series_alt(series, metric, unit.name)
    cards.chart(charts.series_chart(lines, metric, unit_of), alt, "series")
    caption = f"{metric.title}, {unit.name}, each period"
    notes = [breaks_note(series_breaks([f.end for f in series], metric)),
             periods.overlap_words(metric.period)]  # fmt: skip
    st.html(page(
        tables.series_table(caption, series, metric, revised(view.reader, metric.id, unit.code)),
        *(paragraph(words, class_="quiet") for words in notes if words),
    ))  # fmt: skip

    points = view.reader.points(figure)
    if any(point.value is not None for point in points):
        trial = paragraph(said) if (said := readings.limits_sentence(points)) else ""
        st.html(page(heading("Is a change more than chance?"), trial))
        ends, usual = [p.end for p in points], view.configuration.scorecard.judging.charts
        breaks = chart_breaks(ends, metric, metric.charts or usual)
        alt = readings.control_chart_alt(points, metric, unit.name, breaks)
        cards.chart(charts.control_chart(points, metric, unit_of, breaks), alt, "control")
        with st.expander("Control chart as a table"):
            caption = f"Control chart of {metric.title}, {unit.name}"
            st.html(page(tables.points_table(caption, points, metric, breaks)))

    groups_shown.show_groups(view, metric, figure)
    among_units.show_funnel(view, metric, figure.period)
    among_units.show_every_unit(view, metric, figure.period)

defined = definition.facts_of(view.configuration, metric)
(first or st).html(page(heading("Definition", id_="definition"), defined))
origin = definition.provenance(view, metric)
st.html(page(heading("Where the figures come from", id_="source"), origin))
downloads.show_downloads(view, metric)
st.html(page(cards.shorthand_key()))

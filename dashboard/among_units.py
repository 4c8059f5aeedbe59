"""How a unit stands among others: beside its benchmarks, in a funnel, and in a table of all."""

import streamlit as st

from dashboard import cards, tables
from dashboard.funnel_chart import funnel_chart
from dashboard.markup import Head, element, heading, page, paragraph, table
from dashboard.view import View
from metrics.definitions.models import Metric
from metrics.figure import Figure
from metrics.funnel import funnel_of
from metrics.periods import Period
from metrics.wording import funnels, judgements, readings
from metrics.wording.periods import long_period, short_period

NO_LEAGUE = (
    "A funnel is no league table: the limits are wide where there are few cases, and a unit within "
    "them does not differ from the rest of the force by more than chance. Each unit is held "
    "against the rest, itself left out, so the limits and the comparison always say the same."
)


def show_beside(view: View, metric: Metric, figure: Figure) -> None:
    """A unit's figure beside the rest of the force, of the unit above, and the similar units."""
    if view.unit.code == view.force.code:
        return
    alike = view.similar.name if view.similar else ""
    read = [
        element("li", readings.comparison_sentence(figure, metric, each))
        for each in readings.comparisons(figure, view.above, alike)
    ]
    # Where no units are named as similar, the last line has said so.
    note = cards.similar_note(view) if view.similar else ""
    st.html(page(heading("Beside other units"), element("ul", *read), note))


def show_funnel(view: View, metric: Metric, period: Period) -> None:
    """The units of one level around the whole force, where the measure has a funnel."""
    funnel = funnel_of(view.reader, metric, view.unit, period)
    if funnel is None or not funnel.points:
        return
    said = [funnels.spread_sentence(funnel), funnels.hidden_sentence(funnel)]
    st.html(page(
        heading("Do units differ by more than chance?"),
        paragraph(funnels.funnel_sentence(funnel, metric)), *map(paragraph, filter(None, said)),
    ))  # fmt: skip
    alt = funnels.funnel_alt(funnel, metric)
    cards.chart(funnel_chart(funnel, metric, view.unit.code), alt, "funnel")
    caption = f"Funnel of {metric.title} by {funnel.level}, {long_period(period)}"
    st.html(page(
        tables.funnel_table(caption, funnel, metric), paragraph(NO_LEAGUE, class_="quiet"),
    ))  # fmt: skip


def show_every_unit(view: View, metric: Metric, period: Period) -> None:
    """Every unit in organisation order, with its cases, status and comparison."""
    names = view.configuration.organisation.by_code
    rows = [
        (
            names[f.unit].name, judgements.judged_text(f, metric),
            judgements.judged_cases_text(f, metric), cards.status_cell(f),
            cards.benchmark_cell(f, view),
        )
        for f in view.reader.units(metric, period)
    ]  # fmt: skip
    heads = [Head("Unit"), Head("Value"), Head("Cases"), Head("Status"), Head("Comparison")]
    caption = f"{metric.title}, every unit in organisation order, {short_period(period)}"
    with st.expander("Every unit"):
        st.html(page(table(caption, heads, rows)))

"""The groups of a measure: each breakdown with its chart and table, those that tell most open."""

from collections.abc import Sequence

import streamlit as st

from dashboard import cards, charts, tables
from dashboard.markup import heading, page, paragraph
from dashboard.view import View
from metrics.definitions.models import Metric
from metrics.figure import Figure
from metrics.wording.gaps import breakdown_title, flags, no_groups_sentence
from metrics.wording.periods import long_period
from metrics.wording.sentences import groups_alt


def show_groups(view: View, metric: Metric, figure: Figure) -> None:
    """Each breakdown in its order: open where a gap is flagged or the status rests on it."""
    if not metric.breakdowns:
        return
    groups = view.reader.groups(metric, figure.unit, figure.period)
    st.html(page(heading("By group", id_="groups")))
    judged = view.coding_judged(metric)
    for name in metric.breakdowns:
        coding = view.configuration.breakdown(metric, name)
        rows = [f for f in groups if f.breakdown in {"", name}]
        telling = coding is judged or flags(rows) > 0 or name == metric.breakdowns[0]
        with st.expander(breakdown_title(coding, rows), expanded=telling):
            _show_breakdown(view, metric, name, rows)


def _show_breakdown(view: View, metric: Metric, name: str, rows: Sequence[Figure]) -> None:
    coding, unit = view.configuration.breakdown(metric, name), view.unit.name
    if not any(figure.breakdown == name for figure in rows):
        tier = view.configuration.access.tier(view.scope.tier)
        st.html(page(paragraph(no_groups_sentence(tier))))
        return
    alt = groups_alt(rows, metric, unit, coding)
    caption = f"{metric.title} by {coding.title}, {unit}, {long_period(rows[0].period)}"
    cards.chart(charts.groups_chart(rows, metric), alt, f"groups-{name}")
    st.html(page(
        tables.groups_table(caption, rows, metric, coding),
        tables.groups_note(view, rows, metric, coding),
    ))  # fmt: skip

"""Theme: aim, outcome, lead, and every key action with its measures or "No measure yet"."""

import streamlit as st

from dashboard import cards, session
from dashboard.markup import Head, facts, heading, page, paragraph, table
from metrics.wording import judgements
from metrics.wording.periods import day_text

view = session.view()
themes = {theme.name: theme for theme in view.configuration.scorecard.themes}
theme = themes[st.selectbox("Theme", list(themes), key="theme", bind="query-params")]
figures = view.reader.headlines(view.unit.code, view.as_at)
metrics = view.configuration.scorecard.metrics

cards.title(f"Theme {theme.id}: {theme.name}", view.unit.name, day_text(view.as_at))
st.html(page(facts({
    "Aim": theme.aim, "Outcome": theme.outcome, "Lead": theme.lead.role,
    "Governance": "The lead reports to the Diversity Board, which the Deputy Commissioner chairs.",
})))  # fmt: skip

rows = []
for action in theme.key_actions:
    mine = [metric for metric in metrics if metric.key_action == action.id]
    name = f"{action.id} {action.text}"
    if not mine:
        rows.append((name, "No measure yet", "", "", "", f"Owes a measure: {action.owner}"))
    for metric in mine:
        figure = figures.get(metric.id)
        if figure is None:
            absent = "[z] does not apply to this unit"
            link = cards.measure_link(view, metric)
            rows.append((name, link, absent, "", "", metric.owner.role))
            continue
        measure = cards.Measure(metric, figure)
        rows.append((
            name, cards.measure_link(view, metric), cards.value_cell(measure, view),
            cards.status_cell(figure), judgements.target_text(metric), metric.owner.role,
        ))  # fmt: skip
heads = [
    Head("Key action"), Head("Measure"), Head("Value"), Head("Status"), Head("Target"),
    Head("Owner"),
]  # fmt: skip
filled = [tuple(cell or "[z]" for cell in row) for row in rows]
st.html(page(
    heading("Key actions and their measures"),
    table(f"Key actions of theme {theme.id}, {view.unit.name}", heads, filled),
    paragraph("A key action without a measure says who owes one.", class_="quiet"),
    cards.shorthand_key(),
))  # fmt: skip

"""Theme: aim, outcome, lead, and every key action with its measures or "No measure yet"."""

import streamlit as st

from dashboard import cards, gaps_shown, rug, session
from dashboard.markup import Cell, Head, facts, heading, link, page, paragraph, table
from metrics.rugs import rug_of, set_with, unit_sets
from metrics.wording import judgements, rugs, sentences, verdicts
from metrics.wording.periods import day_text

view = session.view()
themes = {theme.name: theme for theme in view.configuration.scorecard.themes}
theme = themes[st.selectbox("Theme", list(themes), key="theme", bind="query-params")]
figures = view.reader.headlines(view.unit.code, view.as_at)
by_id = view.configuration.metrics

cards.title(f"Theme {theme.id}: {theme.name}", view.unit.name, day_text(view.as_at))
mine = [f for id_, f in figures.items() if view.configuration.theme_of(by_id[id_]) is theme]
words = sentences.status_sentence(f"Theme {theme.id}, {view.unit.name}", mine)
st.html(page(paragraph(words, class_="lead")))
st.html(page(facts({
    "Aim": theme.aim, "Outcome": theme.outcome, "Lead": theme.lead.role,
    "Governance": "The lead reports to the Diversity Board, which the Deputy Commissioner chairs.",
})))  # fmt: skip

rows: list[tuple[Cell, ...]] = []
owed: list[tuple[Cell, ...]] = []
for action in theme.key_actions:
    name = f"{action.id} {action.text}"
    measures = [metric for metric in by_id.values() if metric.key_action == action.id]
    if not view.configuration.measures_of(action.id)[0]:
        kind = "No measure of effect yet" if measures else "No measure yet"
        owed.append((name, kind, f"Owes a measure: {action.owner}"))
    for metric in measures:
        named, owner = cards.measure_link(view, metric), metric.owner.role
        if metric.id not in figures:
            rows.append((name, named, f"[z] not held for {view.unit.name}", "[z]", "[z]", "[z]",
                         owner))  # fmt: skip
            continue
        measure = cards.Measure(metric, figures[metric.id])
        rows.append((
            name, named, cards.value_and_cases_cell(measure, view),
            cards.dated_status_cell(measure.figure, metric),
            judgements.target_text(metric), verdicts.trend_text(measure.figure), owner,
        ))  # fmt: skip
heads = [
    Head("Key action"), Head("Measure"), Head("Value"), Head("Status"), Head("Target"),
    Head("Trend"), Head("Owner"),
]  # fmt: skip
st.html(page(
    heading("Key actions and their measures"),
    table(f"Key actions of theme {theme.id}, {view.unit.name}", heads, rows) if rows else "",
    table("Key actions without a measure", [Head("Key action"), Head("Measure"), Head("Who")], owed)
    if owed else paragraph("Each key action has a measure."),
    cards.shorthand_key(),
))  # fmt: skip

flagged = [
    pair for pair in gaps_shown.found_of(view)[0]
    if view.configuration.theme_of(by_id[pair.group.metric]) is theme
]  # fmt: skip
go_on = [
    link("groups", "Every gap", **cards.address(view)), " · ",
    link("compare", "This theme, unit by unit", theme=theme.name, **cards.address(view)),
]  # fmt: skip
st.html(page(
    heading("Gaps flagged in this theme"),
    gaps_shown.flagged_tables(view, f"Gaps of theme {theme.id}, {view.unit.name}", flagged),
    paragraph(*go_on),
))  # fmt: skip

sets = unit_sets(view.configuration.organisation, view.scope, view.as_at)
if sets:
    chosen = sets[set_with(sets, view.unit)]
    metrics = [m for m in by_id.values() if view.configuration.theme_of(m) is theme]
    grid = rug_of(view.reader, metrics, chosen.units, [], view.as_at)
    caption = f"Theme {theme.id}, {chosen.name}, compared with {view.beside}"
    st.html(page(
        heading("Unit by unit"),
        rug.rug_table(caption, grid, chosen.units, view, rug.COMPARISON)
        if grid else paragraph("[z] No measure of this theme is held for these units."),
        paragraph(rugs.NO_LEAGUE, class_="quiet"),
    ))  # fmt: skip

"""Theme: aim, outcome, lead, and every key action with its measures or "No measure yet"."""

import streamlit as st

from dashboard import cards, gaps_shown, key_actions, lists, rug, session
from dashboard.markup import facts, heading, link, page, paragraph
from metrics.rugs import rug_of, set_with, unit_sets
from metrics.wording import rugs, sentences
from metrics.wording.periods import day_text

view = session.view()
themes = {theme.name: theme for theme in view.configuration.scorecard.themes}
top = st.container()
theme = themes[st.selectbox("Theme", list(themes), key="theme", bind="query-params")]
figures = view.reader.headlines(view.unit.code, view.as_at)
by_id = view.configuration.metrics

mine = [f for id_, f in figures.items() if view.configuration.theme_of(by_id[id_]) is theme]
words = sentences.status_sentence(f"Theme {theme.id}, {view.unit.name}", mine)
with top:
    cards.title(f"Theme {theme.id}: {theme.name}", view.unit.name, day_text(view.as_at))
    st.html(page(paragraph(words, class_="lead")))
st.html(page(facts({
    "Aim": theme.aim, "Outcome": theme.outcome, "Lead": theme.lead.role,
    "Governance": "The lead reports to the Diversity Board, which the Deputy Commissioner chairs.",
})))  # fmt: skip

held = {f.metric: f for f in mine}
st.html(page(
    heading("Off track and at risk, or not reported"),
    key_actions.exceptions_of(view, mine, lists.actions(view, view.unit, held)),
    heading("Key actions and their measures"), key_actions.key_actions(view, theme, figures),
    cards.shorthand_key(),
))  # fmt: skip

flagged = [
    pair for pair in gaps_shown.found_of(view)[0]
    if view.configuration.theme_of(by_id[pair.group.metric]) is theme
]  # fmt: skip
st.html(page(
    heading("Gaps flagged in this theme"),
    gaps_shown.flagged_tables(view, f"Gaps of theme {theme.id}, {view.unit.name}", flagged),
    paragraph(link("groups", "Every gap", **cards.address(view))),
))  # fmt: skip

sets = unit_sets(view.configuration.organisation, view.scope, view.as_at)
if sets:
    chosen = sets[set_with(sets, view.unit)]
    metrics = [by_id[id_] for id_ in theme.headlines]
    grid = rug_of(view.reader, metrics, chosen.units, [], view.as_at)
    caption = f"Headline measures of theme {theme.id}, {chosen.name}, compared with {view.beside}"
    every = link("compare", "Every measure of this theme, unit by unit", theme=theme.name,
                 **cards.address(view))  # fmt: skip
    st.html(page(
        heading("Unit by unit"),
        rug.rug_table(caption, grid, chosen.units, view, rug.COMPARISON)
        if grid else paragraph("[z] No headline measure is held for these units."),
        paragraph(every), paragraph(rugs.NO_LEAGUE, class_="quiet"),
    ))  # fmt: skip

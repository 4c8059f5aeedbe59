"""Compare: measures by units in one grid, and one measure's units with intervals and a funnel."""

import streamlit as st

from dashboard import among_units, cards, downloads, rug, session, unit_measures
from dashboard.markup import heading, page, paragraph
from dashboard.units_chart import units_chart
from metrics.rugs import first_with_target, rug_of, set_with, unit_sets
from metrics.spines import spines_of
from metrics.wording import rugs
from metrics.wording.periods import day_text, long_period
from metrics.wording.targets import target_text

view = session.view()
configuration = view.configuration
sets = {one.name: one for one in unit_sets(configuration.organisation, view.scope, view.as_at)}
themes = {theme.name: theme for theme in configuration.scorecard.themes}
cards.title("Compare units", view.unit.name, day_text(view.as_at))
if not sets:
    st.html(page(paragraph(
        f"There is no set of units to compare for {view.unit.name}: your view has its own unit and "
        "those above it. My unit shows where it lies among units like it.",
    )))  # fmt: skip
    raise session.PageEnded

left, middle, right = st.columns(3)
first = set_with(list(sets.values()), view.unit)
chosen = sets[left.selectbox("Units", list(sets), index=first, key="units", bind="query-params")]
theme = themes[middle.selectbox("Theme", list(themes), key="theme", bind="query-params")]
by = right.selectbox("Each cell says", [rug.COMPARISON, rug.STATUS], key="by", bind="query-params")

mine = [m for m in configuration.scorecard.metrics if configuration.theme_of(m) is theme]
whole = [view.force] if view.force not in chosen.units else []
units = [*whole, *chosen.units]
rows = rug_of(view.reader, mine, chosen.units, whole, view.as_at)
held = [row.metric for row in rows]
against = f"comparison with {view.beside}" if by == rug.COMPARISON else "status against target"
said = rugs.rug_sentence(rug.words_of(rows, chosen.units, view, by), against)
st.html(page(
    paragraph(f"{chosen.name}. {said}", class_="lead"),
    rug.rug_tables(f"Theme {theme.id}, {chosen.name}, by {against}", rows, units, view, by)
    if rows else paragraph("[z] No measure of this theme is held for these units."),
    rug.not_held([m for m in mine if m not in held]),
    paragraph(rugs.NO_LEAGUE, class_="quiet"), cards.shorthand_key(),
))  # fmt: skip
if not rows:
    raise session.PageEnded
downloads.show_rug_download(view, f"theme-{theme.id}-{chosen.name}", rows, units)

headlines = view.reader.headlines(view.unit.code, view.as_at)
own = [m for m in cards.measures(view, headlines) if m.metric in held]
spines = spines_of(view.reader, view.unit, [m.figure for m in own])
caption = f"Theme {theme.id}, {view.unit.name} among units of its level"
st.html(page(
    heading(f"Where {view.unit.name} lies"), unit_measures.spine_key(),
    unit_measures.spines_tables(caption, own, view, spines)
    if own else paragraph(f"[z] No measure of this theme is held for {view.unit.name}."),
    heading("One measure, unit by unit"),
))  # fmt: skip
titles = {row.metric.title: row for row in rows}
at = first_with_target(rows)
row = titles[st.selectbox("Measure", list(titles), at, key="compared", bind="query-params")]
names = {unit.code: unit.name for unit in units}
figures = [row.figures[unit.code] for unit in units if unit.code in row.figures]
alt = rugs.units_alt(figures, row.metric, names)
drawn = units_chart(figures, row.metric, names, view.unit.code)
cards.chart(drawn, alt, "unit-dots")
period = figures[0].period
caption = f"{row.metric.title} by unit, in organisation order, {long_period(period)}"
st.html(page(
    rug.units_table(caption, units, row, row.metric, view),
    paragraph(f"Target: {target_text(row.metric)}. {rugs.NO_LEAGUE}", class_="quiet"),
))  # fmt: skip
among_units.show_funnel(view, row.metric, period)

"""My unit: what comes first, how each measure stands among units, what is new, which groups."""

from collections import Counter

import streamlit as st

from dashboard import cards, gaps_shown, lists, session, unit_measures
from dashboard.markup import heading, link, page, paragraph
from dashboard.news_shown import news_section
from metrics import board
from metrics.periods import PeriodType, period_ending, quarter_before
from metrics.spines import spines_of
from metrics.wording import gaps, readings, sentences
from metrics.wording.periods import day_text, long_period

view = session.view()
unit, configuration = view.unit, view.configuration
figures = view.reader.headlines(unit.code, view.as_at)
before = view.reader.headlines(unit.code, quarter_before(view.as_at))
measures = cards.measures(view, figures)
shown = list(figures.values())

cards.title("My unit", unit.name, day_text(view.as_at))
comparisons = {id_: view.comparison(figure) for id_, figure in figures.items()}
sentence = (
    sentences.status_sentence(unit.name, shown)
    if unit.code == view.force.code
    else sentences.unit_sentence(unit.name, shown, comparisons, view.beside)
)
first = cards.measures(view, {f.metric: f for f in board.first(shown, comparisons)})
whole = view.reader.headlines(view.force.code, view.as_at)
st.html(page(
    paragraph(sentence, class_="lead"),
    heading("What comes first"),
    unit_measures.first_list(view, first, lists.actions(view, unit, figures),
                             lists.actions(view, view.force, whole))
    if first else paragraph("No measure is off track or at risk, and none is missing."),
))  # fmt: skip

flagged, thin = gaps_shown.found_of(view)
groups_flagged = Counter(pair.group.metric for pair in flagged)
spines = spines_of(view.reader, unit, shown)
st.html(page(
    heading("Every measure"), unit_measures.spine_key(), cards.similar_note(view),
))  # fmt: skip
for theme in configuration.scorecard.themes:
    mine = [m for m in measures if configuration.theme_of(m.metric) is theme]
    st.html(page(unit_measures.theme_measures(theme, mine, view, spines, groups_flagged)))

st.html(page(news_section(view, unit, figures, before)))

year = period_ending(PeriodType.ROLLING_YEAR, view.as_at)
looked = readings.looks_sentence(view.reader.looks(unit.code, year), long_period(year))
st.html(page(
    heading("Which groups"),
    gaps_shown.flagged_tables(view, f"Disparities flagged, {unit.name}", flagged),
    paragraph(looked, " ", link("groups", "Every group and gap", **cards.address(view))),
    paragraph(f"{gaps.RULE} Over so many, this list has those whose 99.8% interval leaves out 1 "
              "as well, each count once where two measures judge it.", class_="quiet"),
    heading("Groups that cannot be judged"),
    gaps_shown.silent_tables(view, thin),
    cards.shorthand_key(),
))  # fmt: skip

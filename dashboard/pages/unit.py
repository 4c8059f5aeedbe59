"""My unit: how it is doing against the benchmark, for which groups, on how many cases."""

import streamlit as st

from dashboard import cards, session
from dashboard.markup import Head, heading, page, paragraph, table
from metrics import board
from metrics.wording import sentences
from metrics.wording.periods import day_text

view = session.view()
unit, configuration = view.unit, view.configuration
figures = view.reader.headlines(unit.code, view.as_at)
measures = cards.measures(view, figures)

cards.title("My unit", unit.name, day_text(view.as_at))
comparisons = [view.comparison(figure) for figure in figures.values()]
shown = list(figures.values())
sentence = (
    sentences.status_sentence(unit.name, shown)
    if unit.code == view.force.code
    else sentences.unit_sentence(unit.name, shown, comparisons, view.benchmark)
)
st.html(page(paragraph(sentence, class_="lead")))

for theme in configuration.scorecard.themes:
    mine = [m for m in measures if configuration.theme_of(m.metric) is theme]
    st.html(page(
        heading(f"{theme.id} {theme.name}"),
        cards.measures_table(f"Measures of theme {theme.id}, {unit.name}", mine, view)
        if mine else paragraph("No measure of this theme applies to this unit."),
    ))  # fmt: skip

flagged, thin = [], []
for pair in board.listed(view.reader.disparities(unit.code, view.as_at), configuration):
    metric = configuration.metrics[pair.group.metric]
    coding = configuration.breakdown(metric, pair.group.breakdown)
    link = cards.measure_link(view, metric)
    if pair.group.disparity == "Flag":
        flagged.append((
            link, coding.title, cards.disparity_cell(pair.group, metric, coding),
            cards.side_cell(pair.group, metric), cards.side_cell(pair.reference, metric),
        ))  # fmt: skip
    else:
        thin.append((
            link, coding.title, f"{pair.group.group} compared with {pair.group.reference}",
        ))  # fmt: skip
about = [Head("Measure"), Head("Characteristic")]
heads = [*about, Head("Disparity"), Head("Group"), Head("Compared with")]
limits = "outside 0.80 to 1.25, with an interval that leaves out 1, on enough cases on both sides"
st.html(page(
    heading("Which groups"),
    table(f"Disparities flagged, {unit.name}", heads, flagged)
    if flagged else paragraph("No disparity is flagged for this unit."),
    paragraph(f"A ratio is flagged when it is {limits}. Over so many, this list has those whose "
              "99.8% interval leaves out 1 as well. A flag is a prompt to look, not a finding.",
              class_="quiet"),
))  # fmt: skip
st.html(page(
    heading("Too few to judge"),
    table(f"Groups with too few cases to judge, {unit.name}", [*about, Head("Groups")], thin)
    if thin else paragraph("Every group that is shown has enough cases to judge."),
    paragraph("Too few to judge does not mean that there is no gap.", class_="quiet"),
    cards.shorthand_key(),
))  # fmt: skip

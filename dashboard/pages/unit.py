"""My unit: how it is doing against the benchmark, for which groups, on how many cases."""

import streamlit as st

from dashboard import cards, session
from dashboard.markup import Head, heading, page, paragraph, table, tables_of_ten
from metrics import board
from metrics.periods import PeriodType, period_ending
from metrics.wording import readings, sentences
from metrics.wording.periods import day_text, long_period

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
    else sentences.unit_sentence(unit.name, shown, comparisons, view.beside)
)
st.html(page(paragraph(sentence, class_="lead"), cards.similar_note(view)))

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
        thin.append(pair)
about = [Head("Measure"), Head("Characteristic")]
heads = [*about, Head("Disparity"), Head("Group"), Head("Compared with")]
limits = "outside 0.80 to 1.25, with an interval that leaves out 1, on enough cases on both sides"
year = period_ending(PeriodType.ROLLING_YEAR, view.as_at)
looked = readings.looks_sentence(view.reader.looks(unit.code, year), long_period(year))
st.html(page(
    heading("Which groups"),
    table(f"Disparities flagged, {unit.name}", heads, flagged)
    if flagged else paragraph("No disparity is flagged for this unit."),
    paragraph(looked),
    paragraph(f"A ratio is flagged when it is {limits}. Over so many, this list has those whose "
              "99.8% interval leaves out 1 as well, each count once where two measures judge it. A "
              "flag is a prompt to look, not a finding.",
              class_="quiet"),
))  # fmt: skip
silent = []
hidden = view.reader.silent_groups(unit.code, view.as_at)
for each in board.silent_groups(thin, hidden, configuration):
    metric = configuration.metrics[each.metric]
    silent.append((
        cards.measure_link(view, metric), configuration.breakdown(metric, each.breakdown).title,
        ", ".join(each.few) or "none", ", ".join(each.withheld) or "none",
    ))  # fmt: skip
heads = [*about, Head("~ Too few to judge"), Head("[c] Withheld")]
st.html(page(
    heading("Groups that cannot be judged"),
    *tables_of_ten(f"Groups that cannot be judged, {unit.name}", heads, silent),
    "" if silent else paragraph("Every group is shown, and has enough cases to judge."),
    paragraph("Too few to judge, or withheld, does not mean that there is no gap.",
              class_="quiet"),
    cards.shorthand_key(),
))  # fmt: skip

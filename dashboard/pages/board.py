"""Board view: what is off track, since when, who owns it; exceptions first."""

from collections.abc import Mapping

import streamlit as st

from dashboard import cards, session
from dashboard.markup import (
    Head,
    element,
    heading,
    link,
    page,
    paragraph,
    status_tag,
    table,
    tables_of_ten,
)
from metrics import board
from metrics.definitions.models import Theme
from metrics.figure import Figure
from metrics.periods import quarter_before
from metrics.wording import judgements, sentences, verdicts
from metrics.wording.periods import day_text, iso_day_text

view = session.view()
force = view.force
now = view.reader.headlines(force.code, view.as_at)
before = view.reader.headlines(force.code, quarter_before(view.as_at))
metrics = view.configuration.metrics

cards.title("Board view", force.name, day_text(view.as_at))
sentence = sentences.headline_sentence(list(now.values()), list(before.values()))


def of_theme(theme: Theme, figures: Mapping[str, Figure]) -> list[Figure]:
    """The figures of one theme's measures."""
    return [f for id_, f in figures.items() if view.configuration.theme_of(metrics[id_]) is theme]


tiles = [
    cards.theme_tile(
        theme,
        of_theme(theme, now),
        of_theme(theme, before),
        view,
    )
    for theme in view.configuration.scorecard.themes
]
st.html(
    page(
        paragraph(sentence, class_="lead"),
        element("ul", *tiles, class_="tiles"),
        cards.status_key(),
    )
)

exceptions = cards.measures(view, {f.metric: f for f in board.exceptions(list(now.values()))})
heads = [
    Head("Measure"), Head("Theme"), Head("Status"), Head("Latest value"), Head("Target"),
    Head("Since"), Head("Signal"), Head("Worst-placed unit"), Head("Owner"),
]  # fmt: skip
worst = board.worst_units(view.reader, [m.figure for m in exceptions])
rows = [
    (
        cards.measure_link(view, measure.metric, force.name),
        str(view.configuration.theme_of(measure.metric).id),
        cards.status_cell(measure.figure),
        cards.value_and_cases_cell(measure, view),
        judgements.target_text(measure.metric),
        judgements.since_text(measure.figure, measure.metric),
        verdicts.signal_text(measure.figure),
        cards.unit_cell(view, measure.metric, worst[measure.metric.id]),
        measure.metric.owner.role,
    )
    for measure in exceptions
]
st.html(page(
    heading("Off track and at risk, or not reported"),
    *tables_of_ten("Measures off track or at risk, or not reported", heads, rows),
    *([] if rows else [paragraph("No measure is off track or at risk, and none is missing.")]),
))  # fmt: skip

moved = board.moves(now, before)
rows = [
    (
        cards.measure_link(view, metrics[m.metric], force.name),
        status_tag(m.before),
        status_tag(m.now),
    )
    for m in moved
]
st.html(page(
    heading("Changed since the quarter before"),
    table("Measures whose status changed", [Head("Measure"), Head("Was"), Head("Is now")], rows)
    if rows else paragraph("No status has changed since the quarter before."),
))  # fmt: skip

rows = [
    (
        cards.measure_link(view, metrics[f.metric], force.name),
        cards.status_cell(f),
        judgements.absent_words(f) if f.judged is None else "no target has been set",
        metrics[f.metric].owner.role,
    )
    for f in board.silent(list(now.values()))
]
heads = [Head("Measure"), Head("Status"), Head("Reason"), Head("Owner")]
st.html(page(
    heading("Not judged, or no target"),
    table("Measures without a judgement, and why", heads, rows)
    if rows else paragraph("Every measure could be judged."),
))  # fmt: skip

loaded = {load["extract"]: load for load in view.reader.release.manifest["loads"]}
rows = [
    (
        extract.title,
        extract.frequency,
        iso_day_text(loaded[id_]["last"]) if id_ in loaded else "[x] never loaded",
        iso_day_text(loaded[id_]["loaded_at"]) if id_ in loaded else "[x] never loaded",
        extract.owner,
    )
    for id_, extract in view.configuration.extracts.items()
]
heads = [Head("Extract"), Head("Comes"), Head("Data up to"), Head("Loaded"), Head("Owner")]
made = iso_day_text(view.reader.release.kept.made_at)
st.html(page(
    heading("Data health"),
    table("What each extract holds", heads, rows),
    paragraph(f"These figures were made on {made} from data up to {day_text(view.as_at)}. ",
              link("definitions", "Every definition", **cards.address(view)), class_="quiet"),
    cards.shorthand_key(),
))  # fmt: skip

"""Board view: what is off track, since when, who owns it; exceptions first."""

from collections.abc import Mapping

import streamlit as st

from dashboard import (
    cards,
    downloads,
    due_shown,
    exceptions,
    lists,
    posts_shown,
    recommendations_shown,
    session,
)
from dashboard.markup import element, heading, link, page, paragraph
from dashboard.news_shown import news_section
from metrics import board
from metrics.definitions.models import Theme
from metrics.figure import Figure
from metrics.periods import quarter_before
from metrics.wording import actions, health, sentences
from metrics.wording.periods import day_text, iso_day_text

view = session.view()
force, metrics = view.force, view.configuration.metrics
now = view.reader.headlines(force.code, view.as_at)
before = view.reader.headlines(force.code, quarter_before(view.as_at))

cards.title("Board view", force.name, day_text(view.as_at))
sentence = sentences.headline_sentence(list(now.values()), list(before.values()))
doing = lists.actions(view, force, now)
bare = actions.actions_sentence(board.exceptions(list(now.values())), doing)


def of_theme(theme: Theme, figures: Mapping[str, Figure]) -> list[Figure]:
    """The figures of one theme's measures."""
    return [f for id_, f in figures.items() if view.configuration.theme_of(metrics[id_]) is theme]


tiles = [
    cards.theme_tile(theme, of_theme(theme, now), of_theme(theme, before), view)
    for theme in view.configuration.scorecard.themes
]
st.html(page(
    paragraph(f"{sentence} {bare}", class_="lead"),
    element("ul", *tiles, class_="tiles"),
    paragraph("First time here? ", link("help", "Where to begin, and what each symbol means",
                                        **cards.address(view)), class_="quiet"),
))  # fmt: skip

st.html(page(exceptions.exceptions_section(view, list(now.values()), doing)))
st.html(page(exceptions.headlines_section(view, now)))
st.html(page(news_section(view, force, now, before)))
st.html(page(exceptions.silent_section(view, now), posts_shown.vacancies_section(view)))
st.html(page(
    recommendations_shown.due_section(view, due_shown.today()),
    recommendations_shown.every_link(view),
))  # fmt: skip

made = iso_day_text(view.reader.release.kept.made_at)
st.html(page(
    heading("Data health"),
    paragraph(due_shown.sentence(view.configuration)),
    paragraph(health.oldest_sentence(now, metrics)),
    paragraph(f"These figures were made on {made} from data up to {day_text(view.as_at)}. ",
              link("definitions", "Every definition", **cards.address(view)), class_="quiet"),
    cards.shorthand_key(),
))  # fmt: skip
downloads.show_pack_download(view)

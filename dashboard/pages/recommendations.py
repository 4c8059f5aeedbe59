"""Recommendations and duties: what was asked for, who owes it by when, what came of it."""

import streamlit as st

from dashboard import cards, due_shown, duties_shown, lists, recommendations_shown, session
from dashboard.markup import element, heading, page, paragraph
from metrics.wording import recommendations as words
from metrics.wording.periods import day_text
from metrics.wording.promises import gone_text

EVERY = "every source"

view = session.view()
today = due_shown.today()
cards.title("Recommendations", view.force.name, day_text(view.as_at))
found = lists.recommendations(view)
once = gone_text(lists.promised_once(lists.recommendation_list()))
if not found:
    st.html(page(paragraph(
        "No recommendation is recorded. Whoever keeps the register writes them in "
        "config/recommendations.yaml.",
    ), paragraph(once) if once else "", duties_shown.duties_section(view, today)))  # fmt: skip
    raise session.PageEnded
sources = sorted({one.recommendation.made_by for one in found})
source = st.selectbox("Made by", [EVERY, *sources], key="source", bind="query-params")
shown = [one for one in found if source in {EVERY, one.recommendation.made_by}]
caption = f"Recommendations of {source}, the most pressing first"
st.html(page(
    paragraph(words.tracked_sentence(shown, today), class_="lead"),
    paragraph(words.EXAMPLES) if lists.recommendation_list().examples else "",
    *recommendations_shown.recommendations_tables(view, caption, shown, today),
    paragraph(once) if once else "",
))  # fmt: skip
st.html(page(
    heading("Each in full"),
    element("div", *(recommendations_shown.in_full(one, today) for one in shown), class_="keys"),
    heading("How they are told"), recommendations_shown.rules(),
    paragraph("Delivered is what was done and shown; effect is whether the measure has changed "
              "since by more than chance. The first day promised stays on the register, whatever "
              "the list says later. The measures of the register count every recommendation, those "
              "that stand here or not.", class_="quiet"),
    duties_shown.duties_section(view, today), cards.shorthand_key(),
))  # fmt: skip

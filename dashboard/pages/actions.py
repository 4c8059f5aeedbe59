"""Actions: each exception with its owner, since when, what is done, by when, and what shows it."""

from datetime import UTC, datetime

import streamlit as st

from dashboard import actions_shown, cards, lists, session
from dashboard.markup import heading, page, paragraph
from metrics import board
from metrics.actions import overdue
from metrics.wording import actions as words
from metrics.wording.periods import day_text
from metrics.wording.promises import gone_text

view = session.view()
unit, metrics = view.unit, view.configuration.metrics
figures = view.reader.headlines(unit.code, view.as_at)
today = datetime.now(UTC).date()
cards.title("Actions", unit.name, day_text(view.as_at))
doing = lists.actions(view, unit, figures)
exceptions = board.exceptions(list(figures.values()), overdue(doing))
rows = [
    (metrics[figure.metric], one)
    for figure in exceptions
    for one in doing.get(figure.metric, [None])
]
others = [
    (metrics[id_], one)
    for id_, mine in doing.items()
    for one in mine
    if id_ in metrics and id_ not in {figure.metric for figure in exceptions}
]
caption = f"Exceptions of {unit.name}, worst first, and what is done about them"
st.html(page(
    paragraph(words.actions_sentence(exceptions, doing), class_="lead"),
    paragraph(words.EXAMPLES) if lists.action_list().examples and doing else "",
    *actions_shown.actions_tables(view, caption, figures, rows, today),
    *([] if rows else [paragraph("No measure is off track or at risk, and none is missing.")]),
))  # fmt: skip
once = gone_text(lists.promised_once(lists.action_list(), unit.code))
caption = f"Other actions of {unit.name}"
st.html(page(
    heading("Actions about other measures"),
    *actions_shown.actions_tables(view, caption, figures, others, today),
    *([] if others else [paragraph("None is recorded.")]),
    paragraph(once) if once else "",
    paragraph("Delivered is what was done and shown; effect is whether the measure has changed "
              "since by more than chance. Actions stand in config/actions.yaml: whoever keeps them "
              "changes them there. The first day promised stays on the register.", class_="quiet"),
    cards.shorthand_key(),
))  # fmt: skip

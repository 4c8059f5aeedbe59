"""Definitions: every measure and every extract, found by everyday words; what was redefined."""

import streamlit as st

from dashboard import cards, definition, definitions_shown, session
from dashboard.markup import Head, heading, page, paragraph, table
from metrics.board import search, search_unmeasured
from metrics.wording.numbers import plural
from metrics.wording.provenance import release_text

# So many definitions can be read one by one; more are a list.
MOST_OPENED = 20

configuration = session.configuration()
held = session.kept("view")
view = held if isinstance(held, session.View) else None
cards.title("Definitions")
words = st.text_input("Search measures, for example trust or disproportionality", key="search",
                      bind="query-params")  # fmt: skip
found = search(configuration, words)
owed = search_unmeasured(configuration, words)
st.html(page(paragraph(f"{plural(len(found), 'measure')} found.", class_="lead")))
if not found and not owed:
    hint = "Try fewer or other words: a part of a title, a key action or an owner's role."
    st.html(page(paragraph(hint)))
if len(found) > MOST_OPENED:
    address = cards.address(view) if view else {}
    st.html(page(definitions_shown.measures_lists(configuration, found, address)))
else:
    for metric in found:
        with st.expander(f"{metric.title} ({configuration.theme_of(metric).name})"):
            st.html(page(definition.facts_of(configuration, metric)))

if owed:
    rows = [(f"{action.id} {action.text}", action.owner) for action in owed]
    heads = [Head("Key action"), Head("Owes a measure")]
    st.html(page(
        heading("No measure of effect yet"),
        table("Key actions without a measure of effect", heads, rows),
    ))  # fmt: skip
if view:
    st.html(page(heading("What was redefined")))
    older = {release_text(kept): kept for kept in session.earlier(view)}
    name = next(iter(older), "")
    if len(older) > 1:
        name = st.selectbox("Since the release of", list(older), key="since", bind="query-params")
    before = session.opened_if_can(older[name]) if older else None
    st.html(page(definitions_shown.changes_section(view, before)))
st.html(page(
    heading("Extracts"),
    definitions_shown.extracts_lists(list(configuration.extracts.values())),
))  # fmt: skip

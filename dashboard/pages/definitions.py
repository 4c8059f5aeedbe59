"""Definitions: every measure and every extract, found by everyday words."""

import streamlit as st

from dashboard import cards, definition, session
from dashboard.markup import Head, element, heading, page, paragraph, table
from metrics.board import search, search_unmeasured
from metrics.wording.numbers import plural

configuration = session.configuration()
cards.title("Definitions")
words = st.text_input("Search measures, for example trust or disproportionality", key="search",
                      bind="query-params")  # fmt: skip
found = search(configuration, words)
owed = search_unmeasured(configuration, words)
st.html(page(paragraph(f"{plural(len(found), 'measure')} found.", class_="lead")))
if not found and not owed:
    hint = "Try fewer or other words: a part of a title, a key action or an owner's role."
    st.html(page(paragraph(hint)))
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

st.html(page(heading("Extracts")))
for extract in configuration.extracts.values():
    with st.expander(extract.title):
        heads = [Head("Column"), Head("Holds"), Head("Header in files"), Head("About")]
        rows = [
            (
                element("code", c.name),
                str(c.type),
                ", ".join(c.headers) or c.name,
                c.about or c.name,
            )
            for c in extract.columns
        ]
        st.html(page(
            paragraph(f"One row: {extract.row}. It comes {extract.frequency}."),
            paragraph(f"Owner: {extract.owner}."),
            paragraph(f"Source: {extract.source}."),
            table(f"Columns of {extract.title}", heads, rows),
        ))  # fmt: skip

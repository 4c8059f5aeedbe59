"""Definitions: every measure and every extract, found by everyday words."""

import streamlit as st

from dashboard import cards, definition, session
from dashboard.markup import Head, element, heading, page, paragraph, table
from metrics.board import search

configuration = session.configuration()
cards.title("Definitions")
words = st.text_input("Search measures, for example trust or disproportionality", key="search",
                      bind="query-params")  # fmt: skip
found = search(configuration, words)
known = "measure" if len(found) == 1 else "measures"
st.html(page(paragraph(f"{len(found)} {known} found.", class_="lead")))
for metric in found:
    with st.expander(f"{metric.title} ({configuration.theme_of(metric).name})"):
        st.html(page(definition.facts_of(configuration, metric)))

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

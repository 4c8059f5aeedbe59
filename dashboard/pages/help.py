"""Help: where to begin, find a measure, how to read one, every word and symbol, accessibility."""

import streamlit as st

from dashboard import addresses, cards, session
from dashboard.markup import (
    Head,
    element,
    heading,
    joined,
    lines,
    link,
    outside,
    page,
    paragraph,
    table,
)
from metrics.board import search, search_unmeasured
from metrics.wording import help as words

configuration = session.configuration()
held = session.kept("view")
view = held if isinstance(held, session.View) else None
address = cards.address(view) if view else {}

cards.title("Help")
begin = [
    element("li", lines(
        joined([element("strong", who), ": ", link(path, addresses.PAGE_TITLES[file], **address)]),
        element("span", question, class_="quiet"),
    ))
    for file, path, who, question in words.BEGIN
]  # fmt: skip
st.html(page(heading("Where to begin"), element("ul", *begin, class_="first")))

asked = st.text_input("Find a measure by everyday words, for example trust, stops, complaints",
                      key="search", bind="query-params")  # fmt: skip
if asked:
    found, owed = search(configuration, asked), search_unmeasured(configuration, asked)
    rows = [
        (
            link("metric", metric.title, metric=metric.title, **address),
            configuration.theme_of(metric).name, ", ".join(metric.aliases) or "none",
            metric.owner.role,
        )
        for metric in found
    ] + [
        (f"{action.id} {action.text}", "No measure yet", "none", action.owner) for action in owed
    ]  # fmt: skip
    heads = [Head("Measure"), Head("Theme"), Head("Also called"), Head("Owner")]
    st.html(page(
        table(f"Measures found for {asked}", heads, rows) if rows else paragraph(
            "Nothing was found. Try fewer or other words: a part of a title, a key action or an "
            "owner's role.",
        ),
    ))  # fmt: skip

steps = [element("li", step) for step in words.READING]
st.html(page(heading("How to read a measure"), element("ol", *steps, class_="first")))

st.html(page(heading("Key to words and symbols")))
for about, meanings in words.key().items():
    st.html(page(table(about, [Head("Shown as"), Head("Means")], meanings)))
st.html(page(paragraph(
    "Every other word stands in the definition of a measure. ",
    link("definitions", "Every definition", **address),
)))  # fmt: skip

limits = [
    (limit.what, limit.instead, outside(limit.address, limit.reported)) for limit in words.LIMITS
]
heads = [Head("What is not good enough"), Head("What to do instead"), Head("Reported as")]
st.html(page(
    heading("Accessibility", id_="accessibility"), paragraph(words.ACCESSIBLE),
    table("What we know is not good enough", heads, limits),
    heading("Another format, or a problem"),
    paragraph(words.contact_sentence(configuration.scorecard.contact)),
))  # fmt: skip

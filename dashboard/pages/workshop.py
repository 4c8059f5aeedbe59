"""Metric workshop: write or change a measure, check it in words, and see what it would be."""

import streamlit as st

from dashboard import cards, session, workshop_shown
from dashboard.markup import heading, page, paragraph
from metrics.drafts import Draft, text_of, tried
from metrics.wording.drafts import NEW, TEMPLATE

view = session.view()
configuration = session.configuration()
cards.title("Metric workshop")
if not workshop_shown.may_draft(view):
    st.html(page(paragraph(
        "Only an analyst may try definitions: a preview shows counts that nothing protects. "
        "Choose the analyst's view."
    )))  # fmt: skip
    raise session.PageEnded

st.html(page(workshop_shown.steps()))
titles = {metric.title: metric.id for metric in configuration.scorecard.metrics}
chosen = st.selectbox("Which measure", [NEW, *titles], key="drafted", bind="query-params")
metric = titles.get(chosen, "")
before = text_of(configuration, metric) if metric else TEMPLATE
text = st.text_area("Its lines in the scorecard", before, height=480, key=f"draft_{metric}")

if st.button("Check", type="primary", key="check_draft"):
    with st.spinner("Checking"):
        session.keep("draft", tried(configuration, metric, text))
    session.keep("preview", None)
draft = session.kept("draft")
if isinstance(draft, Draft) and draft.text == text:
    st.html(page(workshop_shown.draft_markup(draft)))
    if draft.configuration and draft.differences:
        if st.button("Show what the figures would be", key="preview_draft"):
            with st.status("Counting", expanded=True) as progress:
                counted = workshop_shown.preview(view, draft.configuration, st.write)
                session.keep("preview", counted)
                progress.update(label="Counted", state="complete")
        found = session.kept("preview")
        if found is not None:
            workshop_shown.show_preview(draft.configuration, found)
        st.download_button(
            "Take the lines away (YAML)", draft.text, f"{metric or 'new-measure'}.yaml",
            "application/yaml", key="draft_file", on_click="ignore",
        )  # fmt: skip
st.html(page(heading("In which words"), paragraph(
    "docs/adding-a-metric.md says what each key means, with an example of every kind; an editor "
    "that knows config/scorecard.schema.json offers the keys as you type.",
)))  # fmt: skip
st.html(page(workshop_shown.approvals()))

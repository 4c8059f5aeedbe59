"""Data and provenance: what came, what figures are made of, how good it is, what is withheld."""

import streamlit as st

from dashboard import cards, due_shown, provenance_shown, session, verifying_shown
from dashboard.markup import heading, page, paragraph
from metrics.access import may_read_report
from metrics.wording.periods import day_text

view = session.view()
configuration = view.configuration
cards.title("Data and provenance", view.unit.name, day_text(view.as_at))
st.html(page(
    paragraph(due_shown.sentence(configuration), class_="lead"), provenance_shown.glance(view),
    heading("What is expected"), due_shown.calendar_tables(configuration),
))  # fmt: skip
st.html(page(provenance_shown.loads_section(view)))
verifying_shown.show_check()
st.html(page(provenance_shown.quality_section(view)))

st.html(page(heading("What is withheld, and how safe it is")))
access, own = configuration.access, configuration.access.tier(view.scope.tier)
readable = {
    tier.title: tier
    for tier in access.tiers
    if may_read_report(view.scope, tier, own) and session.releases(tier.id)
}
tier = own
if len(readable) > 1:
    at = list(readable).index(own.title)
    title = st.selectbox("Whose release", list(readable), at, key="tier", bind="query-params")
    tier = readable[title]
st.html(page(provenance_shown.report_section(view, tier)))
st.html(page(provenance_shown.changes_section(view)))
st.html(page(provenance_shown.releases_section(view, session.releases(view.scope.tier))))
st.html(page(cards.shorthand_key()))

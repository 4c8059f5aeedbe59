"""Data and provenance: what came, what figures are made of, how good it is, what is withheld."""

from datetime import UTC, datetime

import streamlit as st

from dashboard import cards, provenance_shown, session
from dashboard.markup import heading, page, paragraph
from dashboard.screening import calendar_table
from metrics.access import may_read_report
from metrics.extracts.due import calendar_of
from metrics.wording.health import health_sentence
from metrics.wording.periods import day_text

view = session.view()
configuration = view.configuration
cards.title("Data and provenance", view.unit.name, day_text(view.as_at))
today = datetime.now(UTC).date()
calendar = calendar_of(configuration.extracts.values(), session.store().loads(), today)
st.html(page(
    paragraph(health_sentence(calendar, today), class_="lead"),
    heading("What is expected"), calendar_table(configuration),
))  # fmt: skip
st.html(page(provenance_shown.loads_section(view)))
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

"""Case handling: from stage to stage, each a share of the stage before it, by group."""

import streamlit as st

from dashboard import cards, gaps_shown, session
from dashboard.gaps_chart import gaps_chart
from dashboard.markup import Head, heading, page, paragraph, table
from metrics.cases import chains, codings_of, steps_of, wholes_of
from metrics.wording import cases, gaps, judgements
from metrics.wording.periods import day_text, long_period

view = session.view()
unit, configuration = view.unit, view.configuration
cards.title("Case handling", unit.name, day_text(view.as_at))
found = {chain.name: chain for chain in chains(configuration)}
if not found:
    st.html(page(paragraph(
        "No measure has stages yet. A metric becomes one with 'denominator: {stage: …}' in the "
        "scorecard, which names the stage before it.",
    )))  # fmt: skip
    raise session.PageEnded
chain = found[st.selectbox("Cases", list(found), key="cases", bind="query-params")]
by = codings_of(chain, configuration)
title = st.selectbox("Groups by", list(by), key="cases_by", bind="query-params") if by else None
breakdown = by[title] if title else ""
steps = steps_of(view.reader, chain, unit.code, view.as_at, breakdown)
if not steps:
    st.html(page(paragraph(
        f"[x] There is no figure of these cases for {unit.name} up to {day_text(view.as_at)}. "
        "Choose the force, or a later day.",
    )))  # fmt: skip
    raise session.PageEnded
period = long_period(steps[0].total.period)
rows = [
    (
        cards.measure_link(view, step.metric), judgements.value_text(step.total, step.metric),
        judgements.cases_text(step.total, step.metric),
    )
    for step in steps
]  # fmt: skip
st.html(page(
    paragraph(cases.cases_sentence(unit.name, steps), class_="lead"),
    table(f"Stages, all groups together, {unit.name}, {period}",
          [Head("Stage"), Head("Of the stage before"), Head("Cases")], rows),
    paragraph(cases.FAIR, class_="quiet"),
))  # fmt: skip

if title:
    coding = configuration.breakdown(chain.stages[0], breakdown)
    pairs = [pair for step in steps for pair in step.pairs]
    st.html(page(heading("Stage by stage")))
    if pairs:
        cards.chart(gaps_chart(pairs), gaps.gaps_alt(pairs, unit.name, coding), "stages")
        caption = f"Each stage by {coding.title}, {unit.name}, {period}"
        st.html(page(
            *gaps_shown.gaps_tables(view, caption, pairs), paragraph(gaps.chance_sentence(pairs)),
            paragraph(gaps.RULE, class_="quiet"),
        ))  # fmt: skip
    else:
        st.html(page(paragraph("[c] No group can be compared at any stage.")))
    wholes = [
        (whole.group, cases.whole_text(whole), cases.whole_ratio_text(whole, coding.reference))
        for whole in wholes_of(steps, coding)
    ]
    heads = [Head("Group"), Head("Came through every stage"),
             Head(f"Ratio to {coding.reference} (95% interval)")]  # fmt: skip
    caption = f"From {chain.start.title} to the last stage, {unit.name}, {period}"
    st.html(page(
        heading("From the first stage to the last"),
        table(caption, heads, wholes) if wholes else paragraph("[c] No group can be shown."),
        paragraph("This is of all stages at once; the stages above say where a gap begins.",
                  class_="quiet"),
    ))  # fmt: skip
st.html(page(cards.shorthand_key()))

"""Groups and gaps: each group of a unit against its reference group, flagged gaps first."""

import streamlit as st

from dashboard import cards, gaps_shown, session
from dashboard.gaps_chart import gaps_chart
from dashboard.markup import heading, page, paragraph
from metrics.gaps import compared_codings, gaps_of, not_collected
from metrics.periods import PeriodType, period_ending
from metrics.wording import gaps as words
from metrics.wording import readings
from metrics.wording.periods import day_text, long_period

view = session.view()
unit, configuration = view.unit, view.configuration
cards.title("Groups and gaps", unit.name, day_text(view.as_at))
codings = {coding.title: coding for coding in compared_codings(configuration)}
missing = words.not_collected_sentence(not_collected(configuration))
if not codings:
    st.html(page(paragraph(f"No measure compares groups. {missing}")))
    raise session.PageEnded
title = st.selectbox("Compare groups by", list(codings), key="by_groups", bind="query-params")
coding = codings[title]
gaps = gaps_of(view.reader, unit.code, view.as_at, coding)
st.html(page(
    paragraph(words.gaps_sentence(unit.name, gaps, coding), class_="lead"),
    paragraph(words.RULE),
))  # fmt: skip

if gaps.pairs:
    drawn = gaps.pairs[: words.MOST_DRAWN]
    cards.chart(gaps_chart(drawn), words.gaps_alt(drawn, unit.name, coding), "gaps")
    caption = f"Gaps by {coding.title}, {unit.name}, compared with {coding.reference}"
    st.html(page(*gaps_shown.gaps_tables(view, caption, gaps.pairs)))
else:
    st.html(page(paragraph(
        f"[z] No gap by {coding.title} is known for {unit.name}. Groups of a unit are for 12 "
        "months and snapshots only; choose the force, or another characteristic.",
    )))  # fmt: skip

year = period_ending(PeriodType.ROLLING_YEAR, view.as_at)
_, thin = gaps_shown.found_of(view)
st.html(page(
    heading("Groups that cannot be judged"),
    gaps_shown.silent_tables(view, thin),
    heading("Whose group is not known"),
    gaps_shown.unknown_tables(view, coding),
    heading("How many would be flagged by chance"),
    paragraph(readings.looks_sentence(view.reader.looks(unit.code, year), long_period(year))),
    heading("Not collected"),
    paragraph(missing),
    cards.shorthand_key(),
))  # fmt: skip

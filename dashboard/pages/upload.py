"""Upload: check an extract, see in words what is wrong, load it, and make the figures again."""

from functools import partial

import streamlit as st

from dashboard import (
    cards,
    due_shown,
    load_events,
    originals_shown,
    screening,
    session,
    uploading,
)
from dashboard.changes_shown import changes_markup
from dashboard.markup import element, heading, page, paragraph
from dashboard.problems import problem_markup
from dashboard.working import work
from metrics.extracts.screening.checks import Acceptance
from metrics.extracts.templates import template_csv

cards.title("Upload an extract")
configuration = session.configuration()
if not uploading.may_upload():
    st.html(page(paragraph("Only an analyst may load extracts. Choose the analyst's view.")))
    raise session.PageEnded

st.html(page(paragraph(due_shown.sentence(configuration), class_="lead")))
titles = {extract.title: extract for extract in configuration.extracts.values()}
extract = titles[st.selectbox("Which extract", list(titles), key="extract")]
st.html(page(
    paragraph(f"One row is {extract.row}. It comes {extract.frequency}.", class_="quiet"),
    paragraph(f"Columns: {uploading.columns_text(extract)}.", class_="quiet"),
    paragraph(uploading.last_load_text(extract), class_="quiet"),
))  # fmt: skip
st.download_button(
    "Download the template (CSV)",
    template_csv(extract, configuration.codings, configuration.organisation),
    f"{extract.id}-template-{uploading.contract_version(configuration, extract)}.csv", "text/csv",
    key="template",
)  # fmt: skip
sent = st.file_uploader(
    "Files: CSV, XLSX, XLS, ODS, Parquet or JSON, 400 MB at most", accept_multiple_files=True,
    key="files",
)  # fmt: skip
places = None
if extract.unit.point:
    places = st.file_uploader("Boundaries (GeoJSON), if others are meant", key="places")
replace = st.checkbox("Put these files in the place of loads that they cover", key="replace")
expected = st.number_input(
    f"{uploading.total_text(extract)}, as the sender says (leave it empty if they do not)",
    min_value=0.0, value=None, format="%g", key="expected",
)  # fmt: skip

choices = uploading.Choices(places, replace, expected=expected)
st.html(page(paragraph("Check says what is wrong, and changes nothing. Show what it would change "
                       "calculates too, and keeps nothing.", class_="quiet")))  # fmt: skip
asked = (configuration, extract, sent)
if st.button("Check", key="check"):
    work("Checking", partial(uploading.check, *asked, choices))
if st.button("Show what it would change", key="foresee"):
    work("Calculating", partial(uploading.foresee, *asked, choices))
if st.button("Load", type="primary", key="load"):
    work("Loading", partial(uploading.load, *asked, choices))

outcome = session.kept("outcome")
if isinstance(outcome, uploading.Outcome):
    report = outcome.report
    if report and report.wants_acceptance and not report.stopped and outcome.findings:
        with st.form("accept"):
            st.markdown("**Load it all the same.** Your name and reason stay with the load.")
            who = st.text_input("Your name", key="accept_by")
            why = st.text_input("Why it may be loaded", key="because")
            if st.form_submit_button("Accept and load"):
                acceptance = Acceptance(who.strip(), why.strip())
                if acceptance.by and acceptance.because:
                    choices = uploading.Choices(places, replace, acceptance, expected)
                    work("Loading", partial(uploading.load, *asked, choices))
                else:
                    session.keep("outcome", uploading.unsigned(outcome))
                st.rerun()
    if outcome.findings:
        st.html(page(problem_markup(outcome.title, outcome.findings, report)))
        st.download_button(
            "Download the list to send back (CSV)", uploading.findings_csv(outcome.findings),
            f"findings-{extract.id}.csv", "text/csv", key="findings",
        )  # fmt: skip
    else:
        st.success(outcome.title)
        if outcome.changes is not None:
            st.html(page(changes_markup(outcome.changes, configuration, uploading.own_tier())))
    if report:
        st.html(page(element("div", screening.report_markup(report), id="checks")))
        st.download_button(
            "Download every check (CSV)", screening.checks_csv(report),
            f"screening-{extract.id}.csv", "text/csv", key="checks",
        )  # fmt: skip
        if report.bad_cells:
            st.download_button(
                "Download the cells that cannot be read (CSV)", screening.cells_csv(report),
                f"cells-{extract.id}.csv", "text/csv", key="cells",
            )  # fmt: skip

st.html(page(heading("Calendar"), due_shown.calendar_tables(configuration)))
st.html(page(heading("Every load"), screening.history(configuration)))
originals_shown.show_originals(session.kept("view"))
load_events.show_waiting(configuration)
load_events.show_withdrawal(configuration)

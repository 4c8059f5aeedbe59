"""Upload: load an extract, see in words what is wrong, and make the figures again."""

import streamlit as st

from dashboard import cards, session, uploading
from dashboard.markup import Head, element, heading, page, paragraph, table

cards.title("Upload an extract")
configuration = session.configuration()
if not uploading.may_upload():
    st.html(page(paragraph("Only an analyst may load extracts. Choose the analyst's view.")))
    st.stop()

titles = {extract.title: extract for extract in configuration.extracts.values()}
extract = titles[st.selectbox("Which extract", list(titles), key="extract")]
st.html(page(paragraph(f"One row is {extract.row}. It comes {extract.frequency}.", class_="quiet")))
sent = st.file_uploader(
    "Files: CSV, XLSX, XLS, ODS, Parquet or JSON, 400 MB at most", accept_multiple_files=True,
    key="files",
)  # fmt: skip
places = None
if extract.unit.point:
    places = st.file_uploader("Boundaries (GeoJSON), if others are meant", key="places")
replace = st.checkbox("Put these files in the place of loads that they cover", key="replace")

if st.button("Load", type="primary", key="load"):
    with st.status("Loading", expanded=True) as progress:
        choices = uploading.Choices(places, replace)
        outcome = uploading.load(configuration, extract, sent, choices, st.write)
        progress.update(label=outcome.title, state="error" if outcome.findings else "complete")
    session.keep("outcome", outcome)

outcome = session.kept("outcome")
if isinstance(outcome, uploading.Outcome):
    if outcome.findings:
        heads = [Head("Where"), Head("What is wrong"), Head("How to put it right")]
        rows = [(f.place, f.fault, f.cure) for f in outcome.findings]
        st.html(page(
            element(
                "div", heading("There is a problem"), paragraph(outcome.title), class_="problem"
            ),
            table("What is wrong", heads, rows),
        ))  # fmt: skip
        st.download_button(
            "Download the list to send back (CSV)", uploading.findings_csv(outcome.findings),
            f"findings-{extract.id}.csv", "text/csv", key="findings",
        )  # fmt: skip
    else:
        st.success(outcome.title)

st.html(page(heading("Every load")))
heads = [
    Head("Load"),
    Head("State"),
    Head("Extract"),
    Head("Files"),
    Head("Rows", True),
    Head("Data"),
    Head("Loaded"),
]
rows = uploading.history(configuration)
st.html(
    page(table("Loads, newest first", heads, rows) if rows else paragraph("Nothing is loaded yet."))
)
with st.form("withdraw", clear_on_submit=True):
    st.markdown(
        "**Withdraw a load.** It stays in the list with your reason; figures are made again."
    )
    number = st.number_input("Number of the load", min_value=1, step=1)
    why = st.text_input("Reason")
    if st.form_submit_button("Withdraw"):
        session.keep("outcome", uploading.withdraw(configuration, int(number), why))
        st.rerun()

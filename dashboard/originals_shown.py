"""The files of a load as they were sent, for the analyst to take back."""

import streamlit as st

from dashboard import session
from dashboard.markup import element, page, paragraph
from metrics.access import sees_everything
from metrics.errors import ScorecardError
from metrics.originals import name_of, original_for
from metrics.store import Load
from metrics.wording.numbers import plural, size_text


def show_originals(view: object) -> None:
    """A choice of loads, and one button a file, which gives the bytes once they are checked.

    While there are no figures there is no view, and nothing is given out.
    """
    if not isinstance(view, session.View):
        return
    tier = view.configuration.access.tier(view.scope.tier)
    loads = {f"{load.id}: {load.extract}, {load.named}": load for load in session.store().loads()}
    if not loads or not sees_everything(view.scope, tier):
        return
    st.markdown("**Take back a file as it was sent.** It is held against its recorded hash first.")
    names = list(loads)[::-1]
    load = loads[st.selectbox("Load", names, key="original")]
    if st.button("Get its files", key="get_original"):
        _offer(view, load)


def _offer(view: session.View, load: Load) -> None:
    """A button for each file; what is damaged is told, and is not given out."""
    tier = view.configuration.access.tier(view.scope.tier)
    for number, file in enumerate(load.files):
        try:
            content = original_for(view.scope, tier, session.store(), load, number).read_bytes()
        except ScorecardError as error:
            told = paragraph(str(error.findings[0]))
            st.html(page(element("div", told, class_="problem", role="alert")))
            continue
        st.download_button(
            f"Download {file.name} ({size_text(file.bytes)})", content, name_of(file),
            "application/octet-stream", key=f"original_{number}", on_click="ignore",
        )  # fmt: skip
    st.html(page(paragraph(
        f"{plural(len(load.files), 'file')} of load {load.id}. Who is in them may be known from "
        "their rows: keep them as you would the system that they came from.", class_="quiet",
    )))  # fmt: skip

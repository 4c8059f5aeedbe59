"""Whether every file of the store is what was committed: a button, and what it found."""

from collections.abc import Sequence

import streamlit as st

from dashboard import session
from dashboard.markup import Markup, page, paragraph
from dashboard.problems import problem_markup
from metrics.errors import Finding
from metrics.verifying import how_many, named_faults
from metrics.wording.numbers import plural


def show_check() -> None:
    """Hold every original, load and release against its hash when asked, and say what was found."""
    if st.button("Check every file against its hash", key="verify"):
        with st.spinner("Reading every file"):
            session.keep("verified", (how_many(session.store()), named_faults(session.store())))
    found = session.kept("verified")
    if isinstance(found, tuple):
        st.html(page(_told(*found)))


def _told(files: int, faults: Sequence[Finding]) -> Markup:
    if faults:
        return problem_markup("Nothing is served from what is damaged.", faults, None)
    said = f"{plural(files, 'file')}: each is what was committed, and the audit is whole."
    return paragraph(said, role="status")

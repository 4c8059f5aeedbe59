"""Work of the Upload page that takes its time: done under a status that says how far it is."""

from collections.abc import Callable

import streamlit as st

from dashboard import session
from dashboard.uploading import Outcome, Progress


def work(title: str, task: Callable[[Progress], Outcome]) -> None:
    """Do a task, showing each word of its progress, and keep its outcome for the page to tell."""
    with st.status(title, expanded=True) as status:
        outcome = task(st.write)
        status.update(label=outcome.title, state="error" if outcome.findings else "complete")
    session.keep("outcome", outcome)

"""What the Upload page tells the register of a load: it is withdrawn, or taken in."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import streamlit as st

from dashboard import session
from dashboard.markup import heading, page, paragraph
from dashboard.uploading import Outcome, Progress, refused
from dashboard.working import work
from metrics.definitions.configuration import Configuration
from metrics.errors import Finding, ScorecardError
from metrics.register import user_name
from metrics.release import release_all
from metrics.store import Load, Store
from metrics.waiting import waiting
from metrics.wording.provenance import waiting_sentence


class Event(NamedTuple):
    """What can be told of a load: how the register is told, and what is said when it is done."""

    tell: Callable[[Store, int, str, str], Load]
    done: str


WITHDRAWN = Event(Store.withdraw, "is withdrawn. Figures are made without it.")
TAKEN_IN = Event(Store.take_in, "is taken in. What it changes by a few people is withheld.")


def show_waiting(configuration: Configuration) -> None:
    """The loads for which figures wait, and a form by which one is taken in; nothing if none is."""
    by_tier, titles = waiting(session.store(), configuration), configuration.extracts
    loads = {load.id: load for loads in by_tier.values() for load in loads}
    if not loads:
        return
    told = [waiting_sentence(load, titles[load.extract].title) for load in loads.values()]
    st.html(page(heading("Revisions that wait"), *map(paragraph, told)))
    with st.form("take_in", clear_on_submit=True):
        st.markdown("**Take one in.** What it changes by a few people is withheld from then on.")
        number = st.selectbox("Load that waits", list(loads), key="taken")
        why = st.text_input("Why it may come in", key="take_in_why")
        if st.form_submit_button("Take in"):
            work("Taking in", partial(tell, configuration, TAKEN_IN, int(number), why))
            st.rerun()


def show_withdrawal(configuration: Configuration) -> None:
    """A form by which a load is withdrawn."""
    with st.form("withdraw", clear_on_submit=True):
        st.markdown(
            "**Withdraw a load.** It stays listed with your reason. Figures are made again."
        )
        number = st.number_input("Number of the load", min_value=1, step=1)
        why = st.text_input("Reason")
        if st.form_submit_button("Withdraw"):
            work("Withdrawing", partial(tell, configuration, WITHDRAWN, int(number), why))
            st.rerun()


def tell(
    configuration: Configuration, event: Event, number: int, why: str, progress: Progress
) -> Outcome:
    """Tell the register something of a load, with the reason, and make the figures again."""
    if not why.strip():
        return refused([Finding("Reason", "no reason was given", "Say why, for the register.")])
    store = session.store()
    try:
        with store.writing():
            event.tell(store, number, user_name(), why.strip())
        release_all(store, configuration, progress)
    except ScorecardError as error:
        return refused(error.findings)
    return Outcome(f"Load {number} {event.done}")

"""What the Upload page tells the register of a load: it is withdrawn, or taken in."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from dashboard import session
from dashboard.markup import heading, page, paragraph
from dashboard.uploading import Outcome, Progress, refused
from dashboard.working import work
from metrics.definitions.configuration import Configuration
from metrics.errors import Finding, ScorecardError
from metrics.manifest import asked_of
from metrics.register import user_name
from metrics.release import release_all
from metrics.store import Load, Store
from metrics.waiting import waiting_loads
from metrics.wording.provenance import waiting_sentence


def show_waiting(configuration: Configuration) -> None:
    """The loads for which figures wait, and a form by which one is taken in; nothing if none is."""
    loads, titles = _waiting(configuration), configuration.extracts
    if not loads:
        return
    told = [paragraph(waiting_sentence(load, titles[load.extract].title)) for load in loads]
    st.html(page(heading("Revisions that wait"), *told))
    with st.form("take_in", clear_on_submit=True):
        st.markdown("**Take one in.** What it changes by a few people is withheld from then on.")
        number = st.selectbox("Load that waits", [load.id for load in loads], key="taken")
        why = st.text_input("Why it may come in", key="take_in_why")
        if st.form_submit_button("Take in"):
            work("Taking in", partial(take_in, configuration, int(number), why))
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
            work("Withdrawing", partial(withdraw, configuration, int(number), why))
            st.rerun()


def _waiting(configuration: Configuration) -> list[Load]:
    """The loads for which figures of any tier wait."""
    store = session.store()
    numbers = [asked_of(store, tier).numbers for tier in configuration.access.tiers]
    found = {load.id: load for held in numbers for load in waiting_loads(held, store.loads())}
    return [load for load in found.values() if load.extract in configuration.extracts]


def withdraw(configuration: Configuration, number: int, why: str, progress: Progress) -> Outcome:
    """Withdraw a load with its reason, and make the figures again."""
    done = f"Load {number} is withdrawn. Figures are made without it."
    return _told(configuration, Store.withdraw, (number, why), progress, done)


def take_in(configuration: Configuration, number: int, why: str, progress: Progress) -> Outcome:
    """Take in a load for which figures wait, with the reason, and make the figures again."""
    done = f"Load {number} is taken in. What it changes by a few people is withheld."
    return _told(configuration, Store.take_in, (number, why), progress, done)


def _told(
    configuration: Configuration, tell: Callable[[Store, int, str, str], Load],
    said: tuple[int, str], progress: Progress, done: str,
) -> Outcome:  # fmt: skip
    """Have the register told something of a load, with a reason, and make the figures again."""
    (number, why), store = said, session.store()
    if not why.strip():
        return refused([Finding("Reason", "no reason was given", "Say why, for the register.")])
    try:
        with store.writing():
            tell(store, number, user_name(), why.strip())
        release_all(store, configuration, progress)
    except ScorecardError as error:
        return refused(error.findings)
    return Outcome(done)

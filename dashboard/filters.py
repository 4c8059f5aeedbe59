"""Role, unit, period and benchmark: chosen once in the sidebar, kept in the address."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from dashboard import session
from dashboard.view import BESIDE
from metrics.access import Scope, scope_of_role
from metrics.definitions.configuration import Configuration
from metrics.definitions.organisation import Unit
from metrics.store import KeptRelease
from metrics.wording.periods import MONTH
from metrics.wording.provenance import release_text


def choose_scope(configuration: Configuration, as_at: date) -> Scope:
    """Who is looking: chosen by anyone until people sign in, and marked as a demonstration."""
    roles = {role.title: role for role in configuration.access.roles}
    st.sidebar.caption("Demonstration: choose whose view you see. Nobody has signed in.")
    title = st.sidebar.selectbox("View as", list(roles), key="role", bind="query-params")
    role = roles[title]
    own = ""
    if role.units == "own":
        units = {unit.name: unit.code for unit in led_units(configuration)}
        name = st.sidebar.selectbox("Your unit", list(units), key="own", bind="query-params")
        own = units[name]
    return scope_of_role(configuration, role.id, own, as_at)


def led_units(configuration: Configuration) -> list[Unit]:
    """The command units, each of which has a lead."""
    return [unit for unit in configuration.organisation.units if unit.level == "command_unit"]


def choose_unit(configuration: Configuration, scope: Scope) -> Unit:
    """The unit whose figures are shown, among those of the scope."""
    units = {u.name: u for u in configuration.organisation.units if scope.allows(u.code)}
    own = scope.own_unit or configuration.organisation.force.code
    first = [unit.code for unit in units.values()].index(own)
    name = st.sidebar.selectbox(
        "Command unit or borough", list(units), index=first, key="unit", bind="query-params"
    )
    return units[name]


def choose_period(quarter_ends: Sequence[date]) -> date:
    """The quarter's end up to which figures are shown; the newest first."""
    ends = {end.strftime(MONTH): end for end in quarter_ends}
    name = st.sidebar.selectbox("Figures up to", list(ends), key="period", bind="query-params")
    return ends[name]


def choose_benchmark() -> str:
    """What a unit is compared with."""
    choices = list(BESIDE)
    return st.sidebar.selectbox("Compare with", choices, key="benchmark", bind="query-params")


def choose_release(releases: Sequence[KeptRelease]) -> KeptRelease:
    """The release that is shown, of those of a tier, newest first; an old one opens as it was.

    Whoever is shown the newest is shown the next one when it is made.
    """
    named = {release_text(kept): kept for kept in releases}
    before, newest = session.kept("newest"), next(iter(named))
    if before and before == session.kept("release"):
        session.keep("release", newest)
    session.keep("newest", newest)
    if len(named) == 1:
        return releases[0]
    name = st.sidebar.selectbox("As published on", list(named), key="release", bind="query-params")
    return named[name]

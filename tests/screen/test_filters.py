"""The choices in the sidebar: what is shown when nobody has chosen."""

from pathlib import Path

import pytest
import streamlit as st

from dashboard import filters, session
from metrics.records import KeptRelease
from metrics.wording.provenance import release_text


def _release(number: int) -> KeptRelease:
    return KeptRelease(number, "board", "", Path(), "", 1, f"2026-11-{number:02}T10:00:00+00:00")


@pytest.mark.parametrize(("chosen", "shown"), [(2, 3), (1, 1)])
def test_who_sees_the_newest_sees_the_next(
    chosen: int, shown: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a load the page is of the new release; one that was chosen as an old one stays."""
    state: dict[str, object] = {}
    monkeypatch.setattr(session, "kept", state.get)
    monkeypatch.setattr(session, "keep", state.__setitem__)
    monkeypatch.setattr(st.sidebar, "selectbox", lambda *_, **__: state["release"])
    state["release"] = release_text(_release(chosen))
    filters.choose_release([_release(2), _release(1)])
    assert filters.choose_release([_release(n) for n in (3, 2, 1)]).id == shown

"""The only user of session state and caches: what is open, for whom, and what they have chosen."""

import atexit
import gc
import os
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import streamlit as st

from dashboard.view import View
from metrics.access import Scope
from metrics.definitions.actions import ActionList
from metrics.definitions.configuration import FILES, Configuration
from metrics.definitions.duties import DutyList
from metrics.definitions.loading import load_configuration
from metrics.definitions.models import Metric
from metrics.definitions.posts import PostList
from metrics.definitions.recommendations import RecommendationList
from metrics.errors import ScorecardError
from metrics.figures import OpenRelease, Reader, open_release
from metrics.promised import note
from metrics.store import KeptRelease, Store
from metrics.wording.periods import month

Listed = TypeVar("Listed", ActionList, RecommendationList, DutyList, PostList)


class PageEnded(Exception):
    """A page has said all that there is to say; or says, in words, why it can say nothing.

    Streamlit's own way to stop would leave out the foot, where the way to help stands.
    """


def config_folder() -> Path:
    """The folder of the configuration."""
    return Path(os.environ.get("SCORECARD_CONFIG", "config"))


def store() -> Store:
    """The store of this server."""
    return _store(_store_folder())


def _store_folder() -> Path:
    return Path(os.environ.get("SCORECARD_STORE", "data/store"))


@st.cache_resource(max_entries=2, show_spinner=False)
def _store(folder: Path) -> Store:
    return Store(folder)


def configuration() -> Configuration:
    """The configuration as it is on disk now; read again when a file changes."""
    folder = config_folder()
    return _configuration(folder, tuple(_changed(folder / file) for file in FILES))


def _changed(path: Path) -> int:
    """When a file was last written; an editor may take one away for a moment."""
    return path.stat().st_mtime_ns if path.exists() else 0


@st.cache_resource(max_entries=2, show_spinner="Reading the definitions")
def _configuration(folder: Path, changed: tuple[int, ...]) -> Configuration:
    return load_configuration(folder)


def listed(file: str, load: Callable[[Path, Configuration], Listed]) -> Listed:
    """A list that no figure depends on; read again when its file or the scorecard changes."""
    folder = config_folder()
    changed = tuple(_changed(folder / each) for each in (file, *FILES))
    return _list(file, folder, changed, _store_folder(), _load=load)


@st.cache_resource(max_entries=8, show_spinner=False)
def _list(
    file: str, folder: Path, changed: tuple[int, ...], of_store: Path, *,
    _load: Callable[[Path, Configuration], Listed],
) -> Listed:  # fmt: skip
    """Read a list, and keep on the register the days that it promises."""
    found = _load(folder, configuration())
    if isinstance(found, ActionList | RecommendationList):
        note(_store(of_store), found)
    return found


def releases(tier: str) -> list[KeptRelease]:
    """The releases of a tier that are kept, newest first."""
    register = store().folder / "register.sqlite"
    stamp = register.stat() if register.exists() else None
    changed = (stamp.st_mtime_ns, stamp.st_size) if stamp else (0, 0)
    return [kept for kept in reversed(_kept(register.parent, changed)) if kept.tier == tier]


@lru_cache(maxsize=2)
def _kept(folder: Path, changed: tuple[int, int]) -> tuple[KeptRelease, ...]:
    """Every release on the register, which is read again when its file changes."""
    return _store(folder).kept_releases()


def opened(kept: KeptRelease) -> OpenRelease:
    """A release, opened once for everybody; a reader of it, or its report, asks for a scope."""
    return _open(kept.id, str(kept.file), kept.sha256, _kept=kept)


def release_before(view: View) -> OpenRelease | None:
    """The release that was shown before the one that is open, if this version can open it."""
    older = earlier(view)
    return opened_if_can(older[0]) if older else None


def earlier(view: View) -> list[KeptRelease]:
    """The releases that were made before the one that is open, newest first."""
    now = view.reader.release.kept
    return [kept for kept in releases(now.tier) if kept.id < now.id]


def opened_if_can(kept: KeptRelease) -> OpenRelease | None:
    """A release, if it is whole and this version can open it."""
    try:
        return opened(kept)
    except ScorecardError:
        return None


def reader(kept: KeptRelease, scope: Scope) -> Reader:
    """A reader of a release for one scope."""
    return opened(kept).reader(scope)


@st.cache_resource(max_entries=12, show_spinner="Opening the figures")
def _open(id_: int, file: str, sha256: str, *, _kept: KeptRelease) -> OpenRelease:
    release = open_release(store(), _kept)
    # Streamlit looks through all objects for garbage after each page, 0.1 s for everybody. Those
    # that are here now stay as long as the server does, and need not be looked through again.
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)
    return release


def hold_view(view: View | None) -> None:
    """Keep the view that the frame has made, for the page that it is about to run."""
    st.session_state["view"] = view


def view() -> View:
    """The view of this run; a page that needs figures ends here while there are none."""
    held = st.session_state.get("view")
    if not isinstance(held, View):
        raise PageEnded(_why_nothing())
    return held


def _why_nothing() -> str:
    """Why there is no figure to show, and what to do about it."""
    held = [day for load in store().active_loads() for day in load.periods]
    if not held:
        return "There are no figures yet. An analyst can load extracts on the Upload page."
    first, last = month(min(held).isoformat()), month(max(held).isoformat())
    return (
        f"There are no figures yet. What is loaded goes from {first} to {last}; figures start when "
        "a quarter is complete, and those of 12 months when 12 months are."
    )


def keep(name: str, content: object) -> None:
    """Keep something for this session, such as the outcome of an upload."""
    st.session_state[name] = content


def kept(name: str) -> object:
    """What was kept under a name in this session, or None."""
    return st.session_state.get(name)


def titles(metrics: Sequence[Metric]) -> dict[str, Metric]:
    """Each metric by the title that addresses it in a link."""
    return {metric.title: metric for metric in metrics}

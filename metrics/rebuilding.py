"""Loads and releases made again from the uploads, where their files are gone or damaged."""

from dataclasses import dataclass
from pathlib import Path

from metrics.children import Progress
from metrics.definitions.configuration import Configuration
from metrics.errors import Finding, ScorecardError
from metrics.extracts.loading import Loader
from metrics.register import user_name
from metrics.release import release_all
from metrics.store import Load, Store


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was made again: how many loads, how many releases; how many releases are lost."""

    loads: int
    releases: int
    lost: int


def rebuild(
    store: Store, configuration: Configuration, boundaries: Path, progress: Progress
) -> Rebuilt:
    """Make every load that is not whole again from its uploads, and then the releases.

    The bytes are those on the register, so the figures are the same. A release that is gone and
    is not the last of its tier cannot be made again: it is noted as lost. Raises ScorecardError
    naming each load that cannot be made again; the others have been.
    """
    faults: list[Finding] = []
    broken = [x for x in store.loads() if not store.is_whole(x.file, x.sha256)]
    loader = Loader(store, configuration, boundaries, progress)
    for load in broken:
        progress(f"Making load {load.id} of '{load.extract}' again")
        faults += _remade(loader, load)
    if faults:
        raise ScorecardError(faults)
    gone = [x for x in store.kept_releases() if not store.is_whole(x.file, x.sha256)]
    release_all(store, configuration, progress)
    lost = [x for x in gone if not store.is_whole(x.file, x.sha256)]
    with store.writing():
        store.note_lost(lost, user_name())
    return Rebuilt(len(broken), len(gone), len(lost))


def _remade(loader: Loader, load: Load) -> list[Finding]:
    try:
        loader.remake(load)
    except ScorecardError as error:
        return list(error.findings)
    return []

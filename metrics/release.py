"""The recipe of a release: count, protect, judge, keep. One release for each tier.

A release is keyed by what went in, so that the same loads and the same scorecard give the same
release, and an old one opens again exactly as it was.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from metrics.children import Progress
from metrics.connections import text
from metrics.counting.apart import counts_apart
from metrics.counting.calculation import Calculation
from metrics.counting.tallying import Source
from metrics.definitions.audiences import Tier
from metrics.definitions.configuration import Configuration
from metrics.errors import Finding, ScorecardError
from metrics.extracts.identity import contract_digest
from metrics.judgement.looks import count_looks
from metrics.judgement.spreads import spread_of_units
from metrics.quality import behind, grades, told
from metrics.register import now
from metrics.release_file import write_release_file
from metrics.revisions import Kept, first_kept, next_kept, read_kept
from metrics.store import KeptRelease, Load, Screening, Store
from metrics.tiers import Asked, Figures, figures_apart

# A change in how figures are made is a change of every release: raise this with it.
METHOD = "6"


def release_all(
    store: Store, configuration: Configuration, progress: Progress
) -> tuple[KeptRelease, ...]:
    """Make the release of every tier from the active loads, and return them in tier order.

    A tier whose last release has the same key is left as it is. Raises ScorecardError when a load
    is damaged or was made under another contract.
    """
    with store.writing():
        loads = usable_loads(store, configuration)
        wanting = [
            t for t in configuration.access.tiers if not _current(store, t, loads, configuration)
        ]
        if wanting:
            asked = [Asked(tier, kept_before(store, tier)) for tier in wanting]
            counts = count(store, loads, configuration, progress)
            made = figures_of(store, asked, counts, configuration, progress)
            for each in asked:
                _release(store, configuration, each, loads, made[each.tier.id])
    return tuple(store.releases(tier.id)[-1] for tier in configuration.access.tiers)


def _release(
    store: Store, configuration: Configuration, asked: Asked, loads: tuple[Load, ...],
    made: Figures,
) -> KeptRelease:  # fmt: skip
    tier, figures = asked.tier, made.assessed.figures
    key = release_key(tier, loads, configuration)
    kept = _kept(store, asked.before, loads, first_kept(figures, configuration))
    screenings = {load.id: store.screening(load.id) for load in loads}
    tables = {
        **kept.tables,
        "grades": grades(
            figures, configuration, behind(loads, screenings, configuration, tier.threshold)
        ),
        "looks": count_looks(figures),
        "spreads": spread_of_units(figures, configuration),
        "points": made.assessed.points,
        "disclosure": made.disclosure,
    }
    said = json.dumps(manifest(tier, key, loads, screenings))
    unfinished = store.temporary("releases", tier.id)
    files = {**configuration.texts, "manifest.json": said}
    write_release_file(unfinished, figures, tables, files)
    return store.commit_release(tier.id, key, unfinished, len(figures))


def figures_of(
    store: Store, asked: Sequence[Asked], counts: pd.DataFrame, configuration: Configuration,
    progress: Progress,
) -> Mapping[str, Figures]:  # fmt: skip
    """The figures that each tier may see of these counts, held against its last release, by tier.

    `counts` are what `count` gives. Raises ScorecardError where a withheld count could still be
    worked out, and where a child is ended.
    """
    with _folder(store, "protecting") as folder:
        return figures_apart(asked, counts, configuration, folder, progress)


@contextmanager
def _folder(store: Store, name: str) -> Iterator[Path]:
    """A folder of the store for children to write in, gone afterwards."""
    folder = store.temporary("releases", f"{name}-{os.getpid()}").absolute()
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def kept_before(store: Store, tier: Tier) -> Kept | None:
    """What the last whole release of a tier keeps; None before the first."""
    last = last_whole(store, tier)
    return read_kept(last.file) if last else None


def last_whole(store: Store, tier: Tier) -> KeptRelease | None:
    """The last release of a tier whose file is what was committed; None before the first."""
    releases = [r for r in store.kept_releases() if r.tier == tier.id]
    return next((r for r in reversed(releases) if store.is_whole(r.file, r.sha256)), None)


def _kept(store: Store, before: Kept | None, loads: tuple[Load, ...], kept: Kept) -> Kept:
    """What a release keeps, held against the release before it, if there is one."""
    if before is None:
        return kept
    reason = store.what_happened(before.loads, [load.id for load in loads])
    return next_kept(before, kept, now()[:10], reason)


def usable_loads(store: Store, configuration: Configuration) -> tuple[Load, ...]:
    """The active loads of extracts that the configuration has, in order, each checked by its hash.

    Raises ScorecardError naming every load that was coded under another contract.
    """
    return checked_loads(store, configuration, store.active_loads())


def checked_loads(
    store: Store, configuration: Configuration, chosen: Sequence[Load]
) -> tuple[Load, ...]:
    """Those of the chosen loads that figures can be made from; raises as `usable_loads` does."""
    loads = tuple(x for x in chosen if x.extract in configuration.extracts)
    stale = [
        Finding(
            f"load {load.id}",
            f"the contract of '{load.extract}' has changed since it was loaded",
            "Withdraw it and load its files again.",
        )
        for load in loads
        if load.contract != contract_digest(configuration, configuration.extracts[load.extract])
    ]
    if stale:
        raise ScorecardError(stale)
    for load in loads:
        store.checked(load.file, load.sha256)
    return loads


def count(
    store: Store, loads: tuple[Load, ...], configuration: Configuration, progress: Progress
) -> pd.DataFrame:
    """The unprotected counts of every metric from these loads: never shown, never kept."""
    calculation = Calculation(configuration, sources_of(loads, configuration))
    with _folder(store, "counting") as folder:
        return counts_apart(calculation, folder, progress)


def sources_of(loads: tuple[Load, ...], configuration: Configuration) -> Mapping[str, Source]:
    """The rows of each extract that has an active load, and the periods that they hold."""
    sources = {}
    for id_, extract in configuration.extracts.items():
        mine = [load for load in loads if load.extract == id_]
        if mine:
            files = ", ".join(text(str(load.file)) for load in mine)
            held = sorted({day for load in mine for day in load.periods})
            sources[id_] = Source(extract, f"read_parquet([{files}])", tuple(held))
    return sources


def release_key(tier: Tier, loads: tuple[Load, ...], configuration: Configuration) -> str:
    """The digest of everything that a release depends on."""
    parts = [METHOD, tier.id, configuration.digest]
    parts += sorted(f"{load.extract} {load.sha256}" for load in loads)
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()


def manifest(
    tier: Tier, key: str, loads: tuple[Load, ...], screenings: Mapping[int, Screening]
) -> dict[str, object]:
    """What a release says of itself: its tier, its key, and the loads that it was made from."""
    return {
        "tier": tier.id,
        "key": key,
        "loads": [
            {
                "id": load.id, "extract": load.extract, "rows": load.rows, "sha256": load.sha256,
                "files": [asdict(file) for file in load.files],
                "left_out": told(load.left_out, tier.threshold),
                "first": min(load.periods).isoformat(), "last": max(load.periods).isoformat(),
                "loaded_at": load.loaded_at, "loaded_by": load.loaded_by,
                "accepted_by": screenings[load.id].accepted_by,
                "because": screenings[load.id].because,
            }
            for load in loads
        ],
    }  # fmt: skip


def _current(
    store: Store, tier: Tier, loads: tuple[Load, ...], configuration: Configuration
) -> bool:
    """Whether the tier's last release is of these loads, and whole: a damaged one is made anew."""
    releases = store.releases(tier.id)
    if not releases or releases[-1].key != release_key(tier, loads, configuration):
        return False
    return store.is_whole(releases[-1].file, releases[-1].sha256)

"""The recipe of a release: count, protect, judge, keep. One release for each tier.

A release is keyed by what went in, so that the same loads and the same scorecard give the same
release, and an old one opens again exactly as it was. Only what has changed is made again.
"""

import json
import os
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pandas as pd

from metrics.children import Progress
from metrics.connections import text
from metrics.counting.calculation import Calculation
from metrics.counting.tallying import Source
from metrics.definitions.audiences import Tier
from metrics.definitions.configuration import Configuration
from metrics.errors import Finding, ScorecardError
from metrics.extracts.identity import contract_digest
from metrics.judgement.looks import IN_A_LIST, LOOKED, count_looks
from metrics.judgement.spreads import spread_of_units
from metrics.manifest import MANIFEST, Asked, asked_of, key_of, manifest, still_stand
from metrics.quality import behind, grades
from metrics.register import now
from metrics.release_file import (
    Standing,
    add_files,
    add_tables,
    begin_release_file,
    read_table,
)
from metrics.revisions import KEYS, SHOWN, Kept, first_kept, next_kept, read_kept
from metrics.side_by_side import After
from metrics.store import KeptRelease, Load, Screening, Store
from metrics.tiers import Task, drafts_apart
from metrics.waiting import held_loads

# What the tables beside the figures are made from.
TOLD = [*KEYS, *SHOWN, "judged", "status"]


@dataclass(frozen=True)
class Basis:
    """What releases are made from, and the store that they are for."""

    store: Store
    configuration: Configuration
    loads: tuple[Load, ...]


@dataclass(frozen=True)
class Made:
    """Drafts by tier, and the configuration of the metrics in them."""

    drafts: Mapping[str, Path]
    configuration: Configuration


@dataclass(frozen=True)
class Body:
    """What releases of one draft have alike: a file of it, its figures and what loads were like."""

    file: Path
    figures: int
    screenings: Mapping[int, Screening]


def release_all(
    store: Store, configuration: Configuration, progress: Progress
) -> tuple[KeptRelease, ...]:
    """Make the release of every tier from the active loads, and return them in tier order.

    A tier whose last release has the same key is left as it is. In one that would tell of a few
    people a revision waits, and its figures are made from what it had of these periods. Raises
    ScorecardError when a load is damaged or was made under another contract.
    """
    tiers = configuration.access.tiers
    with store.writing():
        loads = usable_loads(store, configuration)
        waiting = _release_from(Basis(store, configuration, loads), tiers, progress)
        for numbers, those in waiting.items():
            held = [load for load in store.loads() if load.id in numbers]
            loads = checked_loads(store, configuration, held)
            _release_from(Basis(store, configuration, loads), those, progress)
    return tuple(store.releases(tier.id)[-1] for tier in tiers)


def _release_from(
    basis: Basis, tiers: Sequence[Tier], progress: Progress
) -> Mapping[frozenset[int], list[Tier]]:
    """Make the releases of tiers; those that wait come by what they go on with."""
    store, configuration, loads = basis.store, basis.configuration, basis.loads
    every, waiting = store.loads(), defaultdict(list)
    asked = [asked_of(store, t) for t in tiers if not _current(basis, t)]
    held = {x.tier.id: held_loads(x.numbers, every, loads, configuration) for x in asked}
    asked = [replace(x, may_wait=x.tier.threshold > 0 and held[x.tier.id] != loads) for x in asked]
    if not asked:
        return {}
    bodies: dict[Path, Body] = {}
    with drafts_of(basis, asked, progress, partial(_keep_body, basis, bodies)) as made:
        for each in asked:
            if each.tier.id in made.drafts:
                _release(basis, each, bodies[made.drafts[each.tier.id]])
            else:
                waiting[frozenset(x.id for x in held[each.tier.id])].append(each.tier)
    return waiting


def _keep_body(basis: Basis, bodies: dict[Path, Body], task: Task, progress: Progress) -> None:
    """Make what releases of one draft have alike: everything but how each was made."""
    asked = task.asked
    progress(f"{asked.tier.title}: Keeping figures")
    standing = frozenset(basis.configuration.metrics) - frozenset(task.configuration.metrics)
    stands = Standing(asked.file, standing) if standing else Standing()
    path = task.draft.with_suffix(".body")
    screenings = {load.id: basis.store.screening(load.id) for load in basis.loads}
    bodies[task.draft] = Body(path, begin_release_file(path, task.draft, stands), screenings)
    add_tables(path, _beside(basis, task, bodies[task.draft]), stands)


def _beside(basis: Basis, task: Task, body: Body) -> Mapping[str, pd.DataFrame]:
    """The tables beside the figures, by name: what has changed, and how far figures can be used."""
    asked, changed = task.asked, task.configuration
    new = read_table(task.draft, "figures", TOLD)
    graded = behind(basis.loads, body.screenings, basis.configuration, asked.tier.threshold)
    return {
        **_kept(basis, asked, first_kept(new, basis.configuration)).tables,
        "grades": grades(new, changed, graded),
        "spreads": spread_of_units(new, changed),
        "looks": count_looks(read_table(body.file, "figures", LOOKED, IN_A_LIST)),
    }


def _release(basis: Basis, asked: Asked, body: Body) -> KeptRelease:
    store, tier, configuration = basis.store, asked.tier, basis.configuration
    unfinished = store.temporary("releases", tier.id)
    shutil.copyfile(body.file, unfinished)
    key = key_of(tier, basis.loads, configuration)
    said = json.dumps(manifest(tier, key, basis.loads, body.screenings))
    add_files(unfinished, {**configuration.texts, MANIFEST: said})
    return store.commit_release(tier.id, key, unfinished, body.figures)


def _nothing(_: Task, __: Progress) -> None:
    """What comes after a draft that is only looked at."""


@contextmanager
def drafts_of(
    basis: Basis, asked: Sequence[Asked], progress: Progress, after: After[Task] = _nothing
) -> Iterator[Made]:
    """Drafts of what the loads change for each tier, held against its last release.

    They are gone afterwards; `after` is done with each. Raises ScorecardError where a withheld
    count could still be worked out, and where a child is ended.
    """
    standing = still_stand(asked, basis.loads, basis.configuration)
    changed = basis.configuration.narrowed(frozenset(basis.configuration.metrics) - standing)
    with _folder(basis.store) as folder:
        calculation = Calculation(changed, sources_of(basis.loads, changed))
        yield Made(drafts_apart(asked, calculation, folder, progress, after), changed)


@contextmanager
def _folder(store: Store) -> Iterator[Path]:
    """A folder of the store for children to write in, gone afterwards."""
    folder = store.temporary("releases", f"drafts-{os.getpid()}").absolute()
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _kept(basis: Basis, asked: Asked, kept: Kept) -> Kept:
    """What a release keeps, held against the last one, if there is one."""
    names = kept.figures["metric"].unique()
    if asked.file is None:
        return kept
    reason = basis.store.what_happened(asked.numbers, [load.id for load in basis.loads])
    before = read_kept(asked.file, names)
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


def sources_of(loads: Sequence[Load], configuration: Configuration) -> Mapping[str, Source]:
    """The rows of each extract that a metric rests on and that has a load, and their periods."""
    wanted, sources = configuration.extracts_counted, {}
    for id_, extract in configuration.extracts.items():
        mine = [load for load in loads if load.extract == id_]
        if mine and id_ in wanted:
            files = ", ".join(text(str(load.file)) for load in mine)
            held = sorted({day for load in mine for day in load.periods})
            sources[id_] = Source(extract, f"read_parquet([{files}])", tuple(held))
    return sources


def _current(basis: Basis, tier: Tier) -> bool:
    """Whether the tier's last release is of these loads, and whole: a damaged one is made anew."""
    releases = basis.store.releases(tier.id)
    if not releases or releases[-1].key != key_of(tier, basis.loads, basis.configuration):
        return False
    return basis.store.is_whole(releases[-1].file, releases[-1].sha256)

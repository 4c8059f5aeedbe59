"""The recipe of a release: count, protect, judge, keep. One release for each tier.

A release is keyed by what went in, so that the same loads and the same scorecard give the same
release, and an old one opens again exactly as it was. Only what has changed is made again.
"""

import json
import os
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from metrics.children import AT_ONCE, Progress
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
from metrics.store import KeptRelease, Load, Screening, Store
from metrics.tiers import drafts_apart
from metrics.waiting import held_loads

# What the tables beside the figures are made from.
TOLD = [*KEYS, *SHOWN, "judged", "status"]


@dataclass(frozen=True)
class Made:
    """Drafts by tier, the configuration of the metrics in them, and the metrics that stand."""

    drafts: Mapping[str, Path]
    configuration: Configuration
    standing: frozenset[str]

    def standing_in(self, asked: Asked) -> Standing:
        """The metrics that stand, in the last release of a tier."""
        return Standing(asked.file, self.standing) if self.standing else Standing()


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
        waiting = _release_from(loads, tiers, store, configuration, progress)
        for numbers, those in waiting.items():
            held = [load for load in store.loads() if load.id in numbers]
            loads = checked_loads(store, configuration, held)
            _release_from(loads, those, store, configuration, progress)
    return tuple(store.releases(tier.id)[-1] for tier in tiers)


def _release_from(
    loads: tuple[Load, ...], tiers: Sequence[Tier], store: Store, configuration: Configuration,
    progress: Progress,
) -> Mapping[frozenset[int], list[Tier]]:  # fmt: skip
    """Make the releases of tiers from these loads; those that wait come by what they go on with."""
    every, waiting = store.loads(), defaultdict(list)
    asked = [asked_of(store, t) for t in tiers if not _current(store, t, loads, configuration)]
    held = {x.tier.id: held_loads(x.numbers, every, loads, configuration) for x in asked}
    asked = [replace(x, may_wait=x.tier.threshold > 0 and held[x.tier.id] != loads) for x in asked]
    if not asked:
        return {}
    with drafts_of(store, asked, loads, configuration, progress) as made:
        progress("Keeping releases")
        bodies = _bodies(store, configuration, asked, loads, made)
        for each in asked:
            if each.tier.id in made.drafts:
                _release(store, configuration, each, loads, bodies[made.drafts[each.tier.id]])
            else:
                waiting[frozenset(x.id for x in held[each.tier.id])].append(each.tier)
    return waiting


def _bodies(
    store: Store, configuration: Configuration, asked: Sequence[Asked], loads: tuple[Load, ...],
    made: Made,
) -> Mapping[Path, Body]:  # fmt: skip
    """The body of each draft: they are made side by side, as each is mostly DuckDB's work."""
    first = {made.drafts[each.tier.id]: each for each in asked if each.tier.id in made.drafts}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        made_of = partial(_body, store, configuration, loads, made)
        return dict(zip(first, pool.map(made_of, first.values()), strict=True))


def _body(
    store: Store, configuration: Configuration, loads: tuple[Load, ...], made: Made, asked: Asked
) -> Body:
    """Everything of a release but how it was made, beside its draft."""
    draft, standing = made.drafts[asked.tier.id], made.standing_in(asked)
    path = draft.with_suffix(".body")
    figures = begin_release_file(path, draft, standing)
    new = read_table(draft, "figures", TOLD)
    kept = _kept(store, asked, loads, first_kept(new, configuration))
    screenings = {load.id: store.screening(load.id) for load in loads}
    graded = behind(loads, screenings, configuration, asked.tier.threshold)
    tables = {
        **kept.tables,
        "grades": grades(new, made.configuration, graded),
        "spreads": spread_of_units(new, made.configuration),
        "looks": count_looks(read_table(path, "figures", LOOKED, IN_A_LIST)),
    }
    add_tables(path, tables, standing)
    return Body(path, figures, screenings)


def _release(
    store: Store, configuration: Configuration, asked: Asked, loads: tuple[Load, ...], body: Body
) -> KeptRelease:
    tier, unfinished = asked.tier, store.temporary("releases", asked.tier.id)
    shutil.copyfile(body.file, unfinished)
    key = key_of(tier, loads, configuration)
    said = json.dumps(manifest(tier, key, loads, body.screenings))
    add_files(unfinished, {**configuration.texts, MANIFEST: said})
    return store.commit_release(tier.id, key, unfinished, body.figures)


@contextmanager
def drafts_of(
    store: Store, asked: Sequence[Asked], loads: tuple[Load, ...], configuration: Configuration,
    progress: Progress,
) -> Iterator[Made]:  # fmt: skip
    """Drafts of what these loads change for each tier, held against its last release.

    They are gone afterwards. Raises ScorecardError where a withheld count could still be worked
    out, and where a child is ended.
    """
    standing = still_stand(asked, loads, configuration)
    changed = configuration.narrowed(frozenset(configuration.metrics) - standing)
    with _folder(store) as folder:
        calculation = Calculation(changed, sources_of(loads, changed))
        yield Made(drafts_apart(asked, calculation, folder, progress), changed, standing)


@contextmanager
def _folder(store: Store) -> Iterator[Path]:
    """A folder of the store for children to write in, gone afterwards."""
    folder = store.temporary("releases", f"drafts-{os.getpid()}").absolute()
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _kept(store: Store, asked: Asked, loads: tuple[Load, ...], kept: Kept) -> Kept:
    """What a release keeps, held against the last one, if there is one."""
    names = kept.figures["metric"].unique()
    if asked.file is None:
        return kept
    reason = store.what_happened(asked.numbers, [load.id for load in loads])
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


def _current(
    store: Store, tier: Tier, loads: tuple[Load, ...], configuration: Configuration
) -> bool:
    """Whether the tier's last release is of these loads, and whole: a damaged one is made anew."""
    releases = store.releases(tier.id)
    if not releases or releases[-1].key != key_of(tier, loads, configuration):
        return False
    return store.is_whole(releases[-1].file, releases[-1].sha256)

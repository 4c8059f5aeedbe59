"""The recipe of a release: count, protect, judge, keep. One release for each tier.

A release is keyed by what went in, so that the same loads and the same scorecard give the same
release, and an old one opens again exactly as it was.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

import duckdb
import pandas as pd

from metrics.connections import identifier, open_connection, text
from metrics.counting.calculation import Calculation
from metrics.counting.tallying import Source
from metrics.definitions.audiences import Tier
from metrics.definitions.configuration import Configuration
from metrics.disclosure.suppression import protect
from metrics.errors import Finding, ScorecardError
from metrics.extracts.loading import contract_digest
from metrics.judgement.assessment import assess
from metrics.quality import behind, grades
from metrics.store import KeptRelease, Load, Screening, Store

Progress = Callable[[str], None]

# A change in how figures are made is a change of every release: raise this with it.
METHOD = "2"
DATES = ("start", "end", "since")


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
            counts = count(loads, configuration, progress)
            for tier in wanting:
                progress(f"Protecting and judging for the {tier.title} tier")
                _release(store, configuration, tier, loads, counts)
    return tuple(store.releases(tier.id)[-1] for tier in configuration.access.tiers)


def _release(
    store: Store, configuration: Configuration, tier: Tier, loads: tuple[Load, ...],
    counts: pd.DataFrame,
) -> KeptRelease:  # fmt: skip
    key = release_key(tier, loads, configuration)
    released = protect(counts, tier, configuration)
    figures = assess(released, configuration)
    unfinished = store.temporary("releases", tier.id)
    screenings = {load.id: store.screening(load.id) for load in loads}
    graded = grades(figures, configuration, behind(loads, screenings, configuration))
    said = manifest(tier, key, loads, screenings)
    write_release(unfinished, (figures, graded), configuration, said)
    return store.commit_release(tier.id, key, unfinished, len(figures))


def usable_loads(store: Store, configuration: Configuration) -> tuple[Load, ...]:
    """The active loads of extracts that the configuration has, in order, each checked by its hash.

    Raises ScorecardError naming every load that was coded under another contract.
    """
    loads = tuple(x for x in store.active_loads() if x.extract in configuration.extracts)
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
    loads: tuple[Load, ...], configuration: Configuration, progress: Progress
) -> pd.DataFrame:
    """The unprotected counts of every metric from these loads: never shown, never kept."""
    calculation = Calculation(configuration, sources_of(loads, configuration))
    with open_connection() as connection:
        return calculation.counts(connection, progress)


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
                "files": [asdict(file) for file in load.files], "left_out": dict(load.left_out),
                "first": min(load.periods).isoformat(), "last": max(load.periods).isoformat(),
                "loaded_at": load.loaded_at, "loaded_by": load.loaded_by,
                "rows_sent": screenings[load.id].rows_sent,
                "rows_aside": screenings[load.id].rows_aside,
                "accepted_by": screenings[load.id].accepted_by,
                "because": screenings[load.id].because,
            }
            for load in loads
        ],
    }  # fmt: skip


def write_release(
    path: Path, frames: tuple[pd.DataFrame, pd.DataFrame], configuration: Configuration,
    said: Mapping[str, object],
) -> None:  # fmt: skip
    """Write a release file: figures, the judged ones apart, grades, configuration, manifest."""
    figures, graded = frames
    for column in DATES:
        figures[column] = pd.to_datetime(figures[column])
    dates = ", ".join(f"CAST({identifier(c)} AS DATE) AS {identifier(c)}" for c in DATES)
    connection = duckdb.connect(":memory:")
    try:
        connection.execute(f"ATTACH {text(str(path))} AS release")
        connection.register("assessed", figures)
        order = 'ORDER BY metric, unit, type, "end"'
        connection.execute(
            f"CREATE TABLE release.figures AS SELECT * REPLACE ({dates}) FROM assessed {order}"
        )
        judged = f"SELECT * FROM release.figures WHERE status <> '' {order}"
        connection.execute(f"CREATE TABLE release.judged AS {judged}")
        connection.register("graded", graded)
        connection.execute(
            'CREATE TABLE release.grades AS SELECT * REPLACE (CAST("end" AS DATE) AS "end") '
            "FROM graded ORDER BY metric, type, 2"
        )
        connection.execute("CREATE TABLE release.files (name VARCHAR, content VARCHAR)")
        kept = {**configuration.texts, "manifest.json": json.dumps(said)}
        connection.executemany("INSERT INTO release.files VALUES (?, ?)", list(kept.items()))
        connection.execute("CHECKPOINT release")
        connection.execute("DETACH release")
    finally:
        connection.close()


def _current(
    store: Store, tier: Tier, loads: tuple[Load, ...], configuration: Configuration
) -> bool:
    """Whether the tier's last release is of these loads, and whole: a damaged one is made anew."""
    releases = store.releases(tier.id)
    if not releases or releases[-1].key != release_key(tier, loads, configuration):
        return False
    return store.is_whole(releases[-1].file, releases[-1].sha256)

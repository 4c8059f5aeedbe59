"""What a release says of itself, what it is keyed by, and what of the last one still stands."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from metrics.definitions.audiences import Tier
from metrics.definitions.configuration import Configuration
from metrics.disclosure.tied import tied_to
from metrics.quality import told
from metrics.release_file import read_table
from metrics.store import KeptRelease, Load, Screening, Store

# A change in how figures are made is a change of every release: raise this with it.
METHOD = "15"
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Asked:
    """A tier whose figures are wanted, and what its last release was made from, if there is one.

    It `may_wait` where a load revises what it has released: no draft is made of a small revision.
    """

    tier: Tier
    last: KeptRelease | None = None
    loads: tuple[Mapping[str, Any], ...] = ()
    may_wait: bool = False

    @property
    def file(self) -> Path | None:
        """The file of the last release; None before the first."""
        return self.last.file if self.last else None

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the loads that the last release was made from."""
        return tuple(load["id"] for load in self.loads)


def asked_of(store: Store, tier: Tier) -> Asked:
    """A tier with its last whole release: one whose file is what was committed."""
    releases = [r for r in store.kept_releases() if r.tier == tier.id]
    whole = (r for r in reversed(releases) if store.is_whole(r.file, r.sha256))
    last = next(whole, None)
    return Asked(tier, last, loads_behind(last.file)) if last else Asked(tier)


def loads_behind(file: Path) -> tuple[Mapping[str, Any], ...]:
    """The loads that a release file was made from, as its manifest has them."""
    files = read_table(file, "files", where="name = ?", values=[MANIFEST])
    return tuple(json.loads(files["content"].iloc[0])["loads"])


def still_stand(
    asked: Sequence[Asked], loads: Collection[Load], configuration: Configuration
) -> frozenset[str]:
    """The metrics whose figures the last release of each of these tiers has as they are now.

    They rest on the same loads, under the same configuration and method, and share no protected
    count with a metric that does not.
    """
    now, changed = {(load.extract, load.sha256) for load in loads}, set()
    for each in asked:
        if not same_rules(each, configuration):
            return frozenset()
        changed |= {extract for extract, _ in now ^ _loads_then(each)}
    return frozenset(configuration.metrics) - tied_to(changed, configuration)


def same_rules(asked: Asked, configuration: Configuration) -> bool:
    """Whether a tier's last release was made under the same tier, configuration and method."""
    key = release_key(asked.tier, _loads_then(asked), configuration)
    return asked.last is not None and asked.last.key == key


def _loads_then(asked: Asked) -> set[tuple[str, str]]:
    return {(load["extract"], load["sha256"]) for load in asked.loads}


def key_of(tier: Tier, loads: Iterable[Load], configuration: Configuration) -> str:
    """The digest of everything that a tier's release of these loads depends on."""
    pairs = [(load.extract, load.sha256) for load in loads]
    return release_key(tier, pairs, configuration)


def release_key(tier: Tier, loads: Iterable[tuple[str, str]], configuration: Configuration) -> str:
    """The same from the extract and the digest of each load."""
    parts = [METHOD, tier.id, configuration.digest]
    parts += sorted(f"{extract} {sha256}" for extract, sha256 in loads)
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

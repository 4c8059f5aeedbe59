"""Every fault of a store, by the load or the release that it is of: a digest says nothing."""

from collections.abc import Mapping
from dataclasses import replace

from metrics.errors import Finding
from metrics.store import Store


def named_faults(store: Store) -> list[Finding]:
    """Every file that is not what was committed, by what it is of, and faults of the audit."""
    names = _names(store)
    return [
        replace(one, place=f"{names[one.place]} ({one.place})") if one.place in names else one
        for one in store.faults()
    ]


def how_many(store: Store) -> int:
    """How many files of the store have a hash on the register."""
    return len(store.kept_files())


def _names(store: Store) -> Mapping[str, str]:
    """What each file of the store is of, by the name that it has there."""
    names: dict[str, str] = {}
    for load in store.loads():
        of = f"load {load.id} ({load.extract})"
        names |= {file.sha256: f"{of}, {file.name} as it was sent" for file in load.files}
        names[load.file.name] = f"{of}, its rows"
    for kept in store.kept_releases():
        names[kept.file.name] = f"release {kept.id} of the {kept.tier} tier"
    return names

"""Revisions that wait: a new file of released periods, in a tier that would tell of a few people.

Beside the old number a new one that differs by fewer people than the threshold tells of these few.
So the tier goes on with the rows that it has, until the differences are larger or a named person
takes the new file in. A load that is withdrawn is gone at once.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from metrics.definitions.configuration import Configuration
from metrics.extracts.identity import contract_digest
from metrics.manifest import loads_behind
from metrics.store import Load, Store


def held_loads(
    released: Collection[int], every: Sequence[Load], usable: tuple[Load, ...],
    configuration: Configuration,
) -> tuple[Load, ...]:  # fmt: skip
    """The loads to make figures from while revisions wait: the usable ones, if there is none.

    `released` are the numbers of the loads of the last release, and `every` is the register. What
    was coded under another contract cannot be gone on with.
    """
    old = [
        load for load in every
        if load.extract in configuration.extracts
        and load.contract == contract_digest(configuration, configuration.extracts[load.extract])
    ]  # fmt: skip
    pairs = list(_revised(released, old, usable))
    waiting = {new.id for new, _ in pairs}
    kept = [load for load in usable if load.id not in waiting]
    return tuple(sorted([*kept, *(one for _, one in pairs)], key=lambda load: load.id))


def waiting_loads(released: Collection[int], every: Sequence[Load]) -> tuple[Load, ...]:
    """The active loads that a release goes on without, by the numbers of the loads that it has.

    Of a tier's newest release, in a tier that withholds: nothing waits elsewhere.
    """
    active = [load for load in every if load.state == "active"]
    found = {new.id: new for new, _ in _revised(released, every, active)}
    return tuple(found.values())


def waiting(store: Store, configuration: Configuration) -> Mapping[str, tuple[Load, ...]]:
    """For each tier that waits, by its last release, the loads for which it does."""
    every, found = [x for x in store.loads() if x.extract in configuration.extracts], {}
    for tier in configuration.access.tiers:
        releases = [r for r in store.releases(tier.id) if r.file.exists()]
        if tier.threshold and releases:
            numbers = [load["id"] for load in loads_behind(releases[-1].file)]
            found[tier.id] = waiting_loads(numbers, every)
    return {tier: loads for tier, loads in found.items() if loads}


def _revised(
    released: Collection[int], every: Sequence[Load], active: Sequence[Load]
) -> Iterator[tuple[Load, Load]]:
    """Each load to wait for, not taken in, and a replaced one of the release that it covers."""
    for one in every:
        if one.id in released and one.state == "replaced":
            for new in active:
                covers = new.extract == one.extract and {*one.periods} <= {*new.periods}
                if covers and not new.taken_in:
                    yield new, one

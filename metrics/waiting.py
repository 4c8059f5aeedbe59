"""Revisions that wait: a new file of released periods, in a tier that would tell of a few people.

Beside the old number a new one that differs by fewer people than the threshold tells of these few.
So the tier goes on with the rows that it has, until the differences are larger or a named person
takes the new file in. A load that is withdrawn is gone at once.
"""

from collections.abc import Collection, Iterator, Sequence

from metrics.definitions.configuration import Configuration
from metrics.extracts.identity import contract_digest
from metrics.store import Load


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
    pairs = [(new, one) for new, one in _revised(released, old, usable) if not new.taken_in]
    waiting = {new.id for new, _ in pairs}
    kept = [load for load in usable if load.id not in waiting]
    return tuple(sorted([*kept, *(one for _, one in pairs)], key=lambda load: load.id))


def waiting_loads(released: Collection[int], every: Sequence[Load]) -> tuple[Load, ...]:
    """The active loads that a release goes on without, by the numbers of the loads that it has."""
    active = [load for load in every if load.state == "active"]
    found = {new.id: new for new, _ in _revised(released, every, active)}
    return tuple(found.values())


def _revised(
    released: Collection[int], every: Sequence[Load], active: Sequence[Load]
) -> Iterator[tuple[Load, Load]]:
    """Each active load that has all periods of a replaced one of the last release, and that one."""
    for one in every:
        if one.id in released and one.state == "replaced":
            for new in active:
                if new.extract == one.extract and {*one.periods} <= {*new.periods}:
                    yield new, one

"""What a change of the loads would do to the released figures, before it is made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from metrics.children import Progress
from metrics.definitions.configuration import Configuration
from metrics.release import checked_loads, count, figures_of, kept_before
from metrics.revisions import changed, only_in
from metrics.store import Load, Store
from metrics.tiers import Asked


@dataclass(frozen=True, slots=True)
class Change:
    """What one tier would see change: the figures that differ, how many are new, how many go.

    `figures` is what `revisions.changed` gives: only the tier's own released numbers.
    """

    tier: str
    figures: pd.DataFrame
    new: int
    gone: int


def preview(
    store: Store, configuration: Configuration, loads: Sequence[Load], progress: Progress
) -> Iterator[Change]:
    """For each tier with a release, its figures now against those of other loads.

    To be called by the writer of the store; nothing is kept. Raises ScorecardError when a load
    cannot be used.
    """
    every = [Asked(tier, kept_before(store, tier)) for tier in configuration.access.tiers]
    asked = [each for each in every if each.before]
    if not asked:
        return
    usable = checked_loads(store, configuration, loads)
    counts = count(store, usable, configuration, progress)
    made = figures_of(store, asked, counts, configuration, progress)
    for tier, before in ((each.tier.id, each.before) for each in asked):
        if before is not None:
            after, then = made[tier].assessed.figures, before.figures
            yield Change(tier, changed(then, after), only_in(after, then), only_in(then, after))

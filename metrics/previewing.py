"""What a change of the loads would do to the released figures, before it is made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from metrics.children import Progress
from metrics.definitions.configuration import Configuration
from metrics.release import checked_loads, count, figures_of, last_whole
from metrics.revisions import changed, only_in, read_kept
from metrics.store import Load, Store


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
    last = {tier: last_whole(store, tier) for tier in configuration.access.tiers}
    kept = {tier: read_kept(release.file) for tier, release in last.items() if release}
    if not kept:
        return
    usable = checked_loads(store, configuration, loads)
    counts = count(store, usable, configuration, progress)
    made = figures_of(store, list(kept), counts, configuration, progress)
    for tier, before in kept.items():
        after, then = made[tier.id].assessed.figures, before.figures
        yield Change(tier.id, changed(then, after), only_in(after, then), only_in(then, after))

"""What a change of the loads would do to the released figures, before it is made."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from metrics.children import Progress
from metrics.definitions.configuration import Configuration
from metrics.release import checked_loads, count, figures_of, kept_before
from metrics.revisions import HIDDEN, changed, only_in
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

    @property
    def totals(self) -> pd.DataFrame:
        """The figures that differ and are of no group: those that are listed one by one."""
        return self.figures[self.figures["breakdown"] == ""]

    @property
    def hidden(self) -> int:
        """How many figures were shown and would be hidden."""
        new, old = (self.figures[f"shorthand_{when}"] for when in ("new", "old"))
        return int(((new == HIDDEN) & (old != HIDDEN)).sum())


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


def told(row: Mapping[Hashable, Any], when: str) -> str:
    """A figure as its tier sees it: its value, else its counts, and its shorthand."""
    value, *counts = (row[f"{name}_{when}"] for name in ("value", "numerator", "denominator"))
    told = [value] if pd.notna(value) else [count for count in counts if pd.notna(count)]
    shorthand = row[f"shorthand_{when}"]
    words = [
        " of ".join(f"{number:,.6g}" for number in told),
        f"[{shorthand}]" if shorthand else "",
    ]
    return " ".join(word for word in words if word)

"""What a change of the loads would do to the released figures, before it is made."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from metrics.children import Progress
from metrics.definitions.configuration import Configuration
from metrics.judgement.status import Status
from metrics.manifest import asked_of
from metrics.release import Basis, checked_loads, drafts_of
from metrics.release_file import read_table
from metrics.revisions import HIDDEN, changed, figures_kept, only_in
from metrics.store import Load, Store

# A judged figure: there is one of each metric, unit and period.
JUDGED = ["metric", "unit", "type", "end"]


@dataclass(frozen=True, slots=True)
class Move:
    """A judged figure whose status would be another one."""

    metric: str
    unit: str
    type: str
    end: date
    old: Status
    new: Status


@dataclass(frozen=True, slots=True)
class Change:
    """What one tier would see change: the figures that differ, how many are new, how many go.

    `figures` is what `revisions.changed` gives: only the tier's own released numbers. `moves` are
    the statuses that would be others. `withheld` says by metric how many figures are withheld now,
    and how many would be, where that differs.
    """

    tier: str
    figures: pd.DataFrame
    new: int
    gone: int
    moves: tuple[Move, ...] = ()
    withheld: Mapping[str, tuple[int, int]] = field(default_factory=dict)

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
    asked = [x for x in (asked_of(store, tier) for tier in configuration.access.tiers) if x.file]
    if not asked:
        return
    usable = checked_loads(store, configuration, loads)
    with drafts_of(Basis(store, configuration, usable), asked, progress) as made:
        for tier, file in ((each.tier.id, each.file) for each in asked):
            names = made.configuration.metrics
            before, after = (figures_kept(x, names) for x in (file, made.drafts[tier]) if x)
            new, gone = only_in(after, before), only_in(before, after)
            moves = _moves(file, made.drafts[tier], made.configuration)
            yield Change(tier, changed(before, after), new, gone, moves, _withheld(before, after))


def _withheld(before: pd.DataFrame, after: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """By metric, how many figures were withheld and how many would be, the most of them first."""
    old, new = (
        frame.loc[frame["shorthand"] == HIDDEN, "metric"].astype(str).value_counts()
        for frame in (before, after)
    )
    names = sorted({*old.index, *new.index}, key=lambda name: -int(new.get(name, 0)))
    pairs = {name: (int(old.get(name, 0)), int(new.get(name, 0))) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _moves(before: Path | None, after: Path, configuration: Configuration) -> tuple[Move, ...]:
    """The statuses that two files do not share, newest first, then in the scorecard's order."""
    old, new = (_statuses(path, configuration) for path in (before, after) if path)
    both = old.merge(new, on=JUDGED, suffixes=("_old", "_new"))
    moved = both[both["status_old"] != both["status_new"]]
    units, metrics = list(configuration.organisation.by_code), list(configuration.metrics)
    found = [
        Move(metric, unit, str(type_), end.date(), Status(was), Status(now))
        for metric, unit, type_, end, was, now in moved.itertuples(index=False)
    ]
    return tuple(
        sorted(found, key=lambda m: (-m.end.toordinal(), units.index(m.unit),
                                     metrics.index(m.metric), m.type))
    )  # fmt: skip


def _statuses(path: Path, configuration: Configuration) -> pd.DataFrame:
    where = "status <> '' AND list_contains(?, metric)"
    asked = [list(configuration.metrics)]
    return read_table(path, "figures", [*JUDGED, "status"], where, asked)


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

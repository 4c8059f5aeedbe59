"""The sums that tie cells of one count together: the tree of units, the groups, the quarters.

Everybody knows them: a unit is the sum of the units under it, everybody is the sum of the groups of
a breakdown, and a year is the sum of its quarters.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import chain
from typing import NamedTuple

import numpy as np
import pandas as pd

from metrics.definitions.organisation import Organisation
from metrics.disclosure.cells import NOISE, Cells, Mask, cells_of
from metrics.periods import is_quarter_end, month_ends

Sum = tuple[int, list[int]]
MONTHS = 3
# What it costs a reader that a count is hidden: of everybody more than of a group, of a unit twice
# as much as of one under it, and of a year, which pages show first, more than of a quarter.
EVERYBODY_COST = 4.0
LEVEL_COST = 2.0
GROUP_COST = 0.5
YEAR_COST = 4.0
A_YEAR = timedelta(days=364)
# The force, and the units directly under it.
TOP = 2


class Spot(NamedTuple):
    """Where a cell stands."""

    unit: str
    start: date
    end: date
    breakdown: str
    group: str


@dataclass(frozen=True)
class Tree:
    """The tree of units, each line of it looked up once for each day."""

    organisation: Organisation
    lines: dict[tuple[str, date], tuple[str, ...]] = field(default_factory=dict)

    def line(self, unit: str, day: date) -> tuple[str, ...]:
        """The unit itself and those above it on a day, up to the force."""
        if (unit, day) not in self.lines:
            self.lines[unit, day] = tuple(self.organisation.ancestors(unit, day))
        return self.lines[unit, day]

    def above(self, spot: Spot) -> Spot | None:
        """The same cell of the unit above, None for the force and for a unit that was not there."""
        line = self.line(spot.unit, spot.end)
        return spot._replace(unit=line[1]) if len(line) > 1 else None


@dataclass(frozen=True)
class Linked:
    """Cells that sums tie together, and their places among all cells.

    After the cells of `places`, `cells` has those that are published nowhere: what a unit has
    besides the units under it that have figures.
    """

    places: np.ndarray
    cells: Cells

    def of(self, everywhere: np.ndarray, unpublished: float) -> np.ndarray:
        """The values of these cells among those of all, and one value for the unpublished."""
        mine = everywhere[self.places]
        more = np.full(len(self.cells) - len(mine), unpublished, dtype=mine.dtype)
        return np.concatenate([mine, more])

    @property
    def unpublished(self) -> Mask:
        """Which of the cells are published nowhere."""
        return np.arange(len(self.cells)) >= len(self.places)


def linked(frame: pd.DataFrame, tree: Tree, additive: bool) -> Linked:
    """The cells of `frame` with every sum among them, and the insiders: the leads of units.

    `frame` has SPOT and `n` for cells of one count, its index their places among all cells. What
    hiding each costs is not told here: it rests on all names of the same people. Where the count is
    not `additive` the sums stand all the same: whoever takes people that are counted once from each
    other is nearly right, and that is too near. Raises ValueError where parts do not add up.
    """
    spots, sums, counts = sums_among(frame, tree, additive)
    checked = counts if additive else np.zeros(len(counts))
    cells = cells_of(checked, sums)
    cells = replace(cells, counts=np.array(counts), insiders=_insiders(spots, tree, cells))
    return Linked(frame.index.to_numpy(), cells)


def sums_among(
    frame: pd.DataFrame, tree: Tree, additive: bool
) -> tuple[list[Spot], list[Sum], list[float]]:
    """Where the cells of one count stand, every sum among them, and the counts of all of them.

    After the counts of `frame` come those that are published nowhere. Where the count is not
    `additive` there are none, and the counts are left as they are, though they do not add up.
    """
    dates = {name: frame[name].dt.date for name in ("start", "end")}
    columns = frame[list(Spot._fields)].assign(**dates)
    spots = [*map(Spot, *(columns[name].to_list() for name in Spot._fields))]
    at = {spot: place for place, spot in enumerate(spots)}
    counts = frame["n"].to_list()
    sums = [*_of_quarters(at), *_of_groups(at)]
    if additive:
        return spots, [*sums, *_of_units(at, tree, counts)], counts
    return spots, [*sums, *_children(at, tree).items()], counts


def costs(spots: list[Spot], tree: Tree, counts: list[float]) -> list[float]:
    """What it costs a reader that each count is hidden: a little less for the smaller groups.

    So the same group is hidden beside a small one in every unit, and each protects the next.
    """
    sizes: dict[str, float] = defaultdict(float)
    for spot, n in zip(spots, counts, strict=False):
        sizes[spot.group] += n
    place = {group: number for number, group in enumerate(sorted(sizes, key=sizes.__getitem__))}
    return [
        LEVEL_COST ** (1 - len(tree.line(spot.unit, spot.end)))
        * (1 + GROUP_COST * place[spot.group] / len(place))
        * (1.0 if spot.breakdown else EVERYBODY_COST)
        * (1.0 if spot.end - spot.start < A_YEAR else YEAR_COST)
        for spot in spots
    ]


def _of_groups(at: Mapping[Spot, int]) -> Iterator[Sum]:
    """Everybody in a unit and a period, as the sum of the groups of each breakdown."""
    parts: dict[tuple[int, str], list[int]] = defaultdict(list)
    everybody = {spot[:3]: place for spot, place in at.items() if not spot.breakdown}
    for spot, place in at.items():
        whole = everybody.get(spot[:3])
        if spot.breakdown and whole is not None:
            parts[whole, spot.breakdown].append(place)
    return ((whole, places) for (whole, _), places in parts.items())


def _of_quarters(at: Mapping[Spot, int]) -> Iterator[Sum]:
    """Each longer period as the sum of its quarters, where all of them are there."""
    quarters: dict[tuple[date, date], list[tuple[date, date]]] = {}
    for spot, place in at.items():
        span = (spot.start, spot.end)
        if span not in quarters:
            quarters[span] = _quarters_in(*span)
        parts = [at.get(Spot(spot.unit, *quarter, *spot[3:])) for quarter in quarters[span]]
        if parts and None not in parts:
            yield place, [part for part in parts if part is not None]


def _quarters_in(start: date, end: date) -> list[tuple[date, date]]:
    """The quarters of a longer period, none where it is not made of several."""
    months = list(month_ends(start, end))
    if not is_quarter_end(end) or len(months) % MONTHS or len(months) <= MONTHS:
        return []
    firsts = range(0, len(months), MONTHS)
    return [(months[first].replace(day=1), months[first + MONTHS - 1]) for first in firsts]


def _children(at: Mapping[Spot, int], tree: Tree) -> dict[int, list[int]]:
    """The places of the cells of the units under each unit, in the same period and group."""
    parts: dict[int, list[int]] = defaultdict(list)
    for spot, place in at.items():
        above = tree.above(spot)
        if above is not None and above in at:
            parts[at[above]].append(place)
    return parts


def _of_units(at: Mapping[Spot, int], tree: Tree, counts: list[float]) -> Iterator[Sum]:
    """Each unit as the sum of those under it and of what it has besides, a cell added to `counts`.

    A unit that came or went in the period has no cell in it; its people are in the unit above.
    Where the units under one have more than it has itself, one of them moved: there is no sum.
    """
    for whole, parts in _children(at, tree).items():
        rest = counts[whole] - sum(counts[part] for part in parts)
        if rest > NOISE:
            parts = [*parts, len(counts)]
            counts.append(rest)
        if rest > -NOISE:
            yield whole, parts


def _insiders(spots: list[Spot], tree: Tree, cells: Cells) -> Mask:
    """For each unit a row: the cells of it and of those under it, known to its lead.

    Units directly under the force have none: who leads one knows most of the force. Who knows all
    parts of a whole knows the whole.
    """
    lines = [tree.line(spot.unit, spot.end)[:-TOP] for spot in spots]
    row = {unit: number for number, unit in enumerate(dict.fromkeys(chain(*lines)))}
    known = np.zeros((len(row), len(cells)), dtype=bool)
    for place, line in enumerate(lines):
        known[[row[unit] for unit in line], place] = True
    relations = cells.relations.tocsr()
    for sum_ in range(relations.shape[0]):
        members = relations.indices[relations.indptr[sum_] : relations.indptr[sum_ + 1]]
        unknown = ~known[:, members]
        rows, columns = np.nonzero(unknown & (unknown.sum(axis=1, keepdims=True) == 1))
        known[rows, members[columns]] = True
    return known

"""Counts of the same people under two names: both are shown, or both are hidden.

Officers who are not constables, in the group of women, are the women who are not constables. Those
assessed before a decision are all who were assessed, less those assessed after it. Whoever reads
the definitions and sees the one count knows the other.
"""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from metrics.definitions.configuration import Configuration
from metrics.definitions.meanings import Meanings, Rows
from metrics.definitions.plans import Counted, Measure

PLACE = ["unit", "start", "end"]
GROUP = ["breakdown", "group"]
# What these count are rows: all that meet a condition, or all of these that have a number.
OF_ROWS = (Measure.ROWS, Measure.KNOWN)


class Side(NamedTuple):
    """A count, by its number: of everybody, in one group, or in each where the group is None."""

    counted: int
    breakdown: str = ""
    group: str | None = None


Tie = tuple[Side, Side]


@dataclass(frozen=True)
class Spotted:
    """Cells, with the numbers of their places, a unit and a period, and of their groups there."""

    cells: pd.DataFrame

    @cached_property
    def _place(self) -> np.ndarray:
        return self.cells.groupby(PLACE, sort=False).ngroup().to_numpy()

    @cached_property
    def _spot(self) -> np.ndarray:
        return self.cells.groupby(PLACE + GROUP, sort=False).ngroup().to_numpy()

    @cached_property
    def _of_count(self) -> Mapping[Hashable, np.ndarray]:
        groups = self.cells.groupby("counted").indices
        return {number: np.asarray(at) for number, at in groups.items()}

    def of(self, side: Side) -> np.ndarray:
        """Which of the cells are of a side: their numbers from 0, in order."""
        at = self._of_count.get(side.counted, np.zeros(0, dtype=int))
        if side.group is None:
            return at
        there = self.cells.iloc[at]
        mine = (there["breakdown"] == side.breakdown).to_numpy()
        return at[mine & (there["group"] == side.group).to_numpy()] if side.breakdown else at[mine]

    def where_both_are(self, one: Side, other: Side) -> np.ndarray:
        """The cells of both sides, a row for each place that both have: two columns of numbers.

        The place is a unit and a period, and a group too where the sides name none.
        """
        number = self._spot if one.group is None else self._place
        mine, its = self.of(one), self.of(other)
        _, first, second = np.intersect1d(
            number[mine], number[its], assume_unique=True, return_indices=True
        )
        order = np.argsort(first)
        return np.column_stack([mine[first[order]], its[second[order]]])


def as_first_said(
    configuration: Configuration, extracts: Collection[str]
) -> Mapping[Counted, Counted]:  # fmt: skip
    """For each count of these extracts the first of the configuration that is of the same rows."""
    first: dict[object, Counted] = {}
    found: dict[Counted, Counted] = {}
    for plan in configuration.plans.values():
        for count in (plan.numerator, plan.denominator):
            if count is not None and count.extract in extracts:
                rows = configuration.meanings(count.extract).met.get(count.met)
                said = count.met if rows is None else rows.tobytes()
                kind = (count.measure, count.number, count.percentile)
                key = (count.extract, None if count.measure in OF_ROWS else kind, said)
                found[count] = first.setdefault(key, count)
    return found


def is_of_rows(count: Counted, meanings: Meanings) -> bool:
    """Whether a count is of rows, and it is known which kinds of rows."""
    return count.measure in OF_ROWS and count.met in meanings.met


def bundles(
    counted: Sequence[Counted], cells: pd.DataFrame, configuration: Configuration
) -> np.ndarray:
    """For each cell the number of its bundle: cells that are all shown or all hidden."""
    pairs, spotted = [np.zeros((0, 2), dtype=int)], Spotted(cells)
    pairs += [spotted.where_both_are(*tie) for tie in _ties(counted, cells, configuration)]
    rows, columns = np.concatenate(pairs).T
    size = (len(cells), len(cells))
    tied = coo_array((np.ones(len(rows)), (rows, columns)), shape=size)
    return np.asarray(connected_components(tied, directed=False)[1])


def _ties(
    counted: Sequence[Counted], cells: pd.DataFrame, configuration: Configuration
) -> Iterator[Tie]:
    groups = cells[["counted", *GROUP]].drop_duplicates()
    for extract in dict.fromkeys(count.extract for count in counted):
        meanings = configuration.meanings(extract)
        rows = {
            number: meanings.met[count.met]
            for number, count in enumerate(counted)
            if count.extract == extract and is_of_rows(count, meanings)
        }
        yield from _of_nearly_all(counted, rows, extract, meanings)
        yield from _of_two_halves(rows)
        yield from _of_groups(_sides(rows, groups, meanings))


def _of_nearly_all(
    counted: Sequence[Counted], rows: Mapping[int, Rows], extract: str, meanings: Meanings
) -> Iterator[Tie]:
    """All rows, and those of them that have a number, or the people whom they are of.

    Few rows lack the number, and few people have several rows: who knows one count nearly knows
    the other.
    """
    for number, count in enumerate(counted):
        if count.extract == extract and count.present in meanings.met and count.present:
            met, present = meanings.met[count.met], meanings.met[count.present]
            for other, mine in rows.items():
                if other != number and np.array_equal(met, mine & present):
                    yield Side(number), Side(other)


def _of_two_halves(rows: Mapping[int, Rows]) -> Iterator[Tie]:
    """Two counts without a row in common that are a third between them."""
    wholes = {met.tobytes() for met in rows.values()}
    for (one, met), (other, mine) in combinations(rows.items(), 2):
        if not (met & mine).any() and (met | mine).tobytes() in wholes:
            yield Side(one), Side(other)


def _sides(
    rows: Mapping[int, Rows], groups: pd.DataFrame, meanings: Meanings
) -> list[tuple[Side, Rows]]:
    """Each count of everybody, and in the groups of the columns that conditions read."""
    found = [(Side(number, "", ""), met) for number, met in rows.items()]
    for number, breakdown, group in groups.itertuples(index=False):
        if number in rows and breakdown in meanings.kinds:
            met = rows[number] & meanings.group(breakdown, group)
            found.append((Side(number, breakdown, group), met))
    return [(side, met) for side, met in found if met.any()]


def _of_groups(sides: Sequence[tuple[Side, Rows]]) -> Iterator[Tie]:
    """A count in a group and another of the same rows, or two that are a third between them."""
    for equal in _equal(sides):
        yield equal[-2], equal[-1]


def _equal(sides: Sequence[tuple[Side, Rows]]) -> Iterator[tuple[Side, ...]]:
    """A count and the same in other words; or a whole, and the two that it is between them."""
    first: dict[bytes, Side] = {}
    for side, met in sides:
        same = first.setdefault(met.tobytes(), side)
        if same != side:
            yield same, side
    halves = [(side, met) for side, met in sides if first[met.tobytes()] == side]
    for (one, met), (other, mine) in combinations(halves, 2):
        apart = one.counted != other.counted and not (met & mine).any()
        if apart and (whole := (met | mine).tobytes()) in first:
            yield first[whole], one, other


def always_equal(
    numbers: Sequence[int], people: Sequence[Counted], cells: pd.DataFrame, meanings: Meanings
) -> Iterator[np.ndarray]:
    """The labels of cells of which the first is always what the others are together, a row each.

    `numbers` are counts of rows of one extract, and `cells` are theirs.
    """
    rows, spotted = {n: meanings.met[people[n].met] for n in numbers}, Spotted(cells)
    for sides in _equal(_sides(rows, cells[["counted", *GROUP]].drop_duplicates(), meanings)):
        frames = [
            cells.iloc[spotted.of(side)][PLACE].reset_index(names=str(at))
            for at, side in enumerate(sides)
        ]
        yield reduce(lambda one, other: one.merge(other, on=PLACE), frames)[
            [str(at) for at in range(len(sides))]
        ].to_numpy()


def parts_within(
    counted: Sequence[Counted], cells: pd.DataFrame, configuration: Configuration
) -> np.ndarray:
    """The places of cells that are a part of another, and of that other, a row each pair.

    Women who are searched are a part of those searched, and people counted once of their rows.
    """
    pairs, spotted = [np.zeros((0, 2), dtype=int)], Spotted(cells)
    for number, count in enumerate(counted):
        for other, whole in enumerate(counted):
            if number != other and _is_part(count, whole, configuration):
                pairs.append(spotted.where_both_are(Side(number), Side(other)))
    return np.concatenate(pairs)


def _is_part(count: Counted, whole: Counted, configuration: Configuration) -> bool:
    if count.extract != whole.extract or whole.measure not in OF_ROWS:
        return False
    met = configuration.meanings(count.extract).met
    if count.met not in met or whole.met not in met:
        return not whole.met
    return not (met[count.met] & ~met[whole.met]).any()

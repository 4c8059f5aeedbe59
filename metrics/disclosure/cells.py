"""Cells that add up to one another: what is protected, and what an attacker works with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

FloatArray = NDArray[np.float64]
Mask = NDArray[np.bool_]

# Counts differ by one person at least; a weighted count may differ by less.
NOISE = 1e-6


@dataclass(frozen=True)
class Cells:
    """Counts that are 0 or more, and the sums among them that everybody knows.

    `relations` has a row for each sum and a column for each count: the whole is -1, its parts are
    1, and so `relations @ counts` is 0. `cost` is what it costs a reader that a count is hidden.
    `least` and `most` are the ends of what anybody could take a count for: 0 and infinite where
    nothing else limits it. `insiders` has a row for each reader who knows some of the counts
    without seeing them, as the lead of a unit knows the unit, and says which.
    """

    counts: FloatArray
    relations: csr_array
    cost: FloatArray
    least: FloatArray
    most: FloatArray
    insiders: Mask

    @cached_property
    def down(self) -> FloatArray:
        """How far each count could go down."""
        return self.counts - self.least

    @cached_property
    def up(self) -> FloatArray:
        """How far each count could go up."""
        return self.most - self.counts

    @cached_property
    def whole(self) -> bool:
        """Whether every count is a whole number: an attacker then looks at whole numbers only."""
        return bool(np.all(self.counts == np.round(self.counts)))

    @cached_property
    def by_cell(self) -> csc_array:
        """The relations, kept so that the sums of a cell are found at once."""
        return self.relations.tocsc()

    def part(self, at: np.ndarray) -> "Cells":
        """The cells at these places alone: all others stay as they are."""
        relations = self.by_cell[:, at].tocsr()
        return Cells(
            self.counts[at], relations[np.flatnonzero(np.diff(relations.indptr))], self.cost[at],
            self.least[at], self.most[at], self.insiders[:, at],
        )  # fmt: skip

    def __len__(self) -> int:
        """How many cells there are."""
        return len(self.counts)


def cells_of(
    counts: Iterable[float],
    sums: Sequence[tuple[int, Sequence[int]]],
    cost: Iterable[float] | None = None,
    least: Iterable[float] | None = None,
    most: Iterable[float] | None = None,
) -> Cells:
    """Cells from their counts and from `sums`, each the place of a whole and those of its parts.

    Raises ValueError if the counts of the parts do not add up to that of the whole.
    """
    numbers = np.array(list(counts), dtype="float64")
    rows = np.repeat(np.arange(len(sums)), [len(parts) + 1 for _, parts in sums])
    places = [place for whole, parts in sums for place in (whole, *parts)]
    signs = [sign for _, parts in sums for sign in (-1.0, *[1.0] * len(parts))]
    relations = csr_array((signs, (rows, places)), shape=(len(sums), len(numbers)))
    if np.any(np.abs(relations @ numbers) > NOISE):
        raise ValueError("parts do not add up to their whole")
    size = len(numbers)
    costs, lows = _filled(cost, 1.0, size), _filled(least, 0.0, size)
    nobody = np.zeros((0, size), dtype=bool)
    return Cells(numbers, relations, costs, lows, _filled(most, np.inf, size), nobody)


def _filled(given: Iterable[float] | None, usual: float, length: int) -> FloatArray:
    """The numbers given for the first cells, and for the others the usual one."""
    filled = np.full(length, usual)
    if given is not None:
        numbers = np.array(list(given), dtype="float64")
        filled[: len(numbers)] = numbers
    return filled

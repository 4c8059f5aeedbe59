"""How hidden counts could be moved while everything that is shown, and every sum, stays the same.

A move is a proof that anybody can check: the counts with it and without it look alike to whoever
sees only what is shown.
Source: Fischetti and Salazar 2001 (the attacker's problem of cell suppression), by HiGHS.
"""

import numpy as np
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, hstack
from scipy.sparse.csgraph import connected_components

from metrics.disclosure.cells import NOISE, Cells, FloatArray, Mask
from metrics.disclosure.programs import DUAL, PRIMAL, Program

# A limit in nodes, not in seconds, gives the same on any machine.
NODES = 200
# What it costs to move a cell by one: a short move is most often one of whole numbers.
SHORT = 0.02


class Mover:
    """A program of all moves that keep every sum of some cells, asked again and again.

    Each cell has two columns: by how much it is moved up, and by how much down.
    """

    def __init__(self, cells: Cells) -> None:
        """Start with no cell free to move."""
        self.cells, size = cells, 2 * len(cells)
        self._sums = hstack([cells.relations, -cells.relations], format="csc")
        self._program = Program(self._sums, 0.0, 0.0)
        self._least, self._most = np.zeros(size), np.zeros(size)

    def let(self, free: Mask, limit: float | FloatArray) -> None:
        """Let these cells move by as much as the limit, as far as they go, and no other.

        The limit is one for all cells, or one for each.
        """
        self._least, self._most = np.zeros(2 * len(free)), self._room(free, limit)
        self._program.bound(self._least, self._most)

    def furthest(self, wish: FloatArray) -> FloatArray:
        """The move that goes furthest by a wish for each cell, in few cells."""
        found = self._program.cheapest(np.concatenate([SHORT - wish, SHORT + wish]), PRIMAL)
        return np.zeros(len(wish)) if found is None else _both_ways(found)

    def cheapest(self, cell: int, by: float, cost: FloatArray, limit: float) -> FloatArray | None:
        """The move of one cell by so much that costs least, None where there is none.

        A cell of infinite cost is not moved, and none further than the limit. The cells are left
        free to move as this asked; whole counts get a move of whole numbers.
        """
        found = self.reaching(cell, by, cost, limit)
        if found is not None and self.cells.whole and not is_whole(found):
            return self._both_ways_of(self._whole(self._costs(cost)))
        return found

    def reaching(self, cell: int, by: float, cost: FloatArray, limit: float) -> FloatArray | None:
        """The same, whole or not."""
        size = len(self.cells)
        self._least, self._most = np.zeros(2 * size), self._room(np.isfinite(cost), limit)
        along, against = (cell, size + cell) if by > 0 else (size + cell, cell)
        self._least[along] = self._most[along] = abs(by)
        self._most[against] = 0.0
        self._program.bound(self._least, self._most)
        return self._both_ways_of(self._program.cheapest(self._costs(cost), DUAL))

    def reach(self, cell: int, free: Mask, limit: float) -> tuple[float, float]:
        """How far down and up one cell can be moved, where the free ones move within the limit.

        In people, split or not; 0 where the solver gives up. The cells are left as this asked.
        """
        self.let(free, limit)
        wish = np.zeros(len(free))
        wish[cell] = 1.0
        ways = [
            self._program.cheapest(np.concatenate([way, -way]), PRIMAL) for way in (wish, -wish)
        ]
        down, up = (0.0 if way is None else abs(_both_ways(way)[cell]) for way in ways)
        return down, up

    @staticmethod
    def _costs(cost: FloatArray) -> FloatArray:
        return np.tile(np.where(np.isfinite(cost), cost, 0.0), 2)

    @staticmethod
    def _both_ways_of(columns: FloatArray | None) -> FloatArray | None:
        return None if columns is None else _both_ways(columns)

    def _room(self, free: Mask, limit: float | FloatArray) -> FloatArray:
        up, down = np.minimum(self.cells.up, limit), np.minimum(self.cells.down, limit)
        return np.concatenate([up * free, down * free])

    def _whole(self, costs: FloatArray) -> FloatArray | None:
        whole = np.full(len(costs), float(self.cells.whole))
        found = milp(
            costs, constraints=LinearConstraint(self._sums, 0, 0), integrality=whole,
            bounds=(self._least, self._most), options={"node_limit": NODES},
        ).x  # fmt: skip
        if found is None:
            return None
        return np.round(found) if self.cells.whole else np.asarray(found)


def is_whole(numbers: FloatArray) -> bool:
    """Whether all of the numbers are whole, the solver's noise apart."""
    return bool(np.all(np.abs(numbers - np.round(numbers)) <= NOISE))


def tied_together(relations: csr_array) -> np.ndarray:
    """The number of the connected part that each column of some sums is in."""
    entries, size = relations.tocoo(), relations.shape[1]
    row, column = entries.coords
    # The sums are put beside the columns: to multiply the columns with one another takes longer.
    ties = (np.ones(len(row)), (column, size + row))
    every = size + relations.shape[0]
    graph = csr_array(coo_array(ties, shape=(every, every)))
    return np.asarray(connected_components(graph, directed=False)[1][:size])


def _both_ways(columns: FloatArray) -> FloatArray:
    up, down = columns.reshape(2, -1)
    moves = up - down
    return np.where(np.abs(moves) < NOISE, 0.0, moves)

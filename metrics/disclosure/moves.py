"""How hidden counts could be moved while everything that is shown, and every sum, stays the same.

A move is a proof that anybody can check: the counts with it and without it look alike to whoever
sees only what is shown.
Source: Fischetti and Salazar 2001 (the attacker's problem of cell suppression), by HiGHS.
"""

import numpy as np
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import csr_array, hstack
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
        self.cells = cells
        sums = hstack([cells.relations, -cells.relations], format="csc")
        self._program = Program(sums, 0.0, 0.0)

    def let(self, free: Mask, limit: float) -> None:
        """Let these cells move by as much as the limit, as far as they go, and no other."""
        up, down = np.minimum(self.cells.up, limit), np.minimum(self.cells.down, limit)
        most = np.concatenate([up * free, down * free])
        self._program.bound(np.zeros(len(most)), most)

    def furthest(self, wish: FloatArray) -> FloatArray:
        """The move that goes furthest by a wish for each cell, in few cells."""
        found = self._program.cheapest(np.concatenate([SHORT - wish, SHORT + wish]), PRIMAL)
        return np.zeros(len(wish)) if found is None else _both_ways(found)

    def cheapest(self, cell: int, by: float, cost: FloatArray, limit: float) -> FloatArray | None:
        """The move of one cell by so much that costs least, None where there is none.

        A cell of infinite cost is not moved, and none further than the limit. The cells are left
        free to move as this asked; whole counts get a move of whole numbers.
        """
        can, size = np.isfinite(cost), len(self.cells)
        up, down = np.minimum(self.cells.up, limit), np.minimum(self.cells.down, limit)
        least, most = np.zeros(2 * size), np.concatenate([up * can, down * can])
        along, against = (cell, size + cell) if by > 0 else (size + cell, cell)
        least[along], most[along], most[against] = abs(by), abs(by), 0.0
        self._program.bound(least, most)
        costs = np.tile(np.where(can, cost, 0.0), 2)
        found = self._program.cheapest(costs, DUAL)
        if found is not None and self.cells.whole and not is_whole(found):
            found = self._whole(costs, (least, most))
        return None if found is None else _both_ways(found)

    def _whole(self, costs: FloatArray, bounds: tuple[FloatArray, FloatArray]) -> FloatArray | None:
        sums = hstack([self.cells.relations, -self.cells.relations], format="csr")
        kept = LinearConstraint(sums, 0, 0)
        options = {"node_limit": NODES}
        found = milp(
            costs, constraints=kept, bounds=bounds, integrality=np.ones(len(costs)), options=options
        )
        return None if found.x is None else np.round(found.x)


def furthest_whole(cells: Cells, hidden: Mask, wish: FloatArray, limit: float) -> FloatArray:
    """The move of hidden cells that goes furthest, by whole numbers where the counts are whole.

    It is sure to be found, and slow.
    """
    places, relations = _among(cells, hidden)
    bounds = (-np.minimum(cells.down[places], limit), np.minimum(cells.up[places], limit))
    found = milp(
        -wish[places], constraints=LinearConstraint(relations, 0, 0), bounds=bounds,
        integrality=np.full(len(places), float(cells.whole)), options={"node_limit": NODES},
    ).x  # fmt: skip
    moves = np.zeros(len(cells))
    if found is not None:
        moves[places] = found
    return moves


def is_whole(numbers: FloatArray) -> bool:
    """Whether all of the numbers are whole, the solver's noise apart."""
    return bool(np.all(np.abs(numbers - np.round(numbers)) <= NOISE))


def tied_together(relations: csr_array) -> np.ndarray:
    """The number of the connected part that each column of some sums is in."""
    tied = abs(relations)
    return np.asarray(connected_components(tied.T @ tied, directed=False)[1])


def _both_ways(columns: FloatArray) -> FloatArray:
    up, down = columns.reshape(2, -1)
    moves = up - down
    return np.where(np.abs(moves) < NOISE, 0.0, moves)


def _among(cells: Cells, hidden: Mask) -> tuple[np.ndarray, csr_array]:
    """The hidden cells, and the sums that have any of them in them."""
    places = np.flatnonzero(hidden)
    relations = cells.relations[:, places].tocsr()
    return places, relations[np.flatnonzero(np.diff(relations.indptr))]

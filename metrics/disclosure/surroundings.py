"""The cells around others: those that sums and limits tie to them, and those tied to these."""

import numpy as np

from metrics.disclosure.cells import Cells, FloatArray


class Surroundings:
    """The sums of some cells: which cells each has, and in which sums each cell is."""

    def __init__(self, cells: Cells) -> None:
        """Start with nothing asked."""
        self.cells = cells
        # What a limit leaves is in one sum alone: it goes with the cells of that sum.
        self._rest = np.diff(cells.by_cell.indptr) == 1

    def nearby(self, places: np.ndarray, size: int, price: FloatArray) -> np.ndarray:
        """The places of `size` cells, these and the nearest and cheapest, and what limits leave.

        `price` has a number for each of all cells. The places come in order.
        """
        inside = np.zeros(len(self.cells), dtype=bool)
        edge, inside[places], left = places, True, size - len(places)
        while len(edge) and left > 0:
            edge = self._beside(edge)
            edge = edge[~inside[edge] & ~self._rest[edge]]
            edge = edge[np.argsort(price[edge], kind="stable")][:left]
            inside[edge] = True
            left -= len(edge)
        beside = self._beside(np.flatnonzero(inside))
        inside[beside[self._rest[beside]]] = True
        return np.flatnonzero(inside)

    def _beside(self, at: np.ndarray) -> np.ndarray:
        """The cells that are in a sum with some of these, in order."""
        rows = np.unique(self.cells.by_cell[:, at].indices)
        return np.unique(self.cells.relations[rows].indices)

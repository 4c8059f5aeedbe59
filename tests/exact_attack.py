"""The exact attack on one table: how narrowly its hidden counts can be worked out.

The attacker knows every shown count and every sum, that no count is below 0, and that people come
whole. A hidden count is safe when two sets of counts agree with all of that and differ in it by the
threshold at least. Such sets are looked for first, many cells at a time; exact bounds take a
program for each cell.
Source: Fischetti and Salazar 2001 (the attacker's problem of cell suppression), by HiGHS.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import OptimizeResult, linprog
from scipy.sparse import csr_array

from metrics.disclosure.cells import NOISE, Cells, FloatArray, Mask
from metrics.disclosure.moves import tied_together
from metrics.disclosure.proof import Proof, try_each, try_together

# What scipy's linprog calls a goal without end.
UNBOUNDED = 3


def open_cells(cells: Cells, hidden: Mask, threshold: float) -> np.ndarray:
    """The places of the hidden cells that can be worked out more narrowly than the threshold."""
    proof = Proof(cells, threshold)
    try_together(proof, hidden, hidden)
    try_each(proof, hidden, hidden)
    lacking = proof.lacking(hidden)
    low, high = bounds(cells, hidden, asked=lacking)
    return np.flatnonzero(lacking & (high - low < threshold - NOISE))


def bounds(
    cells: Cells, hidden: Mask, lowest: float = 0.0, asked: Mask | None = None
) -> tuple[FloatArray, FloatArray]:
    """The least and the most that each cell could be, exactly; a shown cell is its own count.

    So is a hidden one that is not among the `asked`, where these are given. `lowest` is the least
    that the attacker takes a hidden count for: 1 if no zero is ever hidden. Whole counts get whole
    bounds where the solver finds them in reach. Each connected part of the hidden cells is solved
    by itself. Raises ValueError where no counts agree with what is shown.
    """
    low, high = cells.counts.copy(), cells.counts.copy()
    if not hidden.any():
        return low, high
    places = np.flatnonzero(hidden)
    among = cells.relations[:, places].tocsr()
    labels = tied_together(among)
    for label in np.unique(labels):
        part = np.flatnonzero(labels == label)
        relations = among[:, part].tocsr()
        relations = relations[np.flatnonzero(np.diff(relations.indptr))]
        at = places[part]
        span = np.column_stack([np.maximum(cells.least[at], lowest), cells.most[at]])
        unknown = Part(relations, relations @ cells.counts[at], span, cells.whole)
        for index, place in enumerate(at):
            if asked is not None and not asked[place]:
                continue
            low[place], high[place] = unknown.end(index, 1.0), unknown.end(index, -1.0)
    return low, high


@dataclass(frozen=True)
class Part:
    """Hidden cells that sums connect: the sums, what each comes to, and the span of each cell."""

    relations: csr_array
    known: FloatArray
    span: FloatArray
    whole: bool

    def end(self, index: int, way: float) -> float:
        """The least that a cell could be for a way of 1, and the most for one of -1."""
        goal = np.zeros(len(self.span))
        goal[index] = way
        found = self._solved(goal, whole=False)
        if found.status == UNBOUNDED:
            return float(-way * np.inf)
        if (
            found.x is not None
            and self.whole
            and np.any(np.abs(found.x - np.round(found.x)) > NOISE)
        ):
            found = self._solved(goal, whole=True)
        if found.x is None:
            raise ValueError("no counts agree with what is shown")
        end = float(way * found.fun)
        return float(round(end)) if self.whole else end

    def _solved(self, goal: FloatArray, whole: bool) -> OptimizeResult:
        # Without presolve the solver says which it is: without counts that agree, or without end.
        return linprog(
            goal, A_eq=self.relations, b_eq=self.known, bounds=self.span, method="highs",
            integrality=np.ones(len(goal)) if whole else None, options={"presolve": whole},
        )  # fmt: skip

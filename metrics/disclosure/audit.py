"""The attacker: how narrowly hidden counts can be worked out from all that is shown.

The attacker knows every shown count and every sum, that no count is below 0, and that people come
whole. A hidden count is safe when two sets of counts agree with all of that and differ in it by the
threshold at least. Such sets are looked for first, many cells at a time, for they are proofs that
anybody can check; exact bounds take a program for each cell.
Source: Fischetti and Salazar 2001 (the attacker's problem of cell suppression), by HiGHS.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import LinearConstraint, OptimizeResult, linprog, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from metrics.disclosure.cells import NOISE, Cells, FloatArray, Mask

# After so many tries together, a cell that has no proof yet is looked at alone.
TRIES = 8
BOTH_WAYS = 2
# No count is moved further than this many thresholds: far enough to prove, and a bounded problem.
FAR = 4.0
# A limit in nodes, not in seconds, gives the same on any machine.
NODES = 200
# What scipy's linprog calls a goal without end.
UNBOUNDED = 3


@dataclass(frozen=True)
class Room:
    """The hidden cells: where they stand, their sums, and how far each could be moved."""

    places: np.ndarray
    relations: csr_array
    down: FloatArray
    up: FloatArray
    whole: bool

    def move(self, wish: FloatArray, limit: float) -> FloatArray:
        """The move of all hidden cells within the limit that goes furthest by the wish.

        A corner between whole numbers is no set of counts of people: where the move of a connected
        part is such a one, that part stays where it is.
        """
        if not len(self.places):
            return np.zeros(0)
        nothing = np.zeros(self.relations.shape[0])
        bounds = self._bounds(limit)
        found = linprog(-wish, A_eq=self.relations, b_eq=nothing, bounds=bounds, method="highs").x
        if found is None or not self.whole:
            return np.zeros(len(wish)) if found is None else np.asarray(found)
        moves = np.round(found)
        split = np.abs(moves - found) > NOISE
        split[self.relations[np.flatnonzero(self.relations @ moves)].indices] = True
        return np.where(np.isin(self.labels, self.labels[split]), 0.0, moves)

    def move_whole(self, wish: FloatArray, limit: float) -> FloatArray:
        """The same, by whole numbers only: slower, and nothing is left where it is."""
        sums = LinearConstraint(self.relations, 0, 0)
        options = {"node_limit": NODES}
        whole = np.full(len(wish), float(self.whole))
        bounds = tuple(self._bounds(limit).T)
        found = milp(-wish, constraints=sums, bounds=bounds, integrality=whole, options=options).x
        if found is None:
            return np.zeros(len(wish))
        moves = np.round(found) if self.whole else np.asarray(found)
        kept = np.all(np.abs(self.relations @ moves) < NOISE)
        return moves if kept else np.zeros(len(wish))

    def _bounds(self, limit: float) -> FloatArray:
        return np.column_stack([-np.minimum(self.down, limit), np.minimum(self.up, limit)])

    @cached_property
    def labels(self) -> np.ndarray:
        """The number of the connected part that each hidden cell is in."""
        tied = abs(self.relations)
        return np.asarray(connected_components(tied.T @ tied, directed=False)[1])


def room_of(cells: Cells, hidden: Mask) -> Room:
    """What an attacker may still move, when everything that is not hidden is known."""
    places = np.flatnonzero(hidden)
    relations = cells.relations[:, places].tocsr()
    relations = relations[np.flatnonzero(np.diff(relations.indptr))]
    return Room(places, relations, cells.down[places], cells.up[places], cells.whole)


class Proof:
    """How far below and above its count each cell has been moved, with every sum kept."""

    def __init__(self, cells: Cells) -> None:
        """Start with nothing moved."""
        self.low = np.zeros(len(cells))
        self.high = np.zeros(len(cells))

    def add(self, places: np.ndarray, moves: FloatArray) -> None:
        """Take note of one set of moves that keeps every sum."""
        self.low[places] = np.minimum(self.low[places], moves)
        self.high[places] = np.maximum(self.high[places], moves)

    def width(self, place: int) -> float:
        """How far apart two possible counts of one cell are known to be."""
        return float(self.high[place] - self.low[place])

    def lacking(self, wanted: Mask, threshold: float) -> Mask:
        """The wanted cells that are not yet proved to be as wide as the threshold."""
        return wanted & (self.high - self.low < threshold - NOISE)


def try_together(room: Room, proof: Proof, wanted: Mask, threshold: float, tries: int) -> None:
    """Look for moves that prove many of the wanted cells at once."""
    spread = np.arange(len(room.places))
    for turn in range(tries):
        lacking = proof.lacking(wanted, threshold)[room.places]
        if not lacking.any():
            return
        # All up, all down, then by the digits of each cell's place: the same on any machine.
        digit = (spread >> (turn - BOTH_WAYS)) & 1 if turn >= BOTH_WAYS else turn
        signs = 1.0 - 2.0 * digit
        proof.add(room.places, room.move(np.where(lacking, signs, 0.0), threshold))


def open_cells(
    cells: Cells, hidden: Mask, threshold: float, wanted: Mask | None = None
) -> np.ndarray:
    """The places of the hidden cells that can be worked out more narrowly than the threshold.

    `wanted` are the cells that must be safe: every hidden one where it is not given.
    """
    wanted = hidden if wanted is None else hidden & wanted
    room, proof = room_of(cells, hidden), Proof(cells)
    try_together(room, proof, wanted, threshold, TRIES)
    place = {int(cell): index for index, cell in enumerate(room.places)}
    for cell in np.flatnonzero(proof.lacking(wanted, threshold)):
        if proof.lacking(wanted, threshold)[cell]:
            try_alone(room, proof, place[int(cell)], threshold)
    return np.flatnonzero(proof.lacking(wanted, threshold))


def try_alone(room: Room, proof: Proof, index: int, threshold: float) -> None:
    """Move one hidden cell as far up and as far down as it goes."""
    wish = np.zeros(len(room.places))
    for way in (1.0, -1.0):
        wish[index] = way
        moves = room.move(wish, FAR * threshold)
        proof.add(room.places, moves if moves[index] else room.move_whole(wish, FAR * threshold))


def bounds(cells: Cells, hidden: Mask, lowest: float = 0.0) -> tuple[FloatArray, FloatArray]:
    """The least and the most that each cell could be, exactly; a shown cell is its own count.

    `lowest` is the least that the attacker takes a hidden count for: 1 if no zero is ever hidden.
    Whole counts get whole bounds where the solver finds them in reach. Each connected part of the
    hidden cells is solved by itself. Raises ValueError where no counts agree with what is shown.
    """
    low, high = cells.counts.copy(), cells.counts.copy()
    if not hidden.any():
        return low, high
    room = room_of(cells, hidden)
    for label in np.unique(room.labels):
        places = np.flatnonzero(room.labels == label)
        relations = room.relations[:, places].tocsr()
        at = room.places[places]
        span = np.column_stack([np.maximum(cells.least[at], lowest), cells.most[at]])
        part = Part(relations, relations @ cells.counts[at], span, cells.whole)
        for index, place in enumerate(at):
            low[place], high[place] = part.end(index, 1.0), part.end(index, -1.0)
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

"""What has been proved safe: how far each hidden count has been moved with every sum kept.

Moves that prove many cells at once are looked for first, then one for each cell that lacks a proof.
"""

import numpy as np

from metrics.disclosure.cells import NOISE, Cells, FloatArray, Mask
from metrics.disclosure.moves import Mover, tied_together

WAYS = (1.0, -1.0)
# No count is moved further than this many thresholds: far enough to prove, and a bounded problem.
FAR = 4.0
# Half of the cells that lack a proof are drawn the way that gives one. Of 5,900 cells in the
# sample's tables, lots left 135 to be moved one by one, where all up and all down had left 6,700.
MOST_TRIES = 40
IN_VAIN = 3


class Proof:
    """How far below and above its count each cell has been moved, with every sum kept.

    A cell is safe once it has been moved through as much as the threshold.
    """

    def __init__(self, cells: Cells, threshold: float) -> None:
        """Start with nothing moved."""
        self.cells, self.threshold, self.mover = cells, threshold, Mover(cells)
        self.low = np.zeros(len(cells))
        self.high = np.zeros(len(cells))

    def add(self, moves: FloatArray) -> None:
        """Take note of the pieces of a move that keep every sum and are of whole people."""
        if self.cells.whole:
            moves = _whole_pieces(self.cells, moves)
            if (self.cells.relations @ moves).any():
                return
        self.low = np.minimum(self.low, moves)
        self.high = np.maximum(self.high, moves)

    def include(self, at: np.ndarray, part: "Proof") -> None:
        """Take note of how far the cells at these places, a part of all, have been moved alone."""
        self.low[at] = np.minimum(self.low[at], part.low)
        self.high[at] = np.maximum(self.high[at], part.high)

    def lacking(self, wanted: Mask) -> Mask:
        """The wanted cells that are not yet proved safe."""
        return wanted & (self.high - self.low < self.threshold - NOISE)

    def width(self, place: int) -> float:
        """How far apart two possible counts of one cell are known to be."""
        return float(self.high[place] - self.low[place])


def _whole_pieces(cells: Cells, moves: FloatArray) -> FloatArray:
    """A move without those of its pieces, tied by no sum, that are not all whole."""
    near = np.round(moves)
    split = np.abs(moves - near) > NOISE
    if not split.any():
        return near
    at = np.flatnonzero(moves)
    pieces = tied_together(cells.relations[:, at].tocsr())
    near[at[np.isin(pieces, pieces[split[at]])]] = 0.0
    return near


def try_together(proof: Proof, hidden: Mask, wanted: Mask, tries: int = MOST_TRIES) -> None:
    """Look for moves of hidden cells that prove many of the wanted ones at once.

    All up, all down, and then each up or down as drawn by lot, the same lots always.
    """
    proof.mover.let(hidden, proof.threshold)
    lots, left, idle = np.random.default_rng(0), int(proof.lacking(wanted).sum()), 0
    for number in range(tries):
        if not left or idle == IN_VAIN:
            return
        ways = lots.choice(WAYS, len(hidden)) if number >= len(WAYS) else WAYS[number]
        proof.add(proof.mover.furthest(np.where(proof.lacking(wanted), ways, 0.0)))
        lacking = int(proof.lacking(wanted).sum())
        idle, left = idle + 1 if lacking == left else 0, lacking


def try_each(proof: Proof, hidden: Mask, wanted: Mask) -> None:
    """Move each wanted cell that lacks a proof up, and down if that was not far enough."""
    proof.mover.let(hidden, proof.threshold)
    for place in np.flatnonzero(proof.lacking(wanted)).tolist():
        for way in WAYS:
            if proof.width(place) < proof.threshold - NOISE:
                wish = np.zeros(len(wanted))
                wish[place] = way
                proof.add(proof.mover.furthest(wish))

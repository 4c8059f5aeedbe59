"""What has been proved safe: how far each hidden count has been moved with every sum kept.

Moves are looked for many cells at a time first; a program for each cell comes last.
"""

import numpy as np

from metrics.disclosure.cells import NOISE, Cells, FloatArray, Mask
from metrics.disclosure.moves import furthest, furthest_whole, parts_of

BOTH_WAYS = 2
# No count is moved further than this many thresholds: far enough to prove, and a bounded problem.
FAR = 4.0
# Numbers to be found in one program: larger ones take more time than they save.
AT_A_TIME = 2_000


class Proof:
    """How far below and above its count each cell has been moved, with every sum kept.

    A cell is safe once it has been moved through as much as the threshold.
    """

    def __init__(self, cells: Cells, threshold: float) -> None:
        """Start with nothing moved."""
        self.cells, self.threshold = cells, threshold
        self.low = np.zeros(len(cells))
        self.high = np.zeros(len(cells))

    def add(self, moves: FloatArray) -> None:
        """Take note of rows of moves that keep every sum."""
        for places, part in parts_of(self.cells, moves):
            self.low[places] = np.minimum(self.low[places], part)
            self.high[places] = np.maximum(self.high[places], part)

    def lacking(self, wanted: Mask) -> Mask:
        """The wanted cells that are not yet proved safe."""
        return wanted & (self.high - self.low < self.threshold - NOISE)

    def width(self, place: int) -> float:
        """How far apart two possible counts of one cell are known to be."""
        return float(self.high[place] - self.low[place])


def try_together(proof: Proof, hidden: Mask, wanted: Mask, tries: int) -> None:
    """Look for moves that prove many of the wanted cells at once."""
    spread = np.arange(len(proof.cells))
    for turn in range(tries):
        lacking = proof.lacking(wanted)
        if not lacking.any():
            return
        # All up, all down, then by the digits of each cell's place: the same on any machine.
        digit = (spread >> (turn - BOTH_WAYS)) & 1 if turn >= BOTH_WAYS else turn
        wish = np.where(lacking, 1.0 - 2.0 * digit, 0.0)
        proof.add(furthest(proof.cells, hidden, wish[None, :], proof.threshold))


def try_each(proof: Proof, hidden: Mask, wanted: Mask) -> None:
    """Move each wanted cell that lacks a proof up and down, some cells in one program."""
    size = max(1, AT_A_TIME // max(int(hidden.sum()), 1))
    asked = np.zeros(len(hidden), dtype=bool)
    while (places := np.flatnonzero(proof.lacking(wanted & ~asked))[:size]).size:
        asked[places] = True
        wishes = np.zeros((len(places), len(hidden)))
        wishes[np.arange(len(places)), places] = 1.0
        both = np.vstack([wishes, -wishes])
        proof.add(furthest(proof.cells, hidden, both, proof.threshold))


def try_alone(proof: Proof, hidden: Mask, cell: int) -> None:
    """Move one hidden cell as far up and as far down as it goes, by whole numbers."""
    wish = np.zeros(len(proof.cells))
    for way in (1.0, -1.0):
        wish[cell] = way
        proof.add(furthest_whole(proof.cells, hidden, wish, FAR * proof.threshold)[None, :])

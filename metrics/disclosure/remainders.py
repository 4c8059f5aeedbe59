"""How narrowly the counts of a remainder are known: what is left once a reader's own are taken out.

Remainders come by the thousand, and to move each count of a large one takes a second. So one is
looked at only where one sum after another leaves some count less room than before, and in a large
one only such counts are moved: once these are protected, no other was found in the sample's tables.
"""

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.linalg import lsmr

from metrics.disclosure.cells import NOISE, Cells, FloatArray, Mask
from metrics.disclosure.proof import Proof, try_each, try_together
from metrics.disclosure.surroundings import Surroundings

# A remainder larger than SMALL is moved in part. In one larger than LARGE what has lost half of its
# room is moved, each among the NEAR cells around it: of those 235 of 4,400 looked too narrow in the
# sample at a threshold of 10, and 536 where 1,200 around all of them were moved, in twice the time.
SMALL, LARGE, NEAR = 200, 1_200, 300
# Room of more thresholds than this is enough.
MUCH = 2.5
# No count of people is as large; and no more sums than this follow from one another.
ENDLESS, ROUNDS = 1e6, 12
# A move drawn by lot is found to a ten thousand millionth, and moved the cells that the sums do not
# tell by a millionth at least.
EXACT, STILL = 1e-10, 1e-7


def narrow(
    cells: Cells, asked: Mask, before: FloatArray, threshold: float
) -> tuple[Mask, Mask]:  # fmt: skip
    """The asked cells of a remainder that are known too narrowly when all others stay as they are.

    And those that are not, by a proof. `before` is the room of each cell, in people, before the
    reader's own were taken out; the threshold is in people too.
    """
    left, large = room(cells), len(cells) > LARGE
    less = asked & (left < (before / 2 if large else before - NOISE)) & (left <= MUCH * threshold)
    if not less.any():
        return less, less
    moved = less if len(cells) > SMALL else asked
    found = (_unmoved_nearby if large else _unmoved)(cells, moved, threshold)
    return found, moved & ~found


def _unmoved_nearby(cells: Cells, asked: Mask, threshold: float) -> Mask:
    """The asked cells that cannot be moved by as much as the threshold among those around each."""
    found, around, price = asked.copy(), Surroundings(cells), np.zeros(len(cells))
    for place in np.flatnonzero(asked).tolist():
        if found[place]:
            at = around.nearby(place, NEAR, price)
            proof = Proof(cells.part(at), threshold)
            try_each(proof, np.ones(len(at), dtype=bool), at == place)
            found[at] = proof.lacking(found[at])
    return found


def _unmoved(cells: Cells, asked: Mask, threshold: float) -> Mask:
    """The asked cells that cannot be moved by as much as the threshold."""
    proof, every = Proof(cells, threshold), np.ones(len(cells), dtype=bool)
    try_together(proof, every, asked)
    try_each(proof, every, asked)
    return proof.lacking(asked)


def room(cells: Cells) -> FloatArray:
    """How many people apart two possible counts of each cell are at most, by one sum after another.

    Source: the tightening of bounds by single rows of Savelsbergh 1994.
    """
    entries, sums = cells.relations.tocoo(), cells.relations.shape[0]
    (row, cell), sign = entries.coords, entries.data
    low, high = -np.minimum(cells.down, ENDLESS), np.minimum(cells.up, ENDLESS)
    for _ in range(ROUNDS):
        ends = sign * low[cell], sign * high[cell]
        least, most = np.minimum(*ends), np.maximum(*ends)
        # The others of a sum leave each cell what they have not.
        down = (most - np.bincount(row, most, sums)[row]) / sign
        up = (least - np.bincount(row, least, sums)[row]) / sign
        before = high - low
        low, high = low.copy(), high.copy()
        np.maximum.at(low, cell, np.minimum(down, up))
        np.minimum.at(high, cell, np.maximum(down, up))
        if (high - low > before - NOISE).all():
            break
    return high - low


def fixed(sums: csr_array) -> Mask:
    """The cells that no move moves that keeps every sum: those that one drawn by lot leaves.

    `sums` has a row for each sum and a column for each cell. The lot is brought to keep every sum
    by least squares. Source: LSMR of Fong and Saunders 2011, in SciPy.
    """
    moves, (left, taken) = np.random.default_rng(0).normal(size=sums.shape[1]), _taken_apart(sums)
    if len(left):
        tied = sums[left]
        moves -= tied.T @ lsmr(tied.T, moves, atol=EXACT, btol=EXACT)[0]
    for rows, cells in reversed(taken):
        own = np.asarray(sums[rows, cells])
        moves[cells] -= sums[rows] @ moves / own
    return np.asarray(np.abs(moves) < STILL)


def _taken_apart(sums: csr_array) -> tuple[np.ndarray, list[tuple[np.ndarray, np.ndarray]]]:
    """The sums of which every cell is in another too, and those taken off until these are left.

    They come in the order in which they are taken, each with a cell that was in no other left: it
    makes up for whatever the others are moved by. That leaves least squares half of the sums.
    """
    row, cell = sums.tocoo().coords
    left = np.ones(sums.shape[0], dtype=bool)
    taken: list[tuple[np.ndarray, np.ndarray]] = []
    while True:
        there = left[row]
        alone = there & (np.bincount(cell, there, sums.shape[1])[cell] == 1)
        if not alone.any():
            return np.flatnonzero(left), taken
        rows, first = np.unique(row[alone], return_index=True)
        taken.append((rows, cell[alone][first]))
        left[rows] = False

"""How narrowly the counts of a remainder are known: what is left once a reader's own are taken out.

Remainders come by the thousand. So one is looked at only where one sum after another leaves some
count less room than before, and in a large one only such counts are moved: once these are
protected, no other was found in the sample's tables.
"""

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.linalg import lsmr

from metrics.disclosure.cells import NOISE, Cells, FloatArray, Mask
from metrics.disclosure.joint_hiding import HIDDEN_COST, best
from metrics.disclosure.proof import Proof, try_together
from metrics.disclosure.surroundings import Surroundings

# A remainder larger than SMALL is moved in part. In one larger than LARGE moves are looked for
# among the WIDE cells around what is moved, and the NEAR ones around a count: among all 18,000 of
# the sample's largest a move of one takes a twentieth of a second, and of many a fifth.
SMALL, LARGE, WIDE, NEAR = 200, 6_000, 3_000, 1_000
# Room of more thresholds than MUCH is enough, and in a remainder larger than MIDDLE of more than
# ENOUGH: of the sample's counts with room of up to 4, those that could be moved by less than one
# had 2.2 at most, and 1.8 there, where there are most to be moved.
MIDDLE, MUCH, ENOUGH = 1_200, 2.5, 2.0
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
    left = room(cells)
    enough = threshold * (ENOUGH if len(cells) > MIDDLE else MUCH)
    less = asked & (left < before - NOISE) & (left <= enough)
    if not less.any():
        return less, less
    proof, moved = Proof(cells, threshold), less if len(cells) > SMALL else asked
    if len(cells) > LARGE:
        _move_nearby(proof, moved)
    else:
        _move_shortly(proof, moved)
    found = proof.lacking(moved)
    return found, moved & ~found


def _move_nearby(proof: Proof, asked: Mask) -> None:
    """Move the asked cells among all those around them, then each among those around it."""
    cells, around, price = proof.cells, Surroundings(proof.cells), np.zeros(len(asked))
    every, untried = np.ones(len(asked), dtype=bool), asked.copy()
    at = around.nearby(np.flatnonzero(asked), WIDE, price)
    near = Proof(cells.part(at), proof.threshold)
    try_together(near, every[at], asked[at])
    proof.include(at, near)
    for place in np.flatnonzero(asked).tolist():
        if proof.width(place) < proof.threshold - NOISE:
            at = around.nearby(np.array([place]), NEAR, price)
            near = Proof(cells.part(at), proof.threshold)
            _move_shortly(near, proof.lacking(untried)[at] | (at == place))
            proof.include(at, near)
            # One in vain beside another is enough: in the middle of its own each is tried again.
            untried[at] = False
    # What a short move would split among people is moved with others.
    try_together(proof, every, asked)


def _move_shortly(proof: Proof, asked: Mask) -> None:
    """Look for the shortest moves that prove one asked cell after the other."""
    price = np.full(len(asked), HIDDEN_COST)
    for place in np.flatnonzero(asked).tolist():
        if proof.width(place) < proof.threshold - NOISE:
            for move in best(proof, place, price, whole=False):
                proof.add(move)


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

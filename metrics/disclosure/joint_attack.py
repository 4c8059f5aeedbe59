"""The attack on all counts of one extract at once: how narrowly each hidden one is known then.

What is hidden falls into parts that no sum and no limit connects; each is attacked by itself. The
groups of units are moved first, while everybody and the force stay as they are: that makes the
parts small, and most hidden counts have a proof by it. Only for the others is everything moved.
"""

from collections.abc import Iterator

import numpy as np

from metrics.disclosure.cells import NOISE, Cells, FloatArray, Mask
from metrics.disclosure.moves import SHORT, tied_together
from metrics.disclosure.proof import FAR, IN_VAIN, MOST_TRIES, WAYS, Proof
from metrics.disclosure.together import Together

# In a large part a move of all cells takes a second, and one of a single cell a hundredth of it.
LARGE = 2_000
FEW_TRIES = 6
SEVERAL = 200


def widths_together(
    table: Together, secret: Mask, groups: Mask, known: FloatArray, threshold: float
) -> FloatArray:
    """How far apart two possible numbers of each cell are, at the least: as `known`, or more.

    `secret` and `groups` say which of all cells are hidden, and which are of a group of a unit
    below the force. Only hidden cells of the table that are known too narrowly are attacked.
    """
    hidden, width = table.of(secret, True), known.copy()
    small = table.of(groups, True)
    near = hidden & ~(small & ~table.beside(hidden & ~small))
    for free in (hidden & small, near, hidden):
        lacking = table.of(secret & (width < threshold - NOISE), False)
        at, cells = table.movable(free)
        wanted = _filled(lacking[at], len(cells))
        found = _widths(cells, wanted, threshold)[: len(at)]
        places = table.places[at[lacking[at]]]
        width[places] = np.maximum(width[places], found[lacking[at]])
    return width


def _widths(cells: Cells, wanted: Mask, threshold: float) -> FloatArray:
    width = np.zeros(len(cells))
    for at, part in parts_of(cells, wanted):
        proof, mine = Proof(part, threshold), wanted[at]
        if len(part) <= LARGE or mine.sum() > SEVERAL:
            _try_many(proof, mine)
        _try_one_by_one(proof, mine)
        width[at] = proof.high - proof.low
    return width


def _try_many(proof: Proof, wanted: Mask) -> None:
    """Move all wanted cells at once, each up or down as drawn by lot, the same lots always."""
    size, lots, idle = len(wanted), np.random.default_rng(0), 0
    proof.mover.let(np.ones(size, dtype=bool), proof.threshold)
    for _ in range(FEW_TRIES if size > LARGE else MOST_TRIES):
        lacking = proof.lacking(wanted)
        if not lacking.any() or idle == IN_VAIN:
            return
        proof.add(proof.mover.furthest(np.where(lacking, lots.choice(WAYS, size), 0.0)))
        idle = 0 if (proof.lacking(wanted) != lacking).any() else idle + 1


def _try_one_by_one(proof: Proof, wanted: Mask) -> None:
    """Move each cell that lacks a proof by itself, all others as far as need be."""
    price = np.full(len(wanted), SHORT)
    for place in np.flatnonzero(proof.lacking(wanted)).tolist():
        if proof.lacking(wanted)[place]:
            found = enough(proof, place, price)
            for moves in found:
                proof.add(moves)
            if len(found) == 1 and proof.lacking(wanted)[place]:
                _add_whole(proof, place, float(np.round(found[0][place])), price)


def _add_whole(proof: Proof, place: int, by: float, price: FloatArray) -> None:
    """Where a move splits people: the same in whole numbers, if there is one in reach."""
    whole = proof.mover.cheapest(place, by, price, FAR * proof.threshold)
    if whole is not None:
        proof.add(whole)


def enough(proof: Proof, place: int, price: FloatArray) -> list[FloatArray]:
    """The cheapest moves that take one cell as far as the threshold, up or down, or some of both.

    None where there are none.
    """
    cells, threshold = proof.cells, proof.threshold
    down = min(float(np.floor(cells.down[place])), threshold)
    for ways in ((threshold,), (-threshold,), *(
        (up, up - threshold) for up in np.arange(threshold - down, threshold) if up > 0
    )):  # fmt: skip
        asked = [
            proof.mover.reaching(place, by, price, FAR * threshold)
            for by in ways
            if -cells.down[place] <= by <= cells.up[place]
        ]
        moves = [move for move in asked if move is not None]
        if len(moves) == len(ways):
            return moves
    return []


def parts_of(cells: Cells, wanted: Mask) -> Iterator[tuple[np.ndarray, Cells]]:
    """Each connected part that has a wanted cell: the places of its cells, and these alone."""
    labels = tied_together(cells.relations)
    for label in np.unique(labels[wanted]):
        at = np.flatnonzero(labels == label)
        relations = cells.relations[:, at].tocsr()
        relations = relations[np.flatnonzero(np.diff(relations.indptr))]
        yield at, Cells(
            cells.counts[at], relations, cells.cost[at], cells.least[at], cells.most[at],
            cells.insiders[:, at],
        )  # fmt: skip


def _filled(mask: Mask, size: int) -> Mask:
    return np.concatenate([mask, np.zeros(size - len(mask), dtype=bool)])

"""Which further cells to hide, so that no hidden one can be worked out: few, and the same always.

A covering is chosen first. Then the attacker is asked for a proof of each hidden cell; one that has
none gets the cheapest set of moves that would prove it, and the cells of that set are hidden.
Source: the linear-programming heuristic of Kelly, Golden and Assad 1992, started from the covering
of Fischetti and Salazar 2001.
"""

import numpy as np

from metrics.disclosure.cells import NOISE, Cells, FloatArray, Mask
from metrics.disclosure.covering import covering
from metrics.disclosure.proof import FAR, Proof, try_each, try_together

# Whatever is hidden already costs next to nothing to move, but not nothing: short moves go first.
HIDDEN_COST = 1e-3
# The less the relaxed covering leans on a cell, the more it costs; one that it takes is not free.
SHY = 1.05
# Where most cells cannot be proved yet, or are already, more tries are in vain.
FEW = 2


def protected(cells: Cells, must: Mask, threshold: float, free: Mask | None = None) -> Mask:
    """The cells to hide: `must`, and those without which one of them could be worked out.

    `free` cells are hidden anyway, and nobody asks that they be safe: what is never published.
    Every other hidden cell is proved to be as wide as the threshold. One of `must` that no hiding
    can protect stays hidden, and the attack on all counts finds it; any other is shown instead. A
    cell of infinite cost is not hidden. Each sum that gives something away to an insider of the
    cells has more of its cells hidden.
    """
    free = np.zeros(len(cells), dtype=bool) if free is None else free
    hidden, cost, proof = must | free, cells.cost, Proof(cells, threshold)
    if threshold <= 0 or not must.any() or not np.isfinite(cost[~hidden]).any():
        return hidden
    try_together(proof, hidden, must & ~free, FEW)
    if proof.lacking(must & ~free).any() or len(cells.insiders):
        hidden, leaning = covering(cells, must, threshold, free)
        cost = cells.cost * (SHY - leaning)
        try_together(proof, hidden, hidden & ~free)
        try_each(proof, hidden, hidden & ~free)
    hidden = _completed(proof, hidden, free, cost)
    while (useless := proof.lacking(hidden) & ~must & ~free).any():
        hidden, cost = hidden & ~useless, np.where(useless, np.inf, cost)
        proof = Proof(cells, threshold)
        try_each(proof, hidden, hidden & ~free)
        hidden = _completed(proof, hidden, free, cost)
    return hidden


def _completed(proof: Proof, hidden: Mask, free: Mask, cost: FloatArray) -> Mask:
    """Hide the cheapest further cells for each hidden one that still lacks a proof."""
    given_up = free.copy()
    while (lacking := proof.lacking(hidden & ~given_up)).any():
        places = np.flatnonzero(lacking)
        cell = int(places[np.argmin(proof.cells.counts[places])])
        width = proof.width(cell)
        moves = _cheapest(proof, cell, np.where(hidden, HIDDEN_COST, cost))
        if moves is not None:
            proof.add(moves)
            hidden = hidden | (moves != 0)
            try_together(proof, hidden, hidden & ~free, FEW)
        given_up[cell] = proof.width(cell) <= width + NOISE
    return hidden


def _cheapest(proof: Proof, cell: int, cost: FloatArray) -> FloatArray | None:
    """The cheapest moves that make one cell as wide as the threshold, up or down, if any do."""
    cells, low, high = proof.cells, proof.low[cell], proof.high[cell]
    up, down = proof.threshold + low, proof.threshold - high
    asked = []
    if up <= cells.up[cell]:
        asked.append(up)
    if down <= cells.down[cell]:
        asked.append(-down)
    # Where neither way alone is far enough: all the way down now, and up on the next turn.
    asked = asked or [-cells.down[cell] if low > -cells.down[cell] else cells.up[cell]]
    far = FAR * proof.threshold
    found = [proof.mover.cheapest(cell, by, cost, far) for by in asked if by]
    possible = [moves for moves in found if moves is not None]
    costs = np.where(np.isfinite(cost), cost, 0.0)
    return min(possible, key=lambda moves: float(np.sum(np.abs(moves) * costs)), default=None)

"""Which further cells to hide, so that no hidden one can be worked out: few, and the same always.

A covering is chosen first. Then the attacker is asked for a proof of each hidden cell; one that has
none gets the cheapest set of moves that would prove it, and the cells of that set are hidden.
Source: the linear-programming heuristic of Kelly, Golden and Assad 1992, started from the covering
of Fischetti and Salazar 2001.
"""

import numpy as np
from scipy.optimize import LinearConstraint, linprog, milp
from scipy.sparse import hstack

from metrics.disclosure.audit import TRIES
from metrics.disclosure.cells import NOISE, Cells, FloatArray, Mask
from metrics.disclosure.covering import covering
from metrics.disclosure.proof import FAR, Proof, try_each, try_together

# Whatever is hidden already costs next to nothing to move, but not nothing: short moves go first.
HIDDEN_COST = 1e-3
# The less the relaxed covering leans on a cell, the more it costs; one that it takes is not free.
SHY = 1.05
NODES = 100
# Tries before anything more is hidden: often what is hidden already is enough.
AT_ONCE = 3


def protected(cells: Cells, must: Mask, threshold: float, free: Mask | None = None) -> Mask:
    """The cells to hide: `must`, and those without which one of them could be worked out.

    `free` cells are hidden anyway, and nobody asks that they be safe: what is never published.
    Every other hidden cell is proved to be as wide as the threshold. A cell that no hiding can
    protect stays hidden, and the audit finds it. A cell of infinite cost is not hidden. Each sum
    that gives something away to an insider of the cells has more of its cells hidden.
    """
    free = np.zeros(len(cells), dtype=bool) if free is None else free
    hidden, cost, proof = must | free, cells.cost, Proof(cells, threshold)
    if threshold <= 0 or not must.any():
        return hidden
    try_together(proof, hidden, must & ~free, AT_ONCE)
    if proof.lacking(must & ~free).any() or len(cells.insiders):
        hidden, leaning = covering(cells, must, threshold, free)
        cost = cells.cost * (SHY - leaning)
        try_together(proof, hidden, hidden & ~free, TRIES)
        try_each(proof, hidden, hidden & ~free)
    return _completed(proof, hidden, free, cost)


def _completed(proof: Proof, hidden: Mask, free: Mask, cost: FloatArray) -> Mask:
    """Hide the cheapest further cells for each hidden one that still lacks a proof."""
    given_up = free.copy()
    while (lacking := proof.lacking(hidden & ~given_up)).any():
        places = np.flatnonzero(lacking)
        cell = int(places[np.argmin(proof.cells.counts[places])])
        width = proof.width(cell)
        moves = _cheapest(proof, cell, np.where(hidden, HIDDEN_COST, cost))
        if moves is not None:
            proof.add(moves[None, :])
            hidden = hidden | (moves != 0)
            try_together(proof, hidden, hidden & ~free, 1)
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
    found = [_moves(proof, cell, by, cost) for by in asked if by]
    possible = [moves for moves in found if moves is not None]
    costs = np.where(np.isfinite(cost), cost, 0.0)
    return min(possible, key=lambda moves: float(np.sum(np.abs(moves) * costs)), default=None)


def _moves(proof: Proof, cell: int, by: float, cost: FloatArray) -> FloatArray | None:
    """The cheapest moves of all cells that keep every sum and move one cell by so much."""
    cells, far, can = proof.cells, FAR * proof.threshold, np.isfinite(cost)
    least = np.zeros(2 * len(cells))
    most = np.concatenate([np.minimum(cells.up, far) * can, np.minimum(cells.down, far) * can])
    along, against = (cell, len(cells) + cell) if by > 0 else (len(cells) + cell, cell)
    least[along], most[along], most[against] = abs(by), abs(by), 0.0
    relations = hstack([cells.relations, -cells.relations], format="csr")
    costs = np.tile(np.where(can, cost, 0.0), 2)
    nothing, bounds = np.zeros(relations.shape[0]), np.column_stack([least, most])
    found = linprog(costs, A_eq=relations, b_eq=nothing, bounds=bounds, method="highs").x
    if found is not None and cells.whole and np.any(np.abs(found - np.round(found)) > NOISE):
        found = milp(
            costs, constraints=LinearConstraint(relations, 0, 0), bounds=(least, most),
            integrality=np.ones(len(most)), options={"node_limit": NODES},
        ).x  # fmt: skip
    if found is None:
        return None
    moves = found[: len(cells)] - found[len(cells) :]
    return np.round(moves) if cells.whole else np.where(np.abs(moves) < NOISE, 0.0, moves)

"""Which cells to hide so that no sum gives a hidden one away: the covering that costs least.

These conditions are necessary, not sufficient. In each sum that holds a hidden cell another must be
hidden, and the others together must leave it enough room; and so must those that an insider does
not know. The linear relaxation of the covering is all but whole on tables of people, so it is
solved first, and only what it splits is rounded.
Source: the covering inequalities of Fischetti and Salazar 2001.
"""

from dataclasses import replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from metrics.disclosure.cells import NOISE, Cells, FloatArray, Mask
from metrics.disclosure.programs import DUAL, Program

# Enough for every table tried; a limit in nodes, not in seconds, gives the same on any machine.
NODES = 200
GAP = 0.02
HALF = 0.5


def covering(cells: Cells, must: Mask, threshold: float, free: Mask) -> tuple[Mask, FloatArray]:
    """A cheap set of cells that holds `must` and meets the conditions; and the relaxed choice.

    The relaxed choice is between 0 and 1 for each cell: how much the cheapest covering leans on it.
    Where no set keeps all insiders out, it is one that keeps everybody else out.
    """
    found = _covered(cells, must | free, _conditions(cells, threshold, free))
    if found is None and len(cells.insiders):
        return covering(replace(cells, insiders=cells.insiders[:0]), must, threshold, free)
    return found or (must | free, (must | free).astype("float64"))


def _covered(cells: Cells, must: Mask, conditions: csr_array) -> tuple[Mask, FloatArray] | None:
    """The set of cells and the relaxed choice, None where no set meets the conditions."""
    can = must | np.isfinite(cells.cost)
    cost = np.where(np.isfinite(cells.cost), cells.cost, 1.0)
    least, most = must.astype("float64"), can.astype("float64")
    relaxed = _relaxed(cost, conditions, least, most)
    if relaxed is None:
        return None
    sure, never = relaxed > 1 - NOISE, relaxed < NOISE
    split = ~sure & ~never
    if not split.any():
        return sure | must, relaxed
    least, most = np.where(sure, 1.0, least), np.where(never, 0.0, most)
    rounded = _rounded(cost, conditions, least, most)
    # Where the sure ones cannot be completed within the nodes, all that it leans on is hidden.
    return (relaxed > NOISE if rounded is None else rounded > HALF) | must, relaxed


def _relaxed(
    cost: FloatArray, conditions: csr_array, least: FloatArray, most: FloatArray
) -> FloatArray | None:
    program = Program(_open(conditions, least, most).tocsc(), -NOISE, np.inf)
    program.bound(least, most)
    return program.cheapest(cost, DUAL)


def _rounded(
    cost: FloatArray, conditions: csr_array, least: FloatArray, most: FloatArray
) -> FloatArray | None:
    left, found = np.flatnonzero(least < most), least.copy()
    asked = _open(conditions, least, most)
    kept = LinearConstraint(asked[:, left], -NOISE - asked @ least, np.inf)
    options = {"mip_rel_gap": GAP, "node_limit": NODES}
    chosen = milp(
        cost[left], constraints=kept, bounds=Bounds(0, 1), integrality=np.ones(len(left)),
        options=options,
    ).x  # fmt: skip
    if chosen is None:
        return None
    found[left] = chosen
    return found


def _open(conditions: csr_array, least: FloatArray, most: FloatArray) -> csr_array:
    """The conditions that some choice within the bounds does not meet."""
    worst = conditions.maximum(0) @ least + conditions.minimum(0) @ most
    return conditions[np.flatnonzero(worst < -NOISE)]


def _conditions(cells: Cells, threshold: float, free: Mask) -> csr_array:
    """Rows that are 0 or more where a choice of cells meets them: one for each cell of each sum."""
    relations = vstack([cells.relations, _as_insiders_see(cells)], format="csr")
    sizes = np.diff(relations.indptr)
    row = np.repeat(np.arange(relations.shape[0]), sizes)
    spread = relations[row]
    owner = np.repeat(relations.indices, np.diff(spread.indptr))
    sign = np.repeat(relations.data, np.diff(spread.indptr))
    own, same = spread.indices == owner, spread.data == sign
    another = np.where(own, -1.0, 1.0)
    blocks = [_rows(spread, another, ~free[relations.indices])]
    down = np.minimum(cells.down, threshold)
    up = np.minimum(cells.up, threshold)
    for there, back in ((down, up), (up, down)):
        # To move a cell one way by what it cannot move the other, the others must give way.
        need = (threshold - there)[owner]
        gives = np.where(same, there[spread.indices], back[spread.indices])
        rows = (there[relations.indices] < threshold) & ~free[relations.indices]
        blocks.append(_rows(spread, np.where(own, -need, np.minimum(gives, need)), rows))
    return vstack(blocks, format="csr")


def _as_insiders_see(cells: Cells) -> csr_array:
    """The sums of which each insider knows a part, without that part."""
    relations = cells.relations
    sums, sizes = relations.shape[0], np.diff(relations.indptr)
    who, at = np.nonzero(~cells.insiders[:, relations.indices])
    row = who * sums + np.repeat(np.arange(sums), sizes)[at]
    shape = (len(cells.insiders) * sums, len(cells))
    left = csr_array((relations.data[at], (row, relations.indices[at])), shape=shape)
    unknown = np.diff(left.indptr)
    return left[np.flatnonzero((unknown < np.tile(sizes, len(cells.insiders))) & (unknown > 1))]


def _rows(spread: csr_array, numbers: FloatArray, rows: Mask) -> csr_array:
    return csr_array((numbers, spread.indices, spread.indptr), shape=spread.shape)[
        np.flatnonzero(rows)
    ]

"""How hidden counts could be moved while everything that is shown, and every sum, stays the same.

A move is a proof that anybody can check: the counts with it and without it look alike to whoever
sees only what is shown.
Source: Fischetti and Salazar 2001 (the attacker's problem of cell suppression), by HiGHS.
"""

from collections.abc import Iterator

import numpy as np
from scipy.optimize import LinearConstraint, linprog, milp
from scipy.sparse import csr_array, eye_array, hstack, kron
from scipy.sparse.csgraph import connected_components

from metrics.disclosure.cells import NOISE, Cells, FloatArray, Mask

# A limit in nodes, not in seconds, gives the same on any machine.
NODES = 200
# What it costs to move a cell by one: a short move is most often one of whole numbers.
SHORT = 0.02
# The places of some cells, and by how much each is moved.
Part = tuple[np.ndarray, FloatArray]


def furthest(cells: Cells, hidden: Mask, wishes: FloatArray, limit: float) -> FloatArray:
    """For each row of `wishes` the move of hidden cells that goes furthest by it, in few cells.

    No cell is moved by more than the limit. The rows have nothing to do with one another: one
    program for all of them is faster than one for each.
    """
    places, relations = _among(cells, hidden)
    wish, moves = wishes[:, places], np.zeros(wishes.shape)
    up, down = np.minimum(cells.up[places], limit), np.minimum(cells.down[places], limit)
    sums = kron(eye_array(len(wishes)), hstack([relations, -relations]), format="csr")
    most = np.tile(np.concatenate([up, down]), len(wishes))
    found = linprog(
        np.hstack([SHORT - wish, SHORT + wish]).ravel(), A_eq=sums, b_eq=np.zeros(sums.shape[0]),
        bounds=np.column_stack([np.zeros(len(most)), most]), method="highs",
    ).x  # fmt: skip
    if found is not None:
        ways = found.reshape(len(wishes), 2, len(places))
        moves[:, places] = ways[:, 0] - ways[:, 1]
    return moves


def furthest_whole(cells: Cells, hidden: Mask, wish: FloatArray, limit: float) -> FloatArray:
    """The same for one wish, by whole numbers where the counts are whole: slower, and sure."""
    places, relations = _among(cells, hidden)
    bounds = (-np.minimum(cells.down[places], limit), np.minimum(cells.up[places], limit))
    found = milp(
        -wish[places], constraints=LinearConstraint(relations, 0, 0), bounds=bounds,
        integrality=np.full(len(places), float(cells.whole)), options={"node_limit": NODES},
    ).x  # fmt: skip
    moves = np.zeros(len(cells))
    if found is not None:
        moves[places] = found
    return moves


def parts_of(cells: Cells, moves: FloatArray) -> Iterator[Part]:
    """The parts of each row of moves that no sum connects: the places, and by how much.

    Each is a move by itself. A corner between whole numbers is no set of counts of people: a part
    that is one is left out, and so is one that the solver's noise took off its sums.
    """
    moved_rows, places = np.nonzero(np.abs(moves) > NOISE)
    numbers = moves[moved_rows, places]
    columns = cells.relations.tocsc()[:, places].tocoo()
    height = cells.relations.shape[0]
    rows = columns.row + moved_rows[columns.col] * height
    shape = (height * len(moves), len(places))
    sums = csr_array((columns.data, (rows, columns.col)), shape=shape)
    labels = tied_together(sums)
    if cells.whole:
        split = np.abs(numbers - np.round(numbers)) > NOISE
        numbers = np.round(numbers)
        split[sums[np.flatnonzero(sums @ numbers)].indices] = True
    else:
        split = np.zeros(len(numbers), dtype=bool)
    order = np.argsort(labels, kind="stable")
    ends = np.flatnonzero(np.diff(labels[order], append=-1)) + 1
    for part in np.split(order, ends[:-1]):
        if len(part) and not split[part].any():
            yield places[part], numbers[part]


def tied_together(relations: csr_array) -> np.ndarray:
    """The number of the connected part that each column of some sums is in."""
    tied = abs(relations)
    return np.asarray(connected_components(tied.T @ tied, directed=False)[1])


def _among(cells: Cells, hidden: Mask) -> tuple[np.ndarray, csr_array]:
    """The hidden cells, and the sums that have any of them in them."""
    places = np.flatnonzero(hidden)
    relations = cells.relations[:, places].tocsr()
    return places, relations[np.flatnonzero(np.diff(relations.indptr))]

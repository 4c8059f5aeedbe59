"""What else is hidden where all counts of an extract together give a hidden one away.

For each hidden count that lacks a proof the cheapest move of it is looked for, in which shown
counts move too, at what it costs a reader that they are hidden. Those that it moves are hidden, and
the move is the proof.
"""

import numpy as np

from metrics.disclosure.cells import NOISE, FloatArray, Mask
from metrics.disclosure.joint_attack import Known, enough, filled, parts_of
from metrics.disclosure.moves import is_whole
from metrics.disclosure.proof import FAR, Proof
from metrics.disclosure.surroundings import Surroundings
from metrics.disclosure.together import Together

# To move what is hidden already costs next to nothing, but not nothing: short moves go first.
HIDDEN_COST = 0.001
# In a part of a thousand cells a program of whole numbers takes a second, and of a hundred a
# hundredth of that.
SMALL = 500
# Where so few lack a proof it is worth the two or three seconds that 4,000 cells take: what is
# around them would be withheld else, or nothing released.
FEW, LARGER = 10, 5_000
# In a part of 100,000 cells a move takes a seventh of a second: where it is larger than this, a
# move is looked for among so many cells around the one that lacks a proof first.
LARGE = 20_000
NEAR = 1_000


def hidden_together(
    table: Together, known: Known, area: Mask, exposed: Mask
) -> tuple[Mask, FloatArray]:  # fmt: skip
    """Which of all cells are secret, with those of the table that protect its exposed ones.

    And how far apart two possible numbers of each are, at the least: as known, or more. The cells
    in the `area` are moved, shown or hidden; what is elsewhere stays as it is.
    """
    found, width, hidden = known.secret.copy(), known.width.copy(), table.of(known.secret, True)
    lacking = table.of(exposed & known.narrow, False)
    at, cells = table.movable(table.of(area, True))
    wanted, moved = filled(lacking[at], len(cells)), ~filled(~hidden[at], len(cells))
    wide = np.zeros(len(cells))
    for mine, part in parts_of(cells, wanted):
        proof = Proof(part, known.threshold)
        moved[mine] = _chosen(proof, moved[mine], wanted[mine])
        wide[mine] = proof.high - proof.low
    of_all = np.flatnonzero((at < len(table.places)) & moved[: len(at)])
    places = table.places[at[of_all]]
    before = np.where(found[places], width[places], 0.0)
    found[places], width[places] = True, np.maximum(before, wide[of_all])
    return found, width


def _chosen(proof: Proof, hidden: Mask, wanted: Mask) -> Mask:
    """The hidden cells, and those to hide for each wanted one, from the smallest up."""
    cells, hidden = proof.cells, hidden.copy()
    around = Surroundings(cells) if len(cells) > LARGE else None
    whole = len(cells) <= (LARGER if wanted.sum() <= FEW else SMALL)
    for place in sorted(np.flatnonzero(wanted), key=lambda place: float(cells.counts[place])):
        if proof.width(int(place)) < proof.threshold - NOISE:
            price = np.where(hidden, HIDDEN_COST, cells.cost)
            near = _near(around, int(place), price, proof.threshold) if around else []
            for moves in near or best(proof, int(place), price, whole):
                hidden |= moves != 0
                proof.add(moves)
    return hidden


def _near(
    around: Surroundings, place: int, price: FloatArray, threshold: float
) -> list[FloatArray]:
    """Moves of whole people among the cells around one, if there are any that are enough."""
    at = around.nearby(np.array([place]), NEAR, price)
    proof = Proof(around.cells.part(at), threshold)
    moves = best(proof, int(np.searchsorted(at, place)), price[at], whole=False)
    if not all(is_whole(move) for move in moves):
        return []
    found = np.zeros((len(moves), len(price)))
    for row, move in zip(found, moves, strict=True):
        row[at] = move
    return list(found)


def best(proof: Proof, place: int, price: FloatArray, whole: bool) -> list[FloatArray]:
    """The first moves of whole people that are enough; those that split people where none are.

    A move is a number of people for each cell, and `price` what one of it costs. Where all split
    people and a `whole` one is asked for, the first is looked for as one by itself.
    """
    first: list[FloatArray] = []
    for moves in enough(proof, place, price, thorough=whole):
        if all(is_whole(move) for move in moves):
            return moves
        first = first or moves
    if len(first) == 1 and whole:
        by = float(np.round(first[0][place]))
        found = proof.mover.cheapest(place, by, price, FAR * proof.threshold)
        return first if found is None else [found]
    return first

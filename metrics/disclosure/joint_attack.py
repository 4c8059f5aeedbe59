"""The attack on all counts of one extract at once: how narrowly each hidden one is known then.

What is hidden falls into parts that no sum and no limit connects; in each all cells are moved at
once, each up or down as drawn by lot. The groups of units are moved first, while everybody and the
force stay as they are: that makes the parts small, and most hidden counts have a proof by it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from metrics.disclosure.cells import NOISE, Cells, FloatArray, Mask
from metrics.disclosure.moves import tied_together
from metrics.disclosure.proof import FAR, IN_VAIN, MOST_TRIES, WAYS, Proof
from metrics.disclosure.together import Together

# In a part of 20,000 cells a move of all takes a second, and of one a hundredth or two of that: so
# in a large part all are moved only as long as each move proves one in so many of its cells.
LARGE = 2_000
PAYS = 200
# In a larger part than this a move of all takes a second and more: in the sample 19 of them proved
# nothing that moves in smaller parts had not.
TOO_LARGE = 4_000


@dataclass(frozen=True)
class Known:
    """Which of all cells are secret, and how far apart two possible numbers of each are at least.

    The width of what is not secret is infinite, and of what an earlier release showed as it is.
    """

    secret: Mask
    width: FloatArray
    threshold: float

    @property
    def narrow(self) -> Mask:
        """The cells that are known too narrowly: all that lack a proof."""
        return self.width < self.threshold - NOISE


def widths_together(table: Together, known: Known, areas: tuple[Mask, ...]) -> FloatArray:
    """How far apart two possible numbers of each cell are, at the least: as known, or more.

    What is secret in the first of the `areas` is moved, then in the next; each says of all cells
    which are in it, and what is elsewhere stays as it is. In the end all is moved. Only cells of
    the table that are known too narrowly are attacked.
    """
    hidden = table.of(known.secret, True)
    for free in _freed(table, hidden, areas):
        lacking = table.of(known.narrow, False)
        if not lacking.any():
            break
        at, cells = table.movable(free)
        found = _widths(cells, filled(lacking[at], len(cells)), known.threshold)[: len(at)]
        places, width = table.places[at[lacking[at]]], known.width.copy()
        width[places] = np.maximum(width[places], found[lacking[at]])
        known = replace(known, width=width)
    return known.width


def _freed(table: Together, hidden: Mask, areas: tuple[Mask, ...]) -> Iterator[Mask]:
    """The hidden counts of each area, and all of them."""
    for area in areas:
        yield hidden & table.of(area, True)
    yield hidden


def _widths(cells: Cells, wanted: Mask, threshold: float) -> FloatArray:
    width = np.zeros(len(cells))
    for at, part in parts_of(cells, wanted):
        several = len(part) <= LARGE or wanted[at].sum() > len(part) / PAYS
        if several and len(part) <= TOO_LARGE:
            proof = Proof(part, threshold)
            _try_many(proof, wanted[at])
            width[at] = proof.high - proof.low
    return width


def _try_many(proof: Proof, wanted: Mask) -> None:
    """Move all wanted cells at once, each up or down as drawn by lot, the same lots always."""
    size, lots, idle = len(wanted), np.random.default_rng(0), 0
    patience, pays = (1, size / PAYS) if size > LARGE else (IN_VAIN, 1)
    proof.mover.let(np.ones(size, dtype=bool), proof.threshold)
    for _ in range(MOST_TRIES):
        lacking = proof.lacking(wanted)
        if not lacking.any() or idle == patience:
            return
        proof.add(proof.mover.furthest(np.where(lacking, lots.choice(WAYS, size), 0.0)))
        proved = int(lacking.sum()) - int(proof.lacking(wanted).sum())
        idle = 0 if proved >= pays else idle + 1


def enough(
    proof: Proof, place: int, price: FloatArray, thorough: bool = False
) -> Iterator[list[FloatArray]]:  # fmt: skip
    """The cheapest moves that take one cell as far as the threshold: up, down, or some of both.

    Each way of doing so in turn, where there are such moves. How far a cell can be moved at all is
    looked for where it is to be `thorough`: in a large part that takes longer than all else.
    """
    cells, threshold = proof.cells, proof.threshold
    alone = [(by,) for by in (threshold, -threshold) if -cells.down[place] <= by <= cells.up[place]]
    for ways in chain(alone, _mixed(proof, place, price, thorough)):
        moves = [proof.mover.reaching(place, by, price, FAR * threshold) for by in ways]
        found = [move for move in moves if move is not None]
        if len(found) == len(ways):
            yield found


def _mixed(
    proof: Proof, place: int, price: FloatArray, thorough: bool
) -> Iterator[tuple[float, float]]:  # fmt: skip
    """Some of up and some of down that are the threshold together: the ends, and the middle.

    To try all mixtures took longer than all else, and seldom found another.
    """
    cells, threshold = proof.cells, proof.threshold
    reach = (float(cells.down[place]), float(cells.up[place]))
    if thorough:
        reach = proof.mover.reach(place, np.isfinite(price), FAR * threshold)
    down, up = (min(float(np.floor(far + NOISE)), threshold) for far in reach)
    least, middle = threshold - down, float(np.ceil(threshold / 2))
    for by in sorted({least, min(max(middle, least), up), up}):
        if 0 < by < threshold and least <= by <= up:
            yield by, by - threshold


def parts_of(cells: Cells, wanted: Mask) -> Iterator[tuple[np.ndarray, Cells]]:
    """Each connected part that has a wanted cell: the places of its cells, and these alone."""
    labels = tied_together(cells.relations)
    for label in np.unique(labels[wanted]):
        at = np.flatnonzero(labels == label)
        yield at, cells.part(at)


def filled(mask: Mask, size: int) -> Mask:
    """The mask with as many more cells as make up the size, none of them meant."""
    return np.concatenate([mask, np.zeros(size - len(mask), dtype=bool)])

"""What else is hidden where all counts of an extract together give a hidden one away.

For each count that could be worked out, the cheapest shown counts are looked for that would let it
be moved if they were hidden too: in its own table, with all counts of the extract that it has.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from metrics.disclosure.cells import Cells, Mask
from metrics.disclosure.joint_attack import enough, parts_of
from metrics.disclosure.linked import Tree
from metrics.disclosure.moves import SHORT
from metrics.disclosure.proof import Proof
from metrics.disclosure.together import Together

TABLE = ["breakdown", "start", "end"]


def scopes(
    cells: pd.DataFrame, exposed: pd.DataFrame, force: str, wide: bool
) -> Iterator[tuple[Mask, Mask]]:  # fmt: skip
    """For each table with an exposed cell: which cells stand in it, and which of them are exposed.

    Of everybody there is one table, and so there is of the groups of a breakdown of the force in
    periods that no unit has; those of units have one for each period. A `wide` search takes all of
    them as one, and everybody.
    """
    units = cells.loc[cells["unit"] != force, TABLE].drop_duplicates()
    of_units = pd.MultiIndex.from_frame(cells[TABLE]).isin(pd.MultiIndex.from_frame(units))
    everybody = cells["breakdown"].eq("").to_numpy()
    names = cells["breakdown"].where(~of_units | everybody, _named(cells)).to_numpy()
    of_force = cells["breakdown"].where(cells["unit"].eq(force)).to_numpy()
    mine = cells.index.isin(exposed.index)
    if wide:
        found = np.isin(names, names[mine]) | np.isin(of_force, exposed["breakdown"])
        yield everybody | found, mine
        return
    for name in pd.unique(names[mine]):
        yield (names == name) | (of_force == name), (names == name) & mine


def everybody_around(
    cells: pd.DataFrame, exposed: np.ndarray, hidden: Mask, tree: Tree
) -> Mask:  # fmt: skip
    """For each exposed cell everybody in its unit, or in the first above it that is yet shown."""
    more = np.zeros(len(cells), dtype=bool)
    columns = [cells[name].to_list() for name in ("counted", "start", "end", "unit", "breakdown")]
    keys = list(zip(*columns, strict=True))
    everybody = {key[:4]: at for at, key in enumerate(keys) if not key[4]}
    for at in exposed:
        counted, start, end, unit, _ = keys[at]
        for above in tree.line(unit, end.date()):
            place = everybody.get((counted, start, end, above))
            if place is not None and not hidden[place] and not more[place]:
                more[place] = True
                break
    return more


def _named(cells: pd.DataFrame) -> pd.Series:
    return cells["breakdown"] + cells["start"].astype(str) + cells["end"].astype(str)


def hidden_together(
    table: Together, secret: Mask, exposed: Mask, scope: Mask, threshold: float
) -> Mask:
    """Which of the cells of a table are hidden so that the exposed ones can be moved.

    `secret` and `exposed` say of all cells which are hidden, and which of these come out. Those in
    `scope` may be hidden too; what is hidden beyond it is taken to give way.
    """
    hidden, near = table.of(secret, True), table.of(scope, True)
    at, cells = table.movable(near, hidden & ~near)
    size = len(cells)
    wanted, free = np.zeros(size, dtype=bool), np.ones(size, dtype=bool)
    wanted[: len(at)], free[: len(at)] = table.of(exposed, False)[at], hidden[at]
    found = hidden.copy()
    for places, part in parts_of(cells, wanted):
        chosen = _chosen(part, free[places], wanted[places], threshold)
        within = places < len(at)
        found[at[places[within]]] |= chosen[within]
    return found[: len(table.places)]


def _chosen(cells: Cells, hidden: Mask, wanted: Mask, threshold: float) -> Mask:
    """The hidden cells, and those to hide for each wanted one, from the smallest up."""
    proof, hidden = Proof(cells, threshold), hidden.copy()
    for place in sorted(np.flatnonzero(wanted), key=lambda place: float(cells.counts[place])):
        if proof.lacking(wanted)[place]:
            for moves in enough(proof, int(place), np.where(hidden, SHORT, cells.cost)):
                hidden |= moves != 0
                proof.add(moves)
    return hidden

"""What is hidden around a count that no move protects: more and more, until there is a proof."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from metrics.disclosure.cells import Mask
from metrics.disclosure.linked import Tree
from metrics.disclosure.people import SPAN, People


def around(people: People, tree: Tree, exposed: np.ndarray, hidden: Mask) -> Mask:
    """The hidden cells, and the first that is not hidden yet of what is around the exposed ones.

    Everybody of the same count there; all that the extract has in the unit and the period;
    everybody in the first unit above; all of the unit, of the period, and of the extract.
    """
    for more in _wider_and_wider(people, tree, exposed, hidden):
        if (more & ~hidden).any():
            return hidden | more
    return hidden


def _wider_and_wider(
    people: People, tree: Tree, exposed: np.ndarray, hidden: Mask
) -> Iterator[Mask]:
    cells = people.cells.assign(extract=people.extracts)
    everybody = cells["breakdown"].eq("").to_numpy()
    yield _alike(cells, ["counted", "unit", *SPAN], exposed) & everybody
    yield _alike(cells, ["extract", "unit", *SPAN], exposed)
    yield _above(cells, tree, exposed, hidden)
    for names in (["unit"], SPAN, []):
        yield _alike(cells, ["extract", *names], exposed)


def _alike(cells: pd.DataFrame, names: list[str], exposed: np.ndarray) -> Mask:
    """The cells that are in these columns as an exposed one is."""
    places = pd.MultiIndex.from_frame(cells[names])
    return np.asarray(places.isin(places[exposed]))


def _above(cells: pd.DataFrame, tree: Tree, exposed: np.ndarray, hidden: Mask) -> Mask:
    """For each exposed cell everybody in the first unit above it that is yet shown."""
    columns = [cells[name].to_list() for name in ("counted", *SPAN, "unit", "breakdown")]
    keys = list(zip(*columns, strict=True))
    shown = {key[:4]: at for at, key in enumerate(keys) if not key[4] and not hidden[at]}
    more = np.zeros(len(cells), dtype=bool)
    for *spot, own, _ in (keys[at] for at in exposed):
        line = ((*spot, unit) for unit in tree.line(own, spot[-1].date()))
        above = next((shown[key] for key in line if key in shown), None)
        if above is not None:
            more[above] = True
    return more

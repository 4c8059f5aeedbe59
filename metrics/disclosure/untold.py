"""What a count that has no groups says of the groups of two others: limits among three counts.

Where all who are searched are on video, and the result is recorded of all, each group of those on
video is as large as that of those with a result, though no table has the groups of all.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations

import numpy as np
import pandas as pd

from metrics.definitions.meanings import Meanings, Rows
from metrics.disclosure.cells import FloatArray
from metrics.disclosure.limits import Limit
from metrics.disclosure.people import SPOT, People
from metrics.disclosure.same_people import PLACE

# A whole, less one of its parts in a group, and less another in all other groups, is 0 or more.
WHOLE = np.array([-1.0, 1.0, -1.0, 1.0])


def of_groups_untold(
    people: People, column: pd.Series, numbers: Sequence[int], meanings: Meanings
) -> Iterator[Limit]:
    """For each third count without groups, what it says of two that have a breakdown.

    `numbers` are counts of rows, and `column` has the columns of their cells in the limits.
    """
    cells = people.cells.loc[column.index].assign(column=column)
    cells = cells[cells["counted"].isin(numbers)]
    whole = cells[cells["breakdown"] == ""].set_index(["counted", *PLACE])["column"]
    met = {number: meanings.met[people.counted[number].met] for number in numbers}
    for _, grouped in cells[cells["breakdown"] != ""].groupby("breakdown", sort=False):
        of_each = {
            number: mine for number in numbers if len(mine := grouped[grouped["counted"] == number])
        }
        others = {number: met[number] for number in numbers if number not in of_each}
        for one, other in permutations(of_each, 2):
            thirds = [*_thirds(met[one], met[other], others)]
            if not thirds:
                continue
            pairs = of_each[one].merge(of_each[other], on=SPOT, suffixes=("_one", "_other"))
            for third, factors in thirds:
                yield Limit(_columns(pairs, whole, other, third), factors)


def _thirds(one: Rows, other: Rows, others: Mapping[int, Rows]) -> Iterator[tuple[int, FloatArray]]:
    """The counts of which both are a part, or that are a part of both, and the limit's factors.

    Where one of the two is a part of the other their own limits say as much; and so does a whole
    of a whole of both, or a part of a part.
    """
    if not (one & ~other).any() or not (other & ~one).any():
        return
    wholes = {n: met for n, met in others.items() if not ((one | other) & ~met).any()}
    parts = {n: met for n, met in others.items() if not (met & ~(one & other)).any()}
    for number, met in wholes.items():
        if not any((met & ~less).any() and not (less & ~met).any() for less in wholes.values()):
            yield number, WHOLE
    for number, met in parts.items():
        if not any((more & ~met).any() and not (met & ~more).any() for more in parts.values()):
            yield number, -WHOLE


def _columns(pairs: pd.DataFrame, whole: pd.Series, other: int, third: int) -> np.ndarray:
    """One and the other in each group, and everybody of the other and of the third there."""
    place = [pairs[name] for name in PLACE]
    found = [
        whole.reindex(pd.MultiIndex.from_arrays([np.full(len(pairs), number), *place])).to_numpy()
        for number in (other, third)
    ]
    own = pairs[["column_one", "column_other"]].to_numpy("float64")
    columns = np.column_stack([own, *found])
    return np.asarray(columns[~np.isnan(columns).any(axis=1)], dtype=int)

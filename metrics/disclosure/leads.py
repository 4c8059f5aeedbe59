"""What the lead of a unit knows beside what is shown: how many of the own people are in each count.

Where two units under one are hidden, and that one is shown, each lead takes the own from it and has
the other's. So a third is hidden, or the unit above. Who leads a unit directly under the force
knows most of the force, and is not kept from the rest; but its number may be known to the lead of a
unit under it, where the others there are shown.
"""

import numpy as np
import pandas as pd

from metrics.disclosure.cells import NOISE, Mask
from metrics.disclosure.people import KEY
from metrics.disclosure.secondary import Secrets

# A hidden sister is safe from a lead where another number is unknown beside hers.
ANOTHER = 2


def sisters_in(secrets: Secrets) -> pd.DataFrame:
    """The place of each cell of a unit under another, and of that other's: under and above."""
    cells, line = secrets.people.cells, secrets.tree.line
    units = cells[["unit", "end"]].drop_duplicates()
    over = [[*line(unit, end.date()), ""][1] for unit, end in units.itertuples(index=False)]
    units["over"] = pd.Series(over, index=units.index, dtype="str")
    mine = cells.reset_index(names="under").merge(units, on=["unit", "end"])
    there = cells[KEY].rename(columns={"unit": "over"}).reset_index(names="above")
    on = ["over" if name == "unit" else name for name in KEY]
    return mine[["under", *on]].merge(there, on=on)[["under", "above"]]


def kept_from_leads(secrets: Secrets, sisters: pd.DataFrame, hidden: Mask) -> Mask:
    """The hidden cells, and those without which the lead of a hidden unit would find a sister's.

    `sisters` has the columns of `sisters_in`. The cheapest shown sister is hidden too, and where
    there is none the unit above, unless that is the force.
    """
    under, above = sisters["under"].to_numpy(), sisters["above"].to_numpy()
    told = _told(secrets, under, above, hidden)
    helps = ~hidden & ~secrets.known & (secrets.people.cells["n"].to_numpy() > 0)
    cheapest = (
        sisters.assign(cost=secrets.cost[under])[told[above] & helps[under]]
        .sort_values("cost", kind="stable")
        .drop_duplicates("above")
    )
    more, helped = hidden.copy(), cheapest["above"].to_numpy()
    more[cheapest["under"]] = True
    told[helped] = False
    return np.asarray(more | (told & helps & ~secrets.of_force))


def _told(secrets: Secrets, under: np.ndarray, above: np.ndarray, hidden: Mask) -> Mask:
    """The shown cells from which the lead of a hidden unit under them finds a sister's."""
    n, unknown = secrets.people.cells["n"].to_numpy(), hidden & ~secrets.known
    size, mine = len(n), np.where(unknown[under], n[under], 0.0)
    sisters = np.bincount(above, unknown[under], size)
    # What a unit has besides those under it is shown nowhere.
    rest = np.maximum(n - np.bincount(above, n[under], size), 0.0)
    # Where one unit under another is hidden its lead knows the other too.
    known_below = (sisters == 1) & (rest < NOISE)
    led = unknown[under] & (~secrets.of_force[above] | known_below[under])
    largest = np.full(size, -1.0)
    np.maximum.at(largest, above[led], n[under[led]])
    others = sisters - 1 + (rest > NOISE)
    room = np.bincount(above, mine, size) - largest + rest
    lacking = (others < ANOTHER) | (room < secrets.threshold - NOISE)
    return np.asarray(~hidden & (sisters > 1) & (largest >= 0) & lacking)

"""What the lead of a unit knows beside what is shown: how many of the own people are in each count.

Where two units under one are hidden, and that one is shown, each lead takes the own from it and has
the other's. So a third is hidden, or the unit above. Who leads a unit directly under the force
knows most of the force, and is not kept from the rest; but its number may be known to the lead of a
unit under it, where the others there are shown. And whoever leads a unit further down takes the own
from what is hidden under the force.
"""

import numpy as np
import pandas as pd

from metrics.disclosure.cells import NOISE, FloatArray, Mask
from metrics.disclosure.people import KEY, NONE
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
    told = _told_to_leads(secrets, sisters, hidden)
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


def _told_to_leads(secrets: Secrets, sisters: pd.DataFrame, hidden: Mask) -> Mask:
    """The shown cells from which the lead of a hidden unit under them finds another's.

    Either too few are hidden beside the own, or all that is hidden beside it is too few.
    """
    under, above = sisters["under"].to_numpy(), sisters["above"].to_numpy()
    n, unknown = secrets.people.cells["n"].to_numpy(), hidden & ~secrets.known
    beside = np.bincount(above, unknown[under], len(n))
    # What a unit has besides those under it is shown nowhere.
    rest = np.maximum(n - np.bincount(above, n[under], len(n)), 0.0)
    room = np.bincount(above, np.where(unknown[under], n[under], 0.0), len(n)) + rest
    # Where one unit under another is hidden its lead knows the other too.
    whole, own = _largest_own(secrets, sisters, hidden, (beside == 1) & (rest < NOISE))
    few = (whole >= 0) & (beside - 1 + (rest > NOISE) < ANOTHER)
    narrow = (own >= 0) & (room - own < secrets.threshold - NOISE)
    return np.asarray(~hidden & (beside > 1) & (few | narrow))


def _largest_own(
    secrets: Secrets, sisters: pd.DataFrame, hidden: Mask, known_below: Mask
) -> tuple[FloatArray, FloatArray]:
    """For each cell the largest number of which a lead has the whole, and has any, under it.

    A lead has the whole of a unit directly there, or no more than the unit further down; -1 where
    there is none.
    """
    under, above = sisters["under"].to_numpy(), sisters["above"].to_numpy()
    n, unknown = secrets.people.cells["n"].to_numpy(), (hidden & ~secrets.known)[under]
    led = unknown & (~secrets.of_force[above] | known_below[under])
    whole = _largest(n, under[led], above[led])
    below = np.append(n, -1.0)[_lead_below(secrets, sisters, hidden)]
    return whole, np.maximum(whole, _largest(below, under[unknown], above[unknown]))


def _lead_below(secrets: Secrets, sisters: pd.DataFrame, hidden: Mask) -> np.ndarray:
    """For each hidden cell that of the largest hidden unit under it, NONE where none is hidden.

    Its lead takes the own from whatever both are a part of.
    """
    unknown, n = hidden & ~secrets.known, secrets.people.cells["n"].to_numpy()
    under, above = sisters["under"].to_numpy(), sisters["above"].to_numpy()
    both = np.flatnonzero(unknown[under] & unknown[above])
    rising, found = both[np.argsort(n[under[both]], kind="stable")], np.full(len(n), NONE)
    found[above[rising]] = under[rising]
    return found


def _largest(n: FloatArray, under: np.ndarray, above: np.ndarray) -> FloatArray:
    """For each cell the largest number of those under it, and -1 where there is none."""
    found = np.full(len(n), -1.0)
    np.maximum.at(found, above, n[under])
    return found

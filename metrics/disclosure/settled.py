"""What the last attack still holds for: hidden counts of which nobody can tell more than before.

How narrowly a hidden count is known rests on what is shown, on what is hidden, and on the sums and
limits among them. Where all of these are as they were in the last release, so is the answer.
"""

import numpy as np
from scipy.sparse import csr_array, vstack

from metrics.disclosure.cells import Mask
from metrics.disclosure.moves import tied_together
from metrics.disclosure.secondary import Secrets
from metrics.disclosure.together import Together


def settled(secrets: Secrets, hidden: Mask) -> Mask:
    """The hidden cells that no sum and no limit ties to anything that has changed."""
    same = secrets.looks.unchanged(hidden)
    found = same.copy()
    for table in secrets.together.values():
        mine = _untouched(table, table.of(hidden, True), table.of(same, True))
        found[table.places] = mine[: len(table.places)]
    return found & hidden


def _untouched(table: Together, hidden: Mask, same: Mask) -> Mask:
    """The hidden counts in connected parts with which only counts that are the same are tied."""
    rows = _relations(table)
    members = rows[:, np.flatnonzero(hidden)]
    parts = tied_together(members)
    touched = (rows @ (~same).astype("float64")) > 0
    changed = (members.T @ touched.astype("float64") > 0) | ~same[hidden]
    free = ~np.isin(parts, parts[changed])
    found = np.zeros(len(hidden), dtype=bool)
    found[np.flatnonzero(hidden)[free]] = True
    return found


def _relations(table: Together) -> csr_array:
    """A row for each sum and each limit: which counts are in it."""
    return csr_array(vstack([abs(table.sums), abs(table.limits)], format="csr"))

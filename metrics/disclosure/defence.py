"""Hide, attack with all counts of an extract at once, and hide more, until nothing is found.

What has once been proved safe stays so: the proof changes hidden counts alone, and no count that is
hidden is shown again. So only what lacks a proof is attacked again.
"""

import numpy as np

from metrics.children import Progress
from metrics.disclosure.cells import NOISE, FloatArray, Mask
from metrics.disclosure.joint_attack import widths_together
from metrics.disclosure.joint_hiding import everybody_around, hidden_together, scopes
from metrics.disclosure.secondary import Secrets, hide_more, in_order, with_parts

ROUNDS = 12


def defended(secrets: Secrets, small: Mask, progress: Progress) -> tuple[Mask, FloatArray]:
    """What is hidden, and how far apart two possible numbers of each hidden count are at the least.

    Counts are protected one by one first. Then all counts of an extract are attacked together, and
    where one is found others around it are hidden too: in its own table, then in all that touch it,
    and in the end everybody in its unit. One that no hiding protects stays narrow.
    """
    hidden = hide_more(secrets, small, in_order(secrets.people), progress)
    hidden &= ~_plain(secrets, hidden)
    width = np.where(hidden & ~secrets.known, 0.0, np.inf)
    for _ in range(ROUNDS):
        width = _attacked(secrets, hidden, width, progress)
        exposed = width < secrets.threshold - NOISE
        if not exposed.any():
            break
        more = with_parts(secrets.people, _further(secrets, hidden, exposed))
        more = hidden | (more & ~_plain(secrets, more))
        if (more == hidden).all():
            break
        width = np.where(more & ~hidden & ~secrets.known, 0.0, width)
        hidden = more
    return hidden, width


def _further(secrets: Secrets, hidden: Mask, exposed: Mask) -> Mask:
    """What is hidden, and more: from each table, or from all of them, or everybody in a unit."""
    for wide in (False, True):
        more = _more(secrets, hidden, exposed, wide)
        if (more != hidden).any():
            return more
    cells = secrets.people.cells
    return hidden | everybody_around(cells, np.flatnonzero(exposed), hidden, secrets.tree)


def _attacked(
    secrets: Secrets, hidden: Mask, width: FloatArray, progress: Progress
) -> FloatArray:  # fmt: skip
    """How wide each hidden count is known to be, after another attack on those too narrow."""
    cells, secret, found = secrets.people.cells, hidden & ~secrets.known, width.copy()
    force = secrets.tree.organisation.force.code
    groups = (cells["breakdown"].ne("") & cells["unit"].ne(force)).to_numpy()
    for done, table in enumerate(secrets.together.values()):
        progress(f"Attacking what is left ({done + 1} of {len(secrets.together)})")
        if (found[table.places] < secrets.threshold - NOISE).any():
            found = widths_together(table, secret, groups, found, secrets.threshold)
    return found


def _more(secrets: Secrets, hidden: Mask, exposed: Mask, wide: bool) -> Mask:
    """What is hidden, and what protects the exposed counts, extract by extract."""
    found, force = hidden.copy(), secrets.tree.organisation.force.code
    known, threshold = secrets.known, secrets.threshold
    for table in secrets.together.values():
        narrow = table.places[exposed[table.places]]
        cells = secrets.people.cells.loc[table.places]
        for scope, mine in scopes(cells, cells.loc[narrow], force, wide) if len(narrow) else ():
            near, wanted = np.zeros((2, len(hidden)), dtype=bool)
            near[table.places], wanted[table.places] = scope, mine
            found[table.places] |= hidden_together(
                table, found & ~known, wanted, near & ~known, threshold
            )
    return found


def _plain(secrets: Secrets, hidden: Mask) -> Mask:
    """The hidden counts that are plainly nobody beside what is shown: hiding them hides nothing."""
    found = np.zeros(len(hidden), dtype=bool)
    for table in secrets.together.values():
        nobody = table.plainly_nobody(table.of(hidden, True))
        found[table.places] = nobody[: len(table.places)]
    return found

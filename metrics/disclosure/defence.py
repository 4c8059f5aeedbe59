"""Hide, attack with all counts of an extract at once, and hide more, until nothing is found.

What has once been proved safe stays so: the proof changes hidden counts alone, and no count that is
hidden is shown again. So only what lacks a proof is attacked again.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from metrics.children import Progress
from metrics.disclosure.cells import NOISE, FloatArray, Mask
from metrics.disclosure.joint_attack import Known, widths_together
from metrics.disclosure.joint_hiding import all_around, everybody_around, hidden_together
from metrics.disclosure.secondary import SPAN, Secrets, hide_more, in_order, widths, with_parts
from metrics.disclosure.together import Together

ROUNDS = 12
# Of more withheld counts than these a joint attack takes longer than that on all other extracts.
MOST = 20_000


def defended(secrets: Secrets, small: Mask, progress: Progress) -> tuple[Mask, FloatArray]:
    """What is hidden, and how far apart two possible numbers of each hidden count are at the least.

    Counts are protected one by one first. Then all counts of an extract are attacked together, and
    where one is found others are hidden too: those that the cheapest move of it moves, or where
    there is none, everybody in its unit. One that no hiding protects stays narrow. Where more
    than MOST of an extract are hidden, each is attacked by the tables of its own count alone.
    """
    hidden = hide_more(secrets, small, in_order(secrets.people), progress)
    hidden &= ~_plain(secrets, hidden)
    large = {e for e, table in secrets.together.items() if hidden[table.places].sum() > MOST}
    hidden, width = _one_by_one(secrets, hidden, large, progress)
    joined = [table for extract, table in secrets.together.items() if extract not in large]
    for table in joined:
        at = table.places[(hidden & ~secrets.known)[table.places]]
        width[at] = 0.0
    for _ in range(ROUNDS if joined else 0):
        more, width = _closed(secrets, joined, hidden, width, progress)
        more = with_parts(secrets.people, _around(secrets, hidden, more, width))
        more = hidden | (more & ~_plain(secrets, more))
        if (more == hidden).all():
            break
        width = np.where(more & ~hidden & ~secrets.known & np.isinf(width), 0.0, width)
        hidden = more
    return hidden, width


def _one_by_one(
    secrets: Secrets, hidden: Mask, extracts: set[str], progress: Progress
) -> tuple[Mask, FloatArray]:
    """What is hidden, and more of these extracts, each count by its own tables; and how wide."""
    people, width = secrets.people, np.full(len(hidden), np.inf)
    numbers = [n for n in in_order(people) if people.counted[n].extract in extracts]
    for _ in range(ROUNDS if numbers else 0):
        progress("Attacking what is left")
        width = widths(secrets, hidden, numbers)
        if not (width < secrets.threshold - NOISE).any():
            break
        more = hide_more(secrets, hidden, numbers, progress)
        hidden = _around(secrets, hidden, more, width)
    return hidden, width


def _around(secrets: Secrets, hidden: Mask, more: Mask, width: FloatArray) -> Mask:
    """More of what is hidden: what is around the exposed, where nothing else has been hidden."""
    exposed = np.flatnonzero(width < secrets.threshold - NOISE)
    if not len(exposed) or (more != hidden).any():
        return more
    around = hidden | everybody_around(secrets.people, exposed, hidden, secrets.tree)
    return around if (around != hidden).any() else all_around(secrets.people, exposed, hidden)


def _closed(
    secrets: Secrets, tables: Sequence[Together], hidden: Mask, width: FloatArray,
    progress: Progress,
) -> tuple[Mask, FloatArray]:  # fmt: skip
    """What is hidden, and more to protect what an attack exposes; and how wide each is known."""
    grouped, of_units, alone, lowest = _kinds(secrets)
    known = Known(hidden & ~secrets.known, width, secrets.threshold)
    of_force, anything = grouped & (~of_units | hidden), np.ones(len(hidden), dtype=bool)
    areas = (grouped & of_units, grouped & ~of_units, lowest, of_force, anything)
    for done, table in enumerate(tables):
        progress(f"Attacking what is left ({done + 1} of {len(tables)})")
        if not known.narrow[table.places].any():
            continue
        attacked = widths_together(table, known, (grouped & of_units, grouped, alone, lowest))
        known = replace(known, width=attacked)
        exposed = known.narrow
        for area in areas:
            found = hidden_together(table, known, area & ~secrets.known, exposed)
            known = Known(*found, secrets.threshold)
    return hidden | known.secret, known.width


def _kinds(secrets: Secrets) -> tuple[Mask, Mask, Mask, Mask]:
    """Which cells are of a group, which of a unit, and which of everybody where no unit has groups.

    The last are the parts of a year: they can be moved while the year stays as it is. And which are
    of units with none under them: they can be moved while the units above stay as they are.
    """
    cells, force = secrets.people.cells, secrets.tree.organisation.force.code
    grouped, of_units = cells["breakdown"].ne("").to_numpy(), cells["unit"].ne(force).to_numpy()
    spans = pd.MultiIndex.from_frame(cells[SPAN])
    alone = ~grouped & ~spans.isin(spans[grouped & of_units].unique())
    lines = {
        (unit, end): secrets.tree.line(unit, end.date())
        for unit, end in cells[["unit", "end"]].drop_duplicates().itertuples(index=False)
    }
    above = {unit for line in lines.values() for unit in line[1:]}
    return grouped, of_units, alone, ~cells["unit"].isin(above).to_numpy()


def _plain(secrets: Secrets, hidden: Mask) -> Mask:
    """The hidden counts that are plainly nobody beside what is shown: hiding them hides nothing."""
    found = np.zeros(len(hidden), dtype=bool)
    for table in secrets.together.values():
        nobody = table.plainly_nobody(table.of(hidden, True))
        found[table.places] = nobody[: len(table.places)]
    return found

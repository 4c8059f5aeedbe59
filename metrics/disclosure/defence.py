"""Hide, attack with all counts of an extract at once, and hide more, until nothing is found.

What has once been proved safe stays so: the proof changes hidden counts alone, and no count that is
hidden is shown again. So only what lacks a proof is attacked again.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from metrics.children import Progress
from metrics.disclosure.cells import NOISE, FloatArray, Mask
from metrics.disclosure.joint_attack import Known, widths_together
from metrics.disclosure.joint_hiding import hidden_together
from metrics.disclosure.last_resorts import around
from metrics.disclosure.lead_attack import attacked_by_leads
from metrics.disclosure.lead_finds import LeadFinds
from metrics.disclosure.leads import kept_from_leads, sisters_in
from metrics.disclosure.people import SPAN
from metrics.disclosure.secondary import Secrets, hide_more, in_order, with_parts
from metrics.disclosure.settled import settled
from metrics.disclosure.together import Together

ROUNDS = 12
Kinds = tuple[Mask, Mask, Mask, Mask]


def defended(secrets: Secrets, small: Mask, progress: Progress) -> tuple[Mask, FloatArray]:
    """What is hidden, and how far apart two possible numbers of each hidden count are at the least.

    Counts are protected one by one first. Then all counts of an extract are attacked together, and
    where one is found others are hidden too: those that the cheapest move of it moves, or where
    there is none, what is around it. One that no hiding protects stays narrow.
    """
    counted = secrets.people.counted
    numbers = [n for n in in_order(secrets.people) if counted[n].extract in secrets.together]
    hidden = hide_more(secrets, small, numbers, progress)
    hidden &= ~_plain(secrets, hidden)
    attacked = ~secrets.known & ~settled(secrets, hidden)
    width, kinds = np.where(hidden & attacked, 0.0, np.inf), _kinds(secrets)
    sisters, leads = sisters_in(secrets), LeadFinds(secrets, attacked)
    for _ in range(ROUNDS):
        width[_where_nobody_is_shown(secrets, hidden)] = np.inf
        more, width = _closed(secrets, hidden, width, kinds, progress)
        more = kept_from_leads(secrets, sisters, _around(secrets, hidden, more, width))
        if (more == hidden).all():
            more = attacked_by_leads(leads, hidden, _moved(kinds), progress)
        more = with_parts(secrets.people, more)
        more = hidden | (more & ~_plain(secrets, more))
        if (more == hidden).all():
            break
        width = np.where(more & ~hidden & ~secrets.known & np.isinf(width), 0.0, width)
        hidden = more
    width[_where_nobody_is_shown(secrets, hidden)] = np.inf
    return hidden, width


def _around(secrets: Secrets, hidden: Mask, more: Mask, width: FloatArray) -> Mask:
    """More of what is hidden: what is around the exposed, where nothing else has been hidden."""
    exposed = np.flatnonzero(width < secrets.threshold - NOISE)
    if not len(exposed) or (more != hidden).any():
        return more
    return around(secrets.people, secrets.tree, exposed, hidden)


def _closed(
    secrets: Secrets, hidden: Mask, width: FloatArray, kinds: Kinds, progress: Progress
) -> tuple[Mask, FloatArray]:
    """What is hidden, and more to protect what an attack exposes; and how wide each is known."""
    grouped, of_units, _, lowest = kinds
    known = Known(hidden, width, secrets.threshold)
    of_force, anything = grouped & (~of_units | hidden), np.ones(len(hidden), dtype=bool)
    areas = (grouped & of_units, grouped & ~of_units, lowest, of_force, anything)
    for done, table in enumerate(secrets.together.values()):
        progress(f"Attacking what is left ({done + 1} of {len(secrets.together)})")
        if not known.narrow[table.places].any():
            continue
        attacked = widths_together(table, known, _moved(kinds))
        known = replace(known, width=attacked)
        exposed, before = known.narrow, known.secret
        for area in areas:
            known = _hiding(secrets, table, known, area & ~secrets.known, exposed)
        if (known.secret == before).all():
            known = _hiding(secrets, table, known, anything, exposed)
    return known.secret, known.width


def _moved(kinds: Kinds) -> tuple[Mask, ...]:
    """What is moved in an attack, one after the other, before everything is."""
    grouped, of_units, alone, lowest = kinds
    return grouped & of_units, grouped, alone, lowest


def _hiding(
    secrets: Secrets, table: Together, known: Known, area: Mask, exposed: Mask
) -> Known:  # fmt: skip
    """What is known once more of the area is hidden, for the exposed that still lack a proof."""
    secret, width = hidden_together(table, known, area, exposed)
    width[secrets.known] = np.inf
    return Known(secret, width, secrets.threshold)


def _where_nobody_is_shown(secrets: Secrets, hidden: Mask) -> Mask:
    """The cells of extracts of which nobody is shown."""
    found = np.zeros(len(hidden), dtype=bool)
    for extract, table in secrets.together.items():
        found[table.places] = not secrets.shows_any(extract, hidden)
    return found


def _kinds(secrets: Secrets) -> Kinds:
    """Which cells are of a group, which of a unit, and which of everybody where no unit has groups.

    The last are the parts of a year: they can be moved while the year stays as it is. And which are
    of units with none under them: they can be moved while the units above stay as they are.
    """
    cells, of_units = secrets.people.cells, ~secrets.of_force
    grouped = cells["breakdown"].ne("").to_numpy()
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

"""The attack of those leads of units whom no hidden sister keeps from another unit's number.

Where what is hidden under the force is too little beside the own unit's, and no shown unit there
can be hidden too, all hidden counts of those periods are attacked by a reader who has the own
unit's, and the cheapest others are hidden until none is found.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from metrics.disclosure.cells import Mask
from metrics.disclosure.joint_attack import Known, widths_together
from metrics.disclosure.joint_hiding import hidden_together
from metrics.disclosure.leads import lead_below, told_to_leads
from metrics.disclosure.people import NONE, SPAN
from metrics.disclosure.secondary import Secrets
from metrics.disclosure.together import Together


def attacked_by_leads(
    secrets: Secrets, sisters: pd.DataFrame, hidden: Mask, areas: tuple[Mask, ...]
) -> Mask:
    """The hidden cells, and those without which a lead who is left would find another unit's.

    `sisters` has the columns of `sisters_in`, and `areas` are moved one after the other.
    """
    spans = pd.MultiIndex.from_frame(secrets.people.cells[SPAN])
    for (unit, extract), told in _leads_left(secrets, sisters, hidden).items():
        # An extract without a table is as it was in the last release.
        if extract not in secrets.together:
            continue
        table, own = secrets.together[extract], _of_unit(secrets, unit)
        asked = spans.isin(spans[told]) & ~own & ~secrets.known
        hidden = hidden | _against(table, hidden, (own, asked), areas, secrets.threshold)
    return hidden


def _leads_left(
    secrets: Secrets, sisters: pd.DataFrame, hidden: Mask
) -> Mapping[tuple[str, str], list[int]]:
    """The places of the shown cells that tell a lead, by the lead's unit and the extract."""
    told, cells = told_to_leads(secrets, sisters, hidden), secrets.people.cells
    leads = lead_below(secrets, sisters, hidden)[sisters["under"]]
    mine = told[sisters["above"]] & (leads != NONE)
    left: dict[tuple[str, str], list[int]] = defaultdict(list)
    for above, lead in zip(sisters["above"][mine], leads[mine], strict=True):
        left[str(cells["unit"].iat[lead]), secrets.people.extracts[lead]].append(above)
    return left


def _of_unit(secrets: Secrets, unit: str) -> Mask:
    """The cells of a unit and of those under it."""
    cells, line = secrets.people.cells, secrets.tree.line
    spots = cells[["unit", "end"]].drop_duplicates()
    mine = [unit in line(each, end.date()) for each, end in spots.itertuples(index=False)]
    there = pd.MultiIndex.from_frame(spots[mine])
    return np.asarray(pd.MultiIndex.from_frame(cells[["unit", "end"]]).isin(there))


def _against(
    table: Together, hidden: Mask, reader: tuple[Mask, Mask], areas: tuple[Mask, ...],
    threshold: float,
) -> Mask:  # fmt: skip
    """What is hidden from a reader who has the `own`, so that none of the `asked` is found."""
    own, asked = reader
    secret, width, places = hidden.copy(), np.full(len(hidden), np.inf), table.places
    secret[places] &= ~_adds_up(table, hidden, own)[: len(places)]
    width[places[(asked & secret)[places]]] = 0.0
    known = Known(secret, width, threshold)
    known = replace(known, width=widths_together(table, known, (asked, *areas)))
    for area in (asked, ~own):
        known = Known(*hidden_together(table, known, area, known.narrow), threshold)
    return known.secret


def _adds_up(table: Together, hidden: Mask, own: Mask) -> Mask:
    """The counts that the own and shown ones add up to: they tell of nobody else."""
    wholes, parts = (table.sums < 0).tocsr(), (table.sums > 0).tocsr()
    told, sizes, before = ~table.of(hidden, True) | table.of(own, False), np.diff(parts.indptr), -1
    while before < told.sum():
        before = int(told.sum())
        added = parts @ told.astype("float64") == sizes
        told = told | (wholes.T @ added.astype("float64") > 0)
    return np.asarray(told)

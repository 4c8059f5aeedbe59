"""The attack of leads of units: what the own numbers tell of others, with all that is shown.

What a lead would find is attacked with all counts of the extract, the own ones known, and the
cheapest others are hidden until none of it is found.
"""

from dataclasses import replace

import numpy as np

from metrics.children import Progress
from metrics.disclosure.cells import Mask
from metrics.disclosure.joint_attack import Known, widths_together
from metrics.disclosure.joint_hiding import hidden_together
from metrics.disclosure.lead_finds import LeadFinds
from metrics.disclosure.together import Together


def attacked_by_leads(
    leads: LeadFinds, hidden: Mask, areas: tuple[Mask, ...], progress: Progress
) -> Mask:
    """The hidden cells, and those without which a lead would find another unit's.

    The `areas` are moved one after the other.
    """
    tables = leads.secrets.together
    for done, (extract, table) in enumerate(tables.items()):
        progress(f"Attacking as leads of units ({done + 1} of {len(tables)})")
        for lead, asked in leads.of(extract, hidden).items():
            reader = (leads.own[lead], asked)
            known = _against(table, hidden, reader, areas, leads.secrets.threshold)
            leads.keep(lead, np.flatnonzero(asked & ~known.narrow))
            hidden = hidden | known.secret
    return hidden


def _against(
    table: Together, hidden: Mask, reader: tuple[Mask, Mask], areas: tuple[Mask, ...],
    threshold: float,
) -> Known:  # fmt: skip
    """What is hidden from a reader who has the `own`, so that none of the `asked` is found."""
    own, asked = reader
    secret, width, places = hidden.copy(), np.full(len(hidden), np.inf), table.places
    secret[places] &= ~_adds_up(table, hidden, own)[: len(places)]
    width[places[(asked & secret)[places]]] = 0.0
    known = Known(secret, width, threshold)
    known = replace(known, width=widths_together(table, known, (asked, *areas)))
    for area in (asked, ~own):
        known = Known(*hidden_together(table, known, area, known.narrow), threshold)
    return known


def _adds_up(table: Together, hidden: Mask, own: Mask) -> Mask:
    """The counts that the own and shown ones add up to: they tell of nobody else."""
    wholes, parts = (table.sums < 0).tocsr(), (table.sums > 0).tocsr()
    told, sizes, before = ~table.of(hidden, True) | table.of(own, False), np.diff(parts.indptr), -1
    while before < told.sum():
        before = int(told.sum())
        added = parts @ told.astype("float64") == sizes
        told = told | (wholes.T @ added.astype("float64") > 0)
    return np.asarray(told)

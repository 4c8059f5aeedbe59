"""What the lead of a unit would find: hidden counts of others that the own unit's numbers narrow.

Of what is hidden a lead has the own people. The sums tell some of the others then, and what is left
falls into remainders that no sum and no limit connects with anything else. Where the own numbers
leave less room in one, what has less is moved as far as it goes.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.sparse import coo_array

from metrics.disclosure.cells import Cells, FloatArray, Mask
from metrics.disclosure.joint_attack import parts_of
from metrics.disclosure.linked import TOP
from metrics.disclosure.moves import tied_together
from metrics.disclosure.people import NONE
from metrics.disclosure.remainders import fixed, narrow, room
from metrics.disclosure.secondary import Secrets


@dataclass(frozen=True)
class Part:
    """Hidden cells that are tied together: which are asked for, and each one's place among all.

    What a limit leaves, and what is published nowhere, has no place.
    """

    cells: Cells
    places: np.ndarray
    asked: Mask

    @cached_property
    def sums(self) -> coo_array:
        """The relations, each entry by itself."""
        return self.cells.relations.tocoo()

    @cached_property
    def room(self) -> FloatArray:
        """How far apart two possible counts of each cell are at the most for other readers."""
        return room(self.cells)

    def told(self, own: Mask) -> tuple[Mask, Mask]:
        """What the sums tell who has the own cells, and which of it is a part of a known whole.

        What the own and shown ones add up to tells of nobody else.
        """
        (row, cell), sign = self.sums.coords, self.sums.data
        known, found = own.copy(), np.zeros(len(own), dtype=bool)
        while True:
            unknown = ~known[cell]
            last = unknown & (np.bincount(row, unknown)[row] == 1)
            if not last.any():
                return known, found
            found[np.setdiff1d(cell[last & (sign > 0)], cell[last & (sign < 0)])] = True
            known[cell[last]] = True

    def remainders(self, known: Mask, asked: Mask) -> Iterator[np.ndarray]:
        """The cells of each remainder without the known ones, if any in it are asked for."""
        left = np.flatnonzero(~known)
        labels = tied_together(self.cells.by_cell[:, left].tocsr())
        for label in np.flatnonzero(np.bincount(labels, asked[left])):
            yield left[labels == label]


@dataclass(frozen=True)
class LeadFinds:
    """What leads would find of the counts that are asked for.

    More is hidden from one look to the next, and tells a lead less: what was once proved safe is
    not looked for again. Every mask has a place for each of all cells.
    """

    secrets: Secrets
    asked: Mask
    _tried: dict[bytes, tuple[Mask, Mask]] = field(default_factory=dict)

    @cached_property
    def _safe(self) -> Mapping[str, Mask]:
        """The cells that the lead of each unit is proved not to find."""
        return {lead: np.zeros(len(self.asked), dtype=bool) for lead in self.own}

    @cached_property
    def own(self) -> Mapping[str, Mask]:
        """The cells of each unit that a lead has and of those under it, by the unit.

        Who leads a unit directly under the force knows most of it, and is not kept from the rest.
        """
        spots = pd.MultiIndex.from_frame(self.secrets.people.cells[["unit", "end"]])
        number, there = pd.factorize(spots)
        led: dict[str, list[int]] = defaultdict(list)
        for at, (unit, end) in enumerate(there):
            for lead in self.secrets.tree.line(unit, end.date())[:-TOP]:
                led[lead].append(at)
        return {lead: np.isin(number, numbers) for lead, numbers in led.items()}

    def of(self, extract: str, hidden: Mask) -> Mapping[str, Mask]:
        """Which hidden counts of an extract the lead of each unit would find, by the unit."""
        found: dict[str, Mask] = {}
        if not self.secrets.shows_any(extract, hidden):
            return found
        for part in self._parts(extract, hidden):
            for lead, told in self._found_by_each(part):
                found.setdefault(lead, np.zeros(len(hidden), dtype=bool))[part.places[told]] = True
        return found

    def keep(self, lead: str, safe: np.ndarray) -> None:
        """Take note of the places of counts that a lead is proved not to find."""
        self._safe[lead][safe] = True

    def _found_by_each(self, part: Part) -> Iterator[tuple[str, Mask]]:
        """What each lead finds in a part, by the lead's unit, for those who find anything."""
        has = part.places != NONE
        for lead, everywhere in self.own.items():
            own = has & everywhere[part.places]
            if own.any() and (told := self._found(part, lead, own)).any():
                yield lead, told

    def _parts(self, extract: str, hidden: Mask) -> Iterator[Part]:
        table = self.secrets.together[extract]
        at, cells = table.movable(table.of(hidden & ~self.secrets.known, True))
        places = np.full(len(cells), NONE)
        published = np.flatnonzero(at < len(table.places))
        places[published] = table.places[at[published]]
        asked = (places != NONE) & self.asked[places]
        for mine, cells_of_part in parts_of(cells, asked):
            yield Part(cells_of_part, places[mine], asked[mine])

    def _found(self, part: Part, lead: str, own: Mask) -> Mask:
        asked = part.asked & ~self._safe[lead][part.places]
        known, found = part.told(own)
        more_than_own = bool((part.asked & known & ~own).any())
        for at in part.remainders(known, asked):
            found[at], safe = self._found_in(part, at, asked[at], more_than_own)
            self.keep(lead, part.places[at[safe]])
        return np.asarray(found & asked)

    def _found_in(
        self, part: Part, at: np.ndarray, asked: Mask, more_than_own: bool
    ) -> tuple[Mask, Mask]:
        """The cells of a remainder that are found, and those of which a proof says they are not.

        What several sums tell together is looked for where the lead knows more than the own.
        """
        key = bytes([more_than_own]) + part.places[at].tobytes() + asked.tobytes()
        if key not in self._tried:
            left = part.cells.part(at)
            found, safe = narrow(left, asked, part.room[at], self.secrets.threshold)
            told = found | fixed(left.relations) if more_than_own else found
            self._tried[key] = told, safe
        return self._tried[key]

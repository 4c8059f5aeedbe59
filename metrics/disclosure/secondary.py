"""What else is hidden so that nothing withheld can be worked out: table after table, wholes first.

For each count, in the order in which one is a part of another: the table of everybody, by unit and
time; then, for each breakdown and period, the units by group. What an earlier table has decided
stands in the later ones, shown or hidden.

The groups of the force may be shown by quarter as well, beside the units' twelve months. One hidden
quarter would tie all of these tables together, so then none of the breakdown's quarters is shown.
Where no unit has any groups, one table holds the force's in all periods.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from metrics.children import Progress
from metrics.disclosure.cells import Cells, FloatArray, Mask
from metrics.disclosure.earlier import Looks
from metrics.disclosure.linked import Linked, Tree, linked
from metrics.disclosure.people import SPAN, People, adds_up
from metrics.disclosure.protection import protected
from metrics.disclosure.together import Together


@dataclass(frozen=True)
class Secrets:
    """What is to be kept: the people, the tree, how wide a hidden count must stay.

    `known` are the counts that an earlier release showed as they still are. Where they are hidden
    nobody can be sure that they are so still, but they need no protection; one by one they are not
    hidden for another's sake. `looks` says what looks as it did then. `together` has all counts of
    each extract as one table, but for extracts of which all is as it was.
    """

    people: People
    tree: Tree
    threshold: float
    known: Mask
    looks: Looks
    together: Mapping[str, Together]

    @cached_property
    def of_force(self) -> Mask:
        """The cells of the force as a whole."""
        force = self.tree.organisation.force.code
        return self.people.cells["unit"].eq(force).to_numpy()

    @cached_property
    def cost(self) -> FloatArray:
        """What it costs a reader that each cell is hidden."""
        cost = np.ones(len(self.known))
        for table in self.together.values():
            cost[table.places] = table.cost[: len(table.places)]
        return cost

    def shows_any(self, extract: str, hidden: Mask) -> bool:
        """Whether somebody of an extract is shown; else no sum is known, and any number could be.

        What an earlier release showed as it still is counts as shown.
        """
        at = self.together[extract].places
        somebody = self.people.cells["n"].to_numpy()[at] > 0
        return bool((somebody & (~hidden | self.known)[at]).any())

    def ends(self, extract: str, hidden: Mask) -> tuple[FloatArray, FloatArray]:
        """The least and the most that each cell of an extract can be beside what is shown."""
        table, size = self.together[extract], len(hidden)
        least, most = np.zeros(size), np.full(size, np.inf)
        below, above = table.ends(table.of(hidden, True))
        upto = len(table.places)
        least[table.places], most[table.places] = below[:upto], above[:upto]
        return least, most


def hide_more(
    secrets: Secrets, first_hand: Mask, numbers: Sequence[int], progress: Progress
) -> Mask:
    """The cells of some counts to hide: those withheld first-hand, and those that protect them.

    A part of a hidden count is hidden with it, unless it is nobody, and so are the same people
    under another name. `numbers` come in order.
    """
    people = secrets.people
    hidden, decided = people.bundled(first_hand), np.zeros(len(first_hand), dtype=bool)
    somebody = people.cells["n"].to_numpy()[people.within[:, 0]] > 0
    part, whole = people.within[somebody].T
    for done, number in enumerate(numbers):
        progress(f"Protecting counts ({done + 1} of {len(numbers)})")
        hidden[part[hidden[whole]]] = True
        hidden = people.bundled(hidden)
        _hide_quarters(secrets, number, hidden, decided)
        ends = secrets.ends(people.counted[number].extract, hidden & ~secrets.known)
        for link in tables_of(secrets, number, hidden):
            fixed = (decided & ~hidden) | secrets.known | _of_force_and_units(secrets, link)
            must = link.of(hidden & ~secrets.known, False)
            cells = _limited(link, np.where(fixed, np.inf, secrets.cost), ends)
            mask = protected(cells, must, secrets.threshold, link.unpublished)
            hidden[link.places] |= mask[: len(link.places)]
            decided[link.places] = True
        hidden = people.bundled(hidden)
    return with_parts(people, hidden)


def _of_force_and_units(secrets: Secrets, link: Linked) -> Mask:
    """The cells of the force in a table with units: the attack on all counts hides these, or none.

    Within one table what limits a unit's count often leaves only the force to be hidden, and with
    it every unit; among all counts there is nearly always another way.
    """
    found = np.zeros(len(secrets.known), dtype=bool)
    of_force = secrets.of_force[link.places]
    found[link.places[of_force]] = not of_force.all()
    return found


def with_parts(people: People, hidden: Mask) -> Mask:
    """The hidden cells, every part of them that is somebody, and the same people by other names."""
    part, whole = people.within[people.cells["n"].to_numpy()[people.within[:, 0]] > 0].T
    found, before = hidden.copy(), -1
    while before < found.sum():
        before = int(found.sum())
        found[part[found[whole]]] = True
        found = people.bundled(found)
    return found


def _hide_quarters(secrets: Secrets, number: int, hidden: Mask, decided: Mask) -> None:
    """Hide the groups of the force in all periods that it has alone, or decide to show them all."""
    for groups, alone in _of_force(secrets, number):
        if hidden[groups].any():
            hidden[alone] = True
        elif len(alone):
            decided[groups] = True


def _of_force(secrets: Secrets, number: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """For each breakdown the groups of the force, and those in periods that no unit has.

    Where no unit has any group there is nothing to set apart: one table holds all periods.
    """
    cells, force = secrets.people.cells, secrets.tree.organisation.force.code
    groups = cells[(cells["counted"] == number) & (cells["breakdown"] != "")]
    for _, each in groups.groupby("breakdown", sort=False):
        of_force = each[each["unit"] == force]
        units = pd.MultiIndex.from_frame(each.loc[each["unit"] != force, SPAN])
        alone = ~pd.MultiIndex.from_frame(of_force[SPAN]).isin(units)
        if len(units):
            yield of_force.index.to_numpy(), of_force.index[alone].to_numpy()


def in_order(people: People) -> list[int]:
    """The counts, each after those that it is a part of."""
    counted = people.cells["counted"].to_numpy()
    pairs = {(int(one), int(other)) for one, other in np.unique(counted[people.within], axis=0)}
    rank = dict.fromkeys(range(len(people.counted)), 0)
    for _ in people.counted:
        for part, whole in pairs:
            rank[part] = max(rank[part], rank[whole] + 1)
    return sorted(rank, key=lambda number: (rank[number], number))


def tables_of(secrets: Secrets, number: int, hidden: Mask) -> Iterator[Linked]:
    """The tables of one count in which a count is hidden and somebody is shown, in order.

    Where nobody is shown no sum is known, and whatever is hidden could be any number. A table that
    looks as it did in a release under the same rules was closed then.
    """
    people, tree = secrets.people, secrets.tree
    n, additive = people.cells["n"].to_numpy(), adds_up(people.counted[number])
    cells = people.cells[people.cells["counted"] == number]
    unchanged = secrets.looks.unchanged(hidden)
    for table in _tables(cells, tree.organisation.force.code):
        at = table.index.to_numpy()
        if hidden[at].any() and (n[at[~hidden[at]]] > 0).any() and not unchanged[at].all():
            yield linked(table, tree, additive)


def _tables(cells: pd.DataFrame, force: str) -> Iterator[pd.DataFrame]:
    everybody = cells[cells["breakdown"] == ""]
    yield everybody
    by_span = dict(list(everybody.groupby(SPAN)))
    for _, groups in cells[cells["breakdown"] != ""].groupby("breakdown", sort=False):
        if (groups["unit"] == force).all():
            yield pd.concat([everybody[everybody["unit"] == force], groups])
            continue
        for span, at in groups.groupby(SPAN, sort=True):
            if (at["unit"] != force).any():
                yield pd.concat([by_span[span], at]) if span in by_span else at


def _limited(link: Linked, cost: FloatArray, ends: tuple[FloatArray, FloatArray]) -> Cells:
    """The cells of a table at what hiding each costs, and within what the other tables leave it."""
    cells, (least, most) = link.cells, ends
    return replace(
        cells,
        cost=link.of(cost, 1.0),
        least=np.minimum(link.of(least, 0.0), cells.counts),
        most=np.maximum(link.of(most, np.inf), cells.counts),
    )

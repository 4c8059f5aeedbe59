"""An attacker of the tests' own: what can be worked out of released figures, by one linear program.

It knows nothing of how they were protected. It has the rows that a tier sees, the tree of units and
the calendar, and takes every count that is not shown for an unknown number of people: months and
groups that no table has as well.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import coo_array

from metrics.definitions.organisation import Organisation

Cell = tuple[str, str, date, date, str, str]


@dataclass
class Attack:
    """Counts as columns, some of them known, and equations between them."""

    places: dict[Cell, int] = field(default_factory=dict)
    known: dict[int, float] = field(default_factory=dict)
    equations: list[tuple[int, list[int]]] = field(default_factory=list)

    def place(self, cell: Cell) -> int:
        """The column of a count, made where there is none yet."""
        return self.places.setdefault(cell, len(self.places))

    def span(self, cell: Cell) -> tuple[float, float]:
        """The least and the most that a count can be."""
        low, high = (self._end(self.places[cell], way) for way in (1.0, -1.0))
        return low, high

    def _end(self, place: int, way: float) -> float:
        rows, columns, signs = [], [], []
        for row, (whole, parts) in enumerate(self.equations):
            rows += [row] * (1 + len(parts))
            columns += [whole, *parts]
            signs += [-1.0, *[1.0] * len(parts)]
        size = (len(self.equations), len(self.places))
        bounds = np.array([(0.0, np.inf)] * len(self.places))
        for column, number in self.known.items():
            bounds[column] = number
        goal = np.zeros(len(self.places))
        goal[place] = way
        found = linprog(
            goal, A_eq=coo_array((signs, (rows, columns)), shape=size).tocsr(),
            b_eq=np.zeros(size[0]), bounds=bounds,
        )  # fmt: skip
        assert found.status in (0, 3), found.message
        return way * np.inf * -1 if found.status == 3 else way * found.fun


def attack(
    figures: pd.DataFrame, organisation: Organisation, groups: Mapping[str, Iterable[str]]
) -> tuple[Attack, list[Cell]]:
    """The equations of one metric's released figures, and the counts in them that are withheld.

    Columns: unit, start, end, breakdown, group, numerator, denominator. A count that is in no
    figure may still be a part of one that is.
    """
    made, hidden = Attack(), []
    for row in figures.itertuples():
        spot = (row.unit, row.start.date(), row.end.date(), row.breakdown, row.group)
        for what, number in (("n", row.numerator), ("d", row.denominator)):
            place = made.place((what, *spot))
            if np.isnan(number):
                hidden.append((what, *spot))
            else:
                made.known[place] = number
        parts = [made.place(("n", *spot)), made.place(("rest", *spot))]
        made.equations.append((made.place(("d", *spot)), parts))
    units = set(figures["unit"])
    under = {
        (unit, day): [u for u in units if organisation.parent(u, day.date()) == unit]
        for unit in units
        for day in figures["end"].unique()
    }
    tied = 0
    while tied < len(made.places):
        cell = list(made.places)[tied]
        _tie(made, cell, under, groups)
        tied += 1
    return made, list(dict.fromkeys(hidden))


def _tie(
    made: Attack, cell: Cell, under: Mapping[tuple[str, pd.Timestamp], list[str]],
    groups: Mapping[str, Iterable[str]],
) -> None:  # fmt: skip
    """Write down every sum that a count is the whole of."""
    what, unit, start, end, breakdown, group = cell
    sums = []
    if under.get((unit, pd.Timestamp(end))):
        sums.append([
            (what, each, start, end, breakdown, group) for each in under[unit, pd.Timestamp(end)]
        ])  # fmt: skip
    if not breakdown:
        sums += [
            [(what, unit, start, end, name, each) for each in held] for name, held in groups.items()
        ]
    quarters = list(_quarters(start, end))
    if len(quarters) > 1:
        sums.append([(what, unit, *each, breakdown, group) for each in quarters])
    for parts in sums:
        made.equations.append((made.place(cell), [made.place(part) for part in parts]))


def _quarters(start: date, end: date) -> Iterable[tuple[date, date]]:
    while start <= end:
        later = (start + timedelta(days=95)).replace(day=1)
        yield start, later - timedelta(days=1)
        start = later

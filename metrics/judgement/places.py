"""Where each unit's figure of each period stands among the judged rows of a measure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Words = NDArray[np.object_]
Numbers = NDArray[np.intp]
NOWHERE = -1


@dataclass(frozen=True)
class Places:
    """For each row the number of its unit, of its period's last day, and of its period.

    `units` and `days` say what these numbers stand for. No unit has two rows of one period.
    """

    units: tuple[str, ...]
    days: tuple[date, ...]
    unit: Numbers
    day: Numbers
    period: Numbers

    def named(self, name_of: Callable[[str, date], str]) -> Words:
        """For each row a name that rests on its unit and its period's last day."""
        pairs, place = np.unique(self.unit * len(self.days) + self.day, return_inverse=True)
        asked = (divmod(int(pair), len(self.days)) for pair in pairs)
        names = [name_of(self.units[unit], self.days[day]) for unit, day in asked]
        return np.array(names, dtype=object)[place]

    def rows_of(self, units: Words) -> Numbers:
        """For each row the row of another unit in the same period; NOWHERE if there is none."""
        rows = np.full((len(self.units) + 1, int(self.period.max(initial=0)) + 1), NOWHERE)
        rows[self.unit, self.period] = np.arange(len(self.unit))
        number = {name: number for number, name in enumerate(self.units)}
        # The last row of the table is of those that are not here.
        theirs = np.array([number.get(name, len(self.units)) for name in units], dtype=np.intp)
        return rows[theirs, self.period]

    def together(self, names: Words) -> Numbers:
        """The same number for all rows of one name in one period."""
        number, _ = pd.factorize(names)
        return pd.factorize(number * (int(self.period.max(initial=0)) + 1) + self.period)[0]


def places_of(judged: pd.DataFrame) -> Places:
    """The places of judged rows: columns unit, type and end."""
    unit, units = pd.factorize(judged["unit"])
    type_, _ = pd.factorize(judged["type"])
    day, days = pd.factorize(judged["end"])
    period, _ = pd.factorize(type_ * len(days) + day)
    return Places(tuple(units), tuple(end.date() for end in days), unit, day, period)


def units_apart(judged: pd.DataFrame) -> Numbers:
    """For each row the number of its unit, another one in each metric."""
    metric, _ = pd.factorize(judged["metric"])
    unit, units = pd.factorize(judged["unit"])
    return metric * len(units) + unit


def rows_under(judged: pd.DataFrame, types: pd.Series) -> Numbers:
    """For each row the row of its metric, its unit and its last day, of another type of period.

    NOWHERE if there is none. `types` says which type each row asks for.
    """
    unit = units_apart(judged)
    day, days = pd.factorize(judged["end"])
    named, names = pd.factorize(pd.concat([judged["type"], types], ignore_index=True))
    own, asked = ((unit * len(days) + day) * len(names) + one for one in np.split(named, 2))
    order = np.argsort(own)
    found = order[np.minimum(np.searchsorted(own, asked, sorter=order), max(len(own) - 1, 0))]
    return np.where(own[found] == asked, found, NOWHERE)

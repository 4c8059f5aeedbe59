"""What is measured of the rows of a load, so that checks need no rows: counts, never a person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

LabelCounts = Mapping[str, Mapping[str, float]]
UNIT = "unit"


@dataclass(frozen=True, slots=True)
class ColumnFact:
    """One column of the files: how many cells are filled, the least and the most.

    `name` is empty for a column that the contract does not read.
    """

    header: str
    name: str
    filled: int
    least: str
    most: str


@dataclass(frozen=True, slots=True)
class PeriodFact:
    """One period of the load: its rows, how many differ, its first and last day, days with a row.

    `count` is the sum of the weights, or the rows where each counts as one. `nowhere` rows have no
    point; `outside` rows have one that lies in no area.
    """

    end: date
    rows: int
    different: int
    first: date
    last: date
    days: int
    count: float
    nowhere: int = 0
    outside: int = 0


@dataclass(frozen=True, slots=True)
class LabelFact:
    """How much of one period has one label in one column; a blank is the empty label."""

    end: date
    column: str
    label: str
    group: str
    count: float


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that is measured of the rows of one load.

    `repeats` rows have the key of another, `repeated` are the commonest of those keys. `doubled`
    is whether every row stands there an even number of times.
    """

    rows: int
    columns: tuple[ColumnFact, ...] = ()
    periods: tuple[PeriodFact, ...] = ()
    labels: tuple[LabelFact, ...] = ()
    total_rows: Mapping[str, int] | None = None
    wild: tuple[str, ...] = ()
    repeats: int = 0
    repeated: tuple[str, ...] = ()
    doubled: bool = False
    small_cells: int = 0
    cells: int = 0

    @property
    def by_period(self) -> dict[date, "Earlier"]:
        """What later loads are compared with: for each period its count and that of each label."""
        held: dict[date, list[LabelFact]] = {}
        for fact in self.labels:
            held.setdefault(fact.end, []).append(fact)
        return {p.end: Earlier(p.count, by_column(held.get(p.end, []))) for p in self.periods}


@dataclass(frozen=True, slots=True)
class Earlier:
    """One period of a load: its count, and the count of each label by column."""

    count: float
    labels: LabelCounts


def by_column(labels: Iterable[LabelFact]) -> dict[str, dict[str, float]]:
    """The count of each label, by column; of units by their codes."""
    found: dict[str, dict[str, float]] = {}
    for fact in labels:
        column = found.setdefault(fact.column, {})
        word = fact.group if fact.column == UNIT else fact.label
        column[word] = column.get(word, 0.0) + fact.count
    return found

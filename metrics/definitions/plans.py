"""What the engine counts for a metric: checked conditions, never the author's own text."""

from dataclasses import dataclass
from enum import StrEnum

from metrics.connections import identifier
from metrics.definitions.models import Metric


class Measure(StrEnum):
    """What is made of the rows that meet a condition; each is a column of the finest grain."""

    ROWS = "n"  # how many rows there are, or their weight
    SUM = "sum"  # the sum of a number; absent if one row lacks it
    TOTAL = "total"  # the sum of a number over the rows that have it
    KNOWN = "known"  # how many rows have the number
    SQUARES = "squares"  # the sum of the squares of a number
    DISTINCT = "distinct"  # how many different values there are; absent if one row has none
    LEVEL = "level"  # which of some ordered levels a unit has
    PERCENTILE = "percentile"  # the number that a percentage of the rows do not exceed


@dataclass(frozen=True, slots=True)
class Number:
    """A number that a row holds: a column of it, or the days since the date in another column."""

    column: str
    since: str = ""

    @property
    def name(self) -> str:
        """What the engine calls it; no column of an extract has a name like that of days."""
        return f"{self.column} - {self.since}" if self.since else self.column


@dataclass(frozen=True, slots=True)
class Counted:
    """Rows of an extract that meet a condition, or what is made of a number of theirs.

    `condition` is SQL printed from a checked tree; empty means every row. `columns` are the
    columns that it reads.
    """

    extract: str
    condition: str = ""
    columns: frozenset[str] = frozenset()
    measure: Measure = Measure.ROWS
    number: Number | None = None
    percentile: int = 0

    @property
    def sum(self) -> str:
        """The name of the number that is added up, empty where nothing is."""
        added = self.measure in {Measure.SUM, Measure.TOTAL}
        return self.number.name if self.number and added else ""

    @property
    def present(self) -> str:
        """The condition that a row has the number, empty where rows without it are counted too."""
        if self.measure not in {Measure.KNOWN, Measure.DISTINCT} or self.number is None:
            return ""
        names = filter(None, (self.number.column, self.number.since))
        return " AND ".join(f"({identifier(name)} IS NOT NULL)" for name in names)

    @property
    def met(self) -> str:
        """The condition of the rows that are counted: those that have the number, where asked."""
        return " AND ".join(filter(None, (self.condition, self.present)))

    @property
    def is_whole(self) -> bool:
        """Whether one row without what is counted leaves no figure at all."""
        return self.measure in {Measure.SUM, Measure.DISTINCT}

    @property
    def is_additive(self) -> bool:
        """Whether groups, units and months add up to the whole; people counted once do not."""
        return self.measure not in {Measure.DISTINCT, Measure.PERCENTILE, Measure.LEVEL}


@dataclass(frozen=True, slots=True)
class Plan:
    """One metric with its numerator and denominator ready to be counted.

    `matched` pairs each breakdown with the column of the denominator's extract that holds the
    same characteristic on the same basis; within one extract a column is matched with itself.
    `also` pairs further columns of counts with what fills them.
    """

    metric: Metric
    numerator: Counted
    denominator: Counted | None
    matched: tuple[tuple[str, str], ...]
    also: tuple[tuple[str, Counted], ...] = ()

"""What the engine counts for a metric: checked conditions, never the author's own text."""

from dataclasses import dataclass

from metrics.definitions.models import Metric


@dataclass(frozen=True, slots=True)
class Counted:
    """Rows of an extract that meet a condition, or the sum of a column of them.

    `condition` is SQL printed from a checked tree; empty means every row. `columns` are the
    columns that it reads.
    """

    extract: str
    condition: str = ""
    sum: str = ""
    columns: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """One metric with its numerator and denominator ready to be counted.

    `matched` pairs each breakdown with the column of the denominator's extract that holds the
    same characteristic on the same basis; within one extract a column is matched with itself.
    """

    metric: Metric
    numerator: Counted
    denominator: Counted | None
    matched: tuple[tuple[str, str], ...]

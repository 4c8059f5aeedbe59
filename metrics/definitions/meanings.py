"""What conditions mean: which of all the rows that an extract could hold meet each of them.

Two texts that hold for the same rows count the same people, and so does a condition on a column
beside the group of that column. Whoever reads both can tell one from the other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import prod

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.definitions.contracts import Coding, ColumnType, Extract
from metrics.definitions.plans import Counted

Rows = NDArray[np.bool_]

# Of more kinds of rows than these the meaning is not worked out: their texts alone are compared.
MOST_KINDS = 1_000_000


@dataclass(frozen=True)
class Meanings:
    """All kinds of rows that some columns could hold, and which of them meet each condition.

    `kinds` has a column for each column that a condition reads. A condition that reads a column
    without a closed list of values is not in `met`.
    """

    kinds: pd.DataFrame
    met: Mapping[str, Rows]

    def group(self, breakdown: str, group: str) -> Rows:
        """The kinds of rows in one group of a breakdown that is among the columns of `kinds`."""
        return (self.kinds[breakdown] == group).to_numpy()


def meanings_of(
    extract: Extract, codings: Mapping[str, Coding], counts: Iterable[Counted],
    connection: duckdb.DuckDBPyConnection,
) -> Meanings:  # fmt: skip
    """What the conditions of these counts of one extract mean, asked of a connection in memory."""
    values = {
        column.name: _values(extract, codings, column.name)
        for column in extract.columns
        if column.type in (ColumnType.CODED, ColumnType.BOOLEAN)
    }
    asked = {count.condition: count.columns for count in counts if count.columns <= set(values)}
    columns = sorted(frozenset().union(*asked.values()))
    if prod(len(values[name]) for name in columns) > MOST_KINDS:
        return Meanings(pd.DataFrame(index=range(1)), {"": np.ones(1, dtype=bool)})
    kinds = pd.DataFrame(index=range(1))
    for name in columns:
        kinds = kinds.merge(pd.Series(values[name], dtype="object", name=name), how="cross")
    flags = [name for name in columns if extract.column(name).type is ColumnType.BOOLEAN]
    typed = kinds.astype(dict.fromkeys(flags, "boolean"))
    return Meanings(kinds, _met(connection, typed, [text for text in asked if text]))


def _values(
    extract: Extract, codings: Mapping[str, Coding], name: str
) -> tuple[str | bool | None, ...]:
    """Everything that a column could hold: a blank is what the coding calls unknown, or nothing."""
    column = extract.column(name)
    blank = (None,) if column.blank else ()
    if column.type is ColumnType.BOOLEAN:
        return (True, False, *blank)
    coding = codings[column.coding]
    return (*coding.values, *(() if coding.unknown else blank))


def _met(
    connection: duckdb.DuckDBPyConnection, kinds: pd.DataFrame, conditions: list[str]
) -> Mapping[str, Rows]:
    met: dict[str, Rows] = {"": np.ones(len(kinds), dtype=bool)}
    if not conditions:
        return met
    # What is neither true nor false is not counted.
    asked = ", ".join(f"coalesce({text}, false)" for text in conditions)
    connection.register("kinds", kinds)
    found = connection.execute(f"SELECT {asked} FROM kinds").fetchnumpy()
    connection.unregister("kinds")
    return met | dict(zip(conditions, (np.asarray(rows) for rows in found.values()), strict=True))

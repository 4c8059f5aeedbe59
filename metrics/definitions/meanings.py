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

from metrics.definitions.atoms import blanked, columns_of, filled_in, with_atoms
from metrics.definitions.contracts import Coding, ColumnType, Extract
from metrics.definitions.expression_tree import print_sql
from metrics.definitions.expressions import tree_of
from metrics.definitions.plans import Counted

Rows = NDArray[np.bool_]
Values = tuple[str | bool | None, ...]

# Of more kinds of rows than these the meaning is not worked out: their texts alone are compared.
MOST_KINDS = 1_000_000


@dataclass(frozen=True)
class Meanings:
    """All kinds of rows that some columns could hold, and which of them meet each condition.

    `kinds` has a column for each column with a closed list of values that a condition reads, and
    for each part of a condition that reads any other: true, false, or blank. Conditions of too many
    kinds of rows are not in `met`.
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
    closed = _closed(extract, codings)
    texts = {text for count in counts for text in (count.condition, count.met, count.present)}
    trees = {text: with_atoms(tree_of(text), closed) for text in sorted(texts - {""})}
    asked = {text: print_sql(tree) for text, (tree, _) in trees.items()}
    atoms = {name: part for _, found in trees.values() for name, part in found.items()}
    filled = filled_in(atoms, extract)
    values: Mapping[str, Values] = {**closed, **dict.fromkeys(atoms, (True, False)), **filled}
    columns = sorted({*filled, *(name for tree, _ in trees.values() for name in columns_of(tree))})
    if prod(len(values[name]) for name in columns) > MOST_KINDS:
        return Meanings(pd.DataFrame(index=range(1)), {"": np.ones(1, dtype=bool)})
    kinds = pd.DataFrame(index=range(1))
    for name in columns:
        kinds = kinds.merge(pd.Series(values[name], dtype="object", name=name), how="cross")
    kinds = blanked(kinds, atoms)
    coded = [column.name for column in extract.columns if column.coding]
    typed = kinds.astype(dict.fromkeys(kinds.columns.difference(coded), "boolean"))
    return Meanings(kinds, _met(connection, typed, asked))


def _closed(extract: Extract, codings: Mapping[str, Coding]) -> Mapping[str, Values]:
    """Everything that each column could hold, and each link say, that has a closed list of it."""
    linked: dict[str, Values] = {link.name: (True, False, None) for link in extract.links}
    return linked | {
        column.name: _values(extract, codings, column.name)
        for column in extract.columns
        if column.type in (ColumnType.CODED, ColumnType.BOOLEAN)
    }


def _values(extract: Extract, codings: Mapping[str, Coding], name: str) -> Values:
    """Everything that a column could hold: a blank is what the coding calls unknown, or nothing."""
    column = extract.column(name)
    blank = (None,) if column.blank else ()
    if column.type is ColumnType.BOOLEAN:
        return (True, False, *blank)
    coding = codings[column.coding]
    return (*coding.values, *(() if coding.unknown else blank))


def _met(
    connection: duckdb.DuckDBPyConnection, kinds: pd.DataFrame, asked: Mapping[str, str]
) -> Mapping[str, Rows]:
    met: dict[str, Rows] = {"": np.ones(len(kinds), dtype=bool)}
    if not asked:
        return met
    # What is neither true nor false is not counted.
    columns = ", ".join(f"coalesce({condition}, false)" for condition in asked.values())
    connection.register("kinds", kinds)
    found = connection.execute(f"SELECT {columns} FROM kinds").fetchnumpy()
    connection.unregister("kinds")
    return met | dict(zip(asked, (np.asarray(rows) for rows in found.values()), strict=True))

"""The parts of a condition that read what no list of values closes: a day, a number, a text.

Not every day can be tried. But whether one is filled in is true or false, and so is what a
condition makes of it: "received more than six months before it was closed".
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

import pandas as pd

from metrics.definitions.contracts import Extract
from metrics.definitions.expression_tree import (
    JUNCTIONS,
    Column,
    Node,
    Operation,
    parts_of,
    print_sql,
)

# What these make of a blank is blank, whatever the other operands are.
BLANK_OF_A_BLANK = frozenset({"=", "<>", "<", "<=", ">", ">=", "+", "-", "*", "LIKE", "IN"})
Atoms = Mapping[str, Node]


def with_atoms(tree: Node, closed: Collection[str]) -> tuple[Node, Atoms]:
    """The tree with a column for each part that reads another column than a closed one.

    And what each of these columns stands for, by its name: the part as it is printed.
    """
    if isinstance(tree, Operation) and tree.operator in {*JUNCTIONS, "NOT"}:
        found = [with_atoms(operand, closed) for operand in tree.operands]
        atoms = {name: part for _, each in found for name, part in each.items()}
        return replace(tree, operands=tuple(operand for operand, _ in found)), atoms
    if columns_of(tree) <= set(closed):
        return tree, {}
    if isinstance(tree, Operation) and tree.operator == "IS NULL":
        filled = replace(tree, operator="IS NOT NULL")
        return Operation("NOT", (Column(print_sql(filled)),)), {print_sql(filled): filled}
    return Column(print_sql(tree)), {print_sql(tree): tree}


def filled_in(atoms: Atoms, extract: Extract) -> Mapping[str, tuple[bool, ...]]:
    """For each open column of these parts the one that asks whether it is filled in: its values."""
    names = {name for part in atoms.values() for name in columns_of(part)}
    columns = {column.name: column for column in extract.columns}
    return {
        print_sql(_filled(name)): (True, False) if columns[name].blank else (True,)
        for name in sorted(names & set(columns))
    }


def blanked(kinds: pd.DataFrame, atoms: Atoms) -> pd.DataFrame:
    """The kinds of rows, each part blank where a column is blank that makes it so."""
    for name, part in atoms.items():
        operators = {each.operator for each in parts_of(part) if isinstance(each, Operation)}
        if operators <= BLANK_OF_A_BLANK:
            for column in columns_of(part):
                filled = print_sql(_filled(column))
                if filled in kinds:
                    kinds.loc[~kinds[filled].astype(bool), name] = None
    return kinds.drop_duplicates(ignore_index=True)


def columns_of(tree: Node) -> set[str]:
    """The names of all columns that a tree reads."""
    return {part.name for part in parts_of(tree) if isinstance(part, Column)}


def _filled(name: str) -> Node:
    return Operation("IS NOT NULL", (Column(name),))

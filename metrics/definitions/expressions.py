"""The gate for SQL in YAML: a text becomes a checked expression over one extract, or a fault.

DuckDB itself parses the text, so no second grammar can disagree with it; the parse is never run.
What runs is printed from the checked tree.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from threading import Lock
from typing import Any

import duckdb

from metrics.connections import identifier, lock, open_connection
from metrics.definitions.expression_grammar import MOST_DEEP, USE_FEWER, Json
from metrics.definitions.expression_reading import demand_visible, read_node
from metrics.definitions.expression_tree import (
    Column,
    Constant,
    ExpressionFault,
    Node,
    parts_of,
    print_sql,
)
from metrics.definitions.expression_types import (
    Columns,
    ExpressionColumn,
    demand_known_columns,
    family_of,
)

__all__ = [
    "Expression",
    "ExpressionColumn",
    "ExpressionFault",
    "read_column",
    "read_condition",
    "tree_of",
]

LONGEST = 2_000
MOST_PARTS = 500
MOST_CONSTANTS = 200
DUCKDB_TYPES = {
    "text": "VARCHAR",
    "coded": "VARCHAR",
    "integer": "BIGINT",
    "decimal": "DOUBLE",
    "date": "DATE",
    "boolean": "BOOLEAN",
}
PLAIN_SELECT: Json = {
    "type": "SELECT_NODE",
    "modifiers": [],
    "cte_map": {"map": []},
    "from_table": {"type": "EMPTY", "alias": "", "sample": None},
    "where_clause": None,
    "group_expressions": [],
    "group_sets": [],
    "aggregate_handling": "STANDARD_HANDLING",
    "having": None,
    "sample": None,
    "qualify": None,
}
LOCATIONS = frozenset({"query_location", "query_location_length"})
RUN_OF_SIGNS = re.compile(r"(?:[-+] *){10}")
OPENING, CLOSING = "([{", ")]}"
EXAMPLE = "Write one condition, such as outcome = 'Arrest' AND age >= 18."
IN_BRACKETS = "Put the values after IN in brackets: IN ('Arrest', 'Caution')."
IN_WITHOUT = re.compile(r"\bIN\s*'", re.IGNORECASE)
ENGINE_SELECTS = "Write one condition alone: the engine writes SELECT, FROM and WHERE."

# A DuckDB connection that two threads use at once raises, and Streamlit runs scripts in threads.
_TURN = Lock()


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression; `sql` is the only text of it that may run."""

    text: str
    sql: str  # printed from the checked tree; every column name is double-quoted
    columns: frozenset[str]


def read_condition(text: str, columns: Sequence[ExpressionColumn], extract: str) -> Expression:
    """The condition that an author wrote over the columns of an extract.

    Raises ExpressionFault for anything but one allowed, well-typed, true-or-false expression.
    """
    known = {column.name: column for column in columns}
    tree = tree_of(text)
    demand_known_columns(tree, known, extract)
    family = family_of(tree, known)
    expression = _printed(text, tree)
    _demand_readable(expression.sql)
    if _bound_type(expression, known) != "BOOLEAN":
        cure = "Compare it with a value, so that it becomes a condition."
        raise ExpressionFault(f"gives {family}, not true or false", cure)
    return expression


def read_column(text: str, columns: Sequence[ExpressionColumn], extract: str) -> Expression:
    """The one column of an extract that an author named.

    Raises ExpressionFault for anything but the name of one column.
    """
    cure = "Write the name of one column and nothing else."
    try:
        tree = _read_tree(text)
    except ExpressionFault as error:
        raise ExpressionFault(error.fault, cure) from error
    if not isinstance(tree, Column):
        raise ExpressionFault("is more than the name of a column", cure)
    demand_known_columns(tree, {column.name: column for column in columns}, extract)
    return _printed(text, tree)


@cache
def tree_of(text: str) -> Node:
    """The tree of a condition, read once however often it is asked for.

    Raises ExpressionFault for a text that cannot be read; its columns are not looked at.
    """
    return _read_tree(text)


def _printed(text: str, tree: Node) -> Expression:
    names = frozenset(part.name for part in parts_of(tree) if isinstance(part, Column))
    return Expression(text, print_sql(tree), names)


def _read_tree(text: str) -> Node:
    # YAML folds lines anyway; as spaces they cannot glue 'a' and 'b' into one constant either.
    line = text.strip(" \n").replace("\n", " ")
    _demand_readable(line)
    try:
        tree = _parse(line)
    except RecursionError:
        raise ExpressionFault("is nested too deeply", USE_FEWER) from None
    except ExpressionFault:
        if IN_WITHOUT.search(line):
            raise ExpressionFault("has IN without brackets", IN_BRACKETS) from None
        raise
    _demand_small(tree)
    return tree


def _demand_readable(line: str) -> None:
    """Refuse by the look of the text alone, before any parser sees it."""
    if not line:
        raise ExpressionFault("is empty", EXAMPLE)
    if len(line) > LONGEST:
        fault = f"is {len(line):,} characters long"
        raise ExpressionFault(fault, f"Write at most {LONGEST:,}; a coding can group values.")
    demand_visible(line)
    # DuckDB's parser takes 2 seconds to refuse 1,900 open brackets, or as many plus signs.
    steps = ((sign in OPENING) - (sign in CLOSING) for sign in line)
    if max(accumulate(steps)) > MOST_DEEP or RUN_OF_SIGNS.search(line):
        raise ExpressionFault("is nested too deeply", USE_FEWER)


def _demand_small(tree: Node) -> None:
    parts = list(parts_of(tree))
    constants = sum(isinstance(part, Constant) for part in parts)
    if len(parts) > MOST_PARTS or constants > MOST_CONSTANTS:
        fault = f"has {len(parts)} parts, {constants} of them constants"
        cure = f"Use at most {MOST_PARTS} and {MOST_CONSTANTS}; a coding can group values."
        raise ExpressionFault(fault, cure)


def _parse(line: str) -> Node:
    """The checked tree of DuckDB's parse; the line must mean the same within brackets.

    The brackets refuse what SELECT lets stand round an expression: ALL, a last comma, a semicolon.
    """
    query = "SELECT json_serialize_sql(?), json_serialize_sql(?)"
    [(bare, bracketed)], _ = _ask(query, [f"SELECT {line}", f"SELECT ({line})"])
    item = _select_item(bare)
    tree = read_node(item)
    if _select_item(bracketed) != item:
        raise ExpressionFault("is more than one expression", ENGINE_SELECTS)
    return tree


def _select_item(serialised: str) -> Json:
    parse = json.loads(serialised, object_hook=_without_locations)
    if parse["error"]:
        raise _unreadable(parse["error_message"])
    statements = parse["statements"]
    node = statements[0]["node"]
    items: list[Json] = node.pop("select_list", [])
    if len(statements) != 1 or len(items) != 1 or node != PLAIN_SELECT:
        raise ExpressionFault("is more than one expression", ENGINE_SELECTS)
    return items[0]


def _without_locations(fields: Json) -> Json:
    return {field: value for field, value in fields.items() if field not in LOCATIONS}


def _unreadable(message: str) -> ExpressionFault:
    if message.startswith("Only SELECT"):
        return ExpressionFault("is more than one expression", ENGINE_SELECTS)
    near = re.search(r'at or near "(.*)"', message, re.DOTALL)
    fault = f"cannot be read near {near[1][:40]}" if near else f"cannot be read: {message}"
    return ExpressionFault(fault, EXAMPLE)


def _bound_type(expression: Expression, known: Columns) -> str:
    """DuckDB's own type of the expression over an empty table with the declared types."""
    columns = [
        f"NULL::{DUCKDB_TYPES[known[name].type]} AS {identifier(name)}"
        for name in sorted(expression.columns)
    ]
    table = ", ".join(columns) or "1"
    try:
        # Printed from the checked tree, so nothing in it is the author's own text.
        return _type_of(f"SELECT ({expression.sql}) FROM (SELECT {table}) WHERE false")
    except duckdb.Error as error:
        cure = "Shorten the sum: fewer multiplications, and numbers with fewer decimals."
        raise ExpressionFault("cannot be worked out by DuckDB", cure) from error


@cache
def _type_of(query: str) -> str:
    _, held = _ask(query, [])
    return held


def _ask(query: str, parameters: list[str]) -> tuple[list[Any], str]:
    """The rows of a query, and the type of its first column."""
    with _TURN:
        cursor = _connection().execute(query, parameters)
        return cursor.fetchall(), str(cursor.description[0][1])


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    """An empty database in memory that can reach no file, network, extension or variable."""
    connection = open_connection()
    lock(connection)
    return connection

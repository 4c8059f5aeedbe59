"""What each part of an expression holds, and whether parts that meet are of the same family."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from metrics.definitions.expression_tree import (
    Column,
    Constant,
    ExpressionFault,
    Node,
    Operation,
    parts_of,
    print_sql,
)
from metrics.errors import did_you_mean


@dataclass(frozen=True, slots=True)
class ExpressionColumn:
    """A column of an extract, as far as a condition may know it."""

    name: str
    type: str  # one of: text, integer, decimal, date, boolean, coded
    values: tuple[str, ...] = ()  # the only values a coded column can hold; empty for others


Columns = Mapping[str, ExpressionColumn]

LONGEST_SHOWN = 60

FAMILIES = {
    "text": "text",
    "coded": "text",
    "integer": "a number",
    "decimal": "a number",
    "date": "a date",
    "boolean": "true or false",
}
NEEDS = {
    "AND": "true or false",
    "OR": "true or false",
    "NOT": "true or false",
    "+": "a number",
    "*": "a number",
    "abs": "a number",
    "lower": "text",
    "upper": "text",
    "trim": "text",
    "LIKE": "text",
    "NOT LIKE": "text",
}
GIVES = {
    "+": "a number",
    "-": "a number",
    "*": "a number",
    "abs": "a number",
    "lower": "text",
    "upper": "text",
    "trim": "text",
}
EQUALITIES = frozenset({"=", "<>", "IN", "NOT IN", "IS DISTINCT FROM", "IS NOT DISTINCT FROM"})
ORDERINGS = frozenset({"<", "<=", ">", ">=", "BETWEEN", "NOT BETWEEN"})
# Python's fold of case and DuckDB's agree on every letter that a coding is likely to hold.
FOLDS: dict[str, Callable[[str], str]] = {
    "lower": str.lower,
    "upper": str.upper,
    "trim": lambda text: text.strip(" "),
}
CURES = {
    frozenset({"text", "a number"}): "Write a number without quotes and a text in single quotes.",
    frozenset({"text", "a date"}): "Write a date as date 'YYYY-MM-DD'.",
    frozenset({"text", "true or false"}): "Write true or false without quotes.",
}
CURES_OF_NEED = {
    "true or false": "Compare it with a value, so that it becomes a condition.",
    "a number": "Use it on numbers only.",
    "text": "Use it on text only.",
}
# Editors of letters put these in the place of quotes, and SQL takes them for letters.
CURLY = "\u2018\u2019\u201a\u201c\u201d\u201e"
LIKE_WITH_LIKE = "Compare text with text, a number with a number, a date with a date."


def demand_known_columns(tree: Node, columns: Columns, extract: str) -> None:
    """Refuse a name that is not a column of the extract, letter for letter.

    Raises ExpressionFault.
    """
    for part in parts_of(tree):
        if isinstance(part, Column) and part.name not in columns:
            fault = f"unknown column '{part.name}' in extract '{extract}'"
            if part.name[0] in CURLY:
                plain = part.name.strip(CURLY)
                raise ExpressionFault(fault, f"Write straight quotes: '{plain}'.")
            if any(part.name in column.values for column in columns.values()):
                raise ExpressionFault(fault, f"Put a text in single quotes: '{part.name}'.")
            raise ExpressionFault(fault, did_you_mean(part.name, list(columns)))


def family_of(node: Node, columns: Columns) -> str:
    """What a part holds: text, a number, a date, or true or false.

    Raises ExpressionFault for operands that do not go together, and for a value that a coded
    column cannot hold.
    """
    match node:
        case Column(name):
            return FAMILIES[columns[name].type]
        case Constant(value):
            return _family_of_constant(value)
        case Operation(operator, operands):
            families = [family_of(operand, columns) for operand in operands]
            _demand_fit(node, families)
            _demand_known_values(node, columns)
            return families[0] if operator == "coalesce" else GIVES.get(operator, "true or false")


def _family_of_constant(value: object) -> str:
    if isinstance(value, str):
        return "text"
    if isinstance(value, bool):
        return "true or false"
    return "a date" if isinstance(value, date) else "a number"


def _demand_fit(operation: Operation, families: list[str]) -> None:
    operator = operation.operator
    if operator in NEEDS:
        _demand_need(operation, families)
    elif operator == "-" and set(families) not in ({"a number"}, {"a date"}):
        raise _misfit(operation, families, "Take a number from a number, or a date from a date.")
    elif operator not in {"IS NULL", "IS NOT NULL"} and len(set(families)) > 1:
        raise _misfit(operation, families, CURES.get(frozenset(families), LIKE_WITH_LIKE))


def _demand_need(operation: Operation, families: list[str]) -> None:
    need = NEEDS[operation.operator]
    for operand, family in zip(operation.operands, families, strict=True):
        if family != need:
            fault = f"'{operation.operator}' needs {need}, and {_shown(operand)} is {family}"
            raise ExpressionFault(fault, CURES_OF_NEED[need])


def _misfit(operation: Operation, families: list[str], cure: str) -> ExpressionFault:
    """The fault of the first operand that differs from the one before all others."""
    first = operation.operands[0]
    other, family = next(
        (operand, family)
        for operand, family in zip(operation.operands, families, strict=True)
        if family != families[0] or (operation.operator == "-" and operand is not first)
    )
    fault = f"{_shown(first)} is {families[0]} and {_shown(other)} is {family}"
    return ExpressionFault(f"{fault}: they cannot meet in '{operation.operator}'", cure)


def _shown(node: Node) -> str:
    text = print_sql(node)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}..."


def _demand_known_values(operation: Operation, columns: Columns) -> None:
    """Refuse a value that a coded operand cannot hold, and an order among codes."""
    for coded in operation.operands:
        known = _possible_values(coded, columns)
        if not known or not any(isinstance(part, Column) for part in parts_of(coded)):
            continue
        if operation.operator in ORDERINGS:
            fault = f"{_shown(coded)} is coded, and codes have no order"
            raise ExpressionFault(fault, "List the values that are meant after IN.")
        if operation.operator in EQUALITIES:
            _demand_held(operation, coded, known)


def _demand_held(operation: Operation, coded: Node, known: tuple[str, ...]) -> None:
    for other in operation.operands:
        if isinstance(other, Constant) and other.value not in known:
            holder = f"column '{coded.name}'" if isinstance(coded, Column) else _shown(coded)
            fault = f"unknown value '{other.value}' of {holder}"
            raise ExpressionFault(fault, did_you_mean(str(other.value), known))


def _possible_values(node: Node, columns: Columns) -> tuple[str, ...]:
    """The only texts that a part can hold; nothing where they are not known."""
    match node:
        case Column(name):
            return columns[name].values
        case Constant(str(value)):
            return (value,)
        case Operation("coalesce", operands):
            known = [_possible_values(operand, columns) for operand in operands]
            return tuple(value for values in known for value in values) if all(known) else ()
        case Operation("lower" | "upper" | "trim" as name, (operand,)):
            return tuple(FOLDS[name](value) for value in _possible_values(operand, columns))
    return ()

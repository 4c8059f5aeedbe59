"""From DuckDB's parse to the checked tree; what the grammar does not list is refused."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from metrics.definitions.expression_grammar import (
    AGGREGATES,
    ALLOWED,
    CALLS,
    CASTS,
    ENGINE_COUNTS,
    FORMS,
    MOST_DEEP,
    MOST_DIGITS,
    NAMES,
    NEGATED_IN_PLACE,
    OPERATORS,
    SIDES,
    USE_FEWER,
    Json,
)
from metrics.definitions.expression_tree import Column, Constant, ExpressionFault, Node, Operation

WHOLE_NUMBER = re.compile(r"-?[0-9]+")
DECIMAL_NUMBER = re.compile(r"-?([0-9]+\.[0-9]*|\.[0-9]+)")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def demand_visible(text: str) -> None:
    """Refuse what a reviewer cannot see: characters without a shape, and comments.

    Raises ExpressionFault.
    """
    for character in text:
        if not character.isprintable():
            name = unicodedata.name(character, "a control character").lower()
            fault = f"holds the invisible character U+{ord(character):04X} ({name})"
            raise ExpressionFault(fault, "Delete it; if the text was pasted, type it again.")
    for mark in ("--", "/*"):
        if mark in text:
            cure = "Take it out: a note belongs beside the SQL, not in it."
            raise ExpressionFault(f"holds a comment ({mark})", cure)


def read_node(node: Json, depth: int = 0) -> Node:
    """The checked tree of one node of DuckDB's parse, from which locations were taken out.

    Raises ExpressionFault for a kind of node, a field or a value that is not on the list.
    """
    if depth > MOST_DEEP:
        raise ExpressionFault("is nested too deeply", USE_FEWER)
    demand_plain(node)
    match node["class"]:
        case "COLUMN_REF":
            return _column(node["column_names"])
        case "CONSTANT":
            return _constant(node["literal"])
        case "CAST":
            return _day(node["child"], node["type_expr"])
        case "FUNCTION":
            return _call(node, depth)
    return _operation(node, depth)


def demand_plain(node: Json) -> None:
    """Refuse a node with any field beyond its operands that is not what plain SQL leaves there."""
    kind = node["class"]
    if kind not in FORMS:
        raise _refused(NAMES.get(kind, f"'{kind.lower()}'"))
    fixed, operands = FORMS[kind]
    others = {field: value for field, value in node.items() if field not in operands}
    if others == fixed | {"class": kind, "alias": ""}:
        return
    if node["alias"]:
        cure = "Use double quotes round a column name with a space, single quotes round a text."
        raise ExpressionFault(f"found a second name '{node['alias']}'", cure)
    if kind == "FUNCTION":
        name, _ = _known_call(node)
        raise _refused(f"'{name}' with a schema, DISTINCT, FILTER or ORDER BY")
    raise _refused(NAMES[kind])


def _refused(found: str) -> ExpressionFault:
    return ExpressionFault(f"found {found}", ALLOWED)


def _column(names: Sequence[str]) -> Node:
    if len(names) == 1:
        return Column(names[0])
    fault = f"found the qualified name '{'.'.join(names)}'"
    raise ExpressionFault(fault, "Write the name of the column alone.")


def _constant(literal: Json) -> Node:
    text = literal.get("text", "")
    match literal["kind"]:
        case "NULL_LITERAL":
            raise ExpressionFault("found NULL as a value", "Write IS NULL or IS NOT NULL.")
        case "STRING":
            demand_visible(text)
            return Constant(text)
        case "BOOLEAN":
            return Constant(text == "true")
        case "INTEGER" | "NUMERIC":
            return Constant(_number(text))
    raise _refused(f"a constant of the kind '{literal['kind'].lower()}'")


def _number(text: str) -> int | Decimal:
    if sum(map(str.isdigit, text)) <= MOST_DIGITS:
        if WHOLE_NUMBER.fullmatch(text):
            return int(text)
        if DECIMAL_NUMBER.fullmatch(text):
            return Decimal(text)
    cure = f"Write a number with digits, at most {MOST_DIGITS}, and at most one point."
    raise ExpressionFault(f"found the constant '{text[:40]}'", cure)


def _day(child: Json, wanted: Json) -> Node:
    demand_plain(wanted)
    constant = read_node(child) if child["class"] == "CONSTANT" else None
    text = constant.value if isinstance(constant, Constant) else None
    if wanted["type_name"].lower() != "date" or not isinstance(text, str):
        raise _refused(CASTS.get(wanted["type_name"], f"a cast to {wanted['type_name']}"))
    try:
        # The pattern comes first because fromisoformat also takes 20260401 and 2026-W14-3.
        if DAY.fullmatch(text):
            return Constant(date.fromisoformat(text))
    except ValueError:
        pass
    raise ExpressionFault(f"'{text[:40]}' is not a day", "Write a real day: date 'YYYY-MM-DD'.")


def _known_call(node: Json) -> tuple[str, int]:
    name, is_operator = node["function_name"], node["is_operator"]
    if name in AGGREGATES:
        shown = "count(*)" if name == "count_star" else name
        raise ExpressionFault(f"found the aggregate {shown}", ENGINE_COUNTS)
    if (name, is_operator) not in CALLS:
        raise _refused(f"the {'operator' if is_operator else 'function'} '{name[:40]}'")
    return CALLS[name, is_operator]


def _call(node: Json, depth: int) -> Node:
    name, count = _known_call(node)
    arguments = [argument["expression"] for argument in node["arguments"]]
    operands = _read_all(arguments, depth)
    if len(operands) != count:
        raise _refused(f"'{name}' with the wrong number of values ({len(operands)}, not {count})")
    if name.endswith("LIKE") and not _is_text(operands[1]):
        raise ExpressionFault(
            f"found {name} without a constant pattern", "Write the pattern in single quotes."
        )
    return Operation(name, operands)


def _operation(node: Json, depth: int) -> Node:
    if node["type"] not in OPERATORS:
        raise _refused(f"'{node['type'].replace('_', ' ').lower()}'")
    operator = OPERATORS[node["type"]]
    inner = node.get("children") or [node[side] for side in SIDES if side in node]
    operands = _read_all(inner, depth)
    if operator == "IN" and not all(isinstance(item, Constant) for item in operands[1:]):
        raise ExpressionFault("found IN with more than constants", "List only constants after IN.")
    if operator == "coalesce" and len(operands) == 1:
        raise _refused("'coalesce' with one value where it takes two or more")
    return _negated(operands[0]) if operator == "NOT" else Operation(operator, operands)


def _negated(node: Node) -> Node:
    if isinstance(node, Operation) and node.operator in NEGATED_IN_PLACE:
        return Operation(f"NOT {node.operator}", node.operands)
    return Operation("NOT", (node,))


def _read_all(nodes: Sequence[Json], depth: int) -> tuple[Node, ...]:
    return tuple(read_node(node, depth + 1) for node in nodes)


def _is_text(node: Node) -> bool:
    return isinstance(node, Constant) and isinstance(node.value, str)

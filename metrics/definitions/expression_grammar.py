"""What a condition may be made of, in DuckDB's words and in ours; nothing else passes the gate."""

from typing import Any

Json = dict[str, Any]

MOST_DEEP = 100
# 15 digits are exact as BIGINT, as DECIMAL and as DOUBLE.
MOST_DIGITS = 15

ALLOWED = (
    "Allowed are columns, constants, = <> < <= > >=, IS DISTINCT FROM, AND, OR, NOT, IN, BETWEEN, "
    "IS NULL, LIKE, + - *, date 'YYYY-MM-DD', coalesce, lower, upper, trim and abs."
)
USE_FEWER = "Use fewer brackets and operators."
ENGINE_COUNTS = "Write only the condition: the engine counts and adds up the rows that satisfy it."

OPERATORS = {
    "COMPARE_EQUAL": "=",
    "COMPARE_NOTEQUAL": "<>",
    "COMPARE_LESSTHAN": "<",
    "COMPARE_LESSTHANOREQUALTO": "<=",
    "COMPARE_GREATERTHAN": ">",
    "COMPARE_GREATERTHANOREQUALTO": ">=",
    "COMPARE_DISTINCT_FROM": "IS DISTINCT FROM",
    "COMPARE_NOT_DISTINCT_FROM": "IS NOT DISTINCT FROM",
    "COMPARE_BETWEEN": "BETWEEN",
    "COMPARE_IN": "IN",
    "CONJUNCTION_AND": "AND",
    "CONJUNCTION_OR": "OR",
    "OPERATOR_NOT": "NOT",
    "OPERATOR_IS_NULL": "IS NULL",
    "OPERATOR_IS_NOT_NULL": "IS NOT NULL",
    "OPERATOR_COALESCE": "coalesce",
}
# DuckDB's name and whether it was written as an operator; our name and the number of operands.
CALLS = {
    ("+", True): ("+", 2),
    ("-", True): ("-", 2),
    ("*", True): ("*", 2),
    ("~~", True): ("LIKE", 2),
    ("!~~", True): ("NOT LIKE", 2),
    ("lower", False): ("lower", 1),
    ("upper", False): ("upper", 1),
    ("trim", False): ("trim", 1),
    ("abs", False): ("abs", 1),
}
SIDES = ("left", "right", "input", "lower", "upper")
NEGATED_IN_PLACE = {"IN", "BETWEEN", "LIKE"}
AGGREGATES = {
    "any_value",
    "avg",
    "bool_and",
    "bool_or",
    "count",
    "count_if",
    "count_star",
    "first",
    "last",
    "list",
    "max",
    "mean",
    "median",
    "min",
    "mode",
    "quantile",
    "stddev",
    "string_agg",
    "sum",
    "variance",
}
NAMES = {
    "SUBQUERY": "a subquery",
    "CASE": "CASE",
    "CAST": "a cast",
    "TYPE": "a cast",
    "COLLATE": "COLLATE",
    "LAMBDA": "a lambda",
    "STAR": "a star (*)",
    "PARAMETER": "a parameter",
    "POSITIONAL_REFERENCE": "a column by its position",
    "WINDOW": "a window function",
}
# DuckDB reads these as casts, so the author may not know that one was written.
CASTS = {"BOOLEAN": "IS TRUE, IS FALSE or a cast to BOOLEAN (write flag, NOT flag or flag = true)"}
# Of each kind of node: the fields that must hold exactly this, and those that are read further on.
FORMS: dict[str, tuple[Json, set[str]]] = {
    "COLUMN_REF": ({"type": "COLUMN_REF"}, {"column_names"}),
    "CONSTANT": ({"type": "VALUE_CONSTANT"}, {"literal"}),
    "COMPARISON": ({}, {"type", "left", "right"}),
    "CONJUNCTION": ({}, {"type", "children"}),
    "OPERATOR": ({}, {"type", "children"}),
    "BETWEEN": ({"type": "COMPARE_BETWEEN"}, {"input", "lower", "upper"}),
    "CAST": ({"type": "OPERATOR_CAST", "try_cast": False}, {"child", "type_expr"}),
    "TYPE": (
        {"type": "TYPE", "catalog": "", "schema": "", "children": []},
        {"type_name", "qualified_name"},
    ),
    "FUNCTION": (
        {
            "type": "FUNCTION",
            "catalog": "",
            "schema": "",
            "filter": None,
            "order_bys": {"type": "ORDER_MODIFIER", "orders": []},
            "distinct": False,
            "export_state": False,
        },
        {"function_name", "qualified_name", "is_operator", "arguments"},
    ),
}

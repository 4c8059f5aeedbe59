"""An expression as a small frozen tree, and the one SQL text that each tree prints."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from metrics.connections import identifier, text

FUNCTIONS = frozenset({"coalesce", "lower", "upper", "trim", "abs"})
JUNCTIONS = frozenset({"AND", "OR"})


class ExpressionFault(ValueError):
    """SQL in YAML that the gate refuses: what is wrong, and how to put it right."""

    def __init__(self, fault: str, cure: str) -> None:
        """Hold the fault, to be written after its place, and the cure, a sentence."""
        super().__init__(fault, cure)
        self.fault, self.cure = fault, cure

    def __str__(self) -> str:
        """The fault and the cure as one line."""
        return f"{self.fault}. {self.cure}"


@dataclass(frozen=True, slots=True)
class Column:
    """A column, by the one name that the author wrote."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A text, a number, a day, or true or false."""

    value: str | int | Decimal | date


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator or function, as it is printed, over its operands in their order."""

    operator: str
    operands: tuple["Node", ...]


Node = Column | Constant | Operation


def parts_of(node: Node) -> Iterator[Node]:
    """Every part of a tree, itself first, in the order in which they are written."""
    yield node
    if isinstance(node, Operation):
        for operand in node.operands:
            yield from parts_of(operand)


def print_sql(node: Node) -> str:
    """The SQL of a tree; it may stand beside AND, OR or NOT without further brackets."""
    match node:
        case Column(name):
            return identifier(name)
        case Constant(value):
            return _print_constant(value)
        case Operation(operator, operands) if operator in FUNCTIONS:
            return f"{operator}({', '.join(map(print_sql, operands))})"
        case Operation(operator, operands) if operator in JUNCTIONS:
            return f"({f' {operator} '.join(map(print_sql, operands))})"
        case Operation(operator, operands):
            return _print_operator(operator, [_bracketed(operand) for operand in operands])


def _print_constant(value: str | int | Decimal | date) -> str:
    if isinstance(value, str):
        return text(value)
    if isinstance(value, date):
        return f"DATE {text(value.isoformat())}"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _print_operator(operator: str, operands: list[str]) -> str:
    first, *others = operands
    if operator == "NOT":
        return f"(NOT {first})"
    if operator in {"IN", "NOT IN"}:
        return f"{first} {operator} ({', '.join(others)})"
    if operator in {"BETWEEN", "NOT BETWEEN"}:
        return f"{first} {operator} {' AND '.join(others)}"
    return " ".join([first, operator, *others])


def _bracketed(node: Node) -> str:
    """A part with brackets of its own, unless it is a name, a constant or a call."""
    printed = print_sql(node)
    bare = isinstance(node, Operation) and node.operator not in FUNCTIONS | JUNCTIONS | {"NOT"}
    return f"({printed})" if bare else printed

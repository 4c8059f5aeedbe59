"""A metric as the guards see it: the conditions of its base and those of what it counts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from metrics.connections import identifier
from metrics.definitions.contracts import Coding, Extract
from metrics.definitions.expression_tree import (
    Column,
    Constant,
    Node,
    Operation,
    parts_of,
    print_sql,
)
from metrics.definitions.expressions import tree_of
from metrics.definitions.models import Kind, Metric
from metrics.definitions.plans import Plan
from metrics.definitions.sides import tally_of


@dataclass(frozen=True, slots=True)
class Guarded:
    """A metric, its contract, and every condition that its base and its numerator must meet."""

    metric: Metric
    contract: Extract
    codings: Mapping[str, Coding]
    base: tuple[str, ...]
    counted: tuple[str, ...]

    @property
    def divided(self) -> bool:
        """Whether the base is a denominator."""
        return self.metric.kind is not Kind.COUNT

    @property
    def held(self) -> tuple[str, ...]:
        """The conditions of the rows that the figure is of: its base, or what a count counts."""
        return self.base if self.divided else self.counted

    def coding(self, name: str) -> Coding | None:
        """The coding of a column; what a link says has none."""
        codes = {column.name: column.coding for column in self.contract.columns}
        return self.codings.get(codes.get(name, ""))

    def read(self, name: str) -> bool:
        """Whether a condition reads the column, a figure is made of it, or it is split by it."""
        metric, number = self.metric, self.metric.number
        named = {*metric.breakdowns, metric.value.column if metric.value else ""}
        named |= {tally_of(side).sum for side in (metric.numerator, metric.denominator)}
        named |= {number} if isinstance(number, str) else {number.since, number.until}
        return name in named or asked_of(name, (*self.base, *self.counted))

    def grouped(self, texts: tuple[str, ...]) -> set[str]:
        """The columns of which a condition asks for a group, and not only for what is unknown."""
        found = set()
        for text in texts:
            for part in parts_of(tree_of(text)):
                operands = part.operands if isinstance(part, Operation) else ()
                values = {one.value for one in operands if isinstance(one, Constant)}
                for one in operands:
                    coding = self.coding(one.name) if isinstance(one, Column) else None
                    if coding and isinstance(one, Column) and values & set(coding.groups):
                        found.add(one.name)
        return found


def guarded_of(
    plan: Plan, contract: Extract, codings: Mapping[str, Coding], plans: Mapping[str, Plan]
) -> Guarded:
    """What the guards are asked about a planned metric over this contract."""
    base = _base(plan.metric, plans)
    # The two sides of a rate share no more than their 'where'.
    shared = (plan.metric.where,) if plan.metric.kind is Kind.RATE else base
    counted = (*shared, tally_of(plan.metric.numerator).where)
    told = [tuple(text for text in texts if text) for texts in (base, counted)]
    return Guarded(plan.metric, contract, codings, *told)


def _base(metric: Metric, plans: Mapping[str, Plan]) -> tuple[str, ...]:
    """The conditions of the denominator's rows in the metric's own extract."""
    tally = tally_of(metric.denominator)
    if tally.stage:
        before = plans[tally.stage].metric
        return (*_base(before, plans), tally_of(before.numerator).where)
    return (metric.where,) if tally.extract else (metric.where, tally.where)


def asked_of(name: str, texts: tuple[str, ...]) -> bool:
    """Whether one of some conditions reads the column."""
    return any(Column(name) in parts_of(tree_of(text)) for text in texts)


def joined(texts: tuple[str, ...]) -> set[str]:
    """The SQL of every condition that must hold: those that AND joins, each by itself."""
    return {print_sql(tree) for tree in _conjuncts(texts)}


def names_one(name: str, texts: tuple[str, ...]) -> bool:
    """Whether one of some conditions that must hold names one group of the column."""
    return any(part.startswith(f"{identifier(name)} = '") for part in joined(texts))


def leaves_out(name: str, value: str, texts: tuple[str, ...]) -> bool:
    """Whether one of some conditions that must hold leaves out what the column calls `value`."""
    return any(_leaves_out(tree, name, value) for tree in _conjuncts(texts))


def _leaves_out(tree: Node, name: str, value: str) -> bool:
    if not isinstance(tree, Operation) or tree.operands[0] != Column(name):
        return False
    has = Constant(value) in tree.operands[1:]
    return has if tree.operator in {"<>", "NOT IN"} else tree.operator in {"=", "IN"} and not has


def _conjuncts(texts: tuple[str, ...]) -> Iterator[Node]:
    left = [tree_of(text) for text in texts]
    while left:
        tree = left.pop()
        yield tree
        if isinstance(tree, Operation) and tree.operator == "AND":
            left += tree.operands

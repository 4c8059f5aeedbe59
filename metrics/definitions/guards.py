"""The guards of the language: what a contract says of its rows that no metric may go against."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from metrics.connections import identifier
from metrics.definitions.checking import Fault
from metrics.definitions.columns import condition_fault, gate_columns
from metrics.definitions.contracts import Coding, ColumnType, Extract
from metrics.definitions.expression_tree import (
    Column,
    Constant,
    Operation,
    parts_of,
    print_sql,
)
from metrics.definitions.expressions import ExpressionFault, read_condition, tree_of
from metrics.definitions.models import Better, Kind, Metric
from metrics.definitions.plans import Plan
from metrics.definitions.sides import tally_of

VOLUMES = (Kind.COUNT, Kind.RATE)


def contract_faults(extract: Extract, codings: Mapping[str, Coding]) -> Iterator[Fault]:
    """What one contract says of itself that cannot be so."""
    names = [column.name for column in extract.columns]
    if extract.public and extract.force_only:
        fault = "what may exist for the force alone is somebody's secret"
        yield ("force_only",), fault, "Delete 'public', or 'force_only'."
    for key, asked in (("read_with", {*extract.read_with, *extract.read_with.values()}),
                       ("among", {*extract.among})):  # fmt: skip
        for name in sorted(asked - set(names)):
            yield (key,), f"unknown column '{name}'", "Write the name of a column of this extract."
    if extract.anonymous:
        yield from _anonymous_faults(extract, codings)


def condition_faults(extract: Extract, codings: Mapping[str, Coding]) -> Iterator[Fault]:
    """What is wrong with the conditions of a contract."""
    asked = [("keep", extract.keep), *(("among", text) for text in extract.among.values())]
    for key, text in asked:
        try:
            if text:
                read_condition(text, gate_columns(extract, codings), extract.id)
        except ExpressionFault as error:
            yield condition_fault(key, error)


def _anonymous_faults(extract: Extract, codings: Mapping[str, Coding]) -> Iterator[Fault]:
    """Whatever could lead from an anonymous report to who made it."""
    if not extract.unit.always:
        fault = "an anonymous report belongs to no unit"
        yield ("unit",), fault, "Write 'always: …' with the whole force."
    for index, column in enumerate(extract.columns):
        coding = codings.get(column.coding)
        told = coding.characteristic if coding else ""
        if told:
            fault = f"'{column.name}' tells the {told} of who made an anonymous report"
            yield ("columns", index), fault, "Take the column out."
        elif column.type in {ColumnType.TEXT, ColumnType.UNIT, ColumnType.INTEGER}:
            fault = f"'{column.name}' could lead to who made an anonymous report"
            yield ("columns", index), fault, "Take the column out, or code it by broad topics."


@dataclass(frozen=True, slots=True)
class _Guarded:
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

    def coding(self, name: str) -> Coding | None:
        """The coding of a column; what a link says has none."""
        codes = {column.name: column.coding for column in self.contract.columns}
        return self.codings.get(codes.get(name, ""))

    def read(self, name: str) -> bool:
        """Whether a condition reads the column, it is added up, or the figures are split by it."""
        texts = (*self.base, *self.counted)
        said = any(Column(name) in parts_of(tree_of(text)) for text in texts)
        added = name in {tally_of(self.metric.numerator).sum, tally_of(self.metric.denominator).sum}
        return said or added or name in self.metric.breakdowns


def metric_faults(
    plan: Plan, contract: Extract, codings: Mapping[str, Coding], plans: Mapping[str, Plan]
) -> Iterator[Fault]:
    """What a metric asks of rows that their contract forbids."""
    base = _base(plan.metric, plans)
    # The two sides of a rate share no more than their 'where'.
    shared = (plan.metric.where,) if plan.metric.kind is Kind.RATE else base
    counted = (*shared, tally_of(plan.metric.numerator).where)
    told = [tuple(text for text in texts if text) for texts in (base, counted)]
    guarded = _Guarded(plan.metric, contract, codings, *told)
    yield from _route_faults(guarded)
    yield from _read_with_faults(guarded)
    yield from _among_faults(guarded)
    yield from _overlap_faults(guarded)
    yield from _basis_faults(guarded)


def _base(metric: Metric, plans: Mapping[str, Plan]) -> tuple[str, ...]:
    """The conditions of the denominator's rows in the metric's own extract."""
    tally = tally_of(metric.denominator)
    if tally.stage:
        before = plans[tally.stage].metric
        return (*_base(before, plans), tally_of(before.numerator).where)
    return (metric.where,) if tally.extract else (metric.where, tally.where)


def _route_faults(guarded: _Guarded) -> Iterator[Fault]:
    metric, contract = guarded.metric, guarded.contract
    if contract.reporting_route and metric.kind in VOLUMES and metric.better is not Better.NONE:
        fault = f"'{contract.id}' is a way to report: more of it may be more trust"
        yield ("better",), fault, "Write 'better: none' and 'target: none'."


def _read_with_faults(guarded: _Guarded) -> Iterator[Fault]:
    for name, other in guarded.contract.read_with.items():
        if guarded.read(name) and not guarded.read(other):
            fault = f"'{name}' alone does not say how a row ended: '{other}' may hold it"
            yield ("numerator",), fault, f"Let the condition read '{other}' as well."


def _among_faults(guarded: _Guarded) -> Iterator[Fault]:
    """A column that means something for some rows alone: those must be the base."""
    for name, text in guarded.contract.told_among.items():
        wanted = print_sql(tree_of(text))
        held = guarded.base if guarded.divided else guarded.counted
        if guarded.read(name) and wanted not in _joined(held):
            fault = f"'{name}' is told of rows with {text}, and others are in the base"
            yield ("numerator",), fault, f"Write 'where: \"{text}\"', alone or joined by AND."


def _overlap_faults(guarded: _Guarded) -> Iterator[Fault]:
    """Groups that overlap, or of which one holds another, add up to more than there are."""
    tally = tally_of(guarded.metric.numerator)
    for column in guarded.contract.columns:
        coding = guarded.codings.get(column.coding)
        if coding is None or not coding.overlapping:
            continue
        if column.name in guarded.metric.breakdowns:
            fault = f"the groups of '{column.name}' overlap, so they are no parts of a whole"
            yield ("breakdowns",), fault, "Write a metric for each group, with its 'where'."
        sides = (guarded.counted, guarded.base if guarded.divided else guarded.counted)
        one = f"{identifier(column.name)} = '"
        named = [any(part.startswith(one) for part in _joined(side)) for side in sides]
        if not all(named) and not tally.distinct:
            fault = f"a row stands under each '{column.name}' that it has, and would count twice"
            cure = (
                f"Name one, like {column.name} = '{coding.groups[0]}', or count '{{distinct: …}}'."
            )
            yield ("numerator",), fault, cure


def _basis_faults(guarded: _Guarded) -> Iterator[Fault]:
    """One characteristic as two people told it, in one figure; who told none may be counted."""
    asked = sorted(_grouped(guarded))
    told: dict[str, tuple[str, str]] = {}
    for name in (*asked, *guarded.metric.breakdowns):
        coding = guarded.coding(name)
        if coding is None or not coding.characteristic:
            continue
        first, basis = told.get(coding.characteristic, (name, coding.basis))
        if coding.basis != basis:
            fault = f"'{first}' is {basis} and '{name}' is {coding.basis}: they never meet"
            yield ("where",), fault, "Use one of the two; what is not known may be asked of either."
        if name in asked:
            told.setdefault(coding.characteristic, (name, coding.basis))


def _grouped(guarded: _Guarded) -> set[str]:
    """The columns of which a condition asks for a group, and not only for what is unknown."""
    found = set()
    for text in guarded.counted:
        for part in parts_of(tree_of(text)):
            operands = part.operands if isinstance(part, Operation) else ()
            values = {one.value for one in operands if isinstance(one, Constant)}
            for one in operands:
                coding = guarded.coding(one.name) if isinstance(one, Column) else None
                if coding and isinstance(one, Column) and values & set(coding.groups):
                    found.add(one.name)
    return found


def _joined(texts: tuple[str, ...]) -> set[str]:
    """The SQL of every condition that must hold: those that AND joins, each by itself."""
    found, left = set(), [tree_of(text) for text in texts]
    while left:
        tree = left.pop()
        found.add(print_sql(tree))
        if isinstance(tree, Operation) and tree.operator == "AND":
            left += tree.operands
    return found

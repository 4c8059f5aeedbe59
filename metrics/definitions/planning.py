"""From a metric to its plan: conditions are read through the gate, breakdowns are matched."""

from collections.abc import Mapping

from metrics.definitions.checking import NUMBERS, Fault
from metrics.definitions.contracts import Coding, ColumnType, Extract
from metrics.definitions.expressions import (
    Expression,
    ExpressionColumn,
    ExpressionFault,
    read_condition,
)
from metrics.definitions.models import Kind, Metric, Tally
from metrics.definitions.plans import Counted, Plan
from metrics.errors import did_you_mean
from metrics.periods import PeriodType

# What the gate may see of each column: a timestamp is kept as its London date.
GATE_TYPES = {
    ColumnType.TIMESTAMP: "date",
    ColumnType.UNIT: "text",
    ColumnType.LATITUDE: "",
    ColumnType.LONGITUDE: "",
}
# A fault of the gate that starts with one of these lacks its subject.
VERBS = ("is ", "has ", "holds ", "gives ", "cannot ")
# Monthly rows add up to these; any other extract gives the one period that its own date closes.
FROM_MONTHS = (
    PeriodType.MONTH, PeriodType.QUARTER, PeriodType.ROLLING_YEAR, PeriodType.FINANCIAL_YEAR,
    PeriodType.YEAR_TO_DATE,
)  # fmt: skip


def gate_columns(extract: Extract, codings: Mapping[str, Coding]) -> list[ExpressionColumn]:
    """The columns of an extract's files that a condition may read, with their types and values."""
    columns = []
    for column in extract.columns:
        type_ = GATE_TYPES.get(column.type, str(column.type))
        if type_:
            known = codings.get(column.coding)
            columns.append(ExpressionColumn(column.name, type_, known.values if known else ()))
    return columns


def kept_columns(extract: Extract, codings: Mapping[str, Coding]) -> list[ExpressionColumn]:
    """The columns that a metric's condition may read: a row's unit is found, its name not kept."""
    units = {column.name for column in extract.columns if column.type is ColumnType.UNIT}
    return [column for column in gate_columns(extract, codings) if column.name not in units]


def condition_fault(key: str, error: ExpressionFault) -> Fault:
    """The fault of the condition under a key; where it tells what the condition does, with it."""
    fault = f"'{key}' {error.fault}" if error.fault.startswith(VERBS) else error.fault
    return (key,), fault, error.cure


class Planner:
    """Plans metrics over the extracts and codings that have no fault of their own."""

    def __init__(
        self, extracts: Mapping[str, Extract], codings: Mapping[str, Coding], named: frozenset[str]
    ) -> None:
        """Hold the sound extracts and codings by id, and the names of all extracts."""
        self.extracts, self.codings, self.named = extracts, codings, named

    def plan(self, metric: Metric) -> tuple[Plan | None, list[Fault]]:
        """The plan of a metric, or None and its faults.

        A metric over an extract that is itself at fault has neither.
        """
        tally = _tally(metric.denominator)
        asked = {"extract": metric.extract, "denominator": tally.extract or metric.extract}
        unknown: list[Fault] = [
            ((key,), f"unknown extract '{name}'", did_you_mean(name, sorted(self.named)))
            for key, name in asked.items()
            if name not in self.named and (key == "extract" or name != metric.extract)
        ]
        if unknown or not set(asked.values()) <= set(self.extracts):
            return None, unknown
        return _Planning(self, metric).plan()


class _Planning:
    """One metric on its way to a plan, and the faults found so far."""

    def __init__(self, planner: Planner, metric: Metric) -> None:
        self.extracts, self.codings, self.metric = planner.extracts, planner.codings, metric
        self.contract = self.extracts[metric.extract]
        self.numerator, self.denominator = _tally(metric.numerator), _tally(metric.denominator)
        self.base = self.extracts[self.denominator.extract or metric.extract]
        self.faults: list[Fault] = []

    def plan(self) -> tuple[Plan | None, list[Fault]]:
        self._check_sides()
        self._check_period()
        numerator, denominator = self._numerator(), self._denominator()
        plan = Plan(self.metric, numerator, denominator, self._matched(denominator))
        return (None, self.faults) if self.faults else (plan, [])

    def note(self, key: str, fault: str, cure: str) -> None:
        self.faults.append(((key,), fault, cure))

    def _check_sides(self) -> None:
        """Refuse a numerator and a denominator that cannot be divided."""
        kind, elsewhere = self.metric.kind, self.base is not self.contract
        if self.numerator.extract not in {"", self.metric.extract}:
            cure = "Put that extract under 'extract'."
            self.note("numerator", "the numerator names another extract", cure)
        if kind is Kind.PROPORTION and elsewhere:
            fault = "the two sides of a proportion come from one extract"
            self.note("denominator", fault, "Delete its 'extract', or write 'kind: rate'.")
        if kind is Kind.PROPORTION and self.numerator.sum != self.denominator.sum:
            fault = "the two sides of a proportion add up the same column, or count rows"
            self.note("numerator", fault, "Write one 'sum' in both, or 'kind: rate'.")
        if kind is Kind.REPRESENTATION and self.metric.denominator and not elsewhere:
            fault = "a representation is among people of another extract"
            self.note("denominator", fault, "Write '{extract: …}' with the residents.")
        if elsewhere and self.base.period.type is not PeriodType.SNAPSHOT:
            fault = f"'{self.base.id}' is no snapshot, so its dates cannot be matched"
            self.note("denominator", fault, "Name an extract whose period is a snapshot.")

    def _check_period(self) -> None:
        type_ = self.contract.period.type
        given = FROM_MONTHS if type_ is PeriodType.MONTH else (type_,)
        if self.metric.period not in given:
            fault = f"'{self.contract.id}' gives no figure for the period '{self.metric.period}'"
            self.note("period", fault, f"Write 'period: …' with one of: {', '.join(given)}.")

    def _numerator(self) -> Counted:
        parts = [self._condition("where", self.metric.where)]
        parts.append(self._condition("numerator", self.numerator.where))
        if self.metric.kind is Kind.PROPORTION:
            parts.append(self._condition("denominator", self.denominator.where))
        value, elsewhere = self.metric.value, self.numerator.extract not in {"", self.contract.id}
        if value is None:
            total = "" if elsewhere else self.numerator.sum
            return self._counted("numerator", self.contract, parts, total)
        if value.force_column:
            self._check_number("value", self.contract, value.force_column)
        return self._counted("value", self.contract, parts, value.column)

    def _denominator(self) -> Counted | None:
        if self.metric.kind in {Kind.COUNT, Kind.PUBLISHED}:
            return None
        parts = [self._condition("denominator", self.denominator.where, self.base)]
        if self.base is self.contract:
            parts.insert(0, self._condition("where", self.metric.where))
        return self._counted("denominator", self.base, parts, self.denominator.sum)

    def _condition(self, key: str, text: str, contract: Extract | None = None) -> Expression | None:
        asked = contract or self.contract
        try:
            columns = kept_columns(asked, self.codings)
            return read_condition(text, columns, asked.id) if text else None
        except ExpressionFault as error:
            self.faults.append(condition_fault(key, error))
            return None

    def _counted(
        self, key: str, contract: Extract, parts: list[Expression | None], total: str
    ) -> Counted:
        if total:
            self._check_number(key, contract, total)
        held = [part for part in parts if part is not None]
        condition = " AND ".join(f"({part.sql})" for part in held)
        columns = frozenset[str]().union(*(part.columns for part in held))
        return Counted(contract.id, condition, total, columns)

    def _check_number(self, key: str, contract: Extract, name: str) -> None:
        numbers = [column.name for column in contract.columns if column.type in NUMBERS]
        if name not in numbers:
            cure = _one_of(name, numbers, "The extract has no column of numbers.")
            self.note(key, f"'{name}' is not a column of numbers of '{contract.id}'", cure)

    def _matched(self, denominator: Counted | None) -> tuple[tuple[str, str], ...]:
        coded = [column.name for column in self.contract.columns if column.coding]
        other = self.base if denominator else self.contract
        pairs = []
        for name in self.metric.breakdowns:
            if name not in coded:
                cure = _one_of(name, coded, "The extract has no coded column.")
                self.note("breakdowns", f"'{name}' is not a coded column of its extract", cure)
                continue
            match = name if other is self.contract else self._same_basis(name, other)
            if not match:
                coding = self.codings[self.contract.column(name).coding]
                held = " ".join(filter(None, (coding.basis, coding.characteristic or name)))
                cure = f"Take '{name}' out: the two cannot be matched."
                self.note("breakdowns", f"'{other.id}' does not hold {held}", cure)
            pairs.append((name, match))
        return tuple(pairs)

    def _same_basis(self, name: str, other: Extract) -> str:
        """The column of `other` that holds the same characteristic on the same basis, if any."""
        mine = self.codings[self.contract.column(name).coding]
        for column in other.columns:
            theirs = self.codings.get(column.coding)
            if theirs and mine.characteristic and (
                (theirs.characteristic, theirs.basis) == (mine.characteristic, mine.basis)
            ):  # fmt: skip
                return column.name
        return ""


def _one_of(name: str, known: list[str], none: str) -> str:
    return did_you_mean(name, known) if known else none


def _tally(value: str | Tally) -> Tally:
    return value if isinstance(value, Tally) else Tally(where=value)

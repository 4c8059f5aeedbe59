"""From a metric to its plan: conditions are read through the gate, breakdowns are matched."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias

from metrics.definitions.checking import Fault
from metrics.definitions.columns import (
    Unmeasured,
    condition_fault,
    kept_columns,
    number_of,
    one_of,
)
from metrics.definitions.contracts import Coding, Extract
from metrics.definitions.expressions import Expression, ExpressionFault, read_condition
from metrics.definitions.models import Days, Kind, Metric, Tally
from metrics.definitions.plans import Counted, Measure, Number, Plan
from metrics.errors import did_you_mean
from metrics.periods import PeriodType

Sides: TypeAlias = tuple[Counted, Counted | None, tuple[tuple[str, Counted], ...]]

AVERAGES = (Kind.MEAN, Kind.MEDIAN)
# Monthly rows add up to these; any other extract gives the one period that its own date closes.
FROM_MONTHS = (
    PeriodType.MONTH, PeriodType.QUARTER, PeriodType.ROLLING_YEAR, PeriodType.FINANCIAL_YEAR,
    PeriodType.YEAR_TO_DATE,
)  # fmt: skip


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
        sides = self._average() if self.metric.kind in AVERAGES else self._sides()
        numerator, denominator, also = sides
        plan = Plan(self.metric, numerator, denominator, self._matched(denominator), also)
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

    def _sides(self) -> Sides:
        return self._numerator(), self._denominator(), ()

    def _average(self) -> Sides:
        """What a mean or a median is made of; rows without the number are left out of it."""
        given = self.metric.number
        number = self._number("number", self.contract, given) if given else None
        rows = self._rows(self.contract, [self._condition("where", self.metric.where)])
        known = replace(rows, measure=Measure.KNOWN, number=number)
        if self.metric.kind is Kind.MEDIAN:
            asked = self.metric.percentile or 50
            placed = replace(known, measure=Measure.PERCENTILE, percentile=asked)
            return placed, known, ()
        squares = replace(known, measure=Measure.SQUARES)
        return replace(known, measure=Measure.TOTAL), known, (("squares", squares),)

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
            self._number("value", self.contract, value.force_column)
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
        rows = self._rows(contract, parts)
        number = self._number(key, contract, total) if total else None
        return replace(rows, measure=Measure.SUM, number=number) if number else rows

    def _rows(self, contract: Extract, parts: list[Expression | None]) -> Counted:
        held = [part for part in parts if part is not None]
        condition = " AND ".join(f"({part.sql})" for part in held)
        return Counted(contract.id, condition, frozenset[str]().union(*(p.columns for p in held)))

    def _number(self, key: str, contract: Extract, given: str | Days) -> Number | None:
        try:
            return number_of(given, contract)
        except Unmeasured as error:
            self.note(key, error.fault, error.cure)
            return None

    def _matched(self, denominator: Counted | None) -> tuple[tuple[str, str], ...]:
        coded = [column.name for column in self.contract.columns if column.coding]
        other = self.base if denominator else self.contract
        pairs = []
        for name in self.metric.breakdowns:
            if name not in coded:
                cure = one_of(name, coded, "The extract has no coded column.")
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


def _tally(value: str | Tally) -> Tally:
    return value if isinstance(value, Tally) else Tally(where=value)

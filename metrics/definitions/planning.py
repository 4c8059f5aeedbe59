"""From a metric to its plan: conditions are read through the gate, breakdowns are matched."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeAlias, TypeVar

from metrics.definitions.checking import Fault
from metrics.definitions.columns import (
    Unmeasured,
    condition_fault,
    kept_columns,
    key_of,
    level_of,
    number_of,
    one_of,
    respondents_weight,
)
from metrics.definitions.contracts import Coding, Extract
from metrics.definitions.expressions import Expression, ExpressionFault, read_condition
from metrics.definitions.models import Kind, Metric, Tally
from metrics.definitions.plans import Counted, Measure, Number, Plan
from metrics.definitions.sides import Sides, side_faults, stage_faults, tally_of
from metrics.errors import did_you_mean
from metrics.periods import PeriodType

T = TypeVar("T")
Counts: TypeAlias = tuple[Counted, Counted | None, tuple[tuple[str, Counted], ...]]

# Monthly rows add up to these; any other extract gives the one period that its own date closes.
FROM_MONTHS = (
    PeriodType.MONTH, PeriodType.QUARTER, PeriodType.ROLLING_YEAR, PeriodType.FINANCIAL_YEAR,
    PeriodType.YEAR_TO_DATE, PeriodType.THREE_YEARS,
)  # fmt: skip


class Planner:
    """Plans metrics over the extracts and codings that have no fault of their own."""

    def __init__(
        self, extracts: Mapping[str, Extract], codings: Mapping[str, Coding],
        named: frozenset[str], metrics: Sequence[str],
    ) -> None:  # fmt: skip
        """Hold the sound extracts and codings by id, and the names of all extracts and metrics."""
        self.extracts, self.codings, self.named, self.metrics = extracts, codings, named, metrics
        self.plans: dict[str, Plan] = {}

    def plan(self, metric: Metric) -> tuple[Plan | None, list[Fault]]:
        """The plan of a metric, or None and its faults; metrics come in the order of the file.

        A metric over an extract, or after a stage, that is itself at fault has neither.
        """
        tally = tally_of(metric.denominator)
        asked = {"extract": metric.extract, "denominator": tally.extract or metric.extract}
        unknown: list[Fault] = [
            ((key,), f"unknown extract '{name}'", did_you_mean(name, sorted(self.named)))
            for key, name in asked.items()
            if name not in self.named and (key == "extract" or name != metric.extract)
        ]
        if unknown or not set(asked.values()) <= set(self.extracts):
            return None, unknown
        faults = [*stage_faults(metric, self.metrics, self.plans)]
        before = self.plans.get(tally.stage)
        if faults or (tally.stage and not before):
            return None, faults
        plan, faults = _Planning(self, self._sides(metric, before)).plan()
        if plan:
            self.plans[metric.id] = plan
        return plan, faults

    def _sides(self, metric: Metric, before: Plan | None) -> Sides:
        """Both sides of a metric; a stage makes of its base what the stage before it did."""
        denominator, contract = tally_of(metric.denominator), self.extracts[metric.extract]
        base = self.extracts[denominator.extract] if denominator.extract else contract
        if before:
            denominator = replace(tally_of(before.metric.numerator), where="")
        return Sides(metric, contract, base, tally_of(metric.numerator), denominator, before)


class _Planning:
    """One metric on its way to a plan, and the faults found so far."""

    def __init__(self, planner: Planner, sides: Sides) -> None:
        self.codings, self.metric, self.before = planner.codings, sides.metric, sides.before
        self.contract, self.base = sides.contract, sides.base
        self.numerator, self.denominator = sides.numerator, sides.denominator
        self.faults: list[Fault] = [*side_faults(sides)]

    def plan(self) -> tuple[Plan | None, list[Fault]]:
        self._check_period()
        make = MAKERS.get(self.metric.kind, _Planning._counts)
        numerator, denominator, also = make(self)
        plan = Plan(self.metric, numerator, denominator, self._matched(denominator), also)
        return (None, self.faults) if self.faults else (plan, [])

    def note(self, key: str, fault: str, cure: str) -> None:
        self.faults.append(((key,), fault, cure))

    def _check_period(self) -> None:
        type_ = self.contract.period.type
        given = FROM_MONTHS if type_ is PeriodType.MONTH else (type_,)
        if self.metric.period not in given:
            fault = f"'{self.contract.id}' gives no figure for the period '{self.metric.period}'"
            self.note("period", fault, f"Write 'period: …' with one of: {', '.join(given)}.")

    def _counts(self) -> Counts:
        return self._numerator(), self._denominator(), ()

    def _average(self) -> Counts:
        """What a mean or a median is made of; rows without the number are left out of it."""
        given = self.metric.number
        number = self._measured("number", number_of, given, self.contract) if given else None
        rows = self._rows(self.contract, [self._condition("where", self.metric.where)])
        known = replace(rows, measure=Measure.KNOWN, number=number)
        if self.metric.kind is Kind.MEDIAN:
            asked = self.metric.percentile or 50
            placed = replace(known, measure=Measure.PERCENTILE, percentile=asked)
            return placed, known, ()
        squares = replace(known, measure=Measure.SQUARES)
        return replace(known, measure=Measure.TOTAL), known, (("squares", squares),)

    def _respondents(self) -> Counts:
        """Those who agree and those who answered, and the weights of both."""
        where = self._condition("where", self.metric.where)
        answers = self._condition("denominator", self.denominator.where)
        agrees = self._condition("numerator", self.numerator.where)
        answered = self._rows(self.contract, [where, answers])
        agreed = self._rows(self.contract, [where, agrees, answers])
        if not self.metric.weight:
            return agreed, answered, (
                ("weighted", agreed), ("weights", answered), ("squares", answered),
            )  # fmt: skip
        weight = self._measured("weight", respondents_weight, self.metric.weight, self.contract)
        return agreed, answered, (
            ("weighted", replace(agreed, measure=Measure.TOTAL, number=weight)),
            ("weights", replace(answered, measure=Measure.TOTAL, number=weight)),
            ("squares", replace(answered, measure=Measure.SQUARES, number=weight)),
        )  # fmt: skip

    def _level(self) -> Counts:
        """The column that holds a unit's level, one of those that the metric has in order."""
        rows = self._rows(self.contract, [self._condition("where", self.metric.where)])
        number = None
        if self.metric.value and self.metric.levels:
            coded = partial(level_of, self.metric.levels, self.codings)
            number = self._measured("value", coded, self.metric.value.column, self.contract)
        return replace(rows, measure=Measure.LEVEL, number=number), None, ()

    def _numerator(self) -> Counted:
        parts = [self._condition("where", self.metric.where)]
        parts.append(self._condition("numerator", self.numerator.where))
        if self.before:
            counted = self.before.numerator
            parts.insert(0, Expression("", counted.condition, counted.columns))
        elif self.metric.kind is Kind.PROPORTION:
            parts.append(self._condition("denominator", self.denominator.where))
        value, elsewhere = self.metric.value, self.numerator.extract not in {"", self.contract.id}
        if value is None:
            # An extract of its own is a fault already: another one's columns are not asked for.
            tally = Tally() if elsewhere else self.numerator
            return self._counted("numerator", self.contract, parts, tally)
        if value.force_column:
            self._measured("value", number_of, value.force_column, self.contract)
        return self._counted("value", self.contract, parts, Tally(sum=value.column))

    def _denominator(self) -> Counted | None:
        if self.metric.kind in {Kind.COUNT, Kind.PUBLISHED}:
            return None
        if self.before:
            return self.before.numerator
        tally = self.denominator
        parts = [self._condition("denominator", tally.where, self.base)]
        if self.base is self.contract:
            parts.insert(0, self._condition("where", self.metric.where))
        else:
            tally = replace(tally, distinct="")  # a fault already
        return self._counted("denominator", self.base, parts, tally)

    def _condition(self, key: str, text: str, contract: Extract | None = None) -> Expression | None:
        asked = contract or self.contract
        try:
            columns = kept_columns(asked, self.codings)
            return read_condition(text, columns, asked.id) if text else None
        except ExpressionFault as error:
            self.faults.append(condition_fault(key, error))
            return None

    def _counted(
        self, key: str, contract: Extract, parts: list[Expression | None], tally: Tally
    ) -> Counted:
        rows = self._rows(contract, parts)
        if tally.distinct:
            number = self._measured(key, key_of, tally.distinct, contract)
            return replace(rows, measure=Measure.DISTINCT, number=number)
        if tally.sum:
            number = self._measured(key, number_of, tally.sum, contract)
            return replace(rows, measure=Measure.SUM, number=number)
        return rows

    def _rows(self, contract: Extract, parts: list[Expression | None]) -> Counted:
        held = [part for part in parts if part is not None and part.sql]
        condition = " AND ".join(f"({part.sql})" for part in held)
        return Counted(contract.id, condition, frozenset[str]().union(*(p.columns for p in held)))

    def _measured(
        self, key: str, read: Callable[[T, Extract], Number], given: T, contract: Extract
    ) -> Number | None:
        try:
            return read(given, contract)
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
        """The column of `other` with the same coding, or characteristic and basis, if any."""
        mine = self.codings[self.contract.column(name).coding]
        told = (mine.characteristic, mine.basis)
        for column in other.columns:
            theirs = self.codings.get(column.coding)
            same = theirs and (theirs.characteristic, theirs.basis) == told
            if theirs and (theirs.id == mine.id or (same and mine.characteristic)):
                return column.name
        return ""


MAKERS = {
    Kind.MEAN: _Planning._average,
    Kind.MEDIAN: _Planning._average,
    Kind.SURVEY: _Planning._respondents,
    Kind.LEVEL: _Planning._level,
}

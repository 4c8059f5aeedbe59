"""From a metric to its plan: conditions are read through the gate, breakdowns are matched."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias, TypeVar

from metrics.definitions.checking import Fault
from metrics.definitions.columns import (
    Unmeasured,
    condition_fault,
    kept_columns,
    key_of,
    number_of,
    one_of,
    respondents_weight,
)
from metrics.definitions.contracts import Coding, Extract
from metrics.definitions.expressions import Expression, ExpressionFault, read_condition
from metrics.definitions.models import Kind, Metric, Tally
from metrics.definitions.plans import Counted, Measure, Number, Plan
from metrics.errors import did_you_mean
from metrics.periods import PeriodType

T = TypeVar("T")
Sides: TypeAlias = tuple[Counted, Counted | None, tuple[tuple[str, Counted], ...]]

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
        self._check_sums()
        self._check_period()
        make = MAKERS.get(self.metric.kind, _Planning._sides)
        numerator, denominator, also = make(self)
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
        if kind is Kind.REPRESENTATION and self.metric.denominator and not elsewhere:
            fault = "a representation is among people of another extract"
            self.note("denominator", fault, "Write '{extract: …}' with the residents.")
        if elsewhere and self.base.period.type is not PeriodType.SNAPSHOT:
            fault = f"'{self.base.id}' is no snapshot, so its dates cannot be matched"
            self.note("denominator", fault, "Name an extract whose period is a snapshot.")

    def _check_sums(self) -> None:
        """Refuse sides of which not the same is made, and people who cannot be told apart."""
        made = [(side.sum, side.distinct) for side in (self.numerator, self.denominator)]
        if self.metric.kind is Kind.PROPORTION and made[0] != made[1]:
            fault = "the two sides of a proportion add up the same column, or count rows"
            word = "distinct" if made[0][1] or made[1][1] else "sum"
            self.note("numerator", fault, f"Write one '{word}' in both, or 'kind: rate'.")
        if self.metric.kind is Kind.SURVEY:
            self._check_survey()
        for key, (total, distinct) in zip(("numerator", "denominator"), made, strict=True):
            if total and distinct:
                cure = "Write 'sum' or 'distinct', not both."
                self.note(key, f"the {key} adds up one column and counts another", cure)
        if self.base is not self.contract and self.denominator.distinct:
            fault = "people of another extract are added up over its areas, and not told apart"
            self.note("denominator", fault, "Delete 'distinct', or write 'sum'.")

    def _check_survey(self) -> None:
        sides = {"numerator": self.numerator, "denominator": self.denominator}
        for key, side in sides.items():
            if replace(side, where="") != Tally():
                cure = "Write a condition alone; the weights stand under 'weight'."
                self.note(key, "a survey counts the answers of its respondents", cure)
        if self.contract.weight:
            fault = f"a row of '{self.contract.id}' stands for several respondents"
            self.note("extract", fault, "Name an extract with a row for each, or a proportion.")

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
        number = self._measured("number", number_of, given, self.contract) if given else None
        rows = self._rows(self.contract, [self._condition("where", self.metric.where)])
        known = replace(rows, measure=Measure.KNOWN, number=number)
        if self.metric.kind is Kind.MEDIAN:
            asked = self.metric.percentile or 50
            placed = replace(known, measure=Measure.PERCENTILE, percentile=asked)
            return placed, known, ()
        squares = replace(known, measure=Measure.SQUARES)
        return replace(known, measure=Measure.TOTAL), known, (("squares", squares),)

    def _respondents(self) -> Sides:
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

    def _numerator(self) -> Counted:
        parts = [self._condition("where", self.metric.where)]
        parts.append(self._condition("numerator", self.numerator.where))
        if self.metric.kind is Kind.PROPORTION:
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
        held = [part for part in parts if part is not None]
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
        """The column of `other` that holds the same characteristic on the same basis, if any."""
        mine = self.codings[self.contract.column(name).coding]
        for column in other.columns:
            theirs = self.codings.get(column.coding)
            if theirs and mine.characteristic and (
                (theirs.characteristic, theirs.basis) == (mine.characteristic, mine.basis)
            ):  # fmt: skip
                return column.name
        return ""


MAKERS = {
    Kind.MEAN: _Planning._average,
    Kind.MEDIAN: _Planning._average,
    Kind.SURVEY: _Planning._respondents,
}


def _tally(value: str | Tally) -> Tally:
    return value if isinstance(value, Tally) else Tally(where=value)

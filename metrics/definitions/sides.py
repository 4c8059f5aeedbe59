"""The two sides of a metric, and why they cannot be divided, or the one be a stage of the other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from metrics.definitions.checking import Fault
from metrics.definitions.contracts import Extract
from metrics.definitions.models import Kind, Metric, Tally
from metrics.definitions.plans import Plan
from metrics.errors import did_you_mean
from metrics.periods import PeriodType

STAGES = (Kind.COUNT, Kind.PROPORTION)


@dataclass(frozen=True, slots=True)
class Sides:
    """What a metric asks for as its numerator and its denominator, and of which extracts.

    `before` is the plan of the stage before it, if it names one.
    """

    metric: Metric
    contract: Extract
    base: Extract
    numerator: Tally
    denominator: Tally
    before: Plan | None = None


def tally_of(value: str | Tally) -> Tally:
    """A numerator or a denominator in its long form."""
    return value if isinstance(value, Tally) else Tally(where=value)


def stage_faults(
    metric: Metric, names: Sequence[str], plans: Mapping[str, Plan]
) -> Iterator[Fault]:
    """Why the metric that is named as the stage before cannot be; `names` are those of all."""
    tally, place = tally_of(metric.denominator), ("denominator",)
    if not tally.stage:
        return
    if metric.kind is not Kind.PROPORTION:
        fault = "a stage is a share of the stage before it"
        yield place, fault, "Write 'kind: proportion', or delete 'stage'."
        return
    for fault, cure in _name_faults(metric, tally.stage, names):
        yield place, fault, cure
    for fault, cure in _before_faults(metric, plans.get(tally.stage)):
        yield place, fault, cure
    if replace(tally, stage="") != Tally() or metric.where:
        key = "where" if metric.where else "denominator"
        cure = "Put this stage's own condition under 'numerator' alone."
        yield (key,), f"'{tally.stage}' says already which rows are the base", cure


def _name_faults(metric: Metric, stage: str, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """A stage stands below the one before it, which makes a circle impossible."""
    above = names[: names.index(metric.id)]
    if stage == metric.id:
        yield "it names itself as the stage before it", did_you_mean(stage, above)
    elif stage not in names:
        yield f"unknown metric '{stage}'", did_you_mean(stage, above)
    elif stage not in above:
        yield f"'{stage}' is listed below it", f"Move '{stage}' above '{metric.id}'."


def _before_faults(metric: Metric, before: Plan | None) -> Iterator[tuple[str, str]]:
    if before and before.metric.kind not in STAGES:
        fault = f"'{before.metric.id}' is a {before.metric.kind}, which is no stage of cases"
        yield fault, "Name a count or a proportion."
    elif before and before.metric.extract != metric.extract:
        fault = f"'{before.metric.id}' is of the extract '{before.metric.extract}'"
        yield fault, "The stages of a funnel are rows of one extract."
    elif before and before.metric.period is not metric.period:
        fault = f"'{before.metric.id}' is shown over another period"
        yield fault, f"Write 'period: {before.metric.period}', as the stage before it has."


def side_faults(sides: Sides) -> Iterator[Fault]:
    """Everything for which a numerator and a denominator cannot be divided."""
    kind, elsewhere = sides.metric.kind, sides.base is not sides.contract
    if sides.numerator.extract not in {"", sides.metric.extract}:
        cure = "Put that extract under 'extract'."
        yield ("numerator",), "the numerator names another extract", cure
    if sides.numerator.stage:
        cure = "Name the stage before under 'denominator'."
        yield ("numerator",), "a stage is the base of the next, not its numerator", cure
    if kind is Kind.PROPORTION and elsewhere:
        fault = "the two sides of a proportion come from one extract"
        yield ("denominator",), fault, "Delete its 'extract', or write 'kind: rate'."
    if kind is Kind.REPRESENTATION and sides.metric.denominator and not elsewhere:
        fault = "a representation is among people of another extract"
        yield ("denominator",), fault, "Write '{extract: …}' with the residents."
    if sides.metric.not_in and not (kind is Kind.RATE and sides.base.unit.residents_only):
        fault = "only a rate of residents can be switched off for a unit"
        yield ("not_in",), fault, "Delete 'not_in'."
    if elsewhere and not _can_be_matched(sides):
        fault = f"'{sides.base.id}' is no snapshot, so its dates cannot be matched"
        yield ("denominator",), fault, "Name an extract whose period is a snapshot."
    yield from _survey_faults(sides) if kind is Kind.SURVEY else _sum_faults(sides)


def _can_be_matched(sides: Sides) -> bool:
    """Whether the base is of a day, or both sides of a rate are of months."""
    monthly = {sides.base.period.type, sides.contract.period.type} == {PeriodType.MONTH}
    return sides.base.period.type is PeriodType.SNAPSHOT or (
        monthly and sides.metric.kind is Kind.RATE
    )


def _sum_faults(sides: Sides) -> Iterator[Fault]:
    """Sides of which not the same is made, and people who cannot be told apart."""
    made = [(side.sum, side.distinct) for side in (sides.numerator, sides.denominator)]
    if sides.metric.kind is Kind.PROPORTION and made[0] != made[1]:
        fault = "the two sides of a proportion add up the same column, or count rows"
        word = "distinct" if made[0][1] or made[1][1] else "sum"
        yield ("numerator",), fault, f"Write one '{word}' in both, or 'kind: rate'."
    for key, (total, distinct) in zip(("numerator", "denominator"), made, strict=True):
        if total and distinct:
            fault = f"the {key} adds up one column and counts another"
            yield (key,), fault, "Write 'sum' or 'distinct', not both."
    if sides.base is not sides.contract and sides.denominator.distinct:
        fault = "people of another extract are added up over its areas, and not told apart"
        yield ("denominator",), fault, "Delete 'distinct', or write 'sum'."


def _survey_faults(sides: Sides) -> Iterator[Fault]:
    asked = {"numerator": sides.numerator, "denominator": sides.denominator}
    for key, side in asked.items():
        if replace(side, where="") != Tally():
            cure = "Write a condition alone; the weights stand under 'weight'."
            yield (key,), "a survey counts the answers of its respondents", cure
    if sides.contract.weight:
        fault = f"a row of '{sides.contract.id}' stands for several respondents"
        yield ("extract",), fault, "Name an extract with a row for each, or a proportion."

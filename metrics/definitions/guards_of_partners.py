"""Guards that no metric can keep alone: what must stand beside it in the scorecard."""

from collections.abc import Iterator, Mapping

from metrics.definitions.checking import Fault
from metrics.definitions.contracts import Extract
from metrics.definitions.models import Days
from metrics.definitions.plans import Counted, Measure, Plan


def partner_faults(plan: Plan, contract: Extract, plans: Mapping[str, Plan]) -> Iterator[Fault]:
    """What a metric lacks beside it; `plans` are those of the whole scorecard."""
    yield from _number_faults(plan, contract, plans)
    yield from _open_faults(plan, contract, plans)


def _number_faults(plan: Plan, contract: Extract, plans: Mapping[str, Plan]) -> Iterator[Fault]:
    """A sum that one large row can move, without how many rows there are."""
    added = plan.numerator.sum
    if added not in contract.by_number or plan.numerator.measure is not Measure.SUM:
        return
    told = {_rows_of(other) for other in plans.values() if other.numerator.measure is Measure.ROWS}
    if _rows_of(plan) not in told:
        fault = f"one row can outweigh all others in '{added}', and no metric counts the rows"
        yield ("numerator",), fault, "Write a metric with the same conditions that adds up nothing."


def _rows_of(plan: Plan) -> tuple[str, str, str]:
    """Which rows a metric is about, whatever it makes of them."""
    base: Counted | None = plan.denominator
    return plan.numerator.extract, plan.numerator.condition, base.condition if base else ""


def _open_faults(plan: Plan, contract: Extract, plans: Mapping[str, Plan]) -> Iterator[Fault]:
    """Days until a row was closed, without how long those still open have waited."""
    number, dated = plan.metric.number, contract.period.column
    if not contract.open_in or not isinstance(number, Days) or number.until != dated:
        return
    beside = [other.metric for other in plans.values() if other.metric.extract == contract.open_in]
    if not any(isinstance(metric.number, Days) for metric in beside):
        fault = f"how long the open ones in '{contract.open_in}' have waited is in no metric"
        yield ("number",), fault, f"Write a median of days over '{contract.open_in}' as well."

"""Guards of how a figure is judged and over what time: what is no success, and what is rare."""

from collections.abc import Iterator

from metrics.definitions.checking import Fault
from metrics.definitions.contracts import Extract
from metrics.definitions.guarded import Guarded, asked_of, leaves_out
from metrics.definitions.models import Better, Kind
from metrics.definitions.sides import tally_of
from metrics.periods import PeriodType

VOLUMES = (Kind.COUNT, Kind.RATE)
FOR_CONTEXT = "Write 'better: none' and 'target: none'."


def judging_faults(guarded: Guarded, base: Extract) -> Iterator[Fault]:
    """Everything for which a metric must not be judged, or not so; `base` is the denominator's."""
    if guarded.metric.better is not Better.NONE:
        yield from _route_faults(guarded)
        yield from _output_faults(guarded)
        yield from _context_faults(guarded, base)
        yield from _left_out_faults(guarded)
    yield from _rare_faults(guarded)
    yield from _recording_faults(guarded)


def _route_faults(guarded: Guarded) -> Iterator[Fault]:
    metric, contract = guarded.metric, guarded.contract
    if contract.reporting_route and metric.kind in VOLUMES:
        fault = f"'{contract.id}' is a way to report: more of it may be more trust"
        yield ("better",), fault, FOR_CONTEXT


def _output_faults(guarded: Guarded) -> Iterator[Fault]:
    """What was done, judged as if it were what came of it."""
    metric, contract = guarded.metric, guarded.contract
    if contract.outputs and metric.kind is Kind.COUNT:
        fault = f"how many '{contract.id}' has says how much was done, and not how well"
        yield ("better",), fault, FOR_CONTEXT
    counted = tuple(filter(None, [tally_of(metric.numerator).where]))
    for name in contract.outputs:
        if asked_of(name, counted) and not metric.output:
            fault = f"'{name}' says what was done, and not what came of it"
            yield ("output",), fault, "Write 'output: true'."


def _context_faults(guarded: Guarded, base: Extract) -> Iterator[Fault]:
    if base.id in guarded.contract.context_by:
        fault = f"those in '{base.id}' are not those whom '{guarded.contract.id}' is about"
        yield ("denominator",), fault, f"Name a nearer base, or w{FOR_CONTEXT[1:]}"


def _left_out_faults(guarded: Guarded) -> Iterator[Fault]:
    """Rows that are nobody's success or failure here, in the base of what is judged."""
    for name, group in guarded.contract.not_judged.items():
        if not leaves_out(name, group, guarded.held):
            fault = f"rows with {name} = '{group}' are neither a success nor a failure of the force"
            yield ("where",), fault, f"Write \"{name} <> '{group}'\" there, alone or joined by AND."


def _rare_faults(guarded: Guarded) -> Iterator[Fault]:
    for name in guarded.contract.rare:
        if guarded.read(name) and guarded.metric.period is not PeriodType.THREE_YEARS:
            fault = f"there are too few rows for '{name}' to be told year by year"
            yield ("period",), fault, "Write 'period: three_years'."


def _recording_faults(guarded: Guarded) -> Iterator[Fault]:
    """A column that is recorded in another way since a day: the definition starts there."""
    metric, dated = guarded.metric, guarded.contract.period.column
    for name, day in guarded.contract.recorded_anew.items():
        if (name == dated or guarded.read(name)) and metric.since < day:
            fault = f"'{name}' is recorded in another way since {day}"
            yield ("since",), fault, f"Write 'since: {day}': the series breaks there."

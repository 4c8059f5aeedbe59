"""The guards of the language: what a contract says of its rows that no metric may go against."""

from collections.abc import Iterator, Mapping, Sequence

from metrics.definitions.checking import Fault
from metrics.definitions.columns import condition_fault, gate_columns
from metrics.definitions.contracts import Coding, ColumnType, Extract
from metrics.definitions.expressions import ExpressionFault, read_condition
from metrics.definitions.guarded import guarded_of
from metrics.definitions.guards_of_bases import base_faults
from metrics.definitions.guards_of_judging import judging_faults
from metrics.definitions.plans import Plan
from metrics.errors import did_you_mean

# The keys of a contract that name columns, and those that name extracts.
OF_COLUMNS = ("read_with", "among", "apart", "known_only", "rare", "outputs", "not_judged",
              "recorded_anew", "by_number")  # fmt: skip
OF_EXTRACTS = ("context_by", "open_in")


def contract_faults(
    extract: Extract, codings: Mapping[str, Coding], extracts: Sequence[str]
) -> Iterator[Fault]:
    """What one contract says of itself that cannot be so; `extracts` are the names of all."""
    names = {column.name for column in extract.columns}
    if extract.public and extract.force_only:
        fault = "what may exist for the force alone is somebody's secret"
        yield ("force_only",), fault, "Delete 'public', or 'force_only'."
    for key in OF_COLUMNS:
        others = extract.read_with.values() if key == "read_with" else ()
        asked = {*getattr(extract, key), *others}
        for name in sorted(asked - names):
            yield (key,), f"unknown column '{name}'", "Write the name of a column of this extract."
    for key in OF_EXTRACTS:
        told = getattr(extract, key)
        for name in sorted({*((told,) if isinstance(told, str) else told)} - {"", *extracts}):
            yield (key,), f"unknown extract '{name}'", did_you_mean(name, sorted(extracts))
    yield from _left_out_faults(extract, codings)
    if extract.anonymous:
        yield from _anonymous_faults(extract, codings)


def _left_out_faults(extract: Extract, codings: Mapping[str, Coding]) -> Iterator[Fault]:
    """A group that is never judged, and that its column cannot hold."""
    coded = {column.name: codings.get(column.coding) for column in extract.columns}
    for name, group in extract.not_judged.items():
        coding = coded.get(name)
        if name in coded and (coding is None or group not in coding.groups):
            cure = did_you_mean(group, coding.groups) if coding else "Name a coded column."
            yield ("not_judged",), f"'{name}' has no group '{group}'", cure


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


def metric_faults(
    plan: Plan, contracts: Mapping[str, Extract], codings: Mapping[str, Coding],
    plans: Mapping[str, Plan],
) -> Iterator[Fault]:  # fmt: skip
    """What a metric asks of rows that their contract forbids."""
    contract = contracts[plan.metric.extract]
    guarded = guarded_of(plan, contract, codings, plans)
    base = contracts[plan.denominator.extract] if plan.denominator else contract
    yield from judging_faults(guarded, base)
    yield from base_faults(guarded, base)

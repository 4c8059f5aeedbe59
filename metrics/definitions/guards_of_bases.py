"""Guards of what is counted, and of what: the rows that must be, or must not be, in one figure."""

from collections.abc import Iterator

from metrics.definitions.checking import Fault
from metrics.definitions.contracts import Extract
from metrics.definitions.expression_tree import print_sql
from metrics.definitions.expressions import tree_of
from metrics.definitions.guarded import Guarded, joined, leaves_out, names_one
from metrics.definitions.models import Kind
from metrics.definitions.sides import tally_of

SHARES = (Kind.PROPORTION, Kind.SURVEY)


def base_faults(guarded: Guarded, base: Extract) -> Iterator[Fault]:
    """Everything for which rows cannot stand in one figure; `base` is the denominator's extract."""
    yield from _read_with_faults(guarded)
    yield from _among_faults(guarded)
    yield from _apart_faults(guarded)
    yield from _overlap_faults(guarded)
    yield from _basis_faults(guarded)
    yield from _unknown_faults(guarded)
    if base is not guarded.contract:
        yield from _joined_faults(guarded, base)


def _read_with_faults(guarded: Guarded) -> Iterator[Fault]:
    for name, other in guarded.contract.read_with.items():
        if guarded.read(name) and not guarded.read(other):
            fault = f"'{name}' alone does not say how a row ended: '{other}' may hold it"
            yield ("numerator",), fault, f"Let the condition read '{other}' as well."


def _among_faults(guarded: Guarded) -> Iterator[Fault]:
    """A column that means something for some rows alone: those must be the base."""
    for name, text in guarded.contract.told_among.items():
        if guarded.read(name) and print_sql(tree_of(text)) not in joined(guarded.held):
            fault = f"'{name}' is told of rows with {text}, and others are in the base"
            yield ("numerator",), fault, f"Write 'where: \"{text}\"', alone or joined by AND."


def _apart_faults(guarded: Guarded) -> Iterator[Fault]:
    """Groups that mean different things: a total of all of them hides what each does."""
    for name in guarded.contract.apart:
        if not guarded.read(name):
            fault = f"all groups of '{name}' are in one number, which hides what each does"
            yield ("where",), fault, f"Name '{name}' in a condition, or break down by it."


def _overlap_faults(guarded: Guarded) -> Iterator[Fault]:
    """Groups that overlap, or of which one holds another, add up to more than there are."""
    tally = tally_of(guarded.metric.numerator)
    for column in guarded.contract.columns:
        coding = guarded.codings.get(column.coding)
        if coding is None or not coding.overlapping:
            continue
        if column.name in guarded.metric.breakdowns:
            fault = f"the groups of '{column.name}' overlap, so they are no parts of a whole"
            yield ("breakdowns",), fault, "Write a metric for each group, with its 'where'."
        sides = (guarded.counted, guarded.held)
        if not all(names_one(column.name, side) for side in sides) and not tally.distinct:
            fault = f"a row stands under each '{column.name}' that it has, and would count twice"
            cure = (
                f"Name one, like {column.name} = '{coding.groups[0]}', or count '{{distinct: …}}'."
            )
            yield ("numerator",), fault, cure


def _basis_faults(guarded: Guarded) -> Iterator[Fault]:
    """One characteristic as two people told it, in one figure; who told none may be counted."""
    asked = sorted(guarded.grouped(guarded.counted))
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


def _unknown_faults(guarded: Guarded) -> Iterator[Fault]:
    """A group's share of people of whom some told nothing: it falls when fewer tell."""
    kind, counted = guarded.metric.kind, tally_of(guarded.metric.numerator).where
    if kind not in SHARES or not counted:
        return
    for name in sorted(guarded.grouped((counted,)) & {*guarded.contract.known_only}):
        coding = guarded.coding(name)
        if coding and coding.unknown and not leaves_out(name, coding.unknown, guarded.base):
            fault = f"those whose '{name}' is {coding.unknown} are in the base"
            yield ("where",), fault, f"Write \"{name} <> '{coding.unknown}'\" there, by AND."


def _joined_faults(guarded: Guarded, base: Extract) -> Iterator[Fault]:
    """Two extracts that may not meet: one of which names nobody, or one that has its own base."""
    closed = next((e for e in (guarded.contract, base) if e.never_joined or e.anonymous), None)
    if closed:
        fault = f"rows of '{closed.id}' meet no other extract, so that they lead to nobody"
        yield ("denominator",), fault, "Show them by themselves, as a count or a proportion."
    elif guarded.contract.own_base:
        fault = f"who or what is to be counted of stands in '{guarded.contract.id}' itself"
        yield ("denominator",), fault, "Delete its 'extract', and write 'kind: proportion'."

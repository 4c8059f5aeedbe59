"""The links of a contract: what another extract knows of the same person, and who may be asked."""

from collections.abc import Iterator, Mapping

from metrics.definitions.checking import DAYS, ENGINES, Fault
from metrics.definitions.contracts import ColumnType, Extract, Link
from metrics.errors import did_you_mean
from metrics.periods import PeriodType


def link_faults(extract: Extract, extracts: Mapping[str, Extract]) -> Iterator[Fault]:
    """Everything for which the rows of two extracts cannot or must not be linked."""
    if extract.links and not extract.force_only:
        fault = "what two records say of one person is for the force alone"
        yield ("links",), fault, "Write 'force_only: true', or delete 'links'."
    taken = {*ENGINES, *(column.name for column in extract.columns)}
    for index, link in enumerate(extract.links):
        place = ("links", index)
        if link.name in taken:
            fault = f"column '{link.name}' stands there already"
            yield place, fault, "Give the link a name of its own."
        taken.add(link.name)
        for name in (link.after, link.until):
            yield from _column_fault(place, name, extract, DAYS)
        yield from _column_fault(place, link.key, extract, (ColumnType.TEXT,))
        yield from _other_faults(place, link, extract, extracts)


def _other_faults(
    place: tuple[str | int, ...], link: Link, extract: Extract, extracts: Mapping[str, Extract]
) -> Iterator[Fault]:
    other = extracts.get(link.extract)
    if other is None:
        cure = did_you_mean(link.extract, sorted(extracts))
        yield place, f"unknown extract '{link.extract}'", cure
        return
    closed = next((e for e in (extract, other) if e.never_joined or e.anonymous), None)
    if closed:
        yield place, f"rows of '{closed.id}' are linked with no other's", "Delete the link."
    yield from _column_fault(place, link.their_key, other, (ColumnType.TEXT,))
    if other.period.type is not PeriodType.MONTH:
        fault = f"'{other.id}' is not monthly, so how far it reaches is not known"
        yield place, fault, "Name an extract with a row for each event."


def _column_fault(
    place: tuple[str | int, ...], name: str, extract: Extract, types: tuple[ColumnType, ...]
) -> Iterator[Fault]:
    known = [column.name for column in extract.columns if column.type in types]
    if name not in known:
        what = "a day" if types is DAYS else "a key"
        cure = did_you_mean(name, known) if known else "The extract has none."
        yield place, f"'{name}' is not {what} of '{extract.id}'", cure

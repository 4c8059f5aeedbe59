"""Which periods and which units an extract can speak about, and what each row is a part of."""

from collections.abc import Iterable, Sequence
from datetime import date

import pyarrow as pa

from metrics.definitions.contracts import Extract
from metrics.definitions.organisation import Organisation
from metrics.periods import Period, PeriodType, period_ending, released_periods

# What a column holds, by its name; any other holds words.
KINDS = {
    **dict.fromkeys(("period_end", "start", "end"), pa.date32()),
    **dict.fromkeys(("missing", "place"), pa.int64()),
}


def table_of(rows: Sequence[Sequence[object]], names: Sequence[str]) -> pa.Table:
    """A table that queries can join, of rows with these columns.

    By way of pandas it takes fifteen times as long, and each extract needs four of them.
    """
    columns = zip(*rows, strict=True) if rows else ([] for _ in names)
    kinds = (KINDS.get(name, pa.string()) for name in names)
    arrays = [pa.array(column, kind) for column, kind in zip(columns, kinds, strict=True)]
    return pa.table(arrays, names=list(names))


def periods_of(extract: Extract, held: Iterable[date], pooled: bool = False) -> tuple[Period, ...]:
    """The periods that an extract with these period ends can fill, wholly or with a gap.

    Three years are among them where a metric asks for `pooled` ones.
    """
    if extract.period.type is PeriodType.MONTH:
        return released_periods(held, pooled)
    return tuple(period_ending(extract.period.type, end) for end in sorted(set(held)))


def parts_table(extract: Extract, periods: Sequence[Period]) -> pa.Table:
    """For each period its parts: columns period_end, type, start, end."""
    monthly = extract.period.type is PeriodType.MONTH
    rows = [
        (part, period.type.value, period.start, period.end)
        for period in periods
        for part in (period.months() if monthly else (period.end,))
    ]
    return table_of(rows, ["period_end", "type", "start", "end"])


def ancestry_table(organisation: Organisation, seen: Iterable[tuple[str, date]]) -> pa.Table:
    """For each unit seen on a date, itself and all above it on that date.

    A unit that did not exist on the date is a part of the force, so that its rows count there.
    Columns: unit, period_end, ancestor.
    """
    force = organisation.force.code
    rows = [
        (unit, day, ancestor)
        for unit, day in seen
        for ancestor in dict.fromkeys((*organisation.ancestors(unit, day), force))
    ]
    return table_of(rows, ["unit", "period_end", "ancestor"])


def cells_table(
    organisation: Organisation, units: Iterable[str], periods: Sequence[Period], months: set[date]
) -> pa.Table:
    """Every unit with every period through which it existed, and the months missing from it.

    `months` are the months that a monthly extract holds, empty for any other. Columns: unit, type,
    start, end, missing. A unit that opened or closed within a period has no row for it: its series
    starts with the first whole period and ends with the last.
    """
    missing = {p: len(set(p.months()) - months) if months else 0 for p in periods}
    rows = [
        (unit, period.type.value, period.start, period.end, missing[period])
        for period in periods
        for unit in units
        if existed(organisation, unit, period)
    ]
    return table_of(rows, ["unit", "type", "start", "end", "missing"])


def existed(organisation: Organisation, unit: str, period: Period) -> bool:
    """Whether a unit was there from the first to the last day of a period."""
    if unit == organisation.force.code:
        return True
    return all(organisation.parent(unit, day) for day in (period.start, period.end))

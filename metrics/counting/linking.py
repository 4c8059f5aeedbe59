"""What another extract knows of the person in a row, found by the key that both have of them.

It becomes a column of the rows, yes, no or nothing, before any row is counted. No key leaves.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from metrics.connections import identifier, text
from metrics.counting.tallying import Source
from metrics.definitions.contracts import Link
from metrics.periods import month_end


def linked(source: Source, sources: Mapping[str, Source]) -> Source:
    """The source with what its links say of each row; nothing where they cannot be followed."""
    if not source.extract.links:
        return source
    said = ", ".join(
        f"{_followed(link, sources)} AS {identifier(link.name)}" for link in source.extract.links
    )
    return replace(source, relation=f"(\nSELECT r.*, {said}\nFROM {source.relation} r\n)")


def _followed(link: Link, sources: Mapping[str, Source]) -> str:
    """SQL for whether an event of the same key came within the time; NULL where it is not known."""
    other = sources.get(link.extract)
    if other is None or not other.held:
        return "CAST(NULL AS BOOLEAN)"
    key, after, until = (f"r.{identifier(name)}" for name in (link.key, link.after, link.until))
    known = " OR ".join(
        f"({after} >= {_day(first)} AND {until} <= {_day(last)})" for first, last in _runs(other)
    )
    theirs, on = (f"o.{identifier(n)}" for n in (link.their_key, other.extract.period.column))
    return (
        f"CASE WHEN {key} IS NOT NULL AND ({known})\nTHEN EXISTS (\n"
        f"  SELECT 1 FROM {other.relation} o\n"
        f"  WHERE {theirs} = {key} AND {on} > {after} AND {on} <= {until}\n) END"
    )


def _runs(other: Source) -> list[tuple[date, date]]:
    """The first and the last day of each run of months that an extract holds without a gap."""
    months = sorted(set(other.held))
    starts = [m for before, m in pairwise(months) if month_end(before + timedelta(days=1)) != m]
    firsts = [months[0], *starts]
    lasts = [months[months.index(start) - 1] for start in starts] + [months[-1]]
    return [(first.replace(day=1), last) for first, last in zip(firsts, lasts, strict=True)]


def _day(day: date) -> str:
    return f"DATE {text(day.isoformat())}"

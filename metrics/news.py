"""What is new about a unit's measures: statuses that moved, signals, revisions, new definitions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from metrics.figure import Figure
from metrics.figures import Reader
from metrics.judgement.control_charts import Signal
from metrics.judgement.status import Status

HELD = (Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK)
SPECIAL = (Signal.IMPROVEMENT, Signal.CONCERN, Signal.HIGHER, Signal.LOWER)


class What(StrEnum):
    """What has become of a measure; worse news comes first."""

    WORSE = "worse"
    SILENT = "silent"
    SIGNAL = "signal"
    BETTER = "better"
    HEARD = "heard"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Change:
    """A measure whose status, or whose signal, is another one than in the quarter before."""

    metric: str
    what: What
    before: Figure
    now: Figure


@dataclass(frozen=True, slots=True)
class Revision:
    """Figures of one measure of a unit that were revised in a release, and the newest of them.

    `old` and `new` are numbers as released then and now, None where one was or is not shown.
    """

    metric: str
    figures: int
    end: date
    old: float | None
    new: float | None
    revised_on: str
    reason: str


@dataclass(frozen=True, slots=True)
class Break:
    """A measure whose definition or coding changed in a release: its series is broken there."""

    metric: str
    broken_on: str
    reason: str


def changes(now: Mapping[str, Figure], before: Mapping[str, Figure]) -> list[Change]:
    """What is other than in the quarter before, worse news first, then in the scorecard's order."""
    both = [(id_, before[id_], figure) for id_, figure in now.items() if id_ in before]
    found = [
        Change(id_, what, old, figure)
        for id_, old, figure in both
        if (what := _what(old, figure)) is not None
    ]
    order = list(What)
    return sorted(found, key=lambda change: order.index(change.what))


def _what(before: Figure, now: Figure) -> What | None:
    """What has become of a figure; None where its status and its signal are what they were."""
    old, new = Status(before.status), Status(now.status)
    if old is new:
        signalled = now.signal in SPECIAL and now.signal != before.signal
        return What.SIGNAL if signalled else None
    if old in HELD and new in HELD:
        return What.BETTER if HELD.index(new) > HELD.index(old) else What.WORSE
    if new in HELD:
        return What.HEARD
    return What.SILENT if old in HELD else What.OTHER


def revisions(reader: Reader, unit: str) -> list[Revision]:
    """The figures of a unit that this release revised, one row a measure, in its order.

    Groups are counted; the numbers are of everybody in the newest period. Raises ScorecardError
    where the unit is not in the scope.
    """
    query = """SELECT metric, count(*), max("end"),
        arg_max(coalesce(value_old, numerator_old), "end") FILTER (breakdown = ''),
        arg_max(coalesce(value_new, numerator_new), "end") FILTER (breakdown = ''),
        revised_on, reason
        FROM revisions WHERE unit = ? AND revised_on = ? GROUP BY metric, revised_on, reason"""
    reader.check(unit)
    if not has_rows(reader, "revisions"):
        return []
    rows = reader.rows(query, [unit, reader.release.kept.made_at[:10]])
    order = list(reader.release.configuration.metrics)
    found = [Revision(metric, n, end, *rest) for metric, n, end, *rest in rows]
    return sorted((r for r in found if r.metric in order), key=lambda r: order.index(r.metric))


def revised(reader: Reader, metric: str, unit: str) -> frozenset[tuple[object, ...]]:
    """Where figures of a metric of a unit were ever revised: type, end, breakdown and group.

    Raises ScorecardError where the unit is not in the scope.
    """
    reader.check(unit)
    if not has_rows(reader, "revisions"):
        return frozenset()
    query = """SELECT DISTINCT type, CAST("end" AS DATE), breakdown, "group" FROM revisions
        WHERE metric = ? AND unit = ?"""
    return frozenset(reader.rows(query, [metric, unit]))


def breaks(reader: Reader) -> list[Break]:
    """The measures whose definition or coding this release changed, in its order."""
    if not has_rows(reader, "breaks"):
        return []
    query = "SELECT metric, broken_on, reason FROM breaks WHERE broken_on = ?"
    rows = reader.rows(query, [reader.release.kept.made_at[:10]])
    order = list(reader.release.configuration.metrics)
    found = [Break(*row) for row in rows if row[0] in order]
    return sorted(found, key=lambda b: order.index(b.metric))


def has_rows(reader: Reader, table: str) -> bool:
    """Whether this release has something in a table: the first of a tier has revised nothing."""
    query = """SELECT count(*) FROM duckdb_tables()
        WHERE database_name = 'release' AND table_name = ? AND estimated_size > 0"""
    found = reader.release.once("rows of", table, read=lambda: reader.rows(query, [table]))
    return bool(found[0][0])

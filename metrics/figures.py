"""Reads released figures, for one Scope: what pages and files show, and nothing behind it."""

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from metrics.access import Scope
from metrics.connections import attach, lock, open_connection
from metrics.definitions.configuration import Configuration
from metrics.definitions.loading import load_configuration
from metrics.definitions.models import Metric
from metrics.errors import single_fault
from metrics.judgement.status import Status
from metrics.periods import Period, PeriodType, is_quarter_end
from metrics.quality import Grade, Graded
from metrics.store import KeptRelease, Store

# An extract that comes this often must have the asked period; a yearly one may have an older one.
EXPECTED_EACH_QUARTER = ("monthly", "quarterly")
NUMBERS = (
    "numerator", "denominator", "value", "lower", "upper", "ratio", "ratio_lower", "ratio_upper",
    "gap", "gap_lower", "gap_upper", "judged", "judged_lower", "judged_upper", "comparator",
    "parent_comparator", "periods_in_run",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """One released figure, as the release has it; a number that is not there is None."""

    metric: str
    unit: str
    type: PeriodType
    start: date
    end: date
    breakdown: str
    group: str
    numerator: float | None
    denominator: float | None
    value: float | None
    lower: float | None
    upper: float | None
    shorthand: str
    reason: str
    reference: str
    ratio: float | None
    ratio_lower: float | None
    ratio_upper: float | None
    gap: float | None
    gap_lower: float | None
    gap_upper: float | None
    disparity: str
    judged: float | None
    judged_lower: float | None
    judged_upper: float | None
    status: str
    status_reason: str
    comparison: str
    comparator: float | None
    parent_comparison: str
    parent_comparator: float | None
    since: date | None
    periods_in_run: float | None

    @property
    def period(self) -> Period:
        """The period that the figure is about."""
        return Period(self.end, self.start, self.type)


@dataclass(frozen=True)
class OpenRelease:
    """A release opened for reading: its place on the register, its configuration, its manifest."""

    kept: KeptRelease
    configuration: Configuration
    manifest: Mapping[str, Any]
    connection: duckdb.DuckDBPyConnection
    grades: Mapping[tuple[str, str, date], Graded]

    def reader(self, scope: Scope) -> "Reader":
        """A reader of this release for one person; raises ScorecardError for another tier's."""
        if scope.tier != self.kept.tier:
            fault = f"this release is for the {self.kept.tier} tier"
            raise single_fault(self.kept.file.name, fault, f"Open the {scope.tier} tier's.")
        return Reader(self, scope)

    @property
    def synthetic(self) -> bool:
        """Whether any figure rests on synthetic sample data."""
        return any(f["synthetic"] for load in self.manifest["loads"] for f in load["files"])


@dataclass(frozen=True)
class Reader:
    """Selects figures from one release, for one scope, each call in one transaction."""

    release: OpenRelease
    scope: Scope

    def grade(self, figure: Figure) -> Graded | None:
        """How far a figure can be relied on; None for one that is absent or of an old release."""
        return self.release.grades.get((figure.metric, str(figure.type), figure.end))

    def quarter_ends(self) -> tuple[date, ...]:
        """The quarter ends that any judged figure closes on, newest first."""
        rows = self._rows('SELECT DISTINCT "end" FROM judged ORDER BY 1 DESC', [])
        return tuple(row[0] for row in rows if is_quarter_end(row[0]))

    def headlines(self, unit: str, as_at: date) -> dict[str, Figure]:
        """The judged figure of each metric for a unit, as at a quarter's end, by metric.

        A metric whose extract should have come for that quarter and did not is not reported; one
        that does not apply to the unit is left out.
        """
        query = """SELECT * FROM judged WHERE unit = ? AND "end" <= ?
            QUALIFY row_number() OVER (PARTITION BY metric, type ORDER BY "end" DESC) = 1"""
        found = {(f.metric, f.type): f for f in self._figures(unit, query, [unit, as_at])}
        metrics = self.release.configuration.scorecard.metrics
        own = {m.id: found[m.id, m.period] for m in metrics if (m.id, m.period) in found}
        return {id_: self._as_at(figure, as_at) for id_, figure in own.items()}

    def groups(self, metric: Metric, unit: str, period: Period) -> list[Figure]:
        """Every figure of a metric for one unit and period: the total, then each group in order."""
        query = 'SELECT * FROM figures WHERE metric = ? AND unit = ? AND type = ? AND "end" = ?'
        values = [metric.id, unit, str(period.type), period.end]
        return sorted(self._figures(unit, query, values), key=self._place(metric))

    def series(self, metric: Metric, unit: str, until: date) -> list[Figure]:
        """The judged figure of a metric for a unit in each period up to a day, oldest first."""
        query = """SELECT * FROM judged WHERE metric = ? AND unit = ? AND type = ?
            AND "end" <= ? ORDER BY "end" """
        values = [metric.id, unit, str(metric.period), until]
        return self._figures(unit, query, values)

    def disparities(self, unit: str, as_at: date) -> list[Figure]:
        """The flagged disparities of a unit in the period of each headline, and those too thin.

        A disparity is of one group against its reference group, for any breakdown of any metric.
        """
        query = """SELECT f.* FROM figures f SEMI JOIN (
            SELECT metric, type, max("end") AS "end" FROM judged
            WHERE unit = ? AND "end" <= ? GROUP BY metric, type) j
            ON f.metric = j.metric AND f.type = j.type AND f."end" = j."end"
            WHERE f.unit = ? AND f.disparity IN ('Flag', 'Too few to judge')"""
        metrics = self.release.configuration.metrics
        found = self._figures(unit, query, [unit, as_at, unit])
        return [figure for figure in found if figure.type == metrics[figure.metric].period]

    def worse_units(self, figures: Sequence[Figure]) -> list[Figure]:
        """For each of these figures, the same figure of every unit that is worse than the force."""
        query = """SELECT j.* FROM judged j
            SEMI JOIN (SELECT unnest(?) AS metric, unnest(?) AS type, unnest(?) AS "end") w
            ON j.metric = w.metric AND j.type = w.type AND j."end" = w."end"
            WHERE j.comparison = 'Worse' """
        asked = [
            [f.metric for f in figures],
            [str(f.type) for f in figures],
            [f.end for f in figures],
        ]
        rows = self._rows(query, asked) if figures else []
        return [_figure(row) for row in rows if self.scope.allows(row[1])]

    def units(self, metric: Metric, period: Period) -> list[Figure]:
        """The judged figure of a metric in one period for every unit of the scope, in order."""
        query = 'SELECT * FROM judged WHERE metric = ? AND type = ? AND "end" = ?'
        rows = self._rows(query, [metric.id, str(period.type), period.end])
        order = list(self.release.configuration.organisation.by_code)
        seen = [_figure(row) for row in rows if self.scope.allows(row[1])]
        return sorted(seen, key=lambda figure: order.index(figure.unit))

    def _figures(self, unit: str, query: str, values: Sequence[object]) -> list[Figure]:
        if not self.scope.allows(unit):
            cure = "Choose your own unit, one under it, or one above it."
            raise single_fault(unit, "this unit is not in your scope", cure)
        return [_figure(row) for row in self._rows(query, values)]

    def _rows(self, query: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        cursor = self.release.connection.cursor()
        try:
            cursor.execute("USE release")
            return cursor.execute(query, values).fetchall()
        finally:
            cursor.close()

    def _as_at(self, figure: Figure, as_at: date) -> Figure:
        metric = self.release.configuration.metrics[figure.metric]
        frequency = self.release.configuration.extracts[metric.extract].frequency
        if figure.end == as_at or frequency not in EXPECTED_EACH_QUARTER:
            return figure
        reason = f"the last figure is for {figure.end.isoformat()}"
        absent: dict[str, Any] = dict.fromkeys(NUMBERS)
        return replace(
            figure,
            **absent,
            start=as_at, end=as_at, since=None, shorthand="x", reason=reason,
            status=str(Status.NOT_REPORTED), status_reason=reason, comparison="Not compared",
            parent_comparison="Not compared",
        )  # fmt: skip

    def _place(self, metric: Metric) -> Callable[[Figure], int]:
        order = [("", "All"), *self.release.configuration.groups(metric)]
        return lambda figure: order.index((figure.breakdown, figure.group))


def open_release(store: Store, kept: KeptRelease) -> OpenRelease:
    """Open a kept release for reading, with the configuration that it was made under.

    Raises ScorecardError when the file is not what was committed.
    """
    store.checked(kept.file, kept.sha256)
    connection = open_connection()
    attach(connection, {"release": kept.file})
    lock(connection)
    files = dict(connection.execute("SELECT name, content FROM release.files").fetchall())
    manifest = json.loads(files.pop("manifest.json"))
    with _unpacked(files) as folder:
        configuration = load_configuration(folder)
    return OpenRelease(kept, configuration, manifest, connection, _grades(connection))


def _grades(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str, date], Graded]:
    """The grades of a release; one from before there were grades has none."""
    there = "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'grades'"
    if not connection.execute(there).fetchall()[0][0]:
        return {}
    rows = connection.execute('SELECT metric, type, "end", grade, reasons FROM release.grades')
    return {
        (metric, type_, end): Graded(Grade(word), tuple(reasons.splitlines()))
        for metric, type_, end, word, reasons in rows.fetchall()
    }


@contextmanager
def _unpacked(files: Mapping[str, str]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        for file, content in files.items():
            (Path(name) / file).write_text(content, encoding="utf-8")
        yield Path(name)


def _figure(row: tuple[Any, ...]) -> Figure:
    metric, unit, type_, *rest = row
    return Figure(metric, unit, PeriodType(type_), *rest)

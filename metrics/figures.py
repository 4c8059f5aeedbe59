"""Reads released figures, for one Scope: what pages and files show, and nothing behind it."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

import duckdb

from metrics.access import Scope
from metrics.connections import attach, lock, open_connection
from metrics.definitions.configuration import Configuration
from metrics.definitions.loading import configuration_of
from metrics.definitions.models import Metric
from metrics.errors import single_fault
from metrics.expected import headlines_of
from metrics.figure import Disparity, Figure, Looks, Placed, Point, Spread, figure_of, spots
from metrics.manifest import MANIFEST
from metrics.periods import Period, PeriodType, is_quarter_end
from metrics.quality import Graded, read_grades
from metrics.store import KeptRelease, Store

Values = Sequence[object] | Mapping[str, object]
MOST_KEPT = 40  # headlines of a unit on a day, mostly, 150 figures each: about 12 MB
# The figures of the periods that the headlines of a unit are for, up to a day.
AT_HEADLINES = """SEMI JOIN (SELECT metric, type, max("end") AS "end" FROM judged
    WHERE unit = ? AND "end" <= ? GROUP BY metric, type) j
    ON f.metric = j.metric AND f.type = j.type AND f."end" = j."end" """
# The judged figures of some metrics, each in its own period, of some units.
AT_SPOTS = """judged j
    SEMI JOIN (SELECT unnest(?) AS metric, unnest(?) AS type, unnest(?) AS "end") w
    ON j.metric = w.metric AND j.type = w.type AND j."end" = w."end"
    SEMI JOIN (SELECT unnest(?) AS unit) p ON j.unit = p.unit"""


@dataclass(frozen=True)
class OpenRelease:
    """A release opened for reading: its place on the register, its configuration, its manifest."""

    kept: KeptRelease
    configuration: Configuration
    manifest: Mapping[str, Any]
    connection: duckdb.DuckDBPyConnection
    grades: Mapping[tuple[str, str, date], Graded]
    asked_before: dict[tuple[object, ...], Any] = field(default_factory=dict)

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

    def rows(self, query: str, values: Values) -> list[tuple[Any, ...]]:
        """The rows of a query over the tables of the release."""
        with closing(self.connection.cursor()) as cursor:
            cursor.execute("USE release")
            return cursor.execute(query, values).fetchall()

    def once(self, *asked: object, read: Callable[[], Any]) -> Any:
        """What was read before for the same question; a release never changes."""
        found = self.asked_before.get(asked)
        if found is None:
            found = read()
            if len(self.asked_before) >= MOST_KEPT:
                self.asked_before.clear()
            self.asked_before[asked] = found
        return found


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
        query = 'SELECT DISTINCT "end" FROM judged ORDER BY 1 DESC'
        rows = self.release.once("quarter ends", read=lambda: self.rows(query, []))
        return tuple(row[0] for row in rows if is_quarter_end(row[0]))

    def headlines(self, unit: str, as_at: date) -> dict[str, Figure]:
        """The judged figure of each metric for a unit, as at a quarter's end, by metric.

        A metric whose extract should have come for that quarter and did not is not reported; one
        that does not apply to the unit is left out.
        """
        self.check(unit)
        query = """SELECT * FROM judged WHERE unit = ? AND "end" <= ?
            QUALIFY row_number() OVER (PARTITION BY metric, type ORDER BY "end" DESC) = 1"""

        def read() -> dict[str, Figure]:
            figures = map(figure_of, self.rows(query, [unit, as_at]))
            return headlines_of(figures, as_at, self.release.configuration)

        return dict(self.release.once("headlines", unit, as_at, read=read))

    def groups(self, metric: Metric, unit: str, period: Period) -> list[Figure]:
        """Every figure of a metric for one unit and period: the total, then each group in order."""
        query = 'SELECT * FROM figures WHERE metric = ? AND unit = ? AND type = ? AND "end" = ?'
        found = self._figures(unit, query, [metric.id, unit, str(period.type), period.end])
        return sorted(found, key=self._place(metric))

    def series(self, metric: Metric, unit: str, until: date) -> list[Figure]:
        """The judged figure of a metric for a unit in each period up to a day, oldest first."""
        query = """SELECT * FROM judged WHERE metric = ? AND unit = ? AND type = ?
            AND "end" <= ? ORDER BY "end" """
        return self._figures(unit, query, [metric.id, unit, str(metric.period), until])

    def disparities(self, unit: str, as_at: date) -> list[Disparity]:
        """The flagged disparities of a unit in the period of each headline, and those too thin.

        A disparity is of one group against its reference group, for any breakdown of any metric.
        Over so many, only those whose interval leaves out 1 at 99.8% as well.
        """
        query = f"""SELECT f.*, r.* FROM figures f {AT_HEADLINES}
            JOIN figures r ON r.metric = f.metric AND r.unit = f.unit AND r.type = f.type
            AND r."end" = f."end" AND r.breakdown = f.breakdown AND r."group" = f.reference
            WHERE f.unit = ?
            AND (f.disparity = 'Too few to judge' OR f.disparity_level = '99.8%')"""
        metrics = self.release.configuration.metrics
        self.check(unit)
        rows = self.rows(query, [unit, as_at, unit])
        sides = len(fields(Figure))
        found = [Disparity(figure_of(row[:sides]), figure_of(row[sides:])) for row in rows]
        return [pair for pair in found if pair.group.type == metrics[pair.group.metric].period]

    def silent_groups(self, unit: str, as_at: date) -> list[Figure]:
        """The groups of a unit that are withheld, or too few, in the period of each headline."""
        query = f"""SELECT f.* FROM figures f {AT_HEADLINES}
            WHERE f.unit = ? AND f.breakdown <> '' AND f.shorthand IN ('c', 'u')"""
        metrics = self.release.configuration.metrics
        found = self._figures(unit, query, [unit, as_at, unit])
        return [figure for figure in found if figure.type == metrics[figure.metric].period]

    def points(self, figure: Figure) -> list[Point]:
        """The points of the control chart that a figure has its signal from, oldest first."""
        query = """SELECT type, CAST(start AS DATE), "end", value, mean, lower_limit, upper_limit,
            pattern, signal, chart, segment, limits FROM points
            WHERE metric = ? AND unit = ? AND type = ? AND "end" <= ? ORDER BY "end" """
        self.check(figure.unit)
        asked = [figure.metric, figure.unit, figure.signal_type, figure.end]
        return [Point(PeriodType(type_), *rest) for type_, *rest in self.rows(query, asked)]

    def looks(self, unit: str, period: Period) -> Looks:
        """How many disparities of a unit were looked at in a period, and how many stand out."""
        query = """SELECT looked_at, stand_out, stand_out_998, by_chance, by_chance_998 FROM looks
            WHERE list = 'disparities' AND "of" = ? AND type = ? AND "end" = ?"""
        self.check(unit)
        rows = self.rows(query, [unit, str(period.type), period.end])
        return Looks(*rows[0]) if rows else Looks(0, 0, 0, 0.0, 0.0)

    def spread(self, metric: Metric, period: Period, level: str) -> Spread | None:
        """How far the units of one level spread in a period; None where there is no funnel."""
        query = """SELECT centre, units, phi, tau_squared, offer_wider FROM spreads
            WHERE metric = ? AND type = ? AND "end" = ? AND level = ?"""
        rows = self.rows(query, [metric.id, str(period.type), period.end, level])
        return Spread(*rows[0]) if rows else None

    def worse_units(self, figures: Sequence[Figure], places: Sequence[str]) -> list[Figure]:
        """For each of these figures, the same figure of every place worse than the force."""
        query = f"SELECT j.* FROM {AT_SPOTS} WHERE j.comparison = 'Worse' ORDER BY ALL"
        rows = self.rows(query, [*spots(figures), places])
        return [figure_of(row) for row in rows if self.scope.allows(row[1])]

    def placed(self, figures: Sequence[Figure], places: Sequence[str]) -> dict[str, Placed]:
        """By metric, how many of these places are compared and how many hidden, and why not."""
        query = f"""SELECT j.metric, count(*) FILTER (j.comparison <> 'Not compared'),
            count(*) FILTER (j.status = 'withheld'),
            coalesce(mode(j.comparison_reason) FILTER (j.comparison = 'Not compared'), '')
            FROM {AT_SPOTS} GROUP BY j.metric"""
        rows = self.rows(query, [*spots(figures), places])
        return {metric: Placed(*counts) for metric, *counts in rows}

    def units(self, metric: Metric, period: Period) -> list[Figure]:
        """The judged figure of a metric in one period for every unit of the scope, in order."""
        query = 'SELECT * FROM judged WHERE metric = ? AND type = ? AND "end" = ?'
        rows = self.rows(query, [metric.id, str(period.type), period.end])
        order = list(self.release.configuration.organisation.by_code)
        seen = [figure_of(row) for row in rows if self.scope.allows(row[1])]
        return sorted(seen, key=lambda figure: order.index(figure.unit))

    def _figures(self, unit: str, query: str, values: Sequence[object]) -> list[Figure]:
        self.check(unit)
        return [figure_of(row) for row in self.rows(query, values)]

    def check(self, unit: str) -> None:
        """Raise ScorecardError where figures of this unit may not be read."""
        if not self.scope.allows(unit):
            cure = "Choose your own unit, one under it, or one above it."
            raise single_fault(unit, "this unit is not in your scope", cure)

    def rows(self, query: str, values: Values) -> list[tuple[Any, ...]]:
        """The rows of a query, for the readings of the engine; it checks no unit."""
        return self.release.rows(query, values)

    def _place(self, metric: Metric) -> Callable[[Figure], int]:
        order = [("", "All"), *self.release.configuration.groups(metric)]
        return lambda figure: order.index((figure.breakdown, figure.group))


def open_release(store: Store, kept: KeptRelease) -> OpenRelease:
    """Open a kept release for reading, with the configuration that it was made under.

    Raises ScorecardError when the file is not what was committed, or was made before figures had
    what they have now.
    """
    store.checked(kept.file, kept.sha256)
    connection = open_connection()
    attach(connection, {"release": kept.file})
    lock(connection)
    _refuse_other_columns(connection, kept)
    files = dict(connection.execute("SELECT name, content FROM release.files").fetchall())
    manifest = json.loads(files.pop(MANIFEST))
    return OpenRelease(kept, configuration_of(files), manifest, connection, read_grades(connection))


def _refuse_other_columns(connection: duckdb.DuckDBPyConnection, kept: KeptRelease) -> None:
    described = connection.execute("SELECT * FROM release.figures LIMIT 0").description
    if [column[0] for column in described] != [field.name for field in fields(Figure)]:
        connection.close()
        fault = "this release was made by another version of the engine"
        raise single_fault(kept.file.name, fault, "Run 'scorecard calculate' to make it anew.")

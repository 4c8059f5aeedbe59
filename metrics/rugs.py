"""Measures by units, for one table of many: each unit's judged figure in one common period.

The units stand in organisation order and are never sorted by their figures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from metrics.access import Scope
from metrics.definitions.models import Metric
from metrics.definitions.organisation import Organisation, Unit
from metrics.expected import as_at_quarter
from metrics.figure import Figure, figure_of
from metrics.figures import Reader

FEWEST_UNITS = 2
# The figures of some units in each metric's own type of period, in the latest one that any has.
LATEST = """SELECT j.* FROM judged j
    SEMI JOIN (SELECT metric, type, max("end") AS "end" FROM judged
        SEMI JOIN (SELECT unnest($metrics) AS metric, unnest($types) AS type) USING (metric, type)
        WHERE "end" <= $day AND list_contains($units, unit)
        GROUP BY metric, type) m
    ON j.metric = m.metric AND j.type = m.type AND j."end" = m."end"
    WHERE list_contains($units, j.unit)"""


@dataclass(frozen=True, slots=True)
class UnitSet:
    """Units that are looked at side by side, in organisation order, and what they are called."""

    name: str
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One measure of a rug: the figure of each unit that has one, by code, all of one period."""

    metric: Metric
    figures: Mapping[str, Figure]


def unit_sets(organisation: Organisation, scope: Scope, as_at: date) -> list[UnitSet]:
    """The sets of two or more units of the scope: those under each unit, then similar units."""
    titles = {level.id: level.title.lower() for level in organisation.levels}
    under: dict[str | None, list[Unit]] = {}
    for unit in organisation.units:
        under.setdefault(organisation.parent(unit.code, as_at), []).append(unit)
    found = []
    for unit in organisation.units:
        below = under.get(unit.code, [])
        mine = [u for u in below if u.level == below[0].level and scope.allows(u.code)]
        if mine:
            found.append(UnitSet(f"{unit.name}: {titles[mine[0].level]}s", tuple(mine)))
    for group in organisation.similar:
        units = [organisation.by_code[code] for code in group.units if scope.allows(code)]
        if group.since <= as_at:
            found.append(UnitSet(f"Similar units: {group.name}", tuple(units)))
    return [one for one in found if len(one.units) >= FEWEST_UNITS]


def set_with(sets: Sequence[UnitSet], unit: Unit) -> int:
    """The place of the first set that has a unit; of the largest one where none has it."""
    holding = [place for place, one in enumerate(sets) if unit in one.units]
    return holding[0] if holding else max(range(len(sets)), key=lambda p: len(sets[p].units))


def rug_of(
    reader: Reader, metrics: Sequence[Metric], units: Sequence[Unit], beside: Sequence[Unit],
    as_at: date,
) -> list[Row]:  # fmt: skip
    """One row a metric of which one of the units has a figure, in the order given.

    The figures of the units `beside` stand in it too, and make no row by themselves. Raises
    ScorecardError where a unit is not in the scope.
    """
    codes = [unit.code for unit in (*beside, *units)]
    for code in codes:
        reader.check(code)
    ids, types = [m.id for m in metrics], [str(m.period) for m in metrics]
    asked = {"day": as_at, "units": codes, "metrics": ids, "types": types}
    found = [figure_of(row) for row in reader.rows(LATEST, asked)]
    configuration = reader.release.configuration
    rows = []
    for metric in metrics:
        mine = [figure for figure in found if figure.metric == metric.id]
        figures = {f.unit: as_at_quarter(f, as_at, configuration) for f in mine}
        rows += [Row(metric, figures)] if any(u.code in figures for u in units) else []
    return rows


def first_with_target(rows: Sequence[Row]) -> int:
    """The place of the first row whose measure has a target; the first of all if none has."""
    aimed = [place for place, row in enumerate(rows) if row.metric.target != "none"]
    return aimed[0] if aimed else 0

"""What stands behind a release: its disclosure report, what was revised, how good its data are."""

from collections.abc import Iterable
from dataclasses import dataclass

from metrics.access import Scope, may_read_report
from metrics.errors import single_fault
from metrics.figure import Figure
from metrics.figures import OpenRelease, Reader
from metrics.news import has_rows
from metrics.quality import Grade, Graded


@dataclass(frozen=True, slots=True)
class Withheld:
    """How many counts of one metric a tier has, and how many are withheld, first-hand and further.

    `apart` is how many people lie between two possible numbers of any withheld one, at the least;
    None where none is withheld, or where nothing shown limits any of them.
    """

    metric: str
    counts: int
    first_hand: int
    to_protect: int
    apart: float | None


@dataclass(frozen=True, slots=True)
class Sparse:
    """A measure's table of groups of which more than half is withheld.

    It is `of_force` or of the units below, and of `short` periods, by quarter, or of longer ones.
    """

    metric: str
    breakdown: str
    of_force: bool
    short: bool
    figures: int
    withheld: int


@dataclass(frozen=True, slots=True)
class Revised:
    """Figures of one metric that a release of the tier revised, and why."""

    on: str
    metric: str
    figures: int
    reason: str


def report_of(release: OpenRelease, scope: Scope) -> list[Withheld]:
    """The disclosure report of a release, a row a metric, in the order of the scorecard.

    Raises ScorecardError where the person may not read this tier's; empty for one that keeps none.
    """
    reader = _reader_of_report(release, scope)
    if not has_rows(reader, "disclosure"):
        return []
    query = """SELECT metric, counts, first_hand, to_protect,
        CASE WHEN isfinite(narrowest) THEN narrowest END FROM disclosure"""
    rows = {row[0]: Withheld(*row) for row in reader.rows(query, [])}
    return [rows[id_] for id_ in release.configuration.metrics if id_ in rows]


def sparse_tables(release: OpenRelease, scope: Scope) -> list[Sparse]:
    """The tables of groups of which more than half is withheld, the most withheld first.

    Raises ScorecardError where the person may not read this tier's report.
    """
    reader = _reader_of_report(release, scope)
    query = """SELECT metric, breakdown, unit = ? AS of_force, type IN ('quarter', 'year_to_date')
        AS short, count(*) AS many, count(*) FILTER (shorthand = 'c') AS withheld FROM figures
        WHERE breakdown <> '' AND (shorthand = 'c' OR numerator IS NOT NULL
        OR denominator IS NOT NULL) GROUP BY ALL HAVING 2 * withheld > many
        ORDER BY withheld / many DESC, metric, breakdown, of_force, short"""
    force = release.configuration.organisation.force.code
    return [Sparse(*row) for row in reader.rows(query, [force])]


def _reader_of_report(release: OpenRelease, scope: Scope) -> Reader:
    """A reader of a release whose disclosure report the person may read."""
    tier = release.configuration.access.tier(release.kept.tier)
    own = release.configuration.access.tier(scope.tier)
    if not may_read_report(scope, tier, own):
        fault = f"the report of the {tier.title} tier is not in your scope"
        raise single_fault(release.kept.file.name, fault, "Open your own tier's.")
    return Reader(release, scope)


def revision_log(reader: Reader) -> list[Revised]:
    """Everything that releases of this tier have revised since the first, the newest first."""
    if not has_rows(reader, "revisions"):
        return []
    query = """SELECT revised_on, metric, count(*), reason FROM revisions
        GROUP BY ALL ORDER BY revised_on DESC, metric"""
    return [Revised(*row) for row in reader.rows(query, [])]


def graded(reader: Reader, figures: Iterable[Figure]) -> list[tuple[Figure, Graded]]:
    """The figures that have a grade, with it, the poorest first."""
    found = [(figure, grade) for figure in figures if (grade := reader.grade(figure))]
    order = (Grade.POOR, Grade.FAIR, Grade.GOOD)
    return sorted(found, key=lambda pair: order.index(pair[1].grade))

"""Every gap of a unit by one coding, those that pass the flag rule first; what is not collected."""

from dataclasses import dataclass, fields
from datetime import date

from metrics.board import listed
from metrics.definitions.configuration import Configuration
from metrics.definitions.contracts import Coding
from metrics.figure import Disparity, Figure, figure_of
from metrics.figures import AT_HEADLINES, Reader
from metrics.judgement.comparing import FLAG, NO_FLAG, TOO_FEW

# The protected characteristics of the Equality Act 2010, in the order of its section 4; "race" is
# measured as ethnicity.
PROTECTED = (
    "age", "disability", "gender reassignment", "marriage and civil partnership",
    "pregnancy and maternity", "ethnicity", "religion or belief", "sex", "sexual orientation",
)  # fmt: skip
# Those whose 99.8% interval leaves out 1 as well are the surest, and stand first.
ORDER = ((FLAG, "99.8%"), (FLAG, "95%"), (NO_FLAG, ""), (TOO_FEW, ""))


@dataclass(frozen=True, slots=True)
class Gaps:
    """The gaps of a unit by one coding: flagged ones first, then not flagged, then too few."""

    pairs: tuple[Disparity, ...]

    def count(self, verdict: str) -> int:
        """How many have a verdict: FLAG, NO_FLAG or TOO_FEW."""
        return sum(pair.group.disparity == verdict for pair in self.pairs)


def compared_codings(configuration: Configuration) -> list[Coding]:
    """The codings by which some metric compares groups with a reference group, in order."""
    used = {
        configuration.breakdown(metric, name).id
        for metric in configuration.scorecard.metrics
        for name in metric.breakdowns
    }
    return [c for c in configuration.codings.values() if c.id in used and c.reference]


def not_collected(configuration: Configuration) -> list[str]:
    """The protected characteristics by which no metric is broken down."""
    held = {
        configuration.breakdown(metric, name).characteristic
        for metric in configuration.scorecard.metrics
        for name in metric.breakdowns
    }
    return [name for name in PROTECTED if name not in held]


def gaps_of(reader: Reader, unit: str, as_at: date, coding: Coding) -> Gaps:
    """Each group by this coding against its reference group, in the period of each headline.

    One basis at a time: groups of two codings never stand in one table. Raises ScorecardError
    where the unit is not in the scope.
    """
    reader.check(unit)
    configuration = reader.release.configuration
    mine = [
        (metric.id, str(metric.period), name)
        for metric in configuration.scorecard.metrics
        for name in metric.breakdowns
        if configuration.breakdown(metric, name).id == coding.id
    ]
    query = f"""SELECT f.*, r.* FROM figures f {AT_HEADLINES}
        SEMI JOIN (SELECT unnest(?) AS metric, unnest(?) AS type, unnest(?) AS breakdown) w
        ON f.metric = w.metric AND f.type = w.type AND f.breakdown = w.breakdown
        JOIN figures r ON r.metric = f.metric AND r.unit = f.unit AND r.type = f.type
        AND r."end" = f."end" AND r.breakdown = f.breakdown AND r."group" = f.reference
        WHERE f.unit = ? AND f.disparity <> ''"""
    wanted = [list(column) for column in zip(*mine, strict=True)] or [[], [], []]
    rows = reader.rows(query, [unit, as_at, *wanted, unit])
    sides = len(fields(Figure))
    found = [Disparity(figure_of(row[:sides]), figure_of(row[sides:])) for row in rows]
    ordered = listed(found, configuration)
    return Gaps(tuple(sorted(ordered, key=_place)))


def unknown_of(reader: Reader, unit: str, as_at: date, coding: Coding) -> list[list[Figure]]:
    """Of each measure broken down by this coding, everybody and those whose group is not known.

    In the period of each headline, in the order of the scorecard. Raises ScorecardError where the
    unit is not in the scope.
    """
    reader.check(unit)
    configuration = reader.release.configuration
    names = {
        metric.id: name
        for metric in configuration.scorecard.metrics
        for name in metric.breakdowns
        if configuration.breakdown(metric, name).id == coding.id
    }
    query = f"""SELECT f.* FROM figures f {AT_HEADLINES} WHERE f.unit = ?
        AND list_contains(?, f.metric) AND (f.breakdown = '' OR f."group" = ?)"""
    rows = reader.rows(query, [unit, as_at, unit, list(names), coding.unknown])
    found = {(f.metric, f.type, f.breakdown): f for f in map(figure_of, rows)}
    spots = [(id_, configuration.metrics[id_].period, name) for id_, name in names.items()]
    both = [[found.get((id_, type_, part)) for part in ("", name)] for id_, type_, name in spots]
    return [[total, unknown] for total, unknown in both if total and unknown]


def _place(pair: Disparity) -> int:
    return ORDER.index((pair.group.disparity, pair.group.disparity_level))

"""The SQL of counting, as text: made by pure functions, reviewed as golden files, run elsewhere.

Three steps. The finest grain is one pass over the rows, without any text from YAML. Tallies hold
every metric's conditions against that small table. Rolling up adds tallies over units and periods.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from metrics.connections import identifier, text
from metrics.definitions.plans import Counted

ALL = "All"


@dataclass(frozen=True, slots=True)
class Tallied:
    """One column of tallies: its name and the SQL that adds it up over the finest grain."""

    name: str
    sql: str


def finest_grain(relation: str, keys: Sequence[str], sums: Sequence[str], weight: str) -> str:
    """SQL that counts the rows of a relation for every unit, period and value of its keys.

    Columns: unit, period_end, the keys, n (rows, or their weight), and for each summed column c
    its sum as sum_c and the rows in which it is missing as gaps_c.
    """
    by = ", ".join(["unit", "period_end", *map(identifier, keys)])
    counted = f"sum({identifier(weight)})" if weight else "count(*)"
    totals = [f"sum({identifier(c)}) AS {identifier(f'sum_{c}')}" for c in sums]
    gaps = [
        f"count(*) FILTER (WHERE {identifier(c)} IS NULL) AS {identifier(f'gaps_{c}')}"
        for c in sums
    ]
    measured = ", ".join([f"{counted} AS n", *totals, *gaps])
    return f"SELECT {by}, {measured}\nFROM {relation}\nGROUP BY {by}"


def tally(name: str, counted: Counted, gaps: bool = False) -> Tallied:
    """The tally of one numerator or denominator, or of the rows in which its sum has a gap."""
    column = f"gaps_{counted.sum}" if gaps else f"sum_{counted.sum}" if counted.sum else "n"
    condition = f" FILTER (WHERE {counted.condition})" if counted.condition else ""
    return Tallied(name, f"sum({identifier(column)}){condition}")


def tallies(grain: str, tallied: Iterable[Tallied], breakdowns: Sequence[str]) -> str:
    """SQL that adds up every tally for each unit and period: in all, and by each breakdown.

    Columns: unit, period_end, breakdown (empty for the total), group, and one for each tally.
    """
    sets = [["unit", "period_end"], *(["unit", "period_end", identifier(b)] for b in breakdowns)]
    grouping = ",\n  ".join(f"({', '.join(columns)})" for columns in sets)
    cases = " ".join(f"WHEN GROUPING({identifier(b)}) = 0 THEN {text(b)}" for b in breakdowns)
    breakdown = f"CASE {cases} ELSE '' END" if breakdowns else "''"
    groups = ", ".join([*map(identifier, breakdowns), text(ALL)])
    sums = ",\n  ".join(f"{t.sql} AS {identifier(t.name)}" for t in tallied)
    return (
        f'SELECT unit, period_end,\n  {breakdown} AS breakdown,\n  coalesce({groups}) AS "group",\n'
        f"  {sums}\nFROM {grain}\nGROUP BY GROUPING SETS (\n  {grouping})"
    )


def rolled_up(tallied: str, names: Sequence[str]) -> str:
    """SQL that adds tallies up the tree of units and over the parts of each period.

    `units` (unit, period_end, ancestor) says which units a row belongs to in its own period, and
    `parts` (period_end, type, start, "end") which periods its own period is a part of.
    """
    sums = ", ".join(f"sum(t.{identifier(name)}) AS {identifier(name)}" for name in names)
    return (
        f'SELECT u.ancestor AS unit, p.type, p.start, p."end", t.breakdown, t."group", {sums}\n'
        f"FROM {tallied} t\n"
        f"JOIN units u ON u.unit = t.unit AND u.period_end = t.period_end\n"
        f"JOIN parts p ON p.period_end = t.period_end\n"
        f'GROUP BY u.ancestor, p.type, p.start, p."end", t.breakdown, t."group"'
    )


def completed(rolled: str, names: Sequence[str]) -> str:
    """SQL that gives every unit, period and group a row, so that a zero is said and not implied.

    `cells` (unit, type, start, "end", missing) lists the periods of each unit with the months that
    are missing; `groups` (breakdown, "group", place) lists every group. A count in a period with a
    month missing is NULL, not zero.
    """
    values = ", ".join(
        f"CASE WHEN c.missing = 0 THEN coalesce(r.{identifier(name)}, 0) END AS {identifier(name)}"
        for name in names
    )
    return (
        f'SELECT c.unit, c.type, c.start, c."end", c.missing, g.breakdown, g."group", {values}\n'
        f"FROM cells c CROSS JOIN groups g\n"
        f"LEFT JOIN {rolled} r ON r.unit = c.unit AND r.type = c.type AND r.start = c.start "
        f'AND r."end" = c."end" AND r.breakdown = g.breakdown AND r."group" = g."group"\n'
        f'ORDER BY c.unit, c.type, c."end", g.place'
    )


def published(grain: str, counted: Counted, force_column: str, force: str) -> str:
    """SQL for a value that was computed elsewhere: each unit's own, and the force's if repeated.

    Columns: unit, period_end, value, times (how many different values there are: one is right).
    """
    column = identifier(counted.sum)
    where = f"\nWHERE {counted.condition}" if counted.condition else ""
    own = (
        f"SELECT unit, period_end, min({column}) AS value, count(DISTINCT {column}) AS times\n"
        f"FROM {grain}{where}\nGROUP BY unit, period_end"
    )
    if not force_column:
        return own
    repeated = identifier(force_column)
    return (
        f"WITH own AS (\n{own}\n), repeated AS (\n"
        f"SELECT {text(force)} AS unit, period_end, min({repeated}) AS value, "
        f"count(DISTINCT {repeated}) AS times\nFROM {grain}{where}\nGROUP BY period_end\n)\n"
        f"SELECT * FROM own UNION ALL SELECT * FROM repeated r WHERE value IS NOT NULL AND NOT "
        f"EXISTS (SELECT 1 FROM own o WHERE o.unit = r.unit AND o.period_end = r.period_end)"
    )

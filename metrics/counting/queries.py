"""The SQL of counting, as text: made by pure functions, reviewed as golden files, run elsewhere.

Three steps. The finest grain is one pass over the rows, without any text from YAML. Tallies hold
every metric's conditions against that small table. Rolling up adds tallies over units and periods.
What does not add up has its SQL in `spreads`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from metrics.connections import identifier, text
from metrics.definitions.plans import Counted, Measure, Number

ALL = "All"


@dataclass(frozen=True, slots=True)
class Tallied:
    """One column of sums: its name and the SQL that adds it up."""

    name: str
    sql: str


def number_sql(number: Number) -> str:
    """The SQL of a row's number, written from names alone."""
    column = identifier(number.column)
    return f"({column} - {identifier(number.since)})" if number.since else column


def value_sql(counted: Counted) -> str:
    """The SQL of what a count that does not add up keeps of each row."""
    return number_sql(counted.number) if counted.number else ""


def grain_columns(counted: Counted, weight: str) -> tuple[Tallied, ...]:
    """The columns of the finest grain that a count adds up; n, the rows, is always there.

    A row stands for as many as its weight says, but in a SUM, which says how many itself.
    """
    if counted.number is None or not counted.is_additive:
        return ()
    number = number_sql(counted.number)
    times = f" * {identifier(weight)}" if weight else ""
    sums = {
        Measure.SUM: f"sum({number})",
        Measure.TOTAL: f"sum({number}{times})",
        Measure.KNOWN: f"{rows_sql(weight)} FILTER (WHERE {number} IS NOT NULL)",
        # As DOUBLE: the square of a whole number need not fit into BIGINT.
        Measure.SQUARES: f"sum(CAST({number} AS DOUBLE) * {number}{times})",
    }
    found = [Tallied(column_of(counted), sums[counted.measure])]
    if counted.measure is Measure.SUM:
        gaps = f"count(*) FILTER (WHERE {number} IS NULL)"
        found.append(Tallied(column_of(counted, gaps=True), gaps))
    return tuple(found)


def column_of(counted: Counted, gaps: bool = False) -> str:
    """The column of the finest grain that a count adds up, or that of the gaps in it.

    It has a space in it, as no column of an extract has.
    """
    if counted.number is None:
        return "n"
    return f"{'gaps' if gaps else counted.measure} {counted.number.name}"


def rows_sql(weight: str) -> str:
    """The SQL that counts rows, or adds up how many each stands for."""
    return f"sum({identifier(weight)})" if weight else "count(*)"


def finest_grain(relation: str, keys: Sequence[str], added: Sequence[Tallied], weight: str) -> str:
    """SQL that counts the rows of a relation for every unit, period and value of its keys.

    Columns: unit, period_end, the keys, n (rows, or their weight), and what is added up.
    """
    by = ", ".join(["unit", "period_end", *map(identifier, keys)])
    sums = [f"{column.sql} AS {identifier(column.name)}" for column in added]
    measured = ", ".join([f"{rows_sql(weight)} AS n", *sums])
    return f"SELECT {by}, {measured}\nFROM {relation}\nGROUP BY {by}"


def tally(name: str, counted: Counted, gaps: bool = False) -> Tallied:
    """What a row adds to one numerator or denominator, or to the gaps in its sum."""
    column = identifier(column_of(counted, gaps))
    added = f"CASE WHEN {counted.condition} THEN {column} END" if counted.condition else column
    return Tallied(name, added)


def tallies(grain: str, tallied: Iterable[Tallied], breakdowns: Sequence[str]) -> str:
    """SQL that adds up every tally for each unit and period: in all, and by each breakdown.

    Columns: unit, period_end, breakdown (empty for the total), group, and one for each tally. What
    a row adds is worked out once, before the rows are grouped in several ways: as filters of the
    sums, 71 conditions took eight times as long. Its name there has a space, as in `column_of`.
    """
    tallied = list(tallied)
    sets = [["unit", "period_end"], *(["unit", "period_end", identifier(b)] for b in breakdowns)]
    grouping = ",\n  ".join(f"({', '.join(columns)})" for columns in sets)
    cases = " ".join(f"WHEN GROUPING({identifier(b)}) = 0 THEN {text(b)}" for b in breakdowns)
    breakdown = f"CASE {cases} ELSE '' END" if breakdowns else "''"
    groups = ", ".join([*map(identifier, breakdowns), text(ALL)])
    sums = ", ".join(f"sum({_added(t)}) AS {identifier(t.name)}" for t in tallied)
    rows = ",\n    ".join(
        [", ".join(["unit", "period_end", *map(identifier, breakdowns)])]
        + [f"{t.sql} AS {_added(t)}" for t in tallied]
    )
    return (
        f'SELECT unit, period_end,\n  {breakdown} AS breakdown,\n  coalesce({groups}) AS "group",\n'
        f"  {sums}\nFROM (\n  SELECT {rows}\n  FROM {grain})\n"
        f"GROUP BY GROUPING SETS (\n  {grouping})"
    )


def _added(tallied: Tallied) -> str:
    """The column of what a row adds to a tally."""
    return identifier(f"added {tallied.name}")


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


def completed(rolled: str, names: Sequence[str], empty: str = "0") -> str:
    """SQL that gives every unit, period and group a row, so that a zero is said and not implied.

    `cells` (unit, type, start, "end", missing) lists the periods of each unit with the months that
    are missing; `groups` (breakdown, "group", place) lists every group. A count in a period with a
    month missing is NULL, not zero; a place without rows has what `empty` says.
    """
    columns = [identifier(name) for name in names]
    values = ", ".join(
        f"CASE WHEN c.missing = 0 THEN coalesce(r.{column}, {empty}) END AS {column}"
        for column in columns
    )
    return (
        f'SELECT c.unit, c.type, c.start, c."end", c.missing, g.breakdown, g."group", {values}\n'
        f"FROM cells c CROSS JOIN groups g\n"
        f"LEFT JOIN {rolled} r ON r.unit = c.unit AND r.type = c.type AND r.start = c.start "
        f'AND r."end" = c."end" AND r.breakdown = g.breakdown AND r."group" = g."group"\n'
        f'ORDER BY c.unit, c.type, c."end", g.place'
    )


def level(grain: str, counted: Counted, levels: Sequence[str]) -> str:
    """SQL for the level of each unit, as its place in the list of levels from 1.

    Columns as in `published`; a row with none of the levels has no value.
    """
    places = " ".join(f"WHEN {text(name)} THEN {place}" for place, name in enumerate(levels, 1))
    column = identifier(counted.number.column if counted.number else "")
    where = f"\nWHERE {counted.condition}" if counted.condition else ""
    return (
        f"SELECT unit, period_end, min(v) AS value, count(DISTINCT v) AS times\nFROM ("
        f"SELECT unit, period_end, CASE {column} {places} END AS v FROM {grain}{where})\n"
        f"GROUP BY unit, period_end"
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

"""What does not add up: how many rows of each unit, period and group have each value, in order.

A percentile of a whole is in no way that of its parts, and a person in two months is one person.
The finest grain of such a count holds its value as well; the values are then spread over units,
periods and groups, and never leave this room.
"""

from collections.abc import Sequence

import duckdb
import pandas as pd
import pyarrow as pa

from metrics.connections import identifier, text
from metrics.counting.queries import ALL, completed, rows_sql
from metrics.definitions.plans import Counted
from metrics.frames import frame_of
from metrics.percentiles import LIMITS, places

CELL = 'unit, type, start, "end", breakdown, "group"'


def valued_grain(relation: str, keys: Sequence[str], value: str, weight: str) -> str:
    """SQL that counts the rows of a relation for every unit, period, value of its keys, and value.

    Columns: unit, period_end, the keys, v (the value), n. No column of an extract has one letter.
    """
    by = ", ".join(["unit", "period_end", *map(identifier, keys)])
    return f"SELECT {by}, {value} AS v, {rows_sql(weight)} AS n\nFROM {relation}\nGROUP BY {by}, v"


def spread(grain: str, condition: str, breakdowns: Sequence[str]) -> str:
    """SQL that counts the rows of each value for each unit, period and group.

    Columns: unit, type, start, "end", breakdown, "group", v, n. `units` and `parts` say which
    units and periods a row belongs to, as in `queries.rolled_up`.
    """
    held = [identifier(name) for name in breakdowns]
    mine = ", ".join(["unit", "period_end", "v", *held])
    where = f" WHERE {condition}" if condition else ""
    named = [f"b{place}" for place in range(len(held))]
    given = "".join(f", {old} AS {new}" for old, new in zip(held, named, strict=True))
    cell = 'u.ancestor, p.type, p.start, p."end", g.v'
    sets = ",\n  ".join(f"({cell}{extra})" for extra in ["", *(f", {name}" for name in named)])
    pairs = zip(named, breakdowns, strict=True)
    cases = " ".join(f"WHEN GROUPING({new}) = 0 THEN {text(old)}" for new, old in pairs)
    breakdown = f"CASE {cases} ELSE '' END" if cases else "''"
    return (
        f'SELECT u.ancestor AS unit, p.type, p.start, p."end",\n'
        f"  {breakdown} AS breakdown,\n"
        f'  coalesce({", ".join([*named, text(ALL)])}) AS "group", g.v, '
        f"CAST(sum(g.n) AS BIGINT) AS n\n"
        f"FROM (SELECT unit, period_end, v{given}, sum(n) AS n FROM {grain}{where} "
        f"GROUP BY {mine}) g\n"
        f"JOIN units u ON u.unit = g.unit AND u.period_end = g.period_end\n"
        f"JOIN parts p ON p.period_end = g.period_end\n"
        f"GROUP BY GROUPING SETS (\n  {sets})"
    )


def totals(spread_table: str) -> str:
    """SQL that says how many values with a number the places of a spread have."""
    return f"SELECT DISTINCT sum(n) AS n FROM {spread_table} WHERE v IS NOT NULL GROUP BY {CELL}"


def placed(spread_table: str, name: str) -> str:
    """SQL that finds a percentile in each ordered spread, with its limits.

    `places` (n, below, above, part, LIMITS) says at which places the percentile of n values lies:
    `part` of the way from `below` to `above`. Columns: those of a cell, the name, and the name with
    each of LIMITS.
    """
    value = "max(v) FILTER (WHERE upto - m < p.{0} AND p.{0} <= upto)"
    below, above = (value.format(place) for place in ("below", "above"))
    limits = ",\n".join(
        f"  {value.format(limit)} AS {identifier(f'{name}_{limit}')}" for limit in LIMITS
    )
    return (
        f"WITH ordered AS (\n"
        f"  SELECT {CELL}, v, n AS m, sum(n) OVER (PARTITION BY {CELL} ORDER BY v) AS upto,\n"
        f"    sum(n) OVER (PARTITION BY {CELL}) AS n\n"
        f"  FROM {spread_table} WHERE v IS NOT NULL)\n"
        f"SELECT {CELL},\n"
        f"  {below} + ({above} - {below}) * any_value(p.part) AS {identifier(name)},\n"
        f"{limits}\n"
        f"FROM ordered JOIN places p ON p.n = ordered.n\nGROUP BY {CELL}"
    )


def told_apart(spread_table: str, name: str) -> str:
    """SQL that counts the different values in each spread, and the rows that have none."""
    gaps = "coalesce(sum(n) FILTER (WHERE v IS NULL), 0)"
    return (
        f"SELECT {CELL}, count(v) AS {identifier(name)}, {gaps} AS {identifier(f'{name}_gaps')}\n"
        f"FROM {spread_table}\nGROUP BY {CELL}"
    )


def distinct(connection: duckdb.DuckDBPyConnection, sql: str, name: str) -> pd.DataFrame:
    """How many different values the spread that `sql` selects has: columns name, name_gaps.

    There is a row for everything, in the order of `queries.completed`.
    """
    names = [name, f"{name}_gaps"]
    return frame_of(connection, completed(f"({told_apart(f'({sql})', name)})", names))[names]


def percentiles(
    connection: duckdb.DuckDBPyConnection, counted: Counted, sql: str, name: str
) -> pd.DataFrame:
    """A percentile of the spread that `sql` selects: columns name, and name with each of LIMITS.

    There is a row for everything, in the order of `queries.completed`; absent where no row has the
    number, a limit where too few rows have it.
    """
    connection.execute(f"CREATE OR REPLACE TABLE spread AS {sql}")
    sizes = [int(size) for (size,) in connection.execute(totals("spread")).fetchall()]
    table = pa.Table.from_pandas(places(sizes, counted.percentile), preserve_index=False)
    connection.register("places", table)
    names = [name, *(f"{name}_{limit}" for limit in LIMITS)]
    query = completed(f"({placed('spread', name)})", names, "NULL")
    return frame_of(connection, query)[names]

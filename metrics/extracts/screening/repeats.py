"""Measures what is there more than once: rows with the key of another, and a load sent twice."""

from collections.abc import Sequence

import duckdb

from metrics.connections import identifier
from metrics.extracts.characters import shown
from metrics.extracts.screening.checks import MOST_NAMED
from metrics.extracts.screening.facts import PeriodFact
from metrics.extracts.screening.measured import Measured
from metrics.extracts.staging import ROW_HASH

# By chance, the counts of so many rows are all even once in a million files.
FEWEST_DIFFERENT = 20


def repeated_keys(
    connection: duckdb.DuckDBPyConnection, measured: Measured
) -> tuple[int, tuple[str, ...]]:
    """How many rows have the key of another row, and the commonest of those keys."""
    if not measured.extract.key:
        return 0, ()
    keys = ", ".join(identifier(name) for name in measured.extract.key)
    query = (
        f"SELECT concat_ws(', ', {keys}) AS key, sum(n - 1) OVER () "
        f"FROM (SELECT {keys}, count(*) AS n FROM {measured.rows} GROUP BY ALL HAVING n > 1) "
        f"ORDER BY n DESC, key LIMIT {MOST_NAMED}"
    )
    found = connection.execute(query).fetchall()
    return int(found[0][1]) if found else 0, tuple(shown(key) for key, _ in found)


def doubled(
    connection: duckdb.DuckDBPyConnection, measured: Measured, periods: Sequence[PeriodFact]
) -> bool:
    """Whether every row stands there an even number of times, which by chance few files do."""
    different = sum(period.different for period in periods)
    if different < FEWEST_DIFFERENT or 2 * different > sum(period.rows for period in periods):
        return False
    query = (
        f"SELECT count(*) FILTER (n % 2 = 1) FROM "
        f"(SELECT count(*) AS n FROM {measured.rows} GROUP BY {ROW_HASH})"
    )
    return not connection.execute(query).fetchall()[0][0]

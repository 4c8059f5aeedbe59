"""The columns of a file that no contract reads: staged beside the others, and said what they hold.

They are staged because a second look at the file takes far longer than a look at what was staged.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import duckdb

from metrics.connections import identifier, text
from metrics.extracts.characters import shown
from metrics.extracts.screening.facts import ColumnFact

MOST_UNREAD = 100
NAMELESS = ", which has no name"


def not_read(headers: Sequence[str], read: Iterable[int]) -> dict[int, str]:
    """The first columns of a file that are not read: their places, and what they are called."""
    known = set(read)
    return {
        i: header.strip() or f"column {i + 1}{NAMELESS}"
        for i, header in enumerate(headers[:MOST_UNREAD])
        if i not in known
    }


def place_of(column: ColumnFact) -> int:
    """The place of a column without a header, counted from 1; 0 of one that has a header."""
    return int(column.header.split()[1].rstrip(",")) if column.header.endswith(NAMELESS) else 0


def unread_cells(places: Iterable[int], *, filled: bool) -> dict[str, str]:
    """The SQL of the cells of these columns by the name of the staged column: else all NULL."""
    return {
        _staged(i): f"nullif(trim(h{i}), '')" if filled else "CAST(NULL AS VARCHAR)" for i in places
    }


def unread_facts(
    connection: duckdb.DuckDBPyConnection, unread: Mapping[int, str], staged: Path
) -> tuple[ColumnFact, ...]:
    """How many cells of these columns are filled, and with what: a figure never rests on them."""
    asked = ", ".join(f"count({x}), min({x}), max({x})" for x in map(_staged, unread))
    if not asked:
        return ()
    row = connection.execute(f"SELECT {asked} FROM read_parquet({text(str(staged))})").fetchall()[0]
    return tuple(
        ColumnFact(header, "", int(row[3 * n]), shown(row[3 * n + 1] or ""),
                   shown(row[3 * n + 2] or ""))
        for n, header in enumerate(unread.values())
    )  # fmt: skip


def _staged(place: int) -> str:
    # It has a space in it, as no column of a contract has.
    return identifier(f"unread {place}")

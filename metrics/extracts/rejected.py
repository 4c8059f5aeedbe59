"""What is wrong with a text that is no table: every line, so that all are mended at once."""

import re
from collections.abc import Mapping

import duckdb

from metrics.errors import Finding

MOST_LINES = 20
CURE = "Mend the file where it comes from and send it again."
CELLS = "this row has more or fewer cells than the header"
QUOTES = "a quotation mark is not closed, or not doubled"
# DuckDB's reason, in our words and without the row that it quotes.
REASONS: Mapping[str, str] = {
    "\nExpected Number of Columns": CELLS,
    "\nValue with unterminated quote": QUOTES,
    "Maximum line size": "a line is longer than 2 million characters",
    "reached an invalid state": "its lines end in different ways, or quotes are out of place",
    "Out of Memory": "the file needs more memory than a load may use",
}
KINDS = {"MISSING COLUMNS": CELLS, "TOO MANY COLUMNS": CELLS, "UNQUOTED VALUE": QUOTES}
CURES = {CELLS: "Give it as many, or take it out if it is a note or a total."}


def faults_of(
    connection: duckdb.DuckDBPyConnection, relation: str, name: str, reason: str
) -> list[Finding]:
    """Why a CSV relation could not be read: the first of its lines at fault, and how many more.

    `reason` is DuckDB's own, for the line at which it stopped.
    """
    fault = next((words for mark, words in REASONS.items() if mark in reason), "it is no table")
    place = re.search(r"CSV Error on Line: ([0-9]+)", reason)
    lines = _lines(connection, relation) if fault in (CELLS, QUOTES) else []
    if not place or (int(place[1]), fault) not in lines:
        lines = [(int(place[1]) if place else 0, fault)]
    findings = [
        Finding(name, said, CURES.get(said, CURE), line or None)
        for line, said in lines[:MOST_LINES]
    ]
    more = len(lines) - MOST_LINES
    if more > 0:
        findings.append(Finding(name, f"{more:,} more lines are at fault", "Mend them alike."))
    return findings


def _lines(connection: duckdb.DuckDBPyConnection, relation: str) -> list[tuple[int, str]]:
    """Every line that DuckDB leaves out when it is told to go on, with what is wrong with it."""
    lenient = relation.replace("strict_mode = true", "strict_mode = true, store_rejects = true")
    try:
        connection.execute(f"SELECT max(columns(*)) FROM {lenient}").fetchall()
        query = "SELECT DISTINCT line, error_type FROM reject_errors ORDER BY ALL"
        rows = connection.execute(query).fetchall()
    except duckdb.Error:
        return []
    return sorted({(int(line), KINDS.get(str(kind), "it is no table")) for line, kind in rows})

"""The register: its tables, which nothing is ever taken out of, and the chain of its audit."""

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from metrics.errors import Finding

SCHEMA = """
CREATE TABLE IF NOT EXISTS loads (
    id INTEGER PRIMARY KEY, extract TEXT NOT NULL, identity TEXT NOT NULL, contract TEXT NOT NULL,
    files TEXT NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL, rows INTEGER NOT NULL,
    left_out TEXT NOT NULL, periods TEXT NOT NULL, loaded_at TEXT NOT NULL, loaded_by TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS load_events (
    load INTEGER NOT NULL REFERENCES loads (id), event TEXT NOT NULL, at TEXT NOT NULL,
    who TEXT NOT NULL, why TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS screenings (
    load INTEGER NOT NULL REFERENCES loads (id), checks TEXT NOT NULL, summary TEXT NOT NULL,
    set_aside TEXT NOT NULL, rows_sent INTEGER NOT NULL, rows_aside INTEGER NOT NULL,
    accepted_by TEXT NOT NULL, because TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS releases (
    id INTEGER PRIMARY KEY, tier TEXT NOT NULL, key TEXT NOT NULL, file TEXT NOT NULL,
    sha256 TEXT NOT NULL, figures INTEGER NOT NULL, made_at TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS audit (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL,
    detail TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
"""
TABLES = ("loads", "load_events", "screenings", "releases", "audit")
APPEND_ONLY = """
CREATE TRIGGER IF NOT EXISTS {table}_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'the register is append-only'); END;
"""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One original file: its name, SHA-256 and size, and whether it is synthetic sample data."""

    name: str
    sha256: str
    bytes: int
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Load:
    """One accepted load as the register has it; `state` is active, replaced or withdrawn."""

    id: int
    extract: str
    identity: str
    contract: str
    files: tuple[KeptFile, ...]
    file: Path
    sha256: str
    rows: int
    left_out: Mapping[str, int]
    periods: tuple[date, ...]
    loaded_at: str
    loaded_by: str
    state: str = "active"


@dataclass(frozen=True, slots=True)
class Screening:
    """What screening said of a load: each check, a summary by period, the cells set aside.

    `rows_aside` of `rows_sent` rows were set aside, accepted by a named person for a reason.
    """

    checks: Sequence[Mapping[str, Any]] = ()
    summary: Mapping[str, Any] = field(default_factory=dict)
    set_aside: Sequence[Mapping[str, Any]] = ()
    rows_sent: int = 0
    rows_aside: int = 0
    accepted_by: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class KeptRelease:
    """One release as the register has it."""

    id: int
    tier: str
    key: str
    file: Path
    sha256: str
    figures: int
    made_at: str


def prepare(connection: sqlite3.Connection) -> None:
    """Make the tables of a new register, and see that nothing can be changed or taken out."""
    connection.executescript(SCHEMA)
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            connection.execute(APPEND_ONLY.format(table=table, verb=verb))


def write_screening(connection: sqlite3.Connection, load: int, screening: Screening) -> None:
    """Add what screening said of a load."""
    row = (
        load, json.dumps(screening.checks), json.dumps(screening.summary),
        json.dumps(screening.set_aside), screening.rows_sent, screening.rows_aside,
        screening.accepted_by, screening.because,
    )  # fmt: skip
    connection.execute("INSERT INTO screenings VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)


def read_screening(connection: sqlite3.Connection, load: int) -> Screening:
    """What screening said of a load; of one from before there was screening, nothing."""
    query = "SELECT * FROM screenings WHERE load = ?"
    row = connection.execute(query, (load,)).fetchone()
    if row is None:
        return Screening()
    return Screening(
        json.loads(row["checks"]), json.loads(row["summary"]), json.loads(row["set_aside"]),
        row["rows_sent"], row["rows_aside"], row["accepted_by"], row["because"],
    )  # fmt: skip


def write_audit(
    connection: sqlite3.Connection, who: str, action: str, detail: Mapping[str, Any]
) -> None:
    """Add one line to the audit; its hash covers the line before it, so a change shows."""
    last = connection.execute("SELECT hash FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    previous = last["hash"] if last else ""
    line = (now(), who, action, json.dumps(detail, sort_keys=True), previous)
    digest = _digest(line)
    connection.execute("INSERT INTO audit VALUES (NULL, ?, ?, ?, ?, ?, ?)", (*line, digest))


def audit_faults(connection: sqlite3.Connection) -> list[Finding]:
    """The first line of the audit that is not what was written, or that follows a lost one."""
    previous = ""
    for row in connection.execute("SELECT * FROM audit ORDER BY id"):
        line = (row["at"], row["who"], row["action"], row["detail"], row["previous"])
        if row["previous"] != previous or row["hash"] != _digest(line):
            cure = "Restore the register from a backup."
            return [Finding("audit", f"line {row['id']} or the one before was changed", cure)]
        previous = row["hash"]
    return []


def now() -> str:
    """The present moment in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _digest(line: tuple[str, ...]) -> str:
    return hashlib.sha256("\x00".join(line).encode()).hexdigest()

"""The register: its tables, which nothing is ever taken out of, and the chain of its audit."""

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
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
CREATE TABLE IF NOT EXISTS releases (
    id INTEGER PRIMARY KEY, tier TEXT NOT NULL, key TEXT NOT NULL, file TEXT NOT NULL,
    sha256 TEXT NOT NULL, figures INTEGER NOT NULL, made_at TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS audit (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL,
    detail TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
"""
TABLES = ("loads", "load_events", "releases", "audit")
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

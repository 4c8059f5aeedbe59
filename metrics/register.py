"""The register: its tables, which nothing is ever taken out of, the chain of its audit, its seal.

SQLite does not notice a flipped bit in a row. So beside the register stands a seal: the number of
the last commit and the digest of every byte, written after each commit.
"""

import hashlib
import json
import os
import sqlite3
import struct
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path
from threading import get_ident
from typing import Any

from metrics.errors import Finding, single_fault

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
CREATE TABLE IF NOT EXISTS lost (
    release INTEGER NOT NULL REFERENCES releases (id), at TEXT NOT NULL, who TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS promises (
    list TEXT NOT NULL, id TEXT NOT NULL, example INTEGER NOT NULL, unit TEXT NOT NULL,
    due TEXT NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS audit (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL,
    detail TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
"""
# A load that is taken in is as active as before.
TAKEN_IN = "taken in"
LOADS = f"""
SELECT l.*, coalesce(
    (SELECT event FROM load_events e WHERE e.load = l.id AND event <> '{TAKEN_IN}'
     ORDER BY rowid DESC LIMIT 1), 'active') AS state,
    EXISTS (SELECT * FROM load_events e WHERE e.load = l.id AND event = '{TAKEN_IN}') AS taken_in
FROM loads l ORDER BY id
"""
SEAL_WORDS = 3
# By seal: how both files stood when this process last read every byte of the register.
CHECKED: dict[Path, tuple[tuple[int, int, int], ...]] = {}
TABLES = ("loads", "load_events", "screenings", "releases", "lost", "promises", "audit")
APPEND_ONLY = """
CREATE TRIGGER IF NOT EXISTS {table}_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'the register is append-only'); END;
"""


def what_happened(connection: sqlite3.Connection, before: set[int], after: set[int]) -> str:
    """In words, how some active loads became others."""
    words = [f"load {id_} added" for id_ in sorted(after - before)]
    query = "SELECT event, why FROM load_events WHERE load = ? ORDER BY rowid DESC LIMIT 1"
    for id_ in sorted(before - after):
        row = connection.execute(query, (id_,)).fetchone()
        words.append(f"load {id_} {row['event']}: {row['why']}" if row else f"load {id_} not used")
    return "; ".join(words) or "the configuration or the method changed"


def prepare(connection: sqlite3.Connection) -> None:
    """Make the tables of a new register, and see that nothing can be changed or taken out.

    Where all are there nothing is done: a store is opened far more often than it is made.
    """
    there = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    triggers = [(table, verb) for table in TABLES for verb in ("UPDATE", "DELETE")]
    if there >= {*TABLES, *(f"{table}_{verb}" for table, verb in triggers)}:
        return
    connection.executescript(SCHEMA)
    for table, verb in triggers:
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


def check_seal(connection: sqlite3.Connection, seal: Path) -> None:
    """Raise ScorecardError when the register is not what was last sealed.

    A register with a commit after its seal is whole: somebody is about to seal it, or was killed.
    What was checked once is not read again while both files are as they were.
    """
    stamp = _stamp(seal)
    if CHECKED.get(seal) == stamp:
        return
    said = seal.read_text("ascii", "replace").split() if seal.exists() else []
    commit, digest = _state(connection)  # after the seal was read, so that it is not the older
    if not said or not digest:
        return
    whole = len(said) == SEAL_WORDS and _digest_of(" ".join(said[:2])) == said[2]
    if not whole or commit < int(said[0]) or (commit == int(said[0]) and digest != said[1]):
        cure = "Restore the store from a backup."
        raise single_fault("register.sqlite", "the register is not what was committed", cure)
    if commit == int(said[0]) and stamp == _stamp(seal):
        CHECKED[seal] = stamp


def write_seal(connection: sqlite3.Connection, seal: Path) -> None:
    """Seal the register as it is now, where it has changed since the last seal."""
    if CHECKED.get(seal) == _stamp(seal):
        return
    commit, digest = _state(connection)
    words = f"{commit} {digest}"
    if seal.exists() and seal.read_text("ascii", "replace").startswith(f"{words} "):
        return
    unfinished = seal.with_suffix(f".{os.getpid()}-{get_ident()}.part")
    with unfinished.open("w", encoding="ascii") as file:
        file.write(f"{words} {_digest_of(words)}")
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileNotFoundError):  # a writer took it for a leftover, and seals in its turn
        unfinished.replace(seal)


def _stamp(seal: Path) -> tuple[tuple[int, int, int], ...]:
    """When each of the two files was last written, its size and its place on the disk."""
    files = [path for path in (seal.with_suffix(".sqlite"), seal) if path.exists()]
    return tuple((s.st_mtime_ns, s.st_size, s.st_ino) for s in (path.stat() for path in files))


def _state(connection: sqlite3.Connection) -> tuple[int, str]:
    """The number of the last commit, and the digest of every byte.

    The bytes are read through SQLite: opening the file beside it would let go of its locks. The
    places of both numbers are those of the SQLite file format, 1.3; they differ only by damage.
    """
    if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        return 0, ""
    content = connection.serialize()
    (commit,), (valid_for,) = (struct.unpack_from(">I", content, place) for place in (24, 92))
    return (commit if commit == valid_for else -1), hashlib.sha256(content).hexdigest()


def now() -> str:
    """The present moment in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def user_name() -> str:
    """Who is at the keyboard, as the system knows them."""
    try:
        return getuser()
    except (OSError, KeyError):
        return os.environ.get("SCORECARD_USER", "unknown")


def _digest(line: tuple[str, ...]) -> str:
    return _digest_of("\x00".join(line))


def _digest_of(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()

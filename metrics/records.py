"""What the register holds of a load, its screening and a release: the records, and their rows."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

# A year of months is one load: nobody reads the names of all its files.
NAMED = 3


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One original file: its name, SHA-256 and size, and whether it is synthetic sample data."""

    name: str
    sha256: str
    bytes: int
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Load:
    """One accepted load as the register has it; `state` is active, replaced or withdrawn.

    It is `taken_in` once somebody has said that figures need not wait for it.
    """

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
    taken_in: bool = False

    @property
    def named(self) -> str:
        """The names of its files: the first few, and how many more there are."""
        names = ", ".join(file.name for file in self.files[:NAMED])
        more = len(self.files) - NAMED
        return f"{names} and {more:,} more" if more > 0 else names


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


def load_of(row: sqlite3.Row, store: Path) -> Load:
    """A load from its row, which has its state too."""
    return Load(
        row["id"], row["extract"], row["identity"], row["contract"],
        tuple(KeptFile(**file) for file in json.loads(row["files"])),
        store / "loads" / row["file"], row["sha256"], row["rows"], json.loads(row["left_out"]),
        tuple(date.fromisoformat(day) for day in json.loads(row["periods"])),
        row["loaded_at"], row["loaded_by"], row["state"], bool(row["taken_in"]),
    )  # fmt: skip


def release_of(row: sqlite3.Row, store: Path) -> KeptRelease:
    """A release from its row."""
    path = store / "releases" / row["file"]
    return KeptRelease(
        row["id"], row["tier"], row["key"], path, row["sha256"], row["figures"], row["made_at"]
    )


def write_load(connection: sqlite3.Connection, load: Load, file: str) -> int:
    """Add a load whose rows are in a file of this name, and return its number."""
    row = (
        load.extract, load.identity, load.contract,
        json.dumps([asdict(sent) for sent in load.files]), file, load.sha256, load.rows,
        json.dumps(dict(load.left_out)), json.dumps([day.isoformat() for day in load.periods]),
        load.loaded_at, load.loaded_by,
    )  # fmt: skip
    insert = "INSERT INTO loads VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    return int(connection.execute(insert, row).lastrowid or 0)


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

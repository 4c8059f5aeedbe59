"""The store: the only module that opens the register, keeps uploads, loads and releases.

A file is written under a temporary name, synced and renamed, and only then is its row committed to
the register. So a killed process leaves a load wholly in or wholly out; a stray temporary file is
removed by the next writer.
"""

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from metrics import register
from metrics.errors import Finding, ScorecardError, single_fault
from metrics.register import KeptFile, KeptRelease, Load, Screening

__all__ = ["KeptFile", "KeptRelease", "Load", "Screening", "Store", "file_digest"]
TEMPORARY = ".part"
# By the ending of a file's name; an upload has none.
CURES = {
    ".parquet": "Restore the file from a backup, or withdraw the load and load it again.",
    ".duckdb": "Restore the file from a backup, or run 'scorecard calculate' to make it again.",
    "": "Restore the file from a backup.",
}


class Store:
    """The folder that holds the register, the uploads, the loads and the releases."""

    def __init__(self, folder: Path) -> None:
        """Open the store, making it where it is new; ScorecardError where that cannot be."""
        self.folder = folder
        try:
            for part in ("uploads", "loads", "releases"):
                (folder / part).mkdir(parents=True, exist_ok=True)
            with self._register() as connection:
                register.prepare(connection)
        except (OSError, sqlite3.Error) as error:
            cure = "Name a folder that may be written, or restore the store from a backup."
            raise single_fault(str(folder), f"this is no store ({error})", cure) from error

    @contextmanager
    def _register(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.folder / "register.sqlite", timeout=30)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        try:
            with connection:
                yield connection
        finally:
            connection.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer: nobody else loads or calculates meanwhile, and leftovers go.

        Raises ScorecardError when another process is writing. The lock dies with its process.
        """
        lock = sqlite3.connect(self.folder / "writer.sqlite", timeout=0, isolation_level=None)
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            lock.close()
            cure = "Wait until it has finished, then try again. Nothing was changed."
            fault = "another load or calculation is under way"
            raise single_fault(str(self.folder), fault, cure) from error
        try:
            # DuckDB keeps what it has not yet written beside an unfinished release: *.part.wal
            for path in self.folder.glob(f"*/*{TEMPORARY}*"):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            yield
        finally:
            lock.close()

    def temporary(self, part: str, name: str) -> Path:
        """A path in one part of the store for a file that is not finished yet."""
        return self.folder / part / f"{name}{TEMPORARY}"

    def keep_upload(self, unfinished: Path, sha256: str) -> None:
        """Give a copied upload its lasting name; the same bytes are kept once."""
        _settle(unfinished, self.folder / "uploads" / sha256)

    def commit_load(
        self, load: Load, unfinished: Path, replaced: Iterable[Load],
        screening: Screening | None = None,
    ) -> Load:  # fmt: skip
        """Commit a load with its screening, and mark the loads it replaces, in one transaction."""
        final = self.folder / "loads" / f"{load.sha256}.parquet"
        _settle(unfinished, final)
        with self._register() as connection:
            cursor = connection.execute(
                "INSERT INTO loads VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    load.extract, load.identity, load.contract, _files_json(load.files),
                    final.name, load.sha256, load.rows, json.dumps(dict(load.left_out)),
                    json.dumps([day.isoformat() for day in load.periods]),
                    load.loaded_at, load.loaded_by,
                ),
            )  # fmt: skip
            id_ = int(cursor.lastrowid or 0)
            for old in replaced:
                event = (old.id, "replaced", load.loaded_at, load.loaded_by, f"by load {id_}")
                connection.execute("INSERT INTO load_events VALUES (?, ?, ?, ?, ?)", event)
            register.write_screening(connection, id_, screening or Screening())
            detail = {"load": id_, "extract": load.extract, "rows": load.rows}
            register.write_audit(connection, load.loaded_by, "load", detail)
        return self.load(id_)

    def withdraw(self, id_: int, who: str, why: str) -> Load:
        """Withdraw an active load; it stays on the register with the reason.

        Raises ScorecardError when there is no such load or it is not active.
        """
        load = self.load(id_)
        if load.state != "active":
            cure = "Nothing was changed: 'scorecard loads' lists the active ones."
            raise single_fault(f"load {id_}", f"it is already {load.state}", cure)
        with self._register() as connection:
            row = (id_, "withdrawn", register.now(), who, why)
            connection.execute("INSERT INTO load_events VALUES (?, ?, ?, ?, ?)", row)
            register.write_audit(connection, who, "withdraw", {"load": id_, "why": why})
        return self.load(id_)

    def loads(self) -> tuple[Load, ...]:
        """Every load on the register, oldest first."""
        query = """SELECT l.*, coalesce(
            (SELECT event FROM load_events e WHERE e.load = l.id ORDER BY rowid DESC LIMIT 1),
            'active') AS state FROM loads l ORDER BY id"""
        with self._register() as connection:
            return tuple(self._load(row) for row in connection.execute(query))

    def load(self, id_: int) -> Load:
        """One load by its number; raises ScorecardError when there is none."""
        found = [load for load in self.loads() if load.id == id_]
        if not found:
            cure = "'scorecard loads' lists what there is."
            raise single_fault(f"load {id_}", "there is no load of that number", cure)
        return found[0]

    def active_loads(self) -> tuple[Load, ...]:
        """The loads from which figures are computed."""
        return tuple(load for load in self.loads() if load.state == "active")

    def screening(self, id_: int) -> Screening:
        """What screening said of a load when it was committed."""
        with self._register() as connection:
            return register.read_screening(connection, id_)

    def summaries(self, extract: str) -> list[Mapping[str, Any]]:
        """What the active loads of an extract are like by period, oldest first."""
        mine = [load.id for load in self.active_loads() if load.extract == extract]
        return [self.screening(id_).summary for id_ in mine]

    def commit_release(self, tier: str, key: str, unfinished: Path, figures: int) -> KeptRelease:
        """Give a finished release file its lasting name and put it on the register."""
        sha256 = file_digest(unfinished)
        name = f"{tier}-{key[:16]}-{sha256[:16]}.duckdb"
        _settle(unfinished, self.folder / "releases" / name)
        with self._register() as connection:
            row = (tier, key, name, sha256, figures, register.now())
            connection.execute("INSERT INTO releases VALUES (NULL, ?, ?, ?, ?, ?, ?)", row)
            register.write_audit(
                connection, "scorecard", "release", {"tier": tier, "figures": figures}
            )
        return self.releases(tier)[-1]

    def releases(self, tier: str) -> tuple[KeptRelease, ...]:
        """The releases of a tier, oldest first."""
        with self._register() as connection:
            rows = connection.execute("SELECT * FROM releases WHERE tier = ? ORDER BY id", (tier,))
            return tuple(self._release(row) for row in rows)

    def checked(self, path: Path, sha256: str) -> Path:
        """The path, if the file is what the register says it is; else ScorecardError."""
        if not path.exists():
            raise single_fault(path.name, "the file is missing from the store", CURES[path.suffix])
        if file_digest(path) != sha256:
            raise single_fault(path.name, "the file is not what was committed", CURES[path.suffix])
        return path

    def is_whole(self, path: Path, sha256: str) -> bool:
        """Whether the file is there and is what the register says it is."""
        return path.exists() and file_digest(path) == sha256

    def faults(self) -> list[Finding]:
        """Every fault of the store: a file that is not what was committed, an edited audit.

        All loads, uploads and releases are looked at, those that are no longer in use too.
        """
        uploads = self.folder / "uploads"
        loads = self.loads()
        kept = [(load.file, load.sha256) for load in loads]
        kept += [(uploads / file.sha256, file.sha256) for load in loads for file in load.files]
        with self._register() as connection:
            found = register.audit_faults(connection)
            rows = connection.execute("SELECT * FROM releases ORDER BY id").fetchall()
        kept += [(release.file, release.sha256) for release in map(self._release, rows)]
        for path, sha256 in dict.fromkeys(kept):
            try:
                self.checked(path, sha256)
            except ScorecardError as error:
                found += error.findings
        return found

    def _load(self, row: sqlite3.Row) -> Load:
        return Load(
            row["id"], row["extract"], row["identity"], row["contract"],
            tuple(KeptFile(**file) for file in json.loads(row["files"])),
            self.folder / "loads" / row["file"], row["sha256"], row["rows"],
            json.loads(row["left_out"]),
            tuple(date.fromisoformat(day) for day in json.loads(row["periods"])),
            row["loaded_at"], row["loaded_by"], row["state"],
        )  # fmt: skip

    def _release(self, row: sqlite3.Row) -> KeptRelease:
        path = self.folder / "releases" / row["file"]
        return KeptRelease(
            row["id"], row["tier"], row["key"], path, row["sha256"], row["figures"], row["made_at"]
        )


def file_digest(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _settle(unfinished: Path, final: Path) -> None:
    """Sync a finished file, give it its lasting name, and sync the folder that now lists it."""
    with unfinished.open("rb+") as file:
        os.fsync(file.fileno())
    unfinished.chmod(0o440)
    unfinished.replace(final)
    if os.name == "posix":
        folder = os.open(final.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def _files_json(files: Iterable[KeptFile]) -> str:
    return json.dumps([asdict(file) for file in files])

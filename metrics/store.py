"""The store: the only module that opens the register, keeps uploads, loads and releases.

A file is written under a temporary name, synced and renamed, and only then is its row committed to
the register. So a killed process leaves a load wholly in or wholly out; what it left of one that is
not on the register, the next writer removes.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from metrics import records, register
from metrics.disk import CURE, telling_of_the_disk
from metrics.errors import Finding, ScorecardError, single_fault
from metrics.records import KeptFile, KeptRelease, Load, Screening
from metrics.stored_files import TEMPORARY, clear, file_digest, forget, settle

__all__ = ["KeptFile", "KeptRelease", "Load", "Screening", "Store", "file_digest"]

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
            with self.connected() as connection:
                register.prepare(connection)
        except OSError as error:
            cure = "Name a folder that may be written, or restore the store from a backup."
            raise single_fault(str(folder), f"this is no store ({error})", cure) from error

    @contextmanager
    def connected(self) -> Iterator[sqlite3.Connection]:
        """A connection to the register, for one transaction; ScorecardError where none can be."""
        seal = self.folder / "register.seal"
        connection = sqlite3.connect(self.folder / "register.sqlite", timeout=30)
        connection.row_factory = sqlite3.Row
        try:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            register.check_seal(connection, seal)
            with connection:
                yield connection
            register.write_seal(connection, seal)
        except sqlite3.Error as error:
            cure = "See that the disk has room and may be written, or restore from a backup."
            fault = f"the register cannot be used ({error})"
            raise single_fault(str(self.folder), fault, cure) from error
        finally:
            connection.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer: nobody else loads or calculates meanwhile, and leftovers go.

        Raises ScorecardError when another process is writing, and for what the disk refuses. The
        lock dies with its process.
        """
        lock = sqlite3.connect(self.folder / "writer.sqlite", timeout=0, isolation_level=None)
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            lock.close()
            fault, cure = f"no file can be written ({error})", CURE
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                cure = "Wait until it has finished, then try again. Nothing was changed."
                fault = "another load or calculation is under way"
            raise single_fault(str(self.folder), fault, cure) from error
        try:
            with telling_of_the_disk(str(self.folder)):
                clear(self.folder, self.kept_files)
                yield
                forget(self.folder)
        finally:
            lock.close()

    def temporary(self, part: str, name: str) -> Path:
        """A path in one part of the store for a file that is not finished yet."""
        return self.folder / part / f"{name}{TEMPORARY}"

    def keep_upload(self, unfinished: Path, sha256: str) -> None:
        """Give a copied upload its lasting name; the same bytes are kept once."""
        settle(unfinished, self.folder / "uploads" / sha256)

    def commit_load(
        self, load: Load, unfinished: Path, replaced: Iterable[Load],
        screening: Screening | None = None,
    ) -> Load:  # fmt: skip
        """Commit a load with its screening, and mark the loads it replaces, in one transaction."""
        final = self.folder / "loads" / f"{load.sha256}.parquet"
        settle(unfinished, final)
        with self.connected() as connection:
            id_ = records.write_load(connection, load, final.name)
            for old in replaced:
                event = (old.id, "replaced", load.loaded_at, load.loaded_by, f"by load {id_}")
                connection.execute("INSERT INTO load_events VALUES (?, ?, ?, ?, ?)", event)
            records.write_screening(connection, id_, screening or Screening())
            detail = {"load": id_, "extract": load.extract, "rows": load.rows}
            register.write_audit(connection, load.loaded_by, "load", detail)
        return self.load(id_)

    def upload(self, file: KeptFile) -> Path:
        """Where the bytes of an upload are; ScorecardError when they are not what was kept."""
        return self.checked(self.folder / "uploads" / file.sha256, file.sha256)

    def put_back(self, load: Load, unfinished: Path) -> None:
        """Put the file of a load, made again with the same bytes, in its place."""
        settle(unfinished, load.file)

    def withdraw(self, id_: int, who: str, why: str) -> Load:
        """Withdraw an active load; ScorecardError where it is none."""
        return self._happened(id_, "withdrawn", who, why)

    def take_in(self, id_: int, who: str, why: str) -> Load:
        """Let figures wait no more for an active load; ScorecardError where it is none."""
        return self._happened(id_, register.TAKEN_IN, who, why)

    def _happened(self, id_: int, event: str, who: str, why: str) -> Load:
        load = self.load(id_)
        if load.state != "active":
            cure = "Nothing was changed: 'scorecard loads' lists the active ones."
            raise single_fault(f"load {id_}", f"it is already {load.state}", cure)
        with self.connected() as connection:
            row = (id_, event, register.now(), who, why)
            connection.execute("INSERT INTO load_events VALUES (?, ?, ?, ?, ?)", row)
            register.write_audit(connection, who, event, {"load": id_, "why": why})
        return self.load(id_)

    def what_happened(self, before: Iterable[int], after: Iterable[int]) -> str:
        """In words, how the loads of one release became those of another."""
        with self.connected() as connection:
            return register.what_happened(connection, set(before), set(after))

    def loads(self) -> tuple[Load, ...]:
        """Every load on the register, oldest first."""
        with self.connected() as connection:
            rows = connection.execute(register.LOADS)
            return tuple(records.load_of(row, self.folder) for row in rows)

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
        with self.connected() as connection:
            return records.read_screening(connection, id_)

    def summaries(self, extract: str) -> list[Mapping[str, Any]]:
        """What the active loads of an extract are like by period, oldest first."""
        mine = [load.id for load in self.active_loads() if load.extract == extract]
        return [self.screening(id_).summary for id_ in mine]

    def commit_release(self, tier: str, key: str, unfinished: Path, figures: int) -> KeptRelease:
        """Give a finished release file its lasting name and put it on the register."""
        sha256 = file_digest(unfinished)
        name = f"{tier}-{key[:16]}-{sha256[:16]}.duckdb"
        settle(unfinished, self.folder / "releases" / name)
        with self.connected() as connection:
            row = (tier, key, name, sha256, figures, register.now())
            connection.execute("INSERT INTO releases VALUES (NULL, ?, ?, ?, ?, ?, ?)", row)
            register.write_audit(
                connection, "scorecard", "release", {"tier": tier, "figures": figures}
            )
        return self.releases(tier)[-1]

    def releases(self, tier: str) -> tuple[KeptRelease, ...]:
        """The releases of a tier, oldest first."""
        with self.connected() as connection:
            rows = connection.execute("SELECT * FROM releases WHERE tier = ? ORDER BY id", (tier,))
            return tuple(records.release_of(row, self.folder) for row in rows)

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

    def kept_files(self) -> dict[Path, str]:
        """Every file of the store with its digest: uploads, loads, releases but the lost ones."""
        uploads = self.folder / "uploads"
        loads = self.loads()
        kept = {load.file: load.sha256 for load in loads}
        kept |= {uploads / file.sha256: file.sha256 for load in loads for file in load.files}
        return kept | {release.file: release.sha256 for release in self.kept_releases()}

    def kept_releases(self) -> tuple[KeptRelease, ...]:
        """The releases of every tier, oldest first, but those noted as lost."""
        query = "SELECT * FROM releases WHERE id NOT IN (SELECT release FROM lost) ORDER BY id"
        with self.connected() as connection:
            return tuple(records.release_of(row, self.folder) for row in connection.execute(query))

    def note_lost(self, releases: Iterable[KeptRelease], who: str) -> None:
        """Note that the files of these releases are gone for good; their rows stay."""
        with self.connected() as connection:
            for release in releases:
                row = (release.id, register.now(), who)
                connection.execute("INSERT INTO lost VALUES (?, ?, ?)", row)
                detail = {"release": release.id, "file": release.file.name}
                register.write_audit(connection, who, "lost", detail)

    def copy_register(self, folder: Path) -> None:
        """Copy the register, as it is at one moment, into a folder, with a seal of its own."""
        copy = sqlite3.connect(folder / "register.sqlite")
        try:
            with self.connected() as connection:
                connection.backup(copy)
            register.write_seal(copy, folder / "register.seal")
        finally:
            copy.close()

    def faults(self) -> list[Finding]:
        """Every fault of the store, of what is no longer in use too: files, and an edited audit."""
        register.CHECKED.clear()  # to read every byte, whatever was read before
        with self.connected() as connection:
            found = register.audit_faults(connection)
        for path, sha256 in self.kept_files().items():
            try:
                self.checked(path, sha256)
            except ScorecardError as error:
                found += error.findings
        return found

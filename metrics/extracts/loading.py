"""The recipe of a load: keep the bytes, read them, hold them against what is there, commit."""

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path

from metrics.definitions.configuration import Configuration
from metrics.definitions.contracts import Coding, Extract
from metrics.errors import Finding, ScorecardError, did_you_mean, single_fault
from metrics.extracts.converting import Converted, Progress, Task, convert
from metrics.extracts.screening.case import Case
from metrics.extracts.screening.checks import Acceptance, RefusedLoad, Report
from metrics.extracts.screening.keeping import earlier_of, kept_screening, left_out
from metrics.extracts.screening.report import findings_of, screen
from metrics.extracts.staging import SentFile
from metrics.extracts.unknown import lines_to_add
from metrics.register import Screening, now
from metrics.store import KeptFile, Load, Store, file_digest

Copies = list[tuple[Path, KeptFile]]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a load came to: the load, whether it was there already, what screening said of it."""

    load: Load
    was_there: bool
    screening: Screening


@dataclass(frozen=True)
class Loader:
    """Loads files into a store under a configuration, with the boundaries that place points.

    `synthetic` are the digests of sample files, so that what rests on them can say so.
    """

    store: Store
    configuration: Configuration
    boundaries: Path
    progress: Progress
    synthetic: frozenset[str] = frozenset()

    def load(
        self, extract_id: str, files: Sequence[SentFile], *, replace: bool = False,
        acceptance: Acceptance | None = None,
    ) -> Receipt:  # fmt: skip
        """Load one extract from one or more files.

        The same files twice change nothing. Raises RefusedLoad with every finding and the report of
        screening, or another ScorecardError, and then the store is as it was before. A named person
        may accept that rows are set aside, and what the contract wants to be confirmed.
        """
        extract = self._extract(extract_id)
        with self._read(extract, files) as (kept, converted):
            names = ", ".join(file.name for _, file in kept)
            report = self._screen(extract, converted, names)
            if report.stopped:
                raise RefusedLoad(findings_of(report, converted, extract, names), report)
            identity = self._identity(extract, self._codings(extract), kept)
            there = self._already_there(extract, identity)
            if there:
                return Receipt(there, True, self.store.screening(there.id))
            if report.wants_acceptance and acceptance is None:
                raise RefusedLoad(findings_of(report, converted, extract, names), report)
            replaced = self._overlapping(extract, converted, files, replace=replace)
            screening = kept_screening(report, converted, acceptance)
            load = self._commit(extract, identity, (kept, converted), replaced, screening)
            return Receipt(load, False, screening)

    def check(self, extract_id: str, files: Sequence[SentFile]) -> Report:
        """Screen files as a load would, and change nothing."""
        extract = self._extract(extract_id)
        with self._read(extract, files) as (kept, converted):
            return self._screen(extract, converted, ", ".join(file.name for _, file in kept))

    @contextmanager
    def _read(
        self, extract: Extract, files: Sequence[SentFile]
    ) -> Iterator[tuple[Copies, Converted]]:
        _check_files(files)
        with self.store.writing():
            folder = self.store.temporary("loads", f"reading-{os.getpid()}")
            folder.mkdir()
            try:
                yield self._converted(extract, files, folder)
            finally:
                shutil.rmtree(folder)

    def _screen(self, extract: Extract, converted: Converted, names: str) -> Report:
        case = None
        if converted.facts:
            case = Case(
                extract, self._codings(extract), converted, converted.facts,
                earlier_of(self.store.summaries(extract.id)), names, datetime.now(UTC).date(),
            )  # fmt: skip
        report = screen(converted, case, extract, names)
        parts = (self.configuration.codings, self.configuration.organisation)
        return replace(report, to_add=lines_to_add(converted.unknown, *parts))

    def _converted(
        self, extract: Extract, files: Sequence[SentFile], folder: Path
    ) -> tuple[Copies, Converted]:
        self.progress("Keeping the files as they were sent")
        copies = [(_copy(file, folder, i), file.name) for i, file in enumerate(files)]
        codings = self._codings(extract)
        boundaries = self.boundaries if extract.unit.point else Path()
        task = Task(
            extract, codings, self.configuration.organisation,
            tuple(SentFile(name, path) for path, name in copies), folder.absolute(), boundaries,
        )  # fmt: skip
        # Hashing takes one core while the child reads on the other.
        with ThreadPoolExecutor() as pool:
            synthetic = self.synthetic
            hashing = pool.submit(lambda: [(p, _kept(p, name, synthetic)) for p, name in copies])
            converting = pool.submit(convert, task, self.progress)
            kept = hashing.result()
            _check_twins([file for _, file in kept])
            return kept, converting.result()

    def _extract(self, extract_id: str) -> Extract:
        extracts = self.configuration.extracts
        if extract_id not in extracts:
            cure = did_you_mean(extract_id, list(extracts))
            raise single_fault(extract_id, "there is no extract of that name", cure)
        return extracts[extract_id]

    def _codings(self, extract: Extract) -> dict[str, Coding]:
        names = {column.coding for column in extract.columns if column.coding}
        return {name: self.configuration.codings[name] for name in sorted(names)}

    def _identity(self, extract: Extract, codings: dict[str, Coding], kept: Copies) -> str:
        contract = contract_digest(self.configuration, extract)
        places = file_digest(self.boundaries) if extract.unit.point else ""
        parts = [extract.id, contract, places, *sorted(file.sha256 for _, file in kept)]
        return hashlib.sha256("\x00".join(parts).encode()).hexdigest()

    def _already_there(self, extract: Extract, identity: str) -> Load | None:
        loads = self.store.active_loads()
        return next((load for load in loads if load.identity == identity), None)

    def _overlapping(
        self, extract: Extract, converted: Converted, files: Sequence[SentFile], *, replace: bool
    ) -> list[Load]:
        """The active loads that hold a period of the new one; all of theirs must be in the new."""
        new, name = set(converted.periods), ", ".join(file.name for file in files)
        old = [
            load
            for load in self.store.active_loads()
            if load.extract == extract.id and new & set(load.periods)
        ]
        whole = [load for load in old if set(load.periods) <= new]
        faults = [
            Finding(
                name,
                f"{len(new & set(load.periods))} of its periods are already in load {load.id} "
                f"({', '.join(file.name for file in load.files)})",
                "Load it with --replace to put it in that load's place."
                if load in whole
                else f"Withdraw load {load.id} first: it holds other periods too.",
            )
            for load in old
            if not (replace and load in whole)
        ]
        if faults:
            raise ScorecardError(faults)
        return old

    def _commit(
        self, extract: Extract, identity: str, read: tuple[Copies, Converted],
        replaced: list[Load], screening: Screening,
    ) -> Load:  # fmt: skip
        kept, converted = read
        self.progress("Committing")
        for path, file in kept:
            self.store.keep_upload(path, file.sha256)
        load = Load(
            0, extract.id, identity, contract_digest(self.configuration, extract),
            tuple(file for _, file in kept), converted.file, file_digest(converted.file),
            converted.rows, left_out(converted), converted.periods, now(), user_name(),
        )  # fmt: skip
        return self.store.commit_load(load, converted.file, replaced, screening)


def contract_digest(configuration: Configuration, extract: Extract) -> str:
    """What the rows of a load depend on: its columns, its codings, and what units are called."""
    codings = [configuration.codings[c.coding].labels for c in extract.columns if c.coding]
    columns = [replace(column, about="") for column in extract.columns]
    names = sorted(configuration.organisation.codes_by_name.items()) if extract.unit.column else []
    reading = (extract.period, extract.unit, extract.keep, extract.weight, extract.layouts)
    return hashlib.sha256(repr((columns, codings, names, reading)).encode()).hexdigest()


def user_name() -> str:
    """Who is at the keyboard, as the system knows them."""
    try:
        return getuser()
    except (OSError, KeyError):
        return os.environ.get("SCORECARD_USER", "unknown")


def _check_files(files: Sequence[SentFile]) -> None:
    missing = [file for file in files if not file.path.is_file()]
    if missing or not files:
        cure = "Check the path. Nothing was changed."
        raise ScorecardError([Finding(f.name, "there is no such file", cure) for f in missing])


def _check_twins(kept: Sequence[KeptFile]) -> None:
    """Refuse a file that one load has twice, under whatever name: its rows would count twice."""
    first: dict[str, str] = {}
    faults = []
    for file in kept:
        if file.sha256 in first:
            fault = f"it is the same file as {first[file.sha256]}"
            faults.append(Finding(file.name, fault, "Send it once."))
        first[file.sha256] = file.name
    if faults:
        raise ScorecardError(faults)


def _copy(file: SentFile, folder: Path, number: int) -> Path:
    target = folder / f"upload-{number}"
    shutil.copyfile(file.path, target)
    return target


def _kept(path: Path, name: str, synthetic: frozenset[str]) -> KeptFile:
    digest = file_digest(path)
    return KeptFile(name, digest, path.stat().st_size, digest in synthetic)

"""The recipe of a load: keep the bytes, read them, hold them against what is there, commit."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from metrics.children import Progress, Start, start
from metrics.definitions.configuration import Configuration
from metrics.definitions.contracts import Coding, Extract
from metrics.errors import Finding, ScorecardError, did_you_mean, single_fault
from metrics.extracts.converting import Converted, Task, convert
from metrics.extracts.copies import Copies, check_files, check_twins, copy, kept_file, label
from metrics.extracts.identity import contract_digest, identity_of, overlap
from metrics.extracts.screening.case import Case
from metrics.extracts.screening.checks import Acceptance, RefusedLoad, Report
from metrics.extracts.screening.keeping import earlier_of, kept_screening, left_out
from metrics.extracts.screening.report import findings_of, screen
from metrics.extracts.staging import SentFile
from metrics.extracts.unknown import lines_to_add
from metrics.records import Screening
from metrics.register import now, user_name
from metrics.store import Load, Store, file_digest

# Shown the new load and those it replaces before anything is kept; says whether to go on.
Ask = Callable[[Load, Sequence[Load]], bool]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a load came to: the load, whether it was there already, whether it is kept.

    `screening` is what screening said of it.
    """

    load: Load
    was_there: bool
    screening: Screening
    kept: bool = True


def _go_on(_: Load, __: Sequence[Load]) -> bool:
    return True


@dataclass(frozen=True)
class Loader:
    """Loads files into a store under a configuration, with the boundaries that place points.

    `synthetic` are the digests of sample files, so that what rests on them can say so. `ask` is
    asked before anything is kept. `expected` is how many the sender says that there are: rows, or
    the sum of their weights. `starting` gives the children that read.
    """

    store: Store
    configuration: Configuration
    boundaries: Path
    progress: Progress
    synthetic: frozenset[str] = frozenset()
    ask: Ask = _go_on
    expected: float | None = None
    starting: Start = start

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
            identity = identity_of(self.configuration, extract, self.boundaries, kept)
            there = self._already_there(identity)
            if there:
                return Receipt(there, True, self.store.screening(there.id))
            if report.wants_acceptance and acceptance is None:
                raise RefusedLoad(findings_of(report, converted, extract, names), report)
            replaced, taken = self._overlapping(extract, converted, files, replace=replace)
            if taken:
                raise RefusedLoad(taken, report)
            screening = kept_screening(report, converted, acceptance)
            load = self._new(extract, identity, kept, converted)
            if not self.ask(load, replaced):
                return Receipt(load, False, screening, kept=False)
            return Receipt(self._commit(load, kept, replaced, screening), False, screening)

    def check(self, extract_id: str, files: Sequence[SentFile]) -> Report:
        """Screen files as a load would, and change nothing."""
        extract = self._extract(extract_id)
        with self._read(extract, files) as (kept, converted):
            return self._screen(extract, converted, ", ".join(file.name for _, file in kept))

    @contextmanager
    def _read(
        self, extract: Extract, files: Sequence[SentFile]
    ) -> Iterator[tuple[Copies, Converted]]:
        check_files(files)
        files = [SentFile(label(file.name), file.path) for file in files]
        with self._folder() as folder:
            yield self._converted(extract, files, folder)

    @contextmanager
    def _folder(self) -> Iterator[Path]:
        """A folder for the files of one load, to its only writer."""
        with self.store.writing():
            folder = self.store.temporary("loads", f"reading-{os.getpid()}")
            folder.mkdir()
            try:
                yield folder
            finally:
                shutil.rmtree(folder)

    def _screen(self, extract: Extract, converted: Converted, names: str) -> Report:
        case = None
        if converted.facts:
            case = Case(
                extract, self._codings(extract), converted, converted.facts,
                earlier_of(self.store.summaries(extract.id)), names, datetime.now(UTC).date(),
                self.expected,
            )  # fmt: skip
        report = screen(converted, case, extract, names)
        parts = (self.configuration.codings, self.configuration.organisation)
        return replace(report, to_add=lines_to_add(converted.unknown, *parts))

    def remake(self, load: Load) -> None:
        """Make the file of a load again from its uploads, byte for byte.

        Raises ScorecardError when an upload is not whole, when the contract or the boundaries are
        no longer those of the load, or when other bytes come out.
        """
        extract = self._extract(load.extract)
        uploads = [self.store.upload(file) for file in load.files]
        with self._folder() as folder:
            self._remake(extract, load, uploads, folder)

    def _remake(self, extract: Extract, load: Load, uploads: list[Path], folder: Path) -> None:
        kept = list(zip(uploads, load.files, strict=True))
        if identity_of(self.configuration, extract, self.boundaries, kept) != load.identity:
            fault = "the contract, or the boundaries, are not those under which it was loaded"
            raise single_fault(f"load {load.id}", fault, "Give the configuration of that time.")
        files = [SentFile(file.name, path.absolute()) for path, file in kept]
        if self.store.screening(load.id).accepted_by:
            limits = {**extract.screening, "set_aside_limit": 100.0}
            extract = replace(extract, screening=limits)
        converted = convert(self._task(extract, files, folder), self.progress, self.starting)
        if converted.stopped:
            raise ScorecardError([*converted.column_faults, *converted.findings])
        if file_digest(converted.file) != load.sha256:
            cure = "Withdraw the load and load its files again."
            raise single_fault(f"load {load.id}", "its uploads give other rows now", cure)
        self.store.put_back(load, converted.file)

    def _task(self, extract: Extract, files: Sequence[SentFile], folder: Path) -> Task:
        boundaries = self.boundaries if extract.unit.point else Path()
        others = tuple(each for each in self.configuration.extracts.values() if each != extract)
        return Task(
            extract, self._codings(extract), self.configuration.organisation, tuple(files),
            folder.absolute(), boundaries, others,
        )  # fmt: skip

    def _converted(
        self, extract: Extract, files: Sequence[SentFile], folder: Path
    ) -> tuple[Copies, Converted]:
        self.progress("Keeping the files as they were sent")
        copies = [(copy(file, folder, i), file.name) for i, file in enumerate(files)]
        task = self._task(extract, [SentFile(name, path) for path, name in copies], folder)
        # Hashing takes one core while the child reads on the other.
        with ThreadPoolExecutor() as pool:
            synthetic = self.synthetic
            hashing = pool.submit(
                lambda: [(p, kept_file(p, name, synthetic)) for p, name in copies]
            )
            converting = pool.submit(convert, task, self.progress, self.starting)
            kept = hashing.result()
            check_twins([file for _, file in kept])
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

    def _already_there(self, identity: str) -> Load | None:
        loads = self.store.active_loads()
        return next((load for load in loads if load.identity == identity), None)

    def _overlapping(
        self, extract: Extract, converted: Converted, files: Sequence[SentFile], *, replace: bool
    ) -> tuple[list[Load], list[Finding]]:
        """The active loads that hold a period of the new one, and why one cannot be replaced."""
        new, name = set(converted.periods), ", ".join(file.name for file in files)
        old = [
            load
            for load in self.store.active_loads()
            if load.extract == extract.id and new & set(load.periods)
        ]
        whole = [load for load in old if set(load.periods) <= new]
        faults = [
            overlap(load, new & set(load.periods), name, whole=load in whole)
            for load in old
            if not (replace and load in whole)
        ]
        return old, faults

    def _new(self, extract: Extract, identity: str, kept: Copies, made: Converted) -> Load:
        """The load as it will be on the register, its file not yet in its place."""
        return Load(
            0, extract.id, identity, contract_digest(self.configuration, extract),
            tuple(file for _, file in kept), made.file, file_digest(made.file),
            made.rows, left_out(made), made.periods, now(), user_name(),
        )  # fmt: skip

    def _commit(self, load: Load, kept: Copies, replaced: list[Load], screening: Screening) -> Load:
        self.progress("Committing")
        for path, file in kept:
            self.store.keep_upload(path, file.sha256)
        return self.store.commit_load(load, load.file, replaced, screening)

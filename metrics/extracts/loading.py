"""The recipe of a load: keep the bytes, read them, hold them against what is there, commit."""

import hashlib
import os
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from getpass import getuser
from pathlib import Path

from metrics.children import Progress
from metrics.definitions.configuration import Configuration
from metrics.definitions.contracts import Coding, Extract
from metrics.errors import Finding, ScorecardError, did_you_mean, single_fault
from metrics.extracts.converting import Converted, Task, convert
from metrics.extracts.staging import SentFile
from metrics.register import now
from metrics.store import KeptFile, Load, Store, file_digest

# At 200 bytes a row it is twenty million searches.
LARGEST_FILE = 4_000_000_000

# Shown the new load and those it replaces before anything is kept; says whether to go on.
Ask = Callable[[Load, Sequence[Load]], bool]
Copies = list[tuple[Path, KeptFile]]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a load came to: the load, whether it was there already, whether it is kept."""

    load: Load
    was_there: bool
    kept: bool = True


def _go_on(_: Load, __: Sequence[Load]) -> bool:
    return True


@dataclass(frozen=True)
class Loader:
    """Loads files into a store under a configuration, with the boundaries that place points.

    `synthetic` are the digests of sample files, so that what rests on them can say so. `ask` is
    asked before anything is kept.
    """

    store: Store
    configuration: Configuration
    boundaries: Path
    progress: Progress
    synthetic: frozenset[str] = frozenset()
    ask: Ask = _go_on

    def load(self, extract_id: str, files: Sequence[SentFile], *, replace: bool = False) -> Receipt:
        """Load one extract from one or more files.

        The same files twice change nothing. Raises ScorecardError with every finding, and then
        the store is as it was before.
        """
        extract = self._extract(extract_id)
        _check_files(files)
        files = [SentFile(_label(file.name), file.path) for file in files]
        with self.store.writing():
            folder = self.store.temporary("loads", f"reading-{os.getpid()}")
            folder.mkdir()
            try:
                return self._load(extract, files, folder, replace=replace)
            finally:
                shutil.rmtree(folder)

    def remake(self, load: Load) -> None:
        """Make the file of a load again from its uploads, byte for byte.

        Raises ScorecardError when an upload is not whole, when the contract or the boundaries are
        no longer those of the load, or when other bytes come out.
        """
        extract = self._extract(load.extract)
        uploads = [self.store.upload(file) for file in load.files]
        with self.store.writing():
            folder = self.store.temporary("loads", f"reading-{os.getpid()}")
            folder.mkdir()
            try:
                self._remake(extract, load, uploads, folder)
            finally:
                shutil.rmtree(folder)

    def _remake(self, extract: Extract, load: Load, uploads: list[Path], folder: Path) -> None:
        kept = list(zip(uploads, load.files, strict=True))
        if self._identity(extract, self._codings(extract), kept) != load.identity:
            fault = "the contract, or the boundaries, are not those under which it was loaded"
            raise single_fault(f"load {load.id}", fault, "Give the configuration of that time.")
        files = [SentFile(file.name, path.absolute()) for path, file in kept]
        converted = convert(self._task(extract, files, folder), self.progress)
        if file_digest(converted.file) != load.sha256:
            cure = "Withdraw the load and load its files again."
            raise single_fault(f"load {load.id}", "its uploads give other rows now", cure)
        self.store.put_back(load, converted.file)

    def _task(self, extract: Extract, files: Sequence[SentFile], folder: Path) -> Task:
        boundaries = self.boundaries if extract.unit.point else Path()
        return Task(
            extract, self._codings(extract), self.configuration.organisation, tuple(files),
            folder.absolute(), boundaries,
        )  # fmt: skip

    def _load(
        self, extract: Extract, files: Sequence[SentFile], folder: Path, *, replace: bool
    ) -> Receipt:
        self.progress("Keeping the files as they were sent")
        copies = [(_copy(file, folder, i), file.name) for i, file in enumerate(files)]
        codings = self._codings(extract)
        task = self._task(extract, [SentFile(name, path) for path, name in copies], folder)
        # Hashing takes one core while the child reads on the other.
        with ThreadPoolExecutor() as pool:
            synthetic = self.synthetic
            hashing = pool.submit(lambda: [(p, _kept(p, name, synthetic)) for p, name in copies])
            converting = pool.submit(convert, task, self.progress)
            kept = hashing.result()
            _check_twins([file for _, file in kept])
            converted = converting.result()
        identity = self._identity(extract, codings, kept)
        there = [x for x in self.store.active_loads() if x.identity == identity]
        if there:
            return Receipt(there[0], True)
        replaced = self._overlapping(extract, converted, files, replace=replace)
        load = self._new(extract, identity, kept, converted)
        if not self.ask(load, replaced):
            return Receipt(load, False, kept=False)
        return Receipt(self._commit(load, kept, replaced), False)

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

    def _new(self, extract: Extract, identity: str, kept: Copies, made: Converted) -> Load:
        """The load as it will be on the register, its file not yet in its place."""
        return Load(
            0, extract.id, identity, contract_digest(self.configuration, extract),
            tuple(file for _, file in kept), made.file, file_digest(made.file),
            made.rows, made.left_out, made.periods, now(), user_name(),
        )  # fmt: skip

    def _commit(self, load: Load, kept: Copies, replaced: list[Load]) -> Load:
        self.progress("Committing")
        for path, file in kept:
            self.store.keep_upload(path, file.sha256)
        return self.store.commit_load(load, load.file, replaced)


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
    for file in files:
        if file.path.stat().st_size > LARGEST_FILE:
            fault = f"the file is larger than {LARGEST_FILE // 1_000_000:,} MB"
            raise single_fault(file.name, fault, "Send it in parts that share no period.")


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


def _label(name: str) -> str:
    """The name of a file without what moves a cursor or turns a line round."""
    return "".join(c if c.isprintable() else "\ufffd" for c in name)


def _copy(file: SentFile, folder: Path, number: int) -> Path:
    target = folder / f"upload-{number}"
    shutil.copyfile(file.path, target)
    return target


def _kept(path: Path, name: str, synthetic: frozenset[str]) -> KeptFile:
    digest = file_digest(path)
    return KeptFile(name, digest, path.stat().st_size, digest in synthetic)

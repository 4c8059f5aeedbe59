"""One file that holds the whole store, and the store again from that file."""

import os
import shutil
import tarfile
from pathlib import Path

from metrics.children import Progress
from metrics.errors import ScorecardError, single_fault
from metrics.store import Store

# A store of years has thousands of files: about so many lines are said of them.
TOLD = 10
REGISTER = ("register.sqlite", "register.seal")


def back_up(store: Store, target: Path, progress: Progress) -> int:
    """Write the whole store, as it is at one moment, to a tar file and return its files.

    Raises ScorecardError when the target is there already or the store has a fault.
    """
    if target.exists():
        raise single_fault(str(target), "there is a file of that name", "Name another file.")
    with store.writing():
        progress("Checking every file of the store")
        faults = store.faults()
        if faults:
            raise ScorecardError(faults)
        folder = store.temporary("uploads", f"backup-{os.getpid()}")
        folder.mkdir()
        unfinished = target.with_name(f"{target.name}.part")
        try:
            store.copy_register(folder)
            files = [*(folder / name for name in REGISTER), *store.kept_files()]
            _pack(store, files, unfinished, progress)
            unfinished.replace(target)
        finally:
            shutil.rmtree(folder)
            unfinished.unlink(missing_ok=True)
    return len(files)


def restore(source: Path, folder: Path, progress: Progress) -> Store:
    """Make a store again from a backup and return it, every file checked.

    Raises ScorecardError when there is a store already, when the file is no backup, or when
    what is in it is not what was backed up; then the folder is as it was before.
    """
    if folder.exists() and any(folder.iterdir()):
        fault, cure = "there is a store already", "Name another folder with --store."
        raise single_fault(str(folder), fault, cure)
    unfinished = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        progress(f"Unpacking {source.name}")
        _unpack(source, unfinished)
        progress("Checking every file of the store")
        faults = Store(unfinished).faults()
        if faults:
            raise ScorecardError(faults)
        if folder.exists():
            folder.rmdir()
        unfinished.replace(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return Store(folder)


def _pack(store: Store, files: list[Path], target: Path, progress: Progress) -> None:
    with target.open("xb") as file, tarfile.open(fileobj=file, mode="w") as package:
        for number, path in enumerate(files, start=1):
            if number % (len(files) // TOLD + 1) == 0:
                progress(f"Copying file {number} of {len(files)}")
            of_register = path.name in REGISTER
            name = path.name if of_register else path.relative_to(store.folder).as_posix()
            package.add(path, name)
        package.close()
        file.flush()
        os.fsync(file.fileno())


def _unpack(source: Path, folder: Path) -> None:
    cure = "Name a file that 'scorecard backup' wrote."
    try:
        with tarfile.open(source, mode="r:") as package:
            if not set(REGISTER) <= set(package.getnames()):
                raise single_fault(source.name, "this is no backup of a store", cure)
            package.extractall(folder, filter="data")
    except tarfile.TarError as error:
        raise single_fault(source.name, "this is no whole backup of a store", cure) from error

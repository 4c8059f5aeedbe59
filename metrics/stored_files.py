"""Files that never change: known by their digest, and given their lasting name when whole."""

import hashlib
import os
import shutil
from collections.abc import Callable, Container
from pathlib import Path

TEMPORARY = ".part"
# The files of a commit that is under way: what is not on the register after it never came to be.
ANNOUNCED = f"announced{TEMPORARY}"


def file_digest(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def settle(unfinished: Path, final: Path) -> None:
    """Sync a finished file, give it its lasting name, and sync the folder that now lists it.

    The name is announced first, in the folder above, until `forget` is called there.
    """
    with (final.parents[1] / ANNOUNCED).open("a", encoding="utf-8") as announced:
        announced.write(f"{final.parent.name}/{final.name}\n")
        announced.flush()
        os.fsync(announced.fileno())
    with unfinished.open("rb+") as file:
        os.fsync(file.fileno())
    unfinished.chmod(0o440)
    unfinished.replace(final)
    if os.name == "posix":
        folder = os.open(final.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def forget(folder: Path) -> None:
    """Forget what was announced in a folder: all of it is on the register."""
    (folder / ANNOUNCED).unlink(missing_ok=True)


def clear(folder: Path, kept: Callable[[], Container[Path]]) -> None:
    """Remove what a killed process left: unfinished files, and announced ones that are not kept."""
    announced = folder / ANNOUNCED
    if announced.exists():
        ours = kept()
        for name in announced.read_text(encoding="utf-8").splitlines():
            path = folder / name
            if path.is_file() and path not in ours:
                path.unlink()
    # DuckDB keeps what it has not yet written beside an unfinished release: *.part.wal
    for path in [*folder.glob(f"*/*{TEMPORARY}*"), *folder.glob(f"*{TEMPORARY}")]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()

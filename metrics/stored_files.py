"""Files that never change: known by their digest, and given their lasting name when whole."""

import hashlib
import os
from pathlib import Path


def file_digest(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def settle(unfinished: Path, final: Path) -> None:
    """Sync a finished file, give it its lasting name, and sync the folder that now lists it."""
    with unfinished.open("rb+") as file:
        os.fsync(file.fileno())
    unfinished.chmod(0o440)
    unfinished.replace(final)
    if os.name == "posix":
        folder = os.open(final.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)

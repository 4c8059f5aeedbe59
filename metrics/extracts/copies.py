"""The files of a load as they were sent: checked, copied, hashed."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from metrics.errors import Finding, ScorecardError, single_fault
from metrics.extracts.staging import SentFile
from metrics.records import KeptFile
from metrics.stored_files import file_digest

# At 200 bytes a row it is twenty million searches.
LARGEST_FILE = 4_000_000_000

Copies = list[tuple[Path, KeptFile]]


def check_files(files: Sequence[SentFile]) -> None:
    """Refuse files that are not there, or too large to read."""
    missing = [file for file in files if not file.path.is_file()]
    if missing or not files:
        cure = "Check the path. Nothing was changed."
        raise ScorecardError([Finding(f.name, _why_no_file(f.path), cure) for f in missing])
    for file in files:
        if file.path.stat().st_size > LARGEST_FILE:
            fault = f"the file is larger than {LARGEST_FILE // 1_000_000:,} MB"
            raise single_fault(file.name, fault, "Send it in parts that share no period.")


def _why_no_file(path: Path) -> str:
    if path.is_dir():
        return "it is a folder, not a file"
    return "it is no file that can be kept" if path.exists() else "there is no such file"


def check_twins(kept: Sequence[KeptFile]) -> None:
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


def label(name: str) -> str:
    """The name of a file without what moves a cursor or turns a line round."""
    return "".join(c if c.isprintable() else "\ufffd" for c in name)


def copy(file: SentFile, folder: Path, number: int) -> Path:
    """Copy the bytes of a file into a folder, under its number."""
    target = folder / f"upload-{number}"
    shutil.copyfile(file.path, target)
    return target


def kept_file(path: Path, name: str, synthetic: frozenset[str]) -> KeptFile:
    """The file as the register keeps it; `synthetic` are the digests of sample files."""
    digest = file_digest(path)
    return KeptFile(name, digest, path.stat().st_size, digest in synthetic)

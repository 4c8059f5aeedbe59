"""The original files of a load, byte for byte as they were sent, for whoever may see every row."""

import shutil
from pathlib import Path

from metrics.access import Scope, sees_everything
from metrics.definitions.audiences import Tier
from metrics.errors import single_fault
from metrics.store import KeptFile, Load, Store


def original_for(scope: Scope, own: Tier, store: Store, load: Load, number: int) -> Path:
    """Where one file of a load is, for the screen; `own` is the tier of the scope.

    Raises ScorecardError where the scope does not see every unit and every count, and as
    `original` does.
    """
    if not sees_everything(scope, own):
        fault = "a file as it was sent has every person's row, and your view does not"
        raise single_fault(f"load {load.id}", fault, "Ask an analyst for what you need of it.")
    return original(store, load, load.files[number])


def original(store: Store, load: Load, file: KeptFile) -> Path:
    """Where one file of a load is, if its bytes are those that were sent; else ScorecardError."""
    path = store.folder / "uploads" / file.sha256
    if not store.is_whole(path, file.sha256):
        gone = "its bytes are not those that were sent" if path.exists() else "it is missing"
        cure = "Restore it from a backup, or ask its sender for it. Nothing was given out."
        raise single_fault(f"load {load.id}, {file.name}", gone, cure)
    return path


def write_originals(store: Store, load: Load, folder: Path) -> list[Path]:
    """Copy every file of a load to a folder and return where; none where one is damaged.

    A file is called what its sender called it; the second of one name has a number before it. None
    takes the place of a file that is there. Raises ScorecardError as `original` does.
    """
    sources = [original(store, load, file) for file in load.files]
    names = [name_of(file) for file in load.files]
    paths = [
        folder / (f"{place}-{name}" if name in names[:place] else name)
        for place, name in enumerate(names)
    ]
    for path in paths:
        if path.exists():
            fault, cure = "there is a file of that name", "Name another folder with --out."
            raise single_fault(str(path), fault, cure)
    folder.mkdir(parents=True, exist_ok=True)
    for path, source in zip(paths, sources, strict=True):
        shutil.copyfile(source, path)
    return paths


def name_of(file: KeptFile) -> str:
    """What a file was called when it was sent, without any folder: its hash where that is empty."""
    name = file.name.replace("\\", "/").rpartition("/")[2]
    return name if name.strip(". ") else file.sha256

"""What the Upload page asks of the engine: load, withdraw, history; findings instead of errors."""

import csv
import io
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from dashboard import session
from metrics.definitions.configuration import Configuration
from metrics.definitions.contracts import Extract
from metrics.errors import Finding, ScorecardError
from metrics.extracts.loading import Loader, user_name
from metrics.extracts.staging import SentFile
from metrics.release import release_all
from metrics.wording.numbers import plural

Progress = Callable[[str], None]


class Sent(Protocol):
    """A file as the browser sent it."""

    name: str

    def getbuffer(self) -> memoryview:
        """The bytes of the file."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an upload or a withdrawal: a sentence, and what is wrong if anything is."""

    title: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """What the analyst chose beside the files: other boundaries, and whether to replace."""

    boundaries: Sent | None = None
    replace: bool = False


def may_upload() -> bool:
    """Whether the person may load: the analyst may, and anyone while there are no figures."""
    held = session.kept("view")
    return not isinstance(held, session.View) or held.scope.role == "analyst"


def load(
    configuration: Configuration, extract: Extract, sent: Sequence[Sent], choices: Choices,
    progress: Progress,
) -> Outcome:  # fmt: skip
    """Load what was sent, and make the figures again."""
    if not sent:
        return _refused([Finding("Files", "no file was selected", "Select a file.")])
    with tempfile.TemporaryDirectory() as name:
        files = [_write(Path(name), number, file) for number, file in enumerate(sent)]
        boundaries = Path(configuration.organisation.boundaries.file)
        if choices.boundaries:
            boundaries = _write(Path(name), len(files), choices.boundaries).path
        loader = Loader(session.store(), configuration, boundaries, progress, _synthetic())
        try:
            receipt = loader.load(extract.id, files, replace=choices.replace)
            release_all(session.store(), configuration, progress)
        except ScorecardError as error:
            return _refused(error.findings)
    if receipt.was_there:
        return Outcome(f"Nothing changed: these files are load {receipt.load.id} already.")
    reasons = receipt.load.left_out.items()
    left = "".join(f"; {plural(n, 'row')} left out, {why}" for why, n in reasons)
    rows = plural(receipt.load.rows, "row")
    return Outcome(f"Load {receipt.load.id}: {rows}{left}. Figures are made.")


def withdraw(configuration: Configuration, number: int, why: str) -> Outcome:
    """Withdraw a load with its reason, and make the figures again."""
    if not why.strip():
        return _refused([Finding("Reason", "no reason was given", "Say why, for the register.")])
    store = session.store()
    try:
        with store.writing():
            gone = store.withdraw(number, user_name(), why.strip())
        release_all(store, configuration, lambda words: None)
    except ScorecardError as error:
        return _refused(error.findings)
    return Outcome(f"Load {gone.id} is withdrawn. Figures are made without it.")


def history(configuration: Configuration) -> list[tuple[str, ...]]:
    """Every load as a row of text, newest first."""
    return [
        (
            str(load.id),
            load.state,
            configuration.extracts[load.extract].title
            if load.extract in configuration.extracts
            else load.extract,
            ", ".join(file.name for file in load.files[:2])
            + (f" and {len(load.files) - 2} more" if load.files[2:] else ""),
            f"{load.rows:,}",
            f"{min(load.periods):%b %Y} to {max(load.periods):%b %Y}",
            f"{load.loaded_at[:16].replace('T', ' ')} by {load.loaded_by}",
        )
        for load in reversed(session.store().loads())
    ]


def findings_csv(findings: Sequence[Finding]) -> bytes:
    """The findings as CSV, to send back to whoever made the file."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["where", "what is wrong", "how to put it right"])
    writer.writerows((_plain(f.place), _plain(f.fault), _plain(f.cure)) for f in findings)
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@"} else cell


def _refused(findings: Sequence[Finding]) -> Outcome:
    return Outcome("Nothing was changed.", tuple(findings))


def _write(folder: Path, number: int, file: Sent) -> SentFile:
    """The file on disk under a name of our own: the sender's is only a label."""
    path = folder / f"sent-{number}"
    path.write_bytes(file.getbuffer())
    return SentFile(file.name, path)


def _synthetic() -> frozenset[str]:
    path = Path("data/sample/sample.json")
    return frozenset(json.loads(path.read_text())) if path.is_file() else frozenset()

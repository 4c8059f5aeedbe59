"""What the Upload page asks of the engine: load, withdraw, history; findings instead of errors."""

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from dashboard import session
from dashboard.screening import table_csv
from metrics.definitions.configuration import Configuration
from metrics.definitions.contracts import Extract
from metrics.errors import Finding, ScorecardError, single_fault
from metrics.extracts.identity import contract_digest
from metrics.extracts.loading import Loader
from metrics.extracts.screening.checks import Acceptance, RefusedLoad, Report
from metrics.extracts.screening.keeping import checks_of
from metrics.extracts.staging import SentFile, header_of
from metrics.previewing import Change, preview
from metrics.release import release_all
from metrics.store import Load
from metrics.wording.numbers import plural

Progress = Callable[[str], None]
Opened = AbstractContextManager[tuple[Loader, list[SentFile]]]


class Sent(Protocol):
    """A file as the browser sent it."""

    name: str

    def getbuffer(self) -> memoryview:
        """The bytes of the file."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an upload or a withdrawal: a sentence, what is wrong, what screening said.

    `changes` are what each tier would see change, None where that was not asked.
    """

    title: str
    findings: tuple[Finding, ...] = ()
    report: Report | None = None
    changes: tuple[Change, ...] | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """What the analyst chose beside the files: boundaries, whether to replace, what is accepted.

    `expected` is the total that the sender gave, if any.
    """

    boundaries: Sent | None = None
    replace: bool = False
    acceptance: Acceptance | None = None
    expected: float | None = None


def may_upload() -> bool:
    """Whether the person may load: the analyst may, and anyone while there are no figures."""
    held = session.kept("view")
    return not isinstance(held, session.View) or held.scope.role == "analyst"


def own_tier() -> str:
    """The tier of the person, whose figures they may be shown; none while there are no figures."""
    held = session.kept("view")
    return held.scope.tier if isinstance(held, session.View) else ""


def load(
    configuration: Configuration, extract: Extract, sent: Sequence[Sent], choices: Choices,
    progress: Progress,
) -> Outcome:  # fmt: skip
    """Load what was sent, and make the figures again."""
    try:
        with _loader(configuration, sent, choices, progress) as (loader, files):
            receipt = loader.load(
                extract.id, files, replace=choices.replace, acceptance=choices.acceptance
            )
            release_all(session.store(), configuration, progress)
    except RefusedLoad as error:
        return refused(error.findings, error.report)
    except ScorecardError as error:
        return refused(error.findings)
    report = Report(checks_of(receipt.screening))
    if receipt.was_there:
        words = f"Nothing changed: these files are load {receipt.load.id} already."
        return Outcome(words, report=report)
    reasons = receipt.load.left_out.items()
    left = "".join(f"; {plural(n, 'row')} left out, {why}" for why, n in reasons)
    rows = plural(receipt.load.rows, "row")
    words = f"Load {receipt.load.id}: {rows}{left}. Figures are made."
    return Outcome(words, report=report)


def check(
    configuration: Configuration, extract: Extract, sent: Sequence[Sent], choices: Choices,
    progress: Progress,
) -> Outcome:  # fmt: skip
    """Go through all that a load goes through, and change nothing."""
    loader = _loader(configuration, sent, choices, progress)
    return _tried(loader, extract, choices, lambda _: None)


def foresee(
    configuration: Configuration, extract: Extract, sent: Sequence[Sent], choices: Choices,
    progress: Progress,
) -> Outcome:  # fmt: skip
    """Say what a load would change of the released figures, and change nothing."""
    changes: list[Change] = []

    def look(loads: Sequence[Load]) -> None:
        changes.extend(preview(session.store(), configuration, loads, progress))

    tried = _tried(_loader(configuration, sent, choices, progress), extract, choices, look)
    return tried if tried.findings else replace(tried, changes=tuple(changes))


def _tried(
    opened: Opened, extract: Extract, choices: Choices, look: Callable[[Sequence[Load]], None]
) -> Outcome:
    """A load that is not kept; `look` is shown the loads that figures would be made from."""
    goes: list[str] = []

    def ask(new: Load, replaced: Sequence[Load]) -> bool:
        goes.extend(f"load {old.id} ({plural(old.rows, 'row')})" for old in replaced)
        look([*(x for x in session.store().active_loads() if x not in replaced), new])
        return False

    try:
        with opened as (loader, files):
            receipt = replace(loader, ask=ask).load(extract.id, files, replace=choices.replace)
    except RefusedLoad as error:
        return refused(error.findings, error.report)
    except ScorecardError as error:
        return refused(error.findings)
    place = f", in the place of {' and '.join(goes)}" if goes else ""
    words = f"Nothing was changed. {plural(receipt.load.rows, 'row')} can be loaded{place}."
    if receipt.was_there:
        words = f"These files are load {receipt.load.id} already: loading them changes nothing."
    return Outcome(words, report=Report(checks_of(receipt.screening)))


def unsigned(before: Outcome) -> Outcome:
    """What was said before, and that nothing is accepted without a name and a reason."""
    fault = Finding("Accept and load", "no name or no reason was given", "Enter both.")
    others = tuple(f for f in before.findings if f != fault)
    return replace(before, findings=(fault, *others))


def columns_text(extract: Extract) -> str:
    """The columns that a file of an extract has, as it should call them."""
    given = {name for layout in extract.layouts for name in layout.fixed}
    named = [header_of(extract, c.name) for c in extract.columns if c.name not in given]
    return ", ".join(named)


def total_text(extract: Extract) -> str:
    """What the total is of, by which a sender says how much was sent."""
    if extract.weight:
        return f"Sum of '{header_of(extract, extract.weight)}'"
    return "Number of rows"


def last_load_text(extract: Extract) -> str:
    """The newest active load of an extract, in a sentence."""
    mine = [x for x in session.store().active_loads() if x.extract == extract.id]
    if not mine:
        return "Nothing of it is loaded yet."
    held = f"{min(mine[-1].periods):%b %Y} to {max(mine[-1].periods):%b %Y}"
    return f"Last load: {mine[-1].id}, {plural(mine[-1].rows, 'row')}, {held}."


def contract_version(configuration: Configuration, extract: Extract) -> str:
    """The first digits of the contract's digest: another contract has another template."""
    return contract_digest(configuration, extract)[:8]


@contextmanager
def _loader(
    configuration: Configuration, sent: Sequence[Sent], choices: Choices, progress: Progress
) -> Iterator[tuple[Loader, list[SentFile]]]:
    if not sent:
        raise single_fault("Files", "no file was selected", "Select a file.")
    with tempfile.TemporaryDirectory() as name:
        files = [_write(Path(name), number, file) for number, file in enumerate(sent)]
        boundaries = Path(configuration.organisation.boundaries.file)
        if choices.boundaries:
            boundaries = _write(Path(name), len(files), choices.boundaries).path
        loader = Loader(
            session.store(), configuration, boundaries, progress, _synthetic(),
            expected=choices.expected,
        )  # fmt: skip
        yield loader, files


def findings_csv(findings: Sequence[Finding]) -> bytes:
    """The findings as CSV, to send back to whoever made the file."""
    heads = ("where", "line", "what is wrong", "how to put it right")
    return table_csv(heads, [(f.place, str(f.line or ""), f.fault, f.cure) for f in findings])


def refused(findings: Sequence[Finding], report: Report | None = None) -> Outcome:
    """What came of something that was refused: what is wrong, and that nothing was changed."""
    return Outcome("Nothing was changed.", tuple(findings), report)


def _write(folder: Path, number: int, file: Sent) -> SentFile:
    """The file on disk under a name of our own: the sender's is only a label."""
    path = folder / f"sent-{number}"
    path.write_bytes(file.getbuffer())
    return SentFile(file.name, path)


def _synthetic() -> frozenset[str]:
    path = Path("data/sample/sample.json")
    return frozenset(json.loads(path.read_text())) if path.is_file() else frozenset()

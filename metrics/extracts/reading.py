"""The child's work: each file staged, all rows coded, and what they are like measured."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb

from metrics.children import Progress
from metrics.connections import one_thread, open_connection, telling, text
from metrics.definitions.contracts import Coding, Extract
from metrics.definitions.organisation import Organisation
from metrics.errors import Finding, ScorecardError, single_fault
from metrics.extracts.coding import Coder
from metrics.extracts.screening.checks import BadCell, Stage, StageFailed
from metrics.extracts.screening.facts import ColumnFact, Facts
from metrics.extracts.screening.measured import Measured
from metrics.extracts.screening.measuring import measure_coded, measure_staged
from metrics.extracts.staging import FAULT, MOST_SET_ASIDE, SentFile, Staged, stage_file
from metrics.extracts.unknown import Unknown


@dataclass(frozen=True)
class Task:
    """What the child is asked to do: read these files under this contract into this folder.

    `others` are the contracts that a file may have been meant for.
    """

    extract: Extract
    codings: Mapping[str, Coding]
    organisation: Organisation
    files: tuple[SentFile, ...]
    folder: Path
    boundaries: Path
    others: tuple[Extract, ...] = ()


@dataclass(frozen=True, slots=True)
class Converted:
    """What the child found: the rows it wrote, or the stage that it stopped at, and why.

    `sent` are the rows of the files, `set_aside` those of them with a cell that cannot be read.
    `unread` are the columns of the first file that the contract does not read, `unread_rows` its
    rows; `given` are the columns that no file holds. Findings
    without a stage are of labels in rows that are set aside. `column_faults` are of columns that
    are missing or stand twice; the cells of the others were looked at all the same.
    """

    file: Path = Path()
    rows: int = 0
    left_out: Mapping[str, int] | None = None
    periods: tuple[date, ...] = ()
    sent: int = 0
    set_aside: int = 0
    bad_cells: tuple[BadCell, ...] = ()
    unread: tuple[ColumnFact, ...] = ()
    unread_rows: int = 0
    given: tuple[str, ...] = ()
    facts: Facts | None = None
    stopped: Stage | None = None
    findings: tuple[Finding, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    column_faults: tuple[Finding, ...] = ()


def read_files(task: Task, progress: Progress) -> Converted:
    """Stage each file, code all rows, measure them, and say what was written or what stopped it."""
    connection = open_connection(spill=task.folder)
    # A long list behind IN becomes a join, after which rows are no longer in the file's order.
    connection.execute("SET disabled_optimizers = 'in_clause'")
    try:
        staged = _stage(connection, task, progress)
    except StageFailed as failed:
        return Converted(stopped=failed.stage, findings=failed.findings)
    rows, bad = sum(s.rows for s in staged), sum(s.bad_rows for s in staged)
    found = Converted(
        sent=rows,
        set_aside=bad,
        bad_cells=tuple(cell for s in staged for cell in s.bad_cells)[:MOST_SET_ASIDE],
        unread=staged[0].unread,
        unread_rows=staged[0].rows,
        given=tuple(sorted(frozenset.intersection(*(s.given for s in staged)))),
        column_faults=tuple(fault for s in staged for fault in s.faults),
    )
    coder, all_ = _coder(task), _relation(task)
    with telling(connection, progress, "Looking up labels"):
        coder.look_up(connection, all_)
        # A row that is mended is loaded: its labels are told with its cells, in one go.
        findings, unknown = coder.unknown(connection, all_)
    found = replace(found, findings=tuple(findings), unknown=tuple(unknown))
    if found.column_faults:
        return replace(found, stopped=Stage.COLUMNS)
    if bad > min(MOST_SET_ASIDE, rows * task.extract.screening["set_aside_limit"] / 100):
        return replace(found, stopped=Stage.TYPES)
    if findings and coder.unknown(connection, _good(task, found))[0]:
        return replace(found, stopped=Stage.CODES)
    try:
        return _code(connection, task, progress, found, coder)
    except ScorecardError as error:
        return replace(found, stopped=Stage.CODES, findings=error.findings)


def _stage(connection: duckdb.DuckDBPyConnection, task: Task, progress: Progress) -> list[Staged]:
    staged = []
    for number, file in enumerate(task.files, start=1):
        words = f"Reading {file.name} ({number} of {len(task.files)})"
        with telling(connection, progress, words):
            target = _staged(task, number)
            staged.append(stage_file(connection, task.extract, task.others, file, target))
    return staged


def _staged(task: Task, number: int) -> Path:
    return task.folder / f"staged-{number}.parquet"


def _code(
    connection: duckdb.DuckDBPyConnection, task: Task, progress: Progress, found: Converted,
    coder: Coder,
) -> Converted:  # fmt: skip
    relation, target = _good(task, found), task.folder / "rows.parquet"
    with telling(connection, progress, "Coding rows and finding places"):
        coder.find_places(connection, relation)
    measured = _measured(coder, relation, target)
    # Rows are written on one thread, in their order; what they are like is measured on another.
    with (
        telling(connection, progress, "Screening"),
        one_thread(connection),
        ThreadPoolExecutor(1) as pool,
    ):
        writing = pool.submit(coder.write, connection.cursor(), relation, target)
        staged = measure_staged(connection, measured)
        left_out = coder.left_out(connection, relation)
        writing.result()
    periods = _periods(connection, target, left_out, task)
    facts = measure_coded(connection, measured, staged)
    rows = sum(periods.values())
    return replace(
        found, file=target, rows=rows, left_out=left_out, periods=tuple(periods), facts=facts
    )


def _coder(task: Task) -> Coder:
    return Coder(task.extract, task.codings, task.organisation, task.boundaries)


def _relation(task: Task) -> str:
    """The staged rows of all files, as SQL has them."""
    files = ", ".join(text(str(_staged(task, n + 1))) for n in range(len(task.files)))
    return f"read_parquet([{files}])"


def _good(task: Task, found: Converted) -> str:
    """The staged rows without those that are set aside."""
    relation = _relation(task)
    return f"(SELECT * FROM {relation} WHERE {FAULT} IS NULL)" if found.set_aside else relation


def _measured(coder: Coder, relation: str, target: Path) -> Measured:
    nowhere = coder.organisation.location_not_recorded
    return Measured(coder.extract, relation, target, coder.keep_of_staged(), coder.groups, nowhere)


def _periods(
    connection: duckdb.DuckDBPyConnection, target: Path, left_out: Mapping[str, int], task: Task
) -> dict[date, int]:
    """The rows of each period that was written; ScorecardError when none was."""
    query = (
        f"SELECT period_end, count(*) FROM read_parquet({text(str(target))}) GROUP BY 1 ORDER BY 1"
    )
    held = connection.execute(query).fetchall()
    if not held:
        reasons = ", ".join(f"{count:,} {reason}" for reason, count in left_out.items())
        names = ", ".join(file.name for file in task.files)
        fault = f"no row belongs to this extract ({reasons})"
        raise single_fault(names, fault, "Check that it is the file of this extract.")
    return dict(held)

"""All checks in the order of their stages, and the report that they make together."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from metrics.definitions.contracts import Extract
from metrics.errors import Finding
from metrics.extracts.reading import Converted
from metrics.extracts.screening import codes, columns, dates, keys, series, totals
from metrics.extracts.screening.case import Case
from metrics.extracts.screening.checks import (
    NOT_REACHED,
    BadCell,
    Check,
    Outcome,
    Report,
    Stage,
    listed,
    passed,
    percent,
    rows_text,
)
from metrics.extracts.unread import NAMELESS

# Each is one function of what was measured; its name is the name of its result.
CHECKS: tuple[Callable[[Case], Iterator[Check]], ...] = (
    totals.control_total,
    columns.columns_not_read, columns.cells_without_header, columns.empty_column,
    columns.constant_column,
    dates.month_cut_short, dates.missing_month, dates.date_to_come,
    dates.dates_turned,
    codes.unknown_share, codes.two_vocabularies, codes.two_spellings, codes.overlapping_labels,
    codes.code_like_missing, codes.places,
    keys.exact_duplicates, keys.sent_twice, keys.repeated_key, keys.total_row, keys.nested_totals,
    keys.wild_number,
    series.rows_fell, series.rows_rose, series.vanished, series.appeared, series.unknown_rose,
    series.small_counts,
)  # fmt: skip
FIRST_CHECKS = {
    Stage.FILE: "readable", Stage.COLUMNS: "columns", Stage.TYPES: "cells", Stage.CODES: "labels",
}  # fmt: skip
MOST_FAULTS_SHOWN = 20


def screen(converted: Converted, case: Case | None, extract: Extract, names: str) -> Report:
    """The report of one load; without a case, reading stopped before anything could be judged."""
    checks = [*_reading_checks(converted, extract, names)]
    if case:
        checks += [check for judge in CHECKS for check in judge(case)]
    order = list(Stage)
    checks = [_confirmed(check, extract) for check in checks]
    checks.sort(key=lambda check: order.index(check.stage))
    if converted.stopped:
        checks.append(_not_reached(converted))
    return Report(tuple(checks), converted.bad_cells, converted.set_aside)


def findings_of(report: Report, converted: Converted, extract: Extract, name: str) -> list[Finding]:
    """What stops a load, as findings: the cells by row, then what reading and checks found."""
    cells = [*_cell_findings(report.bad_cells, extract)]
    told = set(FIRST_CHECKS.values())
    failed = [c for c in report.of(Outcome.FAIL) if c.name not in told]
    found = [*converted.column_faults, *cells, *converted.findings]
    found += [Finding(name, c.message.removesuffix("."), c.how_to_fix) for c in failed]
    nameless = [c for c in converted.unread if NAMELESS in c.header and c.filled]
    if cells and nameless and not converted.facts:
        found.append(Finding(name, "cells stand under no header", columns.MOVED))
    if report.wants_acceptance and not report.stopped:
        fault = "this load needs a named person who accepts what is said above"
        if report.set_aside:
            share = percent(report.set_aside / converted.sent)
            fault = (
                f"{report.set_aside:,} of {rows_text(converted.sent)} ({share}) would be set aside"
            )
        cure = "Mend the file; or a named person accepts it and says why (--accept-by, --because)."
        found.append(Finding(name, fault, cure))
    return found


def _reading_checks(converted: Converted, extract: Extract, names: str) -> Iterator[Check]:
    faults = converted.column_faults
    found = {
        Stage.COLUMNS: list(_finding_checks(Stage.COLUMNS, faults, converted)),
        Stage.TYPES: list(_cell_checks(converted, extract)),
    }
    # Labels are told with the cells or the columns that reading stopped at.
    of_labels = converted.stopped is Stage.TYPES or faults
    at = Stage.CODES if of_labels else converted.stopped or Stage.CODES
    found[at] = [*found.get(at, ()), *_finding_checks(at, converted.findings, converted)]
    order = list(Stage)
    last = order.index(converted.stopped or Stage.CODES)
    for stage, name in FIRST_CHECKS.items():
        if found.get(stage):
            yield from found[stage]
        elif order.index(stage) <= last:
            yield passed(stage, name, _good(stage, converted, names))


def _finding_checks(
    stage: Stage, findings: Sequence[Finding], converted: Converted
) -> Iterator[Check]:
    """What was found at a stage; labels in rows that are set aside are accepted with them."""
    for finding in findings:
        yield Check(stage, FIRST_CHECKS[stage], Outcome.FAIL, f"{finding.fault}.", finding.cure,
                    acceptable=converted.stopped is None)  # fmt: skip


def _good(stage: Stage, converted: Converted, names: str) -> str:
    return {
        Stage.FILE: f"{names}: {rows_text(converted.sent)} could be read.",
        Stage.COLUMNS: "Every column of the contract was found.",
        Stage.TYPES: "Every cell is of its column's type.",
        Stage.CODES: "Every label and every unit is known.",
    }[stage]


def _cell_checks(converted: Converted, extract: Extract) -> Iterator[Check]:
    """One failed check for each column with bad cells, with the commonest of what stands there."""
    by_column = defaultdict[str, list[BadCell]](list)
    for cell in converted.bad_cells:
        by_column[cell.column].append(cell)
    for column, cells in by_column.items():
        held = Counter("blank" if c.found is None else f"'{c.found}'" for c in cells)
        said = listed([f"{value} ({n:,})" for value, n in held.most_common()])
        message = f"'{column}' has {len(cells):,} that cannot be read: {said}."
        fix = cells[0].cure
        if converted.stopped is Stage.TYPES:
            limit = extract.screening["set_aside_limit"]
            fix += f" More than {limit:g}% of the rows are at fault, so none can be set aside."
        acceptable = converted.stopped not in (Stage.COLUMNS, Stage.TYPES)
        yield Check(
            Stage.TYPES, "cells", Outcome.FAIL, message, fix, len({c.row for c in cells}),
            acceptable=acceptable,
        )  # fmt: skip


def _cell_findings(cells: tuple[BadCell, ...], extract: Extract) -> Iterator[Finding]:
    """The first cells of each column, in the order of the contract, and how many more there are."""
    by_column = defaultdict[tuple[str, str], list[BadCell]](list)
    for cell in cells:
        by_column[cell.file, cell.column].append(cell)
    order = {h.casefold(): i for i, c in enumerate(extract.columns) for h in (*c.headers, c.name)}
    for file, column in sorted(by_column, key=lambda k: order.get(k[1].casefold(), len(order))):
        found = by_column[file, column]
        yield from (cell.finding for cell in found[:MOST_FAULTS_SHOWN])
        more = len(found) - MOST_FAULTS_SHOWN
        if more > 0:
            yield Finding(file, f"'{column}' has {more:,} more faults", "Mend them alike.")


def _confirmed(check: Check, extract: Extract) -> Check:
    """A warning that the contract wants a named person to accept stops the load until then."""
    if check.outcome is Outcome.WARNING and check.name in extract.confirm:
        return replace(check, outcome=Outcome.FAIL, acceptable=True)
    return check


def _not_reached(converted: Converted) -> Check:
    stopped, order = Stage(converted.stopped or Stage.CODES), list(Stage)
    last = Stage.CODES if converted.column_faults else stopped
    later = ", ".join(stage.lower() for stage in order[order.index(last) + 1 :])
    if converted.column_faults:
        later = f"the cells of columns that were not found, {later}"
    later = later.replace("codes", "codes other than labels") if stopped is Stage.TYPES else later
    message = f"Not checked yet: {later}."
    fix = "Mend what is said above and send the file again: the rest is checked then."
    return Check(stopped, NOT_REACHED, Outcome.WARNING, message, fix)

"""What the Upload page shows of a screening: its checks, the cells set aside, both as files."""

import csv
import io
from collections.abc import Iterable, Sequence

from dashboard import session
from dashboard.markup import (
    Cell,
    Head,
    Markup,
    element,
    folded,
    heading,
    joined,
    paragraph,
    table,
    tables_of_ten,
)
from metrics.definitions.configuration import Configuration
from metrics.extracts.screening.checks import BadCell, Check, Outcome, Report
from metrics.extracts.screening.keeping import checks_of
from metrics.store import Load
from metrics.wording.numbers import plural

# A status is never told by colour alone: the word and the symbol stand in it.
TAGS = {
    Outcome.PASS: ("on_track", "\N{CHECK MARK}", "Pass"),
    Outcome.WARNING: ("at_risk", "!", "Warning"),
    Outcome.FAIL: ("off_track", "\N{MULTIPLICATION SIGN}", "Fail"),
}
CHECK_HEADS = ("Stage", "Check", "Result", "What was found", "How to put it right", "Rows")
CELL_HEADS = ("File", "Row", "Column", "Found", "Expected", "Rule")
MOST_CELLS_SHOWN = 50


def report_markup(report: Report) -> Markup:
    """The checks of a load, the lines of YAML to add if any, and the cells that cannot be read."""
    failed, warned = len(report.of(Outcome.FAIL)), len(report.of(Outcome.WARNING))
    said = f"{plural(failed, 'fail')}, {plural(warned, 'warning')}, of {len(report.checks)} checks."
    heads = [Head(words, words == "Rows") for words in CHECK_HEADS]
    rows = [_check_row(check) for check in report.checks]
    parts: list[Cell] = [heading("Screening"), paragraph(said)]
    told = [_check_row(check) for check in report.checks if check.outcome is not Outcome.PASS]
    if told:
        parts.append(table("Fails and warnings, in the order of the stages", heads, told))
    every = table("Every check, in the order of the stages", heads, rows)
    parts.append(folded(f"Show all {plural(len(rows), 'check')}", every))
    if report.to_add:
        words = "To make them known, if each is what it is like, add these lines and load again:"
        parts += [paragraph(words), element("pre", element("code", report.to_add))]
    if report.bad_cells:
        shown = report.bad_cells[:MOST_CELLS_SHOWN]
        caption = f"Cells that cannot be read: {len(shown):,} of {len(report.bad_cells):,}"
        heads = [Head(words) for words in CELL_HEADS]
        parts.append(table(caption, heads, [_cell_row(cell) for cell in shown]))
    return joined(parts)


def _check_row(check: Check) -> tuple[Cell, ...]:
    style, symbol, word = TAGS[check.outcome]
    sign = element("span", symbol, aria_hidden="true")
    tag = element("span", sign, f" {word}", class_=f"tag {style}")
    name = check.name.replace("_", " ")
    cure = check.how_to_fix or "nothing to do"
    return str(check.stage), name, tag, check.message or "nothing", cure, f"{check.rows:,}"


def _cell_row(cell: BadCell) -> tuple[str, ...]:
    found = "(blank)" if cell.found is None else cell.found
    return cell.file, f"{cell.row:,}", cell.column, found, cell.expected, cell.rule


def checks_csv(report: Report) -> bytes:
    """Every check as CSV, to send back to whoever made the file."""
    rows = [
        (c.stage, c.name, c.outcome, c.message, c.how_to_fix, str(c.rows)) for c in report.checks
    ]
    return table_csv(CHECK_HEADS, rows)


def cells_csv(report: Report) -> bytes:
    """Every cell that cannot be read as CSV: where it stands, what it holds and should hold."""
    return table_csv(CELL_HEADS, [_cell_row(cell) for cell in report.bad_cells])


def table_csv(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as CSV with a mark for Excel, in which no cell is taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(heads)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: str) -> str:
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def history(configuration: Configuration) -> Markup:
    """Every load, newest first: its state, files and rows, how it was screened, who and when."""
    heads = [
        *map(Head, ("Load", "State", "Extract", "Files")), Head("Rows", True),
        *map(Head, ("Screening", "Data", "Loaded")),
    ]  # fmt: skip
    rows = [
        (
            str(load.id),
            load.state,
            configuration.extracts[load.extract].title
            if load.extract in configuration.extracts
            else load.extract,
            load.named,
            _rows_text(load),
            _screening_text(load.id),
            f"{min(load.periods):%b %Y} to {max(load.periods):%b %Y}",
            f"{load.loaded_at[:16].replace('T', ' ')} by {load.loaded_by}",
        )
        for load in reversed(session.store().loads())
    ]
    if not rows:
        return paragraph("Nothing is loaded yet.")
    return joined(tables_of_ten("Loads, newest first", heads, rows))


def _rows_text(load: Load) -> str:
    """How many rows a load has, and how many were sent where it leaves some out."""
    out = sum(load.left_out.values())
    return f"{load.rows:,} of {load.rows + out:,}" if out else f"{load.rows:,}"


def _screening_text(load: int) -> str:
    """How many warnings a load has, how many rows were set aside and who accepted it."""
    kept = session.store().screening(load)
    warned = sum(check.outcome is Outcome.WARNING for check in checks_of(kept))
    words = plural(warned, "warning") if kept.checks else "not screened"
    if kept.rows_aside:
        words += f"; {kept.rows_aside:,} of {plural(kept.rows_sent, 'row')} set aside"
    return words + (f"; accepted by {kept.accepted_by}: {kept.because}" if kept.because else "")

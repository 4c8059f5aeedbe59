"""What the tests of screening share: months of stops that pass every check, and their report."""

import calendar
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from extract_files import STOPS_HEADER, configuration, write_squares, written

from metrics.extracts.loading import Loader
from metrics.extracts.screening.checks import Acceptance, Check, Outcome, Report
from metrics.extracts.staging import SentFile
from metrics.store import Load, Store

Row = list[str]
Spoil = Callable[[list[Row]], list[Row]]
MONTHS = [(2026, 1), (2026, 2), (2026, 3), (2026, 4)]
A_DAY = 12
UNITS = ("Central West", "Central North", "AS", "North East")
OUTCOMES = ("Arrest", "A no further action disposal", "Community resolution")
SUBJECTS = ("Person", "Vehicle")
SEXES = ("Female", "Male")
SEEN, SAID = ("IC1", "IC3", "IC4"), ("W1", "B1", "A9", "NS", "W1", "B2")
HEADS = STOPS_HEADER.split(",")
DATE, UNIT, BOROUGH, SUBJECT, OUTCOME, SEX, APPEARANCE, ETHNICITY, COUNT = range(len(HEADS))


def good_rows(year: int, month: int) -> list[Row]:
    """The rows of one month: twelve a day, no two alike, every label in turn."""
    days = calendar.monthrange(year, month)[1]
    return [_row(date(year, month, day), n) for day in range(1, days + 1) for n in range(A_DAY)]


def _row(day: date, n: int) -> Row:
    turn = day.toordinal() + n
    parts = (UNITS, ("Lambeth", "Brent"), SUBJECTS, OUTCOMES, SEXES, SEEN, SAID)
    return [day.strftime("%d/%m/%Y"), *(part[turn % len(part)] for part in parts), str(n + 1)]


def stops_file(folder: Path, name: str, rows: Iterable[Row], header: str = STOPS_HEADER) -> Path:
    """Write rows of stops as a file."""
    return written(folder, name, [header, *(",".join(row) for row in rows)])


def loader(folder: Path) -> Loader:
    """A loader into the store in `folder`."""
    return Loader(Store(folder / "store"), configuration(), write_squares(folder), lambda _: None)


def screened(
    folder: Path, *files: Path, extract: str = "mps_stops", confirm: tuple[Any, ...] = ()
) -> Report:
    """The report of files, which are not loaded."""
    ours = loader(folder)
    contract = replace(ours.configuration.extracts[extract], confirm=confirm)
    careful = replace(ours.configuration, extracts={extract: contract})
    return replace(ours, configuration=careful).check(extract, sent(files))


def load_accepted(folder: Path, *files: Path, extract: str = "mps_stops") -> Load:
    """Load files, with what needs a named person accepted."""
    acceptance = Acceptance("A. Tester", "to see what is left")
    return loader(folder).load(extract, sent(files), acceptance=acceptance).load


def sent(files: Sequence[Path]) -> list[SentFile]:
    """Files as the loader takes them."""
    return [SentFile(path.name, path) for path in files]


def found(report: Report) -> dict[str, Check]:
    """The checks that did not pass, by name; of several of one name, the first."""
    checks = [check for check in report.checks if check.outcome is not Outcome.PASS]
    return {check.name: check for check in reversed(checks)}


def changed(column: int, value: str, every: int = 1) -> Spoil:
    """Put a value in a column, in each row or in every so many."""

    def spoil(rows: list[Row]) -> list[Row]:
        return [
            [value if i == column else cell for i, cell in enumerate(row)]
            if n % every == 0
            else row
            for n, row in enumerate(rows)
        ]

    return spoil

"""The grade of a figure: good, fair or poor, computed from the loads behind it, with reasons."""

from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from extract_files import calculate, configuration
from screened_files import (
    COUNT,
    DATE,
    ETHNICITY,
    MONTHS,
    Spoil,
    changed,
    good_rows,
    load_accepted,
    stops_file,
)

from metrics.access import scope_of_tier
from metrics.definitions.contracts import Confirmable
from metrics.figures import Reader, open_release
from metrics.periods import PeriodType
from metrics.quality import MAKES_POOR, PHRASES, Grade, Graded, columns_of
from metrics.store import Store

pytestmark = pytest.mark.usefixtures("at_once")

QUARTER = date(2026, 3, 31)
METRIC = "officer_unit_ethnicity_recorded"


def _as_they_are(rows: list[list[str]]) -> list[list[str]]:
    return rows


def _until_the_17th(rows: list[list[str]]) -> list[list[str]]:
    return [row for row in rows if int(row[DATE][:2]) <= 17]


def _bad(count: int) -> Spoil:
    return lambda rows: [*changed(COUNT, "many")(rows[:count]), *rows[count:]]


def graded(folder: Path, spoil: Spoil) -> Reader:
    """The figures of January to March, March spoilt, as the board reads them."""
    for year, month in MONTHS[:3]:
        rows = good_rows(year, month)
        rows = spoil(rows) if month == 3 else rows
        load_accepted(folder, stops_file(folder, f"{month}.csv", rows))
    store = Store(folder / "store")
    release = open_release(store, calculate(store, "board")["board"])
    return release.reader(scope_of_tier(configuration(), "board"))


def _quarter(reader: Reader) -> Graded:
    return reader.release.grades[METRIC, str(PeriodType.QUARTER), QUARTER]


@pytest.mark.parametrize(
    ("spoil", "grade", "reasons"),
    [
        (_as_they_are, Grade.GOOD, ()),
        (
            changed(ETHNICITY, "NS", 2),
            Grade.FAIR,
            (
                "The group is unknown for many (ethnicity self defined): March 2026.",
                "The group is unknown more often than before (ethnicity self defined): March 2026.",
            ),
        ),
        (_until_the_17th, Grade.POOR, ("Days without a row: March 2026.",
                                       "Far fewer rows than is usual: March 2026.")),
        (_bad(2), Grade.FAIR, ("Fewer than 5 rows were set aside.",)),
        (_bad(10), Grade.POOR, ("10 rows (2.7%) were set aside.",)),
    ],
    ids=["good", "unknown", "cut short", "two set aside", "ten set aside"],
)  # fmt: skip
def test_grade_of_a_quarter(
    spoil: Spoil, grade: Grade, reasons: tuple[str, ...], tmp_path: Path
) -> None:
    """One spoilt month lowers the grade of its quarter, for the reason that it has."""
    assert _quarter(graded(tmp_path, spoil)) == Graded(grade, reasons)


def test_a_grade_is_of_its_period(tmp_path: Path) -> None:
    """What is wrong with March is not held against a period that ends before it."""
    held = graded(tmp_path, _until_the_17th).release.grades
    ends = {end: found.grade for (metric, _, end), found in held.items() if metric == METRIC}
    assert ends[QUARTER] is Grade.POOR
    assert all(found is Grade.GOOD for end, found in ends.items() if end < date(2026, 3, 1))


def test_every_warning_has_its_phrase() -> None:
    """Each check that can be kept with a load has words for those who may not see counts."""
    assert set(get_args(Confirmable)) | MAKES_POOR == set(PHRASES)


def test_every_metric_rests_on_columns() -> None:
    """The columns behind each metric hold its breakdowns, in the extract that it is of."""
    for metric in configuration().scorecard.metrics:
        assert set(metric.breakdowns) <= columns_of(metric, configuration())[metric.extract]

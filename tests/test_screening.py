"""Screening: each fault of a file is found by the check that is named after it, and by no other."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from extract_files import STOPS_HEADER, written
from screened_files import (
    APPEARANCE,
    BOROUGH,
    COUNT,
    DATE,
    ETHNICITY,
    MONTHS,
    OUTCOME,
    SEX,
    UNIT,
    Row,
    Spoil,
    changed,
    found,
    good_rows,
    load_accepted,
    screened,
    stops_file,
)

from metrics.extracts.screening.checks import Outcome, Stage
from metrics.extracts.screening.report import CHECKS, FIRST_CHECKS

pytestmark = pytest.mark.usefixtures("at_once")

APRIL = date(2026, 4, 30)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose store holds January to March, with nothing to complain of."""
    folder = tmp_path_factory.mktemp("held")
    for year, month in MONTHS[:3]:
        load_accepted(folder, stops_file(folder, f"{month}.csv", good_rows(year, month)))
    return folder


def test_a_good_month_passes_every_check(held: Path, tmp_path: Path) -> None:
    """A month like those before it passes each check, in the order of the stages."""
    report = screened(held, stops_file(tmp_path, "april.csv", good_rows(2026, 4)))
    assert found(report) == {}
    names = [*FIRST_CHECKS.values(), *(judge.__name__ for judge in CHECKS)]
    assert {check.name for check in report.checks} == set(names) - {"places"}
    stages = [list(Stage).index(check.stage) for check in report.checks]
    assert stages == sorted(stages)
    assert set(stages) == set(range(len(Stage)))


def _until(day: int) -> Spoil:
    return lambda rows: [row for row in rows if int(row[DATE][:2]) <= day]


def _from(day: int) -> Spoil:
    return lambda rows: [row for row in rows if int(row[DATE][:2]) >= day]


def _without(column: int, *values: str) -> Spoil:
    return lambda rows: [row for row in rows if row[column] not in values]


def _twice(rows: list[Row]) -> list[Row]:
    return [*rows, *rows[: len(rows) // 8]]


def _as_words(rows: list[Row]) -> list[Row]:
    words = {"W1": "White", "B1": "Black", "B2": "Black", "A9": "Asian", "NS": "Not stated"}
    return [[words.get(cell, cell) for cell in row] for row in rows]


def _some_as_words(rows: list[Row]) -> list[Row]:
    return [*_as_words(rows[:60]), *rows[60:]]


def _turned(rows: list[Row]) -> list[Row]:
    """The dates as a spreadsheet that puts the month first reads them, where it can."""
    return [[_turn(row[DATE]), *row[1:]] for row in rows]


def _turn(day: str) -> str:
    first, second, year = day.split("/")
    return f"{second}/{first}/{year}" if int(first) <= 12 else day


FAULTS: dict[str, tuple[str, Spoil]] = {
    "stops at day 17": ("month_cut_short", _until(17)),
    "starts at day 12": ("month_cut_short", _from(12)),
    "silent for eight days within": (
        "month_cut_short",
        lambda rows: [row for row in rows if not 9 <= int(row[DATE][:2]) <= 16],
    ),
    "a quarter of its rows": ("rows_fell", lambda rows: rows[::4]),
    "twice its rows": (
        "rows_rose",
        lambda rows: [*rows, *changed(COUNT, "99")(rows)],
    ),
    "an outcome that is gone": ("vanished", _without(OUTCOME, "Community resolution")),
    "a unit that is gone": ("vanished", _without(UNIT, "North East")),
    "an outcome that is new": (
        "appeared",
        lambda rows: [*rows, *changed(OUTCOME, "Penalty Notice for Disorder")(rows[:60])],
    ),
    "an empty column": ("empty_column", changed(SEX, "")),
    "a constant column": ("constant_column", changed(APPEARANCE, "IC1")),
    "an eighth sent twice": ("exact_duplicates", _twice),
    "half not stated": ("unknown_share", changed(ETHNICITY, "NS", 2)),
    "a rise of the not stated": ("unknown_rose", changed(ETHNICITY, "", 5)),
    "another vocabulary": ("two_vocabularies", _as_words),
    "two vocabularies in one month": ("two_vocabularies", _some_as_words),
    "a row of totals": ("total_row", changed(BOROUGH, "Total all boroughs", 50)),
    "a date to come": ("date_to_come", changed(DATE, "05/04/2099", 400)),
    "days and months turned": ("dates_turned", _turned),
    "everything sent twice": ("sent_twice", lambda rows: [*rows, *rows]),
    "decimal points lost": ("rows_rose", changed(COUNT, "70000", 9)),
    "one count beyond belief": ("wild_number", changed(COUNT, "9000", 360)),
    "a twentieth of its rows": ("rows_fell", lambda rows: rows[::20]),
}
STOPPING = (
    "a date to come", "days and months turned", "everything sent twice", "decimal points lost",
    "a twentieth of its rows",
)  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_found_by_its_check(name: str, held: Path, tmp_path: Path) -> None:
    """One thing spoilt in a good month is named by the check for it, with how to put it right."""
    check, spoil = FAULTS[name]
    report = screened(held, stops_file(tmp_path, "april.csv", spoil(good_rows(2026, 4))))
    assert check in found(report), report.checks
    assert found(report)[check].message.endswith(".")
    assert found(report)[check].how_to_fix.endswith(".")


@pytest.mark.parametrize("name", STOPPING)
def test_what_cannot_be_stops_the_load(name: str, held: Path, tmp_path: Path) -> None:
    """What no source sends in earnest is not loaded before a named person accepts it."""
    check, spoil = FAULTS[name]
    report = screened(held, stops_file(tmp_path, "april.csv", spoil(good_rows(2026, 4))))
    assert found(report)[check].outcome is Outcome.FAIL
    assert report.wants_acceptance
    assert not report.stopped


def test_cells_that_a_comma_has_moved(tmp_path: Path) -> None:
    """A number with an unquoted comma is not read as what stands before it; a note is no cell."""
    rows = [[*row, ""] for row in good_rows(2026, 4)]
    rows[5][COUNT], rows[5][-1] = "1", "234"
    path = stops_file(tmp_path, "april.csv", rows, f"{STOPS_HEADER},")
    report = screened(tmp_path, path)
    assert found(report)["cells_without_header"].message == (
        "1 row of 360 with a cell behind the last header."
    )
    assert report.wants_acceptance
    others = [[*row, "", "a note" if n == 7 else ""] for n, row in enumerate(good_rows(2026, 4))]
    path = stops_file(tmp_path, "noted.csv", others, f"{STOPS_HEADER},,")
    assert "cells_without_header" not in found(screened(tmp_path, path))


def test_dates_turned_in_words(held: Path, tmp_path: Path) -> None:
    """The day that gives them away is said, and how many rows there are."""
    rows = _turned(good_rows(2026, 4))
    check = found(screened(held, stops_file(tmp_path, "april.csv", rows)))["dates_turned"]
    assert check.rows == 132
    assert check.message == (
        "All rows outside April 2026 are dated on day 4 of their month: day and month have changed "
        "places."
    )


def test_a_blank_that_is_an_answer_is_no_gap(tmp_path: Path) -> None:
    """Handcuffs and Taser that were not used are nothing unknown."""
    rows = [f"2026-04-{1 + n % 30:02},AS,White,Male,18-24,,,Yes,{'Yes' if n % 3 else 'No'}"
            for n in range(300)]  # fmt: skip
    header = "Date,OCU,Ethnicity seen,Sex,Age,Handcuffs,Taser,Body-worn video,Grounds recorded"
    report = screened(tmp_path, written(tmp_path, "f.csv", [header, *rows]), extract="use_of_force")
    assert "unknown_share" not in found(report)


def test_a_table_of_something_else_is_told_by_its_columns_alone(tmp_path: Path) -> None:
    """Where most columns are missing, nothing is said of the cells of the others."""
    path = written(tmp_path, "other.csv", ["Date,Station", "soon,Kew"])
    checks = screened(tmp_path, path).checks
    assert {check.stage for check in checks} == {Stage.FILE, Stage.COLUMNS}
    assert "types and dates, codes" in checks[-1].message


def test_a_category_that_begins_within_a_load_is_named_once(held: Path, tmp_path: Path) -> None:
    """The month in which it begins is said, and not those after it."""
    later = [*good_rows(2026, 5), *good_rows(2026, 6)]
    rows = [*good_rows(2026, 4), *changed(OUTCOME, "Khat or cannabis warning", 5)(later)]
    message = found(screened(held, stops_file(tmp_path, "three.csv", rows)))["appeared"].message
    assert message == "'Outcome' has for the first time 'khat or cannabis warning' in May 2026."


def test_a_month_between_is_missing(held: Path, tmp_path: Path) -> None:
    """A load that leaves a month out between it and what is loaded says which."""
    report = screened(held, stops_file(tmp_path, "may.csv", good_rows(2026, 5)))
    check = found(report)["missing_month"]
    assert check.message == "Nothing is loaded for April 2026."
    assert check.periods == (APRIL,)


def test_a_broad_label_beside_finer_ones(held: Path, tmp_path: Path) -> None:
    """'White' beside two finer labels of White may count each of them twice."""
    rows = good_rows(2026, 4)
    for n, label in enumerate(("White", "W2", "W9")):
        rows = [[label if (cell == "W1" and i % 4 == n) else cell for cell in row]
                for i, row in enumerate(rows)]  # fmt: skip
    report = screened(held, stops_file(tmp_path, "april.csv", rows))
    assert "'White'" in found(report)["overlapping_labels"].message


def test_a_label_that_is_the_sum_of_the_others(held: Path, tmp_path: Path) -> None:
    """A unit that has as much as all others together stops the load until somebody accepts it."""
    rows = [row for row in good_rows(2026, 4) if row[UNIT] != "AS"]
    per_day: dict[str, int] = {}
    for row in rows:
        per_day[row[DATE]] = per_day.get(row[DATE], 0) + int(row[COUNT])
    rows += [[day, "AS", "", "Person", "", "", "", "", str(n)] for day, n in per_day.items()]
    report = screened(held, stops_file(tmp_path, "april.csv", rows))
    check = found(report)["nested_totals"]
    assert (check.outcome, check.acceptable) == (Outcome.FAIL, True)
    assert "'AS'" in check.message
    assert not report.stopped


def test_a_lost_decimal_point(tmp_path: Path) -> None:
    """A number a thousand times another of the same kind stops the load: 26.0154 became 260154."""
    header = "Month end,OCU,Worker type,Rank,Sex,Ethnicity,Headcount"
    rows = [
        f"2026-{month:02}-28,{unit},Police Officer,Constable,Female,White,{count}"
        for month in range(1, 7)
        for unit, count in [("AS", 26), ("AW", 24), ("CN", 31)]
    ]
    bad = [*rows, "2026-07-28,AS,Police Officer,Constable,Female,White,260154"]
    good = screened(tmp_path, written(tmp_path, "g.csv", [header, *rows]), extract="workforce")
    spoilt = screened(tmp_path, written(tmp_path, "b.csv", [header, *bad]), extract="workforce")
    assert "wild_number" not in found(good)
    assert "'Headcount'" in found(spoilt)["wild_number"].message


def test_what_is_not_read_is_said(held: Path, tmp_path: Path) -> None:
    """Columns that no contract reads are named, and those with nothing or one thing in them."""
    rows = [[*row, "False", "", str(n)] for n, row in enumerate(good_rows(2026, 4))]
    path = stops_file(tmp_path, "april.csv", rows, f"{STOPS_HEADER},Operation,Weather,")
    (check,) = [c for c in screened(held, path).checks if c.name == "columns_not_read"]
    assert check.message == (
        "Not read: 'Operation', 'Weather', 'column 12, which has no name'. Empty in every row: "
        "'Weather'. The same wherever filled: 'Operation' ('False')."
    )


def test_files_with_other_columns_not_read_are_one_load(tmp_path: Path) -> None:
    """What is not read of one file need not be in another; what is said is of the first."""
    rows = [[*row, str(n)] for n, row in enumerate(good_rows(2026, 4))]
    one = stops_file(tmp_path, "april.csv", rows, f"{STOPS_HEADER},Operation")
    other = stops_file(tmp_path, "may.csv", good_rows(2026, 5))
    for first, said in ((one, "Not read: 'Operation'."), (other, "Every column")):
        report = screened(tmp_path, first, *({one, other} - {first}))
        (check,) = [c for c in report.checks if c.name == "columns_not_read"]
        assert check.message.startswith(said)


def test_spellings_are_counted_as_one_and_said(held: Path, tmp_path: Path) -> None:
    """Two spellings of one code, and two names of one unit, are said and are one."""
    rows = changed(ETHNICITY, "N1 Officer?s pr", 7)(good_rows(2026, 4))
    rows = changed(ETHNICITY, "N1 Officer's pr", 11)(changed(UNIT, "AW", 9)(rows))
    report = screened(held, stops_file(tmp_path, "april.csv", rows))
    (check,) = [c for c in report.checks if c.name == "two_spellings"]
    assert "'AW' and 'Central West'" in check.message
    assert """"N1 Officer's pr" and 'N1 Officer?s pr'""" in check.message


def test_a_code_that_looks_like_nothing(held: Path, tmp_path: Path) -> None:
    """NA is North Area: it is kept, and the report says so."""
    rows = changed(UNIT, "NA", 9)(good_rows(2026, 4))
    report = screened(held, stops_file(tmp_path, "april.csv", rows))
    (check,) = [c for c in report.checks if c.name == "code_like_missing"]
    assert check.message == "Kept as codes, though some programs read them as missing: 'NA' (NA)."


def _places(latitude: str, longitude: str) -> Callable[[int], str]:
    head = "Person search,2026-04-{:02}T10:00:{:02}Z,"
    return lambda n: f"{head.format(n % 30 + 1, n % 60)}{latitude},{longitude},,,,,,,Arrest"


@pytest.mark.parametrize(
    ("latitude", "longitude", "check"),
    [("53.1", "-3.2", "another_force"), ("", "", "no_location"), ("51.5", "-0.3", "")],
)
def test_where_the_rows_are(latitude: str, longitude: str, check: str, tmp_path: Path) -> None:
    """Points in no area of ours are another force's; rows without one have no location."""
    header = (
        "Type,Date,Latitude,Longitude,Gender,Age range,Self-defined ethnicity,"
        "Officer-defined ethnicity,Legislation,Object of search,Outcome"
    )
    rows = [_places(latitude, longitude)(n) for n in range(300)]
    path = written(tmp_path, "s.csv", [header, *rows])
    names = found(screened(tmp_path, path, extract="stop_search"))
    assert {"another_force", "no_location"} & set(names) == ({check} if check else set())


def test_few_rows_are_not_judged_by_their_shares(tmp_path: Path) -> None:
    """A file of two rows is no month cut short, and its rows are no constant."""
    report = screened(tmp_path, stops_file(tmp_path, "april.csv", good_rows(2026, 4)[:2]))
    assert found(report) == {}


def test_a_stage_that_leaves_nothing_to_check(tmp_path: Path) -> None:
    """A file without a column fails there, and the report says which stages were not reached."""
    path = stops_file(tmp_path, "a.csv", good_rows(2026, 4), STOPS_HEADER.replace("Count", "Cnt"))
    report = screened(tmp_path, path)
    assert [(c.stage, c.name, c.outcome) for c in report.checks] == [
        (Stage.FILE, "readable", Outcome.PASS),
        (Stage.COLUMNS, "columns", Outcome.FAIL),
        (Stage.COLUMNS, "not_reached", Outcome.WARNING),
    ]
    assert "columns that were not found, keys and duplicates" in report.checks[-1].message


def test_a_check_that_wants_a_named_person(held: Path, tmp_path: Path) -> None:
    """A warning that the contract wants to be confirmed stops the load until it is accepted."""
    rows = good_rows(2026, 4)[::4]
    path = stops_file(tmp_path, "april.csv", rows)
    careful = screened(held, path, confirm=("rows_fell",))
    assert (careful.stopped, careful.wants_acceptance) == (False, True)
    usual = screened(held, path)
    assert (usual.stopped, usual.wants_acceptance) == (False, False)

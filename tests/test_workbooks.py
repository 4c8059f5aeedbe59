"""Workbooks, Parquet and JSON: read as a CSV file would be, or refused in words."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from extract_files import (
    KEPT_COLUMNS,
    SEARCH_HEADER,
    STOPS_HEADER,
    load,
    refusal,
    rows_of,
)
from workbook_files import sheet_of_cells, workbook, workbook_of_parts

from metrics.errors import ScorecardError
from metrics.extracts import contents
from metrics.sample.open_document import write_spreadsheet

pytestmark = pytest.mark.usefixtures("at_once")

STOPS_COLUMNS = STOPS_HEADER.split(",")
STOP = ["AS", "Lambeth", "Person", "Arrest", "Male", "IC1", "W1"]
KEPT_STOP = ("AS", date(2026, 4, 5), "Lambeth", "Person", "Arrest", "Male", "White", "White", 3)


def test_workbook_with_date_cells(tmp_path: Path) -> None:
    """A date cell and a number cell of a workbook are read as the date and the whole number."""
    book = workbook(tmp_path / "b.xlsx", {"Stops": [STOPS_COLUMNS, [date(2026, 4, 5), *STOP, 3.0]]})
    assert rows_of(load(tmp_path, "mps_stops", [book]).load, KEPT_COLUMNS) == [KEPT_STOP]


def test_a_bad_cell_of_a_workbook_is_told_by_the_row_that_is_seen(
    held: Path, tmp_path: Path
) -> None:
    """Blank rows are not read, and yet they are counted: row 6 is row 6 in the spreadsheet."""
    good, bad = ["05/04/2026", *STOP, 3], ["05/04/2026", *STOP, "x"]
    rows: list[list[Any]] = [[None], STOPS_COLUMNS, [None], good, [None], bad]
    book = workbook(tmp_path / "b.xlsx", {"Stops": rows})
    assert "row 6: 'Count' is 'x'" in refusal(held, "mps_stops", book)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_bad_cell_below_blank_lines_is_told_by_the_row_that_is_seen(
    held: Path, tmp_path: Path, end: str
) -> None:
    """A spreadsheet shows a blank line of a CSV file as a row, and a cell of two lines as one."""
    stop = ",".join(["05/04/2026", *STOP])
    two = stop.replace("Lambeth", '"Lam\n\nbeth"')
    lines = [STOPS_HEADER, "", f"{two},3", "", "", f"{stop},x", ""]
    path = tmp_path / "blank.csv"
    path.write_bytes(end.join(lines).encode())
    assert "row 6: 'Count' is 'x'" in refusal(held, "mps_stops", path)


def test_workbook_with_a_hidden_sheet(tmp_path: Path) -> None:
    """A hidden first sheet is not taken for the visible one."""
    sheets = {"Lists": [["Arrest"]], "Stops": [STOPS_COLUMNS, ["05/04/2026", *STOP, 3]]}
    book = workbook(tmp_path / "b.xlsx", sheets, hidden=["Lists"])
    assert rows_of(load(tmp_path, "mps_stops", [book]).load, KEPT_COLUMNS) == [KEPT_STOP]


def test_workbook_with_two_visible_sheets(held: Path, tmp_path: Path) -> None:
    """Which of two visible sheets is meant is not guessed."""
    book = workbook(tmp_path / "b.xlsx", {"April": [STOPS_COLUMNS], "May": [STOPS_COLUMNS]})
    assert refusal(held, "mps_stops", book) == (
        "b.xlsx: the workbook has more than one visible sheet; its sheets are: April, May. Send a "
        "workbook with one visible sheet."
    )


def test_workbook_without_the_named_sheet(held: Path, tmp_path: Path) -> None:
    """A sheet that the contract names is asked for by its name."""
    book = workbook(tmp_path / "b.xlsx", {"Notes": [["a"]], "Table": [["b"]]})
    assert refusal(held, "workforce_published", book) == (
        "b.xlsx: the workbook has no sheet named 'Data'; its sheets are: Notes, Table. Send a "
        "workbook with one visible sheet, or name the sheet 'Data'."
    )


def test_workbook_with_the_named_sheet(tmp_path: Path) -> None:
    """The sheet that the contract names is read, wherever in the workbook it stands."""
    header = ["As at 31 March...", "Force Name", "Sex", "Rank description", "Worker type",
              "Total (headcount)"]  # fmt: skip
    ours = [2022, "Metropolitan Police", "Female", "Sergeant", "Police Officer", 5]
    theirs = [2022, "Gwent", "Female", "Sergeant", "Police Officer", 7]
    book = write_spreadsheet(
        tmp_path / "b.ods", {"Notes": [["x"]], "Data": [header, ours, theirs], "More": [["y"]]}
    )
    kept = load(tmp_path, "workforce_published", [book]).load
    assert rows_of(kept, "unit, as_at, sex, rank, worker_type, headcount") == [
        ("MPS", date(2022, 3, 31), "Female", "Sergeant", "Officer", 5)
    ]
    assert kept.left_out == {"not part of this extract": 1}


def test_workbook_with_a_title_above_the_header(held: Path, tmp_path: Path) -> None:
    """A title over the table is refused, not taken for a header; the row of the names is told."""
    book = workbook(tmp_path / "b.xlsx", {"A": [["Stops"], STOPS_COLUMNS, ["05/04/2026", *STOP]]})
    assert refusal(held, "mps_stops", book) == (
        "b.xlsx: the first row names no column of 'mps_stops'. They stand in row 2: take out every "
        "row above it."
    )


def test_workbook_with_an_empty_sheet(held: Path, tmp_path: Path) -> None:
    """A sheet without a cell is refused as empty."""
    book = workbook(tmp_path / "b.xlsx", {"A": []})
    assert refusal(held, "mps_stops", book) == (
        "b.xlsx: the sheet is empty. Check the file and send it again."
    )


def test_workbook_with_a_damaged_sheet(held: Path, tmp_path: Path) -> None:
    """A workbook that opens but whose sheet does not is refused in words."""
    parts = {"xl/worksheets/sheet1.xml": "<worksheet><sheetData><row"}
    book = workbook_of_parts(tmp_path / "b.xlsx", ["A"], parts)
    assert refusal(held, "mps_stops", book) == (
        "b.xlsx: the selected file is not a workbook that opens. Open it, save it again as XLSX or "
        "CSV, and try again."
    )


@pytest.mark.usefixtures("in_a_child")
def test_workbook_that_kills_its_reader(held: Path, tmp_path: Path) -> None:
    """Two cells at the far corners of a sheet end the reader, not the program that started it."""
    corners = '<row r="1"><c r="A1"><v>1</v></c></row>'
    corners += '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    parts = {"xl/worksheets/sheet1.xml": sheet_of_cells(corners)}
    book = workbook_of_parts(tmp_path / "b.xlsx", ["A"], parts)
    assert refusal(held, "mps_stops", book) == (
        "b.xlsx: it stopped the program that was at work on it. Open it, save it as CSV (UTF-8) "
        "and try again. Nothing was changed."
    )


def test_archive_that_unpacks_to_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook that says it unpacks to more than the limit is refused before it is unpacked."""
    book = workbook(tmp_path / "b.xlsx", {"A": [STOPS_COLUMNS]})
    monkeypatch.setattr(contents, "LARGEST_UNPACKED", 1_000)
    with pytest.raises(ScorecardError, match="the file unpacks to more than 0 MB"):
        contents.content_of(book, "b.xlsx")


def test_parquet_with_types(tmp_path: Path) -> None:
    """Parquet's dates, and whole numbers kept as floats beside a gap, read as a CSV's would."""
    columns: dict[str, list[Any]] = {
        name: [v] for name, v in zip(STOPS_COLUMNS[1:8], STOP, strict=True)
    }
    table = pa.table({"Date": [date(2026, 4, 5)], **columns, "Count": [3.0]})
    pq.write_table(table, tmp_path / "stops.parquet")
    kept = load(tmp_path, "mps_stops", [tmp_path / "stops.parquet"]).load
    assert rows_of(kept, KEPT_COLUMNS) == [KEPT_STOP]


def test_parquet_with_moments(tmp_path: Path) -> None:
    """A moment in Parquet is a London day, and a moment without an offset is refused."""
    frame = pd.DataFrame([dict.fromkeys(SEARCH_HEADER.split(","), "")]).astype("string")
    frame["Type"] = "Person search"
    frame["Date"] = pd.Series([datetime(2026, 3, 31, 23, 30, tzinfo=UTC)])
    frame.to_parquet(tmp_path / "utc.parquet")
    frame.assign(Date=frame["Date"].dt.tz_localize(None)).to_parquet(tmp_path / "none.parquet")
    kept = load(tmp_path, "stop_search", [tmp_path / "utc.parquet"]).load
    assert rows_of(kept, "searched_on, period_end") == [(date(2026, 4, 1), date(2026, 4, 30))]
    assert refusal(tmp_path, "stop_search", tmp_path / "none.parquet") == (
        "none.parquet: row 2: 'Date' is '2026-03-31 23:30:00'. Enter a date and time with its "
        "offset, like 2026-09-30T14:05:00+00:00. It has no offset, which a spreadsheet leaves out "
        "when it saves: send the file it had."
    )


def test_parquet_cut_short(held: Path, tmp_path: Path) -> None:
    """A Parquet file with damaged pages is refused, whichever step meets the damage."""
    table = pa.table({name: ["x" * 50] * 500 for name in STOPS_COLUMNS})
    pq.write_table(table, tmp_path / "s.parquet", compression="zstd", use_dictionary=False)
    damaged = bytearray((tmp_path / "s.parquet").read_bytes())
    damaged[4:400] = bytes(396)
    (tmp_path / "s.parquet").write_bytes(damaged)
    assert refusal(held, "mps_stops", tmp_path / "s.parquet").startswith("s.parquet: ")


def test_json_of_the_api(tmp_path: Path) -> None:
    """The API's nested places, numbers as text and nulls are read as the CSV's columns are."""
    record = {
        "type": "Person search", "datetime": "2026-04-05T10:00:00+00:00", "gender": None,
        "age_range": "18-24", "self_defined_ethnicity": "White - Roma",
        "officer_defined_ethnicity": "White", "legislation": None, "object_of_search": None,
        "outcome": "Arrest", "location": {"latitude": "51.5", "longitude": "-0.15"},
        "outcome_object": {"id": "bu-arrest", "name": "Arrest"},
    }  # fmt: skip
    (tmp_path / "api.json").write_text(json.dumps([record, {**record, "location": None}]))
    kept = load(tmp_path, "stop_search", [tmp_path / "api.json"]).load
    assert rows_of(kept, "unit, sex, age_band, ethnicity_self_defined, object, outcome") == [
        ("E09000007", "Not recorded", "18 to 24", "White", "Not recorded", "Arrest"),
        ("XLOC", "Not recorded", "18 to 24", "White", "Not recorded", "Arrest"),
    ]

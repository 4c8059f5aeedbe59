"""The workbook of a measure: the numbers of its page, read back, and the form of its sheets."""

import re
import zipfile
from datetime import date
from io import BytesIO

import pytest
from builders import delivered
from python_calamine import CalamineWorkbook
from released import figure, reader_of

from metrics.access import scope_of_role
from metrics.errors import ScorecardError
from metrics.figures import Reader
from metrics.measure_workbook import measure_workbook
from metrics.periods import PeriodType
from metrics.wording.judgements import SHORTHAND

JUNE = date(2025, 6, 30)
METRIC = delivered().metrics["stop_search_positive_outcome"]
YEAR = {"metric": METRIC.id, "type": PeriodType.ROLLING_YEAR, "start": date(2024, 7, 1)}
NAMED = {"breakdown": METRIC.breakdowns[0], "reference": "White", "status": ""}


def reader(role: str = "board_member") -> Reader:
    """One unit with a figure, two groups of which one is withheld, and the force's figure."""
    held = {"value": 21.25, "judged": 21.25, "judged_lower": 20.0, "judged_upper": 22.5,
            "numerator": 17.0, "denominator": 80.0, "status": "off_track"}  # fmt: skip
    figures = [
        figure(unit="CE", **YEAR, **held), figure(unit="MPS", **YEAR, **held),
        figure(unit="CE", **YEAR, **NAMED, group="Black", shorthand="c"),
        figure(unit="CE", **YEAR, **NAMED, group="White", value=20.0, numerator=10.0,
               denominator=50.0),
    ]  # fmt: skip
    return reader_of(delivered(), figures, scope_of_role(delivered(), role, "CE", JUNE))


def sheets() -> dict[str, list[list[object]]]:
    """Every sheet of the workbook, as the library that reads extracts reads it."""
    content = measure_workbook(reader(), METRIC, "CE", JUNE)
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_numbers_are_those_of_the_release() -> None:
    """A number is a number, unrounded; what is withheld is its mark, in every column of it."""
    found = sheets()
    assert found["Over time"][3][:6] == ["July 2024 to June 2025", 21.25, 20.0, 22.5, 17.0, 80.0]
    groups = {row[0]: row[1:6] for row in found["Groups 1"][3:]}
    assert groups["Black"] == ["[c]", "not given", "not given", "[c]", "[c]"]
    assert groups["White"] == [20.0, "not given", "not given", 10.0, 50.0]
    assert [row[0] for row in found["By unit"][3:]] == [
        "Metropolitan Police Service",
        "Central East",
    ]


def test_every_sheet_says_what_it_is() -> None:
    """Cover, contents and notes come first; each table is under its title, with no cell blank."""
    found = sheets()
    assert list(found)[:3] == ["Cover", "Contents", "Notes"]
    assert [row[0] for row in found["Contents"][3:]] == ["Notes", *list(found)[3:]]
    assert found["Cover"][0][0] == f"{METRIC.title}, Central East, figures up to 30 June 2025"
    notes = {row[0]: row[1] for row in found["Notes"][3:]}
    assert {f"[{mark}]": words for mark, words in SHORTHAND.items()}.items() <= notes.items()
    assert notes["limits"] == METRIC.limits
    for name in list(found)[1:]:
        assert all(cell != "" for row in found[name][2:] for cell in row), name


def test_the_form_is_one_that_is_read_aloud_well() -> None:
    """One marked table a sheet; nothing merged, hidden, frozen, filtered, filled or linked."""
    content = measure_workbook(reader(), METRIC, "CE", JUNE)
    assert content == measure_workbook(reader(), METRIC, "CE", JUNE)
    with zipfile.ZipFile(BytesIO(content)) as parts:
        texts = {name: parts.read(name).decode() for name in parts.namelist()}
    written = " ".join(texts.values())
    tables = [name for name in texts if name.startswith("xl/tables/")]
    assert len(tables) == len(sheets()) - 1
    for word in ("mergeCell", "hidden=", 'state="frozen', "autoFilter", "hyperlink", "<f>"):
        assert word not in written, word
    assert set(re.findall(r'patternType="(\w+)"', texts["xl/styles.xml"])) <= {"none", "gray125"}
    assert "<dc:title>" in texts["docProps/core.xml"]


def test_another_units_workbook_is_not_made() -> None:
    """A lead has the workbook of the own unit, and of no other."""
    with pytest.raises(ScorecardError, match="not in your scope"):
        measure_workbook(reader("unit_lead"), METRIC, "AS", JUNE)

"""The sample keeps what is odd in the real files, and its totals are plausible."""

import csv
from collections import Counter
from collections.abc import Callable
from math import sqrt
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest
from python_calamine import CalamineWorkbook

from metrics.definitions.organisation import Organisation
from metrics.definitions.parsing import parse
from metrics.definitions.yaml_reading import read_document
from metrics.sample import effects
from metrics.sample.london import RESIDENTS
from metrics.sample.population import ELSEWHERE
from metrics.sample.recommendations import FIRST_DUE, MONTHS_DUE
from metrics.sample.span import QUARTER_ENDS
from metrics.sample.writing import WRITERS

CONFIG = Path(__file__).parents[1] / "config"
SEED = 2009
Records = list[dict[str, str]]
Written = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes one extract of a single file and says where it is."""
    document = read_document(CONFIG / "organisation.yaml", "organisation.yaml")
    organisation, faults = parse(document, Organisation)
    assert organisation is not None, faults

    def write(extract: str, seed: int = SEED) -> Path:
        (path,) = WRITERS[extract](tmp_path, organisation, seed)
        return path

    return write


def records(path: Path) -> Records:
    """The rows of a CSV file by their headers."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_population_has_london_and_three_places_to_leave_out(written: Written) -> None:
    """The boroughs that the force polices hold London's residents; the three others are small."""
    homes = {row.pop("LAD_code"): row for row in records(written("population"))}
    people = {code: sum(map(int, list(row.values())[1:])) for code, row in homes.items()}
    elsewhere = {code: people.pop(code) for code in ELSEWHERE.values()}
    assert all(0 < count < min(RESIDENTS / 32, 200_000) for count in elsewhere.values())
    policed = sum(count for code, count in people.items() if code != "E09000001")
    # Each of the 32 boroughs is rounded to whole people by itself.
    assert abs(policed - RESIDENTS) <= len(people)
    assert len(people) == 33


def test_snapshots_are_of_a_plausible_force(written: Written) -> None:
    """At each quarter end there are about 33,000 officers and 10,000 staff, and no row twice."""
    rows = records(written("workforce"))
    assert len({tuple(row.values())[:-1] for row in rows}) == len(rows)
    for worker, about in {"Police Officer": 33_000, "Police Staff": 10_000}.items():
        heads = {end.isoformat(): 0 for end in QUARTER_ENDS}
        for row in rows:
            heads[row["Month end"]] += int(row["Headcount"]) * (row["Worker type"] == worker)
        assert all(abs(count - about) < about / 50 for count in heads.values())


def test_published_schemes_add_up(written: Written) -> None:
    """In each force and year, a scheme's groups and the unreported add up to all; some are none."""
    rows = records(written("published_stop_search"))
    totals: dict[tuple[str, str], dict[str, int]] = {}
    for row in rows:
        text = row[" Number of stop and searches "]
        number = 0 if text == " -   " else int(text.replace(",", ""))
        schemes = totals.setdefault((row["Geography"], row["Time"]), {})
        schemes[row["Ethnicity_type"]] = schemes.get(row["Ethnicity_type"], 0) + number
    assert {year for _, year in totals} == {"2023/24", "2024/25", "2025/26"}
    assert all(len(schemes) == 3 for schemes in totals.values())
    assert all(len(set(schemes.values())) == 1 for schemes in totals.values())
    assert any(row[" Number of stop and searches "] == " -   " for row in rows)


def test_published_groups_have_the_publisher_s_absent_marks(written: Written) -> None:
    """Unreported ethnicity has no residents and no rate, said as the publisher says it."""
    rows = records(written("published_stop_search"))
    unreported = [
        row["Population by ethnicity"] for row in rows if row["Ethnicity"] == "Unreported"
    ]
    assert set(unreported) == {" N/A "}
    metropolitan = [row for row in rows if row["Geography"] == "Metropolitan Police"]
    assert any("," in row["Population by ethnicity"] for row in metropolitan)


def test_the_survey_keeps_the_real_file_s_oddities(written: Written) -> None:
    """Dates lack zeros, shares have commas, and Richmond is spelt one way in any one quarter."""
    rows = records(written("public_perception"))
    dates = list(dict.fromkeys(row["Date"] for row in rows))
    assert dates == [f"{end.day}/{end.month}/{end.year}" for end in QUARTER_ENDS]
    assert all(row["Proportion"].startswith("0,") for row in rows)
    assert any(len(row["Proportion"]) == len("0,6") for row in rows)
    spelt = {(row["Date"], row["Borough"]) for row in rows if row["Borough"].startswith("Rich")}
    assert len(spelt) == len(QUARTER_ENDS)
    assert {name for _, name in spelt} == {"Richmond upon Thames", "Richmond Upon Thames"}
    assert "City of Westminster" in {row["Borough"] for row in rows}
    assert len(rows) == len(QUARTER_ENDS) * 8 * 32


def test_the_spreadsheet_says_what_it_is_first(written: Written) -> None:
    """The type comes first and uncompressed, and three sheets open."""
    path = written("workforce_published")
    with ZipFile(path) as package:
        first = package.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
        assert package.read(first) == b"application/vnd.oasis.opendocument.spreadsheet"
    assert CalamineWorkbook.from_path(path).sheet_names == ["Notes", "Data", "Listsforval"]


def test_the_workforce_table_keeps_the_real_file_s_oddities(written: Written) -> None:
    """Two spellings of staff occur, and only those counted by head lack full-time equivalents."""
    workbook = CalamineWorkbook.from_path(written("workforce_published"))
    header, *rows = workbook.get_sheet_by_name("Data").to_python()
    worker, time = header.index("Worker type"), header.index("Total (FTE)")
    assert {"Police Staff", "Police staff"} < {str(row[worker]) for row in rows}
    absent = {str(row[worker]) for row in rows if row[time] == "N/A"}
    assert absent == {"Special Constable", "Special constable", "Police Support Volunteer"}
    assert {row[0] for row in rows} == {2024, 2025, 2026}


def test_the_register_has_sixty_recommendations_from_five_sources(written: Written) -> None:
    """The last snapshot holds all; none is unmade again or stops being delivered."""
    rows = records(written("recommendations"))
    last = [row for row in rows if row["As at"] == QUARTER_ENDS[-1].isoformat()]
    assert (len(last), len({row["Made by"] for row in last})) == (60, 5)
    assert "" in {row["Due"] for row in last}
    delivered: set[str] = set()
    for end in QUARTER_ENDS:
        day = [row for row in rows if row["As at"] == end.isoformat()]
        now = {row["Reference"] for row in day if row["Status"].startswith("Delivered")}
        assert delivered <= now
        delivered = now


def test_first_promised_dates_are_missed_more_and_more(written: Written) -> None:
    """Over forty seeds, those due at a snapshot are late as often as built in, in both halves."""
    due, late, ends = Counter[bool](), Counter[bool](), [end.isoformat() for end in QUARTER_ENDS]
    expected = dict.fromkeys((False, True), 0.0)
    for seed in range(40):
        for row in records(written("recommendations", seed)):
            if row["Due"] == row["As at"] and row["Status"] in ("Delivered", "In progress"):
                half = row["Due"] >= ends[len(ends) // 2]
                due[half] += 1
                late[half] += row["Status"] == "In progress"
                expected[half] += chance_of_missing(row["Due"])
    for half, count in due.items():
        # Four standard errors of a count of this size are at most twice the root of its base.
        assert abs(late[half] - expected[half]) < 2 * sqrt(count)
    assert expected[True] / due[True] - expected[False] / due[False] > 0.2


def chance_of_missing(due: str) -> float:
    """The built-in chance that the recommendation due on a day is late."""
    year, month = int(due[:4]), int(due[5:7])
    along = ((year - FIRST_DUE.year) * 12 + month - FIRST_DUE.month) / MONTHS_DUE
    return effects.LATE_AT_START + (effects.LATE_AT_END - effects.LATE_AT_START) * along

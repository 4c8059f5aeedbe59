"""Other real files: loaded with the right rows, or refused with the true reason."""

import csv
from pathlib import Path

import pytest
from extract_files import rows_of
from real_files import load_real, needs_real_files, real_files

from metrics.store import Store

pytestmark = [needs_real_files, pytest.mark.usefixtures("at_once")]


CENSUS_2021 = "population/blackthrive_census2021_7group*.csv"
CENSUS_2011 = "population/census2011_18group_by_la_with_force.csv"
GROUPS_2021 = {
    "Asian": ["Asian"], "Black": ["Black"], "Mixed": ["Mixed_Asian", "Mixed_Black", "Mixed_Other"],
    "White": ["White"], "Other": ["Other"],
}  # fmt: skip
GROUPS_2011 = {group: [f"Ethnic Group: {group}; measures: Value"] for group in GROUPS_2021}


@pytest.mark.parametrize(
    ("pattern", "groups", "force"),
    [
        (CENSUS_2021, GROUPS_2021, ("LAD_code", "E09")),
        (CENSUS_2011, GROUPS_2011, ("PFA16NM", "Metropolitan")),
    ],
)
def test_residents(
    pattern: str, groups: dict[str, list[str]], force: tuple[str, str], tmp_path: Path
) -> None:
    """The residents loaded are those of the census file's 32 boroughs, to the person."""
    (file,) = real_files(pattern)
    assert load_real(tmp_path / "store", "population", file).exit_code == 0
    column, start = force
    with file.open(encoding="utf-8", newline="") as lines:
        ours = [row for row in csv.DictReader(lines) if row[column].startswith(start)]
    ours = [row for row in ours if row.get("LAD_code") != "E09000001"]
    assert len(ours) == 32
    expected = {g: sum(int(row[h]) for row in ours for h in hs) for g, hs in groups.items()}
    (kept,) = Store(tmp_path / "store").active_loads()
    assert dict(rows_of(kept, "ethnicity, sum(people)", "GROUP BY 1")) == expected


def test_searches_of_other_forces(tmp_path: Path) -> None:
    """Searches outside every London polygon are another force's, and nobody can accept them."""
    (file,) = real_files("stop_search_other/2019-04-welsh-forces-stop-and-search.csv")
    words = ("--accept-by", "A. Tester", "--because", "to compare")
    for accepted in ((), words):
        refused = load_real(tmp_path / "store", "stop_search", file, *accepted)
        assert refused.exit_code == 1
        assert "1,136 of 1,136 rows with a place lie in no area of this force" in refused.stderr
    assert Store(tmp_path / "store").loads() == ()


def test_perception_with_semicolons(tmp_path: Path) -> None:
    """The whole-force edition of the survey, with semicolons and points, loads for the force."""
    (file,) = real_files("public_perception/PAS_MPS_total_semicolon.csv")
    assert load_real(tmp_path / "store", "public_perception", file).exit_code == 0
    (kept,) = Store(tmp_path / "store").active_loads()
    assert rows_of(kept, "unit, count(*)", "GROUP BY 1") == [("MPS", 291)]


NO_LAYOUT = "the columns are those of no known layout of 'population'"
NO_COLUMN = "the first row names no column of '{}'"


@pytest.mark.parametrize(
    ("extract", "pattern", "fault"),
    [
        ("population", "population/*MIXEDBLACK-IN-BLACK.csv", NO_LAYOUT),
        ("population", "population/gla_ethnic_groups_cleaned.csv", NO_LAYOUT),
        ("population", "population/*OUTPUT-AREA*.csv", NO_LAYOUT),
        ("population", "population/census2011_force_demographics.csv", NO_LAYOUT),
        ("population", "population/census2011_ethnicity_by_region.xlsx", NO_LAYOUT),
        ("population", "population/census2021-ts007*.csv", NO_LAYOUT),
        (
            "public_perception",
            "public_perception/2016-police-perceptions.csv",
            NO_COLUMN.format("public_perception"),
        ),
        (
            "public_perception",
            "public_perception/pas_borough_gender_race_means_2020.csv",
            "column 'Date' is missing",
        ),
        ("workforce", "workforce/mps_strengths*.csv", NO_COLUMN.format("workforce")),
        (
            "workforce_published",
            "workforce/ho_hosb1311-tabs.xls",
            "the workbook has no sheet named 'Data'",
        ),
        ("published_stop_search", "published_rates/blackthrive*.csv", "column 'Time' is missing"),
        ("mps_stops", "hate_crime/mps_homicide*.csv", "column 'Officer OCU' is missing"),
        ("stop_search", "use_of_force/mps_uof_borough_day*.csv", "column 'Type' is missing"),
    ],
)
def test_real_file_that_is_refused(extract: str, pattern: str, fault: str, tmp_path: Path) -> None:
    """A file that is not of the extract is refused with the true reason, and nothing is loaded."""
    (file,) = real_files(pattern)
    refused = load_real(tmp_path / "store", extract, file)
    assert refused.exit_code == 1
    assert f"{file.name}: {fault}" in refused.stderr
    assert Store(tmp_path / "store").loads() == ()

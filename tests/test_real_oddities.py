"""What is odd in real files is found and named, by the check that is for it."""

from datetime import date
from pathlib import Path

import pytest
from extract_files import configuration, scorecard
from real_files import BOUNDARIES, needs_real_files, real_files
from screened_files import found, sent

from metrics.extracts.loading import Loader
from metrics.extracts.screening.checks import Check, Report
from metrics.extracts.screening.keeping import checks_of
from metrics.store import Store

pytestmark = [needs_real_files, pytest.mark.usefixtures("at_once")]

SEARCHES = "stop_search_mps/"
FIRST = [f"{SEARCHES}2017-01-*", f"{SEARCHES}2019-01-*"]
LATER = [f"{SEARCHES}2022-0[58]-*", f"{SEARCHES}2022-1*"]


@pytest.fixture(scope="module")
def loader(tmp_path_factory: pytest.TempPathFactory) -> Loader:
    """A loader with the real boundaries, into a store of its own."""
    store = Store(tmp_path_factory.mktemp("oddities") / "store")
    return Loader(store, configuration(), BOUNDARIES, lambda _: None)


@pytest.fixture(scope="module")
def first(loader: Loader) -> dict[str, list[Check]]:
    """What is said of January 2017 and January 2019, loaded together."""
    return _said(loader, FIRST)


@pytest.fixture(scope="module")
def later(loader: Loader, first: dict[str, list[Check]]) -> dict[str, list[Check]]:
    """What is said of four months of 2022, loaded after those."""
    assert first
    return _said(loader, LATER)


@pytest.fixture(scope="module")
def lost(loader: Loader, later: dict[str, list[Check]]) -> Report:
    """The report of a month of the feed that lost three quarters of its rows."""
    assert later
    return loader.check("stop_search", sent(real_files("stop_search_api_json/2024-09-*")))


def _said(loader: Loader, patterns: list[str]) -> dict[str, list[Check]]:
    receipt = loader.load("stop_search", sent(real_files(*patterns)))
    said: dict[str, list[Check]] = {}
    for check in checks_of(receipt.screening):
        said.setdefault(check.name, []).append(check)
    return said


def _message(checks: list[Check]) -> str:
    return " ".join(check.message for check in checks)


def test_the_december_that_ends_on_the_17th(later: dict[str, list[Check]]) -> None:
    """December 2022 stops at day 17, and is far smaller than the months before it."""
    assert "December 2022 stops at day 17" in _message(later["month_cut_short"])
    assert "December 2022 has 65" in _message(later["rows_fell"])


def test_the_august_with_duplicates(later: dict[str, list[Check]]) -> None:
    """August 2022 holds 2,347 rows that repeat another, and no other month so many."""
    assert _message(later["exact_duplicates"]) == (
        "Rows that repeat another in every column: August 2022 has 2,347 (13.6%)."
    )


def test_the_months_that_are_not_in_the_archive(later: dict[str, list[Check]]) -> None:
    """November 2022, which the archive has not, is missing between October and December."""
    missing = {day for check in later["missing_month"] for day in check.periods}
    assert date(2022, 11, 30) in missing
    assert date(2022, 10, 31) not in missing


def test_the_vocabulary_that_changed(first: dict[str, list[Check]]) -> None:
    """Ethnicity and outcome have other labels in 2019 than in 2017."""
    said = _message(first["two_vocabularies"])
    assert "'Self-defined ethnicity' has other labels than before from January 2019" in said
    assert "'Outcome' has other labels than before from January 2019" in said


def test_the_not_stated_that_rose(
    first: dict[str, list[Check]], later: dict[str, list[Check]]
) -> None:
    """The share that gave no ethnicity rose to 18.3% in 2019, and beyond a quarter in 2022."""
    assert "January 2019 18.3%" in _message(first["unknown_rose"])
    assert "'Self-defined ethnicity' is unknown for more than 25.0%" in _message(
        later["unknown_share"]
    )


def test_the_columns_that_are_always_blank(later: dict[str, list[Check]]) -> None:
    """What was never filled is named: a find rate made of it would be nought."""
    said = _message(later["columns_not_read"])
    assert "Empty in every row: " in said
    assert "'Outcome linked to object of search'" in said
    assert "'Policing operation'" in said


def test_the_feed_that_lost_three_quarters(lost: Report) -> None:
    """September 2024 has 77% less than is usual, and whole labels are gone."""
    checks = found(lost)
    assert "September 2024 has 7" in checks["rows_fell"].message
    gone = " ".join(check.message for check in lost.checks if check.name == "vanished")
    for label in ("vehicle search", "other ethnic group - not stated", "any other"):
        assert label in gone


def test_a_year_that_is_another_forces(loader: Loader) -> None:
    """Four Welsh forces' searches are named as another force's, and stop."""
    welsh = real_files("stop_search_other/2019-04-welsh-forces-stop-and-search.csv")
    report = loader.check("stop_search", sent(welsh))
    assert report.stopped
    assert "in no area of this force" in found(report)["another_force"].message


def test_the_census_that_counts_mixed_as_black(loader: Loader) -> None:
    """The file whose Black column holds Mixed people is refused, and the reason says so."""
    report = loader.check("population", sent(real_files("population/*MIXEDBLACK-IN-BLACK.csv")))
    assert "Black holds the Mixed White and Black people" in found(report)["columns"].how_to_fix


def test_two_spellings_of_one_borough(loader: Loader) -> None:
    """Richmond stands in the survey under two spellings, and is one borough."""
    survey = real_files("public_perception/PAS_Dashboard_Borough.csv")
    (check,) = [
        c
        for c in loader.check("public_perception", sent(survey)).checks
        if c.name == "two_spellings"
    ]
    assert "'Richmond Upon Thames' and 'Richmond upon Thames'" in check.message


def test_the_strengths_that_lost_their_decimal_points(loader: Loader, tmp_path: Path) -> None:
    """The corrupt strengths, put under the headers of the contract, are beyond belief."""
    (file,) = real_files("workforce/mps_strengths_cleaned_borough_month.csv")
    lines = file.read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split(",") for line in lines]
    header = "Month end,OCU,Worker type,Rank,Sex,Ethnicity,Headcount"
    kept = [f"{day},{place},PCSO,Constable,,,{n.removesuffix('.0')}" for day, place, _, n in rows]
    path = tmp_path / "strengths.csv"
    path.write_text("\n".join([header, *(line for line in kept if line[-1] != ",")]) + "\n")
    report = loader.check("workforce", sent([path]))
    assert "'Headcount'" in found(report)["wild_number"].message


@pytest.mark.parametrize("pattern", ["use_of_force/*", "workforce/*.csv", "complaints/*"])
def test_what_no_extract_takes_is_refused_in_words(pattern: str, tmp_path: Path) -> None:
    """A real file that is no extract's is refused by each, with what is missing, and no trace."""
    for file in real_files(pattern):
        for extract in ("mps_stops", "workforce", "published_stop_search"):
            refused = scorecard("load", extract, file, "--store", tmp_path / "store")
            assert refused.exit_code == 1
            assert "Traceback" not in refused.stderr
            assert "column" in refused.stderr
    assert Store(tmp_path / "store").loads() == ()

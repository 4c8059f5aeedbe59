"""What a reader of a release gets: its own tier, its own units, and what has not come."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest
from extract_files import STOPS_HEADER, configuration, load, written

from metrics.access import scope_of_role, scope_of_tier
from metrics.errors import ScorecardError
from metrics.export import write_figures
from metrics.figure import Looks
from metrics.figures import OpenRelease, Reader, open_release
from metrics.periods import PeriodType, month_ends, period_ending
from metrics.release import release_all
from metrics.store import Store, file_digest

pytestmark = pytest.mark.usefixtures("at_once")

MARCH, JUNE = date(2026, 3, 31), date(2026, 6, 30)
METRIC = "officer_unit_ethnicity_recorded"
WORKFORCE = "Month end,OCU,Worker type,Rank,Sex,Ethnicity,Headcount"


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, OpenRelease]:
    """Stops of five quarters and a workforce of the fourth only, released to every tier."""
    folder = tmp_path_factory.mktemp("figures")
    rows = [
        f"05/{month:%m/%Y},{unit},,Person,Arrest,Male,IC1,W1,{number * 10}"
        for number, month in enumerate(month_ends(date(2025, 4, 1), JUNE), start=1)
        for unit in ("AW", "AS")
    ]
    load(folder, "mps_stops", [written(folder, "stops.csv", [STOPS_HEADER, *rows])])
    people = [
        f"2026-03-31,AW,Officer,Constable,{sex},White,{count}"
        for sex, count in (("Male", 70), ("Female", 30))
    ]
    load(folder, "workforce", [written(folder, "people.csv", [WORKFORCE, *people])])
    store = Store(folder / "store")
    asked = configuration().narrowed([METRIC, "officers_women"])
    made = release_all(store, asked, lambda _: None)
    return {kept.tier: open_release(store, kept) for kept in made}


def reader(releases: dict[str, OpenRelease], role: str, unit: str = "") -> Reader:
    """The reader of one person."""
    scope = scope_of_role(configuration(), role, unit, JUNE)
    return releases[scope.tier].reader(scope)


def test_a_release_is_its_own_tiers(releases: dict[str, OpenRelease], tmp_path: Path) -> None:
    """Neither a reader nor a file can be had of another tier's release."""
    scope = scope_of_tier(configuration(), "public")
    with pytest.raises(ScorecardError, match=r"this release is for the restricted tier\. Open the"):
        releases["restricted"].reader(scope)
    with pytest.raises(ScorecardError, match="this release is for the board tier"):
        write_figures(releases["board"], scope, tmp_path / "figures.csv")
    assert list(tmp_path.iterdir()) == []


def test_a_unit_lead_cannot_read_another_unit(releases: dict[str, OpenRelease]) -> None:
    """Each way of reading one unit refuses a unit that is not the lead's."""
    mine = reader(releases, "unit_lead", "AW")
    metric = configuration().metrics[METRIC]
    quarter = period_ending(PeriodType.QUARTER, JUNE)
    refused = r"AS: this unit is not in your scope\. Choose your own unit, one under it, or one"
    with pytest.raises(ScorecardError, match=refused):
        mine.headlines("AS", JUNE)
    with pytest.raises(ScorecardError, match=refused):
        mine.groups(metric, "AS", quarter)
    with pytest.raises(ScorecardError, match=refused):
        mine.series(metric, "AS", JUNE)
    with pytest.raises(ScorecardError, match=refused):
        mine.disparities("AS", JUNE)


def test_a_comparison_of_units_holds_the_scope_only(releases: dict[str, OpenRelease]) -> None:
    """A list of units has the lead's own and those above it; a board member's has both units."""
    metric = configuration().metrics[METRIC]
    quarter = period_ending(PeriodType.QUARTER, JUNE)
    lead = {f.unit for f in reader(releases, "unit_lead", "AW").units(metric, quarter)}
    board = {f.unit for f in reader(releases, "board_member").units(metric, quarter)}
    assert lead == {"MPS", "FLP", "AW"}
    assert board >= {"MPS", "FLP", "AW", "AS"}


def test_a_lead_exports_the_scope_only(releases: dict[str, OpenRelease], tmp_path: Path) -> None:
    """A file for a lead has no row of another unit."""
    scope = scope_of_role(configuration(), "unit_lead", "AW", JUNE)
    rows = write_figures(releases["unit"], scope, tmp_path / "figures.csv")
    text = (tmp_path / "figures.csv").read_text(encoding="utf-8")
    assert rows > 0
    assert "Central West" in text
    assert "Central South" not in text


def test_what_has_not_come_is_not_reported(releases: dict[str, OpenRelease]) -> None:
    """A quarterly extract that did not come for the quarter leaves its metrics without a number."""
    found = reader(releases, "board_member").headlines("MPS", JUNE)["officers_women"]
    assert (found.status, found.shorthand, found.end) == ("not_reported", "x", JUNE)
    assert found.reason == "the last figure is for 31 March 2026"
    assert (found.numerator, found.denominator, found.value, found.judged) == (None,) * 4


def test_what_has_come_is_reported(releases: dict[str, OpenRelease]) -> None:
    """The same metric as at the quarter that it came for has its number."""
    found = reader(releases, "board_member").headlines("MPS", MARCH)["officers_women"]
    assert (found.numerator, found.denominator, found.value) == (30, 100, 30)
    assert found.status != "not_reported"


def test_figures_of_a_quarter(releases: dict[str, OpenRelease]) -> None:
    """The total and its groups come in the order of their coding, with the counts of the rows."""
    metric = configuration().metrics[METRIC]
    quarter = period_ending(PeriodType.QUARTER, JUNE)
    found = reader(releases, "analyst").groups(metric, "AW", quarter)
    assert (found[0].breakdown, found[0].group, found[0].denominator) == ("", "All", 420)
    sexes = [(f.group, f.denominator) for f in found if f.breakdown == "sex"]
    assert sexes == [("Female", 0), ("Male", 420), ("Other", 0), ("Not recorded", 0)]


def test_series_is_oldest_first(releases: dict[str, OpenRelease]) -> None:
    """A series has each whole year up to the day asked for, oldest first."""
    metric = configuration().metrics[METRIC]
    series = reader(releases, "analyst").series(metric, "AW", JUNE)
    assert [(f.end, f.denominator) for f in series] == [(MARCH, 780), (JUNE, 1140)]


def test_quarter_ends_are_newest_first(releases: dict[str, OpenRelease]) -> None:
    """The quarters to choose from are those that figures close on, the latest first."""
    assert reader(releases, "board_member").quarter_ends() == (
        JUNE,
        MARCH,
        date(2025, 12, 31),
        date(2025, 9, 30),
        date(2025, 6, 30),
    )


def test_a_release_of_another_version_says_what_to_do(
    releases: dict[str, OpenRelease], tmp_path: Path
) -> None:
    """Figures that lack what figures have now are not opened: they are made anew."""
    older = tmp_path / "older.duckdb"
    with duckdb.connect(str(older)) as connection:
        connection.execute("CREATE TABLE figures (metric VARCHAR, unit VARCHAR)")
    store = Store(tmp_path / "store")
    kept = replace(releases["public"].kept, file=older, sha256=file_digest(older))
    with pytest.raises(ScorecardError, match=r"another version .* Run 'scorecard calculate'"):
        open_release(store, kept)


def test_a_reader_is_told_how_many_disparities_were_looked_at(
    releases: dict[str, OpenRelease],
) -> None:
    """A period without any has none, and another unit's are not told."""
    lead = reader(releases, "unit_lead", "AW")
    year = period_ending(PeriodType.ROLLING_YEAR, JUNE)
    assert lead.looks("AW", year) == Looks(0, 0, 0, 0.0, 0.0)
    with pytest.raises(ScorecardError, match="not in your scope"):
        lead.looks("AS", year)

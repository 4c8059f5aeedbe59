"""Real public files: counted to the unit as by hand, and in agreement with what was published."""

import csv
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
import yaml
from builders import DELIVERED, write_config
from extract_files import configuration, figures
from python_calamine import CalamineWorkbook
from real_counts import Cell, count
from real_files import BOUNDARIES, load_real, needs_real_files, real_files

from metrics.periods import month_ends

BREAKDOWNS = ("ethnicity_self_defined", "ethnicity_officer_defined", "sex", "age_band")

pytestmark = [needs_real_files, pytest.mark.usefixtures("at_once")]

Row = dict[str, str]
ANALYST = {"id": "analyst", "title": "Analyst", "tier": "restricted", "units": "all"}
METRICS = [
    "stop_search_count", "published_stop_search_rate", "published_stop_search_ratio_black",
    "published_officers_women", "trust", "treat_everyone_fairly", "listen_to_concerns",
    "understand_issues", "informed",
]  # fmt: skip

# Files whose months lie close together, so that few months between them are empty.
SEARCHES = {
    "the first vocabulary": ["stop_search_mps/2015-04-*.csv", "stop_search_mps/2017-01-*.csv"],
    "the second vocabulary": ["stop_search_mps/2022-*.csv"],
    "the API's JSON": ["stop_search_api_json/*.json"],
}


@pytest.fixture(scope="module")
def analysts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The configuration with the tier of analysts alone, and of it what these tests look at."""
    tier = yaml.safe_load((DELIVERED / "access.yaml").read_text(encoding="utf-8"))["tiers"][0]
    for cut in tier["cuts"]:
        cut["metrics"] = METRICS.copy()
    access = yaml.safe_dump({"tiers": [tier], "roles": [ANALYST]}, sort_keys=False)
    return write_config(tmp_path_factory.mktemp("analysts"), access=access)


@pytest.fixture(scope="module")
def published(analysts: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    """The figures of every published table together: searches, workforce, perception, residents."""
    folder = tmp_path_factory.mktemp("published")
    store = folder / "store"
    sent = {
        "published_stop_search": "published_rates/ethnicity-facts-figures_stop-and-search*.csv",
        "workforce_published": "workforce/ho_open-data-table-police-workforce-270722.ods",
        "public_perception": "public_perception/PAS_Dashboard_Borough.csv",
        "population": "population/blackthrive_census2021_7group*.csv",
    }
    for extract, pattern in sent.items():
        loaded = load_real(store, extract, *real_files(pattern))
        assert loaded.exit_code == 0, loaded.output
    return figures(store, "restricted", analysts)


@pytest.mark.parametrize("name", SEARCHES)
def test_every_count_of_searches(name: str, analysts: Path, tmp_path: Path) -> None:
    """Each count by borough, month and group is what plain loops over the file count."""
    files = real_files(*SEARCHES[name])
    loaded = load_real(tmp_path / "store", "stop_search", *files)
    assert loaded.exit_code == 0, loaded.output
    expected = count(files, BOUNDARIES)
    found = figures(tmp_path / "store", "restricted", analysts)
    assert _counts(found) == _completed(expected)


def _counts(rows: Iterable[Row]) -> dict[Cell, str]:
    leaves = ("borough", "no_location")
    return {
        (row["unit"], row["period_start"], row["breakdown"], row["group"]): row["numerator"]
        for row in rows
        if row["metric"] == "stop_search_count"
        and row["period_type"] == "month"
        and row["unit_level"] in leaves
    }


def _completed(counted: Counter[Cell]) -> dict[Cell, str]:
    """Each unit seen has a count, zero too, in each group and month; an empty month has none."""
    units = {unit for unit, *_ in counted}
    held = {month for _, month, *_ in counted}
    first, last = (date.fromisoformat(month) for month in (min(held), max(held)))
    months = [day.replace(day=1).isoformat() for day in month_ends(first, last)]
    coding = configuration().coding
    groups = [(b, g) for b in BREAKDOWNS for g in coding("stop_search", b).values]
    return {
        (unit, month, *group): str(counted[unit, month, *group]) if month in held else ""
        for unit in units
        for month in months
        for group in [("", "All"), *groups]
    }


@pytest.mark.parametrize(
    ("group", "rate"),
    [("Black", 39.59), ("White", 9.30), ("Asian", 13.14), ("Mixed", 14.78), ("Other", 9.04)],
)
def test_published_rates(group: str, rate: float, published: list[Row]) -> None:
    """The MPS rates of 2017/18 are those that were published, to their two decimals."""
    found = _one(published, "published_stop_search_rate", "2018-03-31", group)
    assert round(float(found["value"]), 2) == rate


def test_published_ratio(published: list[Row]) -> None:
    """The ratio of the exact rates is 4.2545: of the rounded ones it would be 4.2570."""
    found = _one(published, "published_stop_search_ratio_black", "2018-03-31", "Black")
    assert round(float(found["ratio"]), 4) == 4.2545
    assert (found["numerator"], found["denominator"]) == ("43089", "1088447")


def test_published_unreported(published: list[Row]) -> None:
    """Searches whose ethnicity was not reported are a count of their own, without a rate."""
    found = _one(published, "published_stop_search_rate", "2018-03-31", "Not stated")
    assert (found["numerator"], found["value"]) == ("16776", "")


def test_women_officers(published: list[Row]) -> None:
    """The Home Office counts 10,638 women of 34,542 officers in March 2022."""
    found = _one(published, "published_officers_women", "2022-03-31", "All")
    assert (found["numerator"], found["denominator"]) == ("10638", "34542")
    assert round(float(found["value"]), 1) == 30.8


def test_women_officers_of_every_year(published: list[Row]) -> None:
    """From 2007 to 2022: women of those whose sex is known, as the table's own rows add up."""
    (file,) = real_files("workforce/ho_open-data-table-police-workforce-270722.ods")
    header, *rows = CalamineWorkbook.from_path(file).get_sheet_by_name("Data").to_python()
    year, force, sex, worker, people = (
        next(i for i, cell in enumerate(header) if str(cell).strip().startswith(start))
        for start in ("As at", "Force", "Sex", "Worker type", "Total (headcount)")
    )
    officers: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if row[force] == "Metropolitan Police" and str(row[worker]).casefold() == "police officer":
            officers[f"{int(row[year])}-03-31", str(row[sex])] += int(row[people])
    ends = sorted({end for end, _ in officers})
    assert (ends[0], ends[-1], len(ends)) == ("2007-03-31", "2022-03-31", 16)
    for end in ends:
        found = _one(published, "published_officers_women", end, "All")
        women, men = (officers[end, name] for name in ("Female", "Male"))
        assert (found["numerator"], found["denominator"]) == (str(women), str(women + men))
        assert round(float(found["value"]), 1) == round(100 * women / (women + men), 1)


@pytest.mark.parametrize(
    ("metric", "share"),
    [
        ("trust", 69),
        ("treat_everyone_fairly", 62),
        ("listen_to_concerns", 57),
        ("understand_issues", 57),
        ("informed", 29),
    ],
)
def test_perception_of_the_force(metric: str, share: int, published: list[Row]) -> None:
    """The force's own shares of December 2023 are those that MOPAC gives beside each borough."""
    found = _one(published, metric, "2023-12-31", "All")
    assert float(found["value"]) == pytest.approx(share, abs=1e-9)


@pytest.mark.parametrize(
    ("metric", "measure", "figures"),
    [
        ("trust", "Trust MPS", 1_024),
        ("treat_everyone_fairly", "Treat everyone fairly", 1_184),
        ("listen_to_concerns", "Listen to concerns", 1_184),
        ("understand_issues", "Understand issues", 1_184),
        ("informed", "Informed local", 1_184),
    ],
)
def test_perception_of_every_borough(
    metric: str, measure: str, figures: int, published: list[Row]
) -> None:
    """Each borough's share in each quarter is the file's own, decimal commas and spellings read."""
    (file,) = real_files("public_perception/PAS_Dashboard_Borough.csv")
    with file.open(encoding="utf-8", newline="") as lines:
        asked = [row for row in csv.DictReader(lines) if row["Measure"] == measure]
    expected = {
        (_folded(row["Borough"]), _iso(row["Date"])): float(row["Proportion"].replace(",", "."))
        for row in asked
    }
    given = {
        (_folded(row["unit_name"]), row["period_end"]): float(row["value"]) / 100
        for row in published
        if row["metric"] == metric and row["unit_level"] == "borough" and row["value"]
    }
    assert len(expected) == figures
    assert given == pytest.approx(expected)


def _one(rows: Iterable[Row], metric: str, end: str, group: str) -> Row:
    """The one figure of the force for a metric, a period and a group of its first breakdown."""
    (found,) = (
        row
        for row in rows
        if (row["metric"], row["unit"], row["period_end"]) == (metric, "MPS", end)
        and row["group"] == group
    )
    return found


def _iso(day_first: str) -> str:
    day, month, year = map(int, day_first.split("/"))
    return date(year, month, day).isoformat()


def _folded(borough: str) -> str:
    return borough.casefold().removeprefix("city of ")

"""What a tier's file holds: its columns, its rows, and what it withholds."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from extract_files import (
    STOPS_HEADER,
    figures,
    scorecard,
    written,
)

from metrics.access import scope_of_role, scope_of_tier
from metrics.export import expected_file, write_figures
from metrics.figures import open_release
from metrics.store import Store
from metrics.wording.metadata import metadata
from metrics.wording.spoken import SENTENCES

pytestmark = pytest.mark.usefixtures("at_once")

FIRST_COLUMNS = (
    "metric,title,theme,unit,unit_name,unit_level,period_type,period_start,period_end,breakdown,"
    "group,numerator,denominator,value,lower,upper,shorthand,flags,status"
)
NUMBERS = ("numerator", "denominator", "value", "lower", "upper", "ratio", "gap", "judged")

Row = dict[str, str]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a quarter of stops, released: many in two units, 3 in another."""
    folder = tmp_path_factory.mktemp("cli")
    counts = {("AW", "Male"): 40, ("CN", "Female"): 3, ("AS", "Male"): 50, ("AS", "Female"): 20}
    rows = [
        f"05/{month}/2026,{unit},,Person,Arrest,{sex},IC1,W1,{count if month == 4 else 0}"
        for month in (4, 5, 6)
        for (unit, sex), count in counts.items()
    ]
    path = written(folder, "quarter.csv", [STOPS_HEADER, *rows])
    accepted = ("--accept-by", "A. Tester", "--because", "all in one month")
    done = scorecard("load", "mps_stops", path, "--store", folder, *accepted)
    assert done.exit_code == 0, done.output
    done = scorecard("calculate", "--store", folder)
    assert done.exit_code == 0, done.output
    return folder


def test_calculate_says_every_tier(store: Path) -> None:
    """Calculating makes a release of each tier, with as many figures as it says."""
    done = scorecard("calculate", "--store", store)
    assert done.exit_code == 0
    tiers = [line.split(":")[0] for line in done.stdout.splitlines()]
    assert tiers == ["restricted", "unit", "board", "oversight", "public"]


def test_export_of_an_empty_store(tmp_path: Path) -> None:
    """A store without a load exports the header and no figure."""
    assert figures(tmp_path, "board") == []
    header = (tmp_path / "board" / "figures.csv").read_text().splitlines()[0]
    assert header.startswith(FIRST_COLUMNS)


def test_a_judged_figure_is_a_sentence_in_the_file(store: Path) -> None:
    """The words of the Measure page stand beside each judged figure, and beside no other."""
    rows = figures(store, "restricted")
    always = [name for name in SENTENCES if name != "gap_change_sentence"]
    judged = [row for row in rows if row["status"]]
    assert judged
    assert all(row[name].endswith(".") for row in judged for name in always)
    assert {row[name] for row in rows if not row["status"] for name in SENTENCES} == {""}
    for row in rows:
        assert bool(row["disparity_sentence"]) == bool(row["disparity"])


@pytest.mark.parametrize("tier", ["restricted", "unit", "board", "oversight", "public"])
def test_columns_of_the_export(tier: str, store: Path) -> None:
    """The columns that others rely on come first, in their order, in every tier."""
    figures(store, tier)
    header = (store / tier / "figures.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header.split(",")[:19] == FIRST_COLUMNS.split(",")
    assert len(header.split(",")) == len(set(header.split(",")))


@pytest.mark.parametrize(("tier", "least"), [("unit", 5), ("board", 5), ("oversight", 10)])
def test_no_small_number_leaves_a_protected_tier(tier: str, least: int, store: Path) -> None:
    """No count between one and the threshold is written for an audience that may not see it."""
    rows = figures(store, tier)
    counts = [float(row["numerator"]) for row in rows if row["numerator"]]
    assert len(counts) > 20
    assert [n for n in counts if 0 < n < least] == []


def test_small_numbers_are_there_for_analysts(store: Path) -> None:
    """The restricted tier has the small count that the others withhold."""
    found = _of_central_north(figures(store, "restricted"))
    assert (found["numerator"], found["denominator"], found["shorthand"]) == ("3", "3", "u")


def test_a_withheld_row(store: Path) -> None:
    """A withheld figure has no number in any cell, and the shorthand says why."""
    found = _of_central_north(figures(store, "board"))
    assert [found[name] for name in NUMBERS] == [""] * len(NUMBERS)
    assert found["shorthand"] == "c"
    assert found["status"] == "withheld"


def test_the_disclosure_report_says_what_a_tier_is_shown(store: Path) -> None:
    """A row a metric: its counts, what is small, what protects it, and how far apart it leaves."""
    done = scorecard("disclosure", "--tier", "board", "--store", store)
    assert done.exit_code == 0, done.output
    (row,) = (line.split() for line in done.stdout.splitlines() if "officer_unit_eth" in line)
    counts, small, more, apart = int(row[1]), int(row[3]), int(row[4]), int(row[5])
    assert row[2] == f"{1 - (small + more) / counts:.1%}"
    assert small > 0
    assert more > 0
    assert apart >= 5
    summary, offers = done.stdout.splitlines()[-2:]
    assert "at least" in summary
    assert offers == "There is no table of groups of which more than half is withheld."


def test_a_total_has_no_breakdown(store: Path) -> None:
    """The total's breakdown is empty and its group is All; no other row has either."""
    rows = figures(store, "board")
    totals = {(row["breakdown"], row["group"]) for row in rows if "All" in row["group"]}
    unbroken = {(row["breakdown"], row["group"]) for row in rows if not row["breakdown"]}
    assert totals == unbroken == {("", "All")}


def test_months_are_for_analysts_only(store: Path) -> None:
    """Figures of single months are in the restricted tier and in no other."""
    types = {
        tier: {row["period_type"] for row in figures(store, tier)}
        for tier in ("restricted", "unit", "board", "oversight", "public")
    }
    assert "month" in types.pop("restricted")
    assert all("month" not in held and "quarter" in held for held in types.values())


def test_export_over_a_file(tmp_path: Path) -> None:
    """An export to where a file stands returns 1 in words."""
    (tmp_path / "out").write_text("x")
    done = scorecard("export", "--tier", "board", "--out", tmp_path / "out", "--store", tmp_path)
    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1] == f"{tmp_path / 'out'}: File exists. Name another place."
    assert isinstance(done.exception, SystemExit)


def _of_central_north(rows: list[Row]) -> Row:
    (found,) = (
        row
        for row in rows
        if (row["metric"], row["unit"]) == ("officer_unit_ethnicity_recorded", "CN")
        and (row["period_type"], row["group"]) == ("quarter", "All")
    )
    return found


def test_the_file_of_one_measure_is_its_part_of_the_whole(store: Path, tmp_path: Path) -> None:
    """A lead's file of one measure has its rows of the tier's file, for the lead's units alone."""
    whole = figures(store, "unit")
    kept = next(kept for kept in Store(store).kept_releases() if kept.tier == "unit")
    opened = open_release(Store(store), kept)
    scope = scope_of_role(opened.configuration, "unit_lead", "AS", date(2026, 6, 30))
    metric = opened.configuration.metrics[whole[0]["metric"]]
    path = tmp_path / "one.csv"
    written = write_figures(opened, scope, path, metric.id)
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    mine = [r for r in whole if r["metric"] == metric.id and scope.allows(r["unit"])]
    assert rows == mine
    assert written == len(rows) == expected_file(opened.reader(scope), metric)[0] > 0
    assert {row["unit"] for row in rows} < {row["unit"] for row in whole}


def test_a_file_says_what_it_is_of(store: Path) -> None:
    """Beside the figures: the measure, its tier and release, its limits, every mark; no blank."""
    kept = next(kept for kept in Store(store).kept_releases() if kept.tier == "board")
    opened = open_release(Store(store), kept)
    metric = opened.configuration.scorecard.metrics[0]
    said = dict(metadata(opened.configuration, metric, kept))
    assert said["measure"] == metric.title
    assert said["tier"].startswith("Board: ")
    assert said["release"].endswith(f"release {kept.id}")
    assert {"[c]", "[x]", "[z]", "[u]", "[r]", "[b]"} < set(said)
    assert all(said.values())


def test_a_break_in_a_series_is_marked_in_the_file(store: Path, tmp_path: Path) -> None:
    """What ends before the day of a definition has no mark; what ends later has [b]."""
    kept = next(kept for kept in Store(store).kept_releases() if kept.tier == "restricted")
    opened = open_release(Store(store), kept)
    metrics = opened.configuration.scorecard.metrics
    moved = tuple(
        replace(m, since=date(2026, 5, 1)) if m.id == "officer_unit_ethnicity_recorded" else m
        for m in metrics
    )
    scorecard_ = replace(opened.configuration.scorecard, metrics=moved)
    configured = replace(opened.configuration, scorecard=scorecard_)
    broken = replace(opened, configuration=configured)
    scope = scope_of_tier(opened.configuration, "restricted")
    write_figures(broken, scope, tmp_path / "all.csv")
    with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    mine = [row for row in rows if row["definition_since"] == "2026-05-01"]
    assert {row["metric"] for row in mine} == {"officer_unit_ethnicity_recorded"}
    marks = {(row["period_end"] >= "2026-05-01", row["flags"]) for row in mine}
    assert marks == {(False, ""), (True, "[b]")}
    assert {row["flags"] for row in rows if row not in mine} == {""}

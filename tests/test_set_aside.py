"""Bad rows: kept aside with their reasons, and the good ones loaded when a named person accepts."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from extract_files import (
    calculate,
    configuration,
    digest_of,
    rows_of,
    scorecard,
    written,
)
from screened_files import (
    COUNT,
    DATE,
    OUTCOME,
    UNIT,
    changed,
    good_rows,
    load_accepted,
    loader,
    screened,
    sent,
    stops_file,
)

from metrics.extracts.screening.checks import Outcome, RefusedLoad
from metrics.extracts.screening.keeping import SET_ASIDE, checks_of
from metrics.figures import open_release
from metrics.store import Store

pytestmark = pytest.mark.usefixtures("at_once")

ROWS = 360


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    """April with ten bad rows: six counts in words, four dates that are none."""
    rows = good_rows(2026, 4)
    assert len(rows) == ROWS
    rows[:6] = changed(COUNT, "three")(rows[:6])
    rows[10:14] = changed(DATE, "31/04/2026")(rows[10:14])
    return stops_file(tmp_path, "april.csv", rows)


def test_nobody_has_accepted(spoilt: Path, tmp_path: Path) -> None:
    """Without a name the load is refused, with every bad cell and the number of rows."""
    Store(tmp_path / "store")
    before = digest_of(tmp_path)
    with pytest.raises(RefusedLoad) as refused:
        loader(tmp_path).load("mps_stops", sent([spoilt]))
    assert digest_of(tmp_path) == before
    said = [str(finding) for finding in refused.value.findings]
    assert said[0] == (
        "april.csv: row 12: 'Date' is '31/04/2026'. Enter a real date like 28/02/2026."
    )
    assert len(said) == 11
    assert said[-1] == (
        "april.csv: 10 of 360 rows (2.8%) would be set aside. Mend the file; or a named person "
        "accepts it and says why (--accept-by, --because)."
    )


def test_the_good_rows_are_loaded(spoilt: Path, tmp_path: Path) -> None:
    """Accepted, the other rows are loaded, and the register has each bad cell, who and why."""
    load = load_accepted(tmp_path, spoilt)
    assert (load.rows, dict(load.left_out)) == (ROWS - 10, {SET_ASIDE: 10})
    assert rows_of(load, "count(*), sum(searches)") == [(350, sum(range(1, 13)) * 30 - 21 - 26)]
    kept = Store(tmp_path / "store").screening(load.id)
    assert (kept.rows_sent, kept.rows_aside) == (ROWS, 10)
    assert (kept.accepted_by, kept.because) == ("A. Tester", "to see what is left")
    assert [cell["row"] for cell in kept.set_aside] == [*range(2, 8), *range(12, 16)]
    assert kept.set_aside[0] == {
        "file": "april.csv", "row": 2, "column": "Count", "found": "three",
        "expected": "a whole number like 12 or 1,200", "rule": "integer",
    }  # fmt: skip
    failed = [c for c in checks_of(kept) if c.outcome is Outcome.FAIL]
    assert {(c.name, c.rows, c.acceptable) for c in failed} == {("cells", 6, True),
                                                              ("cells", 4, True)}  # fmt: skip


def test_the_release_says_what_was_set_aside(spoilt: Path, tmp_path: Path) -> None:
    """The manifest of a release has the rows that were set aside, who accepted that, and why."""
    load_accepted(tmp_path, spoilt)
    store = Store(tmp_path / "store")
    release = open_release(store, calculate(store, "board")["board"])
    (load,) = release.manifest["loads"]
    assert load["left_out"] == {SET_ASIDE: 10}
    assert (load["rows"], load["accepted_by"]) == (ROWS - 10, "A. Tester")


def test_few_rows_set_aside_are_not_told(tmp_path: Path) -> None:
    """Only an analyst, who sees every count, is told that 4 rows were set aside."""
    rows = good_rows(2026, 4)
    rows[:4] = changed(COUNT, "three")(rows[:4])
    load_accepted(tmp_path, stops_file(tmp_path, "april.csv", rows))
    store = Store(tmp_path / "store")
    kept = calculate(store)
    told = {tier: open_release(store, kept[tier]).manifest["loads"][0] for tier in kept}
    left_out = {tier: load["left_out"][SET_ASIDE] for tier, load in told.items()}
    assert left_out == {"restricted": 4} | dict.fromkeys(["unit", "board", "oversight", "public"])
    assert "rows_sent" not in told["board"]


def test_made_again_as_it_was_accepted(spoilt: Path, tmp_path: Path) -> None:
    """A load with rows set aside is made again byte for byte, though the limit is lower now."""
    load = load_accepted(tmp_path, spoilt)
    load.file.unlink()
    ours = loader(tmp_path)
    contract = ours.configuration.extracts["mps_stops"]
    strict = replace(contract, screening={**contract.screening, "set_aside_limit": 0.0})
    careful = replace(ours.configuration, extracts={"mps_stops": strict})
    replace(ours, configuration=careful).remake(load)
    store = Store(tmp_path / "store")
    assert store.faults() == []
    assert store.screening(load.id).accepted_by == "A. Tester"


@pytest.mark.parametrize(("bad", "stopped"), [(18, False), (19, True)])
def test_the_most_that_can_be_set_aside(bad: int, stopped: bool, tmp_path: Path) -> None:
    """5% of 360 rows are 18: with 19 the file itself is at fault, whoever would accept it."""
    rows = good_rows(2026, 4)
    rows[:bad] = changed(COUNT, "many")(rows[:bad])
    report = screened(tmp_path, stops_file(tmp_path, "april.csv", rows))
    assert (report.stopped, report.wants_acceptance) == (stopped, not stopped)
    assert report.set_aside == bad


def test_a_label_is_never_set_aside(tmp_path: Path) -> None:
    """One row with an unknown label stops a load that somebody would accept."""
    rows = good_rows(2026, 4)
    rows[5][OUTCOME] = "Arest"
    with pytest.raises(RefusedLoad) as refused:
        load_accepted(tmp_path, stops_file(tmp_path, "april.csv", rows))
    assert refused.value.report.stopped


@pytest.mark.parametrize("bad", [2, 40])
def test_labels_are_told_with_the_cells(bad: int, tmp_path: Path) -> None:
    """Whether or not rows may be set aside, what they hold is told in one go, labels and all."""
    rows = good_rows(2026, 4)
    rows[:bad] = changed(COUNT, "three")(rows[:bad])
    rows[0][OUTCOME], rows[-1][UNIT] = "Arest", "Centrl West"
    with pytest.raises(RefusedLoad) as refused:
        loader(tmp_path).load("mps_stops", sent([stops_file(tmp_path, "april.csv", rows)]))
    said = "\n".join(str(finding) for finding in refused.value.findings)
    for fault in ("row 2: 'Count' is 'three'", "1 row with 'Arest'", "unknown unit 'Centrl West'"):
        assert fault in said
    names = [check.name for check in refused.value.report.of(Outcome.FAIL)]
    assert names == ["cells", "labels", "labels"]
    assert '- "Arest"' in refused.value.report.to_add


def test_a_label_of_a_row_that_is_set_aside(tmp_path: Path) -> None:
    """It is told, and does not stop the rows that are good when somebody accepts."""
    rows = good_rows(2026, 4)
    rows[0][COUNT], rows[0][OUTCOME], rows[1][UNIT], rows[1][COUNT] = "three", "Arest", "", ""
    file = stops_file(tmp_path, "april.csv", rows)
    with pytest.raises(RefusedLoad) as refused:
        loader(tmp_path).load("mps_stops", sent([file]))
    said = [str(finding) for finding in refused.value.findings]
    assert sum("'Arest'" in words for words in said) == 1
    assert not any("unknown unit" in words for words in said)
    assert refused.value.report.wants_acceptance
    assert not refused.value.report.stopped
    load = load_accepted(tmp_path, file)
    assert load.rows == ROWS - 2
    assert calculate(Store(tmp_path / "store"))


def test_nothing_to_accept(tmp_path: Path) -> None:
    """A load without a bad row has nobody's name on it, even if one was given."""
    load = load_accepted(tmp_path, stops_file(tmp_path, "april.csv", good_rows(2026, 4)))
    kept = Store(tmp_path / "store").screening(load.id)
    assert (kept.accepted_by, kept.because, kept.rows_aside) == ("", "", 0)


def test_rows_of_a_layout_across_are_those_of_the_file(tmp_path: Path) -> None:
    """In a table with one column a group, the row of a bad cell is that of the file."""
    header = "LAD_code,Asian,Black,Mixed_Other,Mixed_Asian,Mixed_Black,Other,White"
    rows = ["E09000007,1,2,3,4,5,6,7"] * 30
    rows[9], rows[19] = "E09000007,1,2,3,4,5,6,x", "E09000007,1,y,3,4,5,6,7"
    path = written(tmp_path, "census.csv", [header, *rows])
    report = screened(tmp_path, path, extract="population")
    assert [(cell.row, cell.column, cell.found) for cell in report.bad_cells] == [
        (21, "Black", "y"),
        (11, "White", "x"),
    ]


def test_on_the_command_line(spoilt: Path, tmp_path: Path) -> None:
    """--accept-by and --because load the rest and say what is left out; one alone is no use."""
    command = ["load", "mps_stops", spoilt, "--store", tmp_path / "cli"]
    assert scorecard(*command).exit_code == 1
    assert scorecard(*command, "--accept-by", "A. Analyst").exit_code == 2
    done = scorecard(*command, "--accept-by", "A. Analyst", "--because", "test entries")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "Load 1: 350 rows of 'mps_stops'.",
        "Left out: 10 rows, set aside: a cell could not be read.",
    ]


def test_warnings_are_said_on_the_command_line(tmp_path: Path) -> None:
    """A load that is warned of is loaded, and the warning stands on standard error."""
    rows = [row for row in good_rows(2026, 4) if int(row[DATE][:2]) <= 17]
    path = stops_file(tmp_path, "april.csv", rows)
    done = scorecard("load", "mps_stops", path, "--store", tmp_path)
    assert done.exit_code == 0
    assert "Warning, month_cut_short: April 2026 stops at day 17" in done.stderr


def test_the_lines_that_make_labels_known(tmp_path: Path) -> None:
    """The YAML that a refusal offers says the group of each label that is like a known one."""
    rows = good_rows(2026, 4)
    rows[0][OUTCOME], rows[1][OUTCOME], rows[2][UNIT] = "Arest", "Zzz", "Centrl West"
    rows[3][UNIT] = "Qqqq"
    report = screened(tmp_path, stops_file(tmp_path, "april.csv", rows))
    groups = ", ".join(configuration().codings["search_outcome"].values)
    assert report.to_add.splitlines() == [
        "# extracts.yaml, in the coding 'search_outcome', under 'labels':",
        "      Arrest:",
        '        - "Arest"',
        f"      # which of these? {groups}",
        '        - "Zzz"',
        "# organisation.yaml, in the line of AW, with these names:",
        'names: ["Central West BCU", "Centrl West"]',
        "# organisation.yaml, in 'names' of the unit meant: \"Qqqq\"",
    ]
    added = yaml.safe_load("\n".join(report.to_add.splitlines()[1:3]))
    assert added == {"Arrest": ["Arest"]}


def test_the_same_file_again(spoilt: Path, tmp_path: Path) -> None:
    """A file that was accepted once is there: nobody is asked again."""
    load_accepted(tmp_path, spoilt)
    again = loader(tmp_path).load("mps_stops", sent([spoilt]))
    assert again.was_there
    assert again.screening.rows_aside == 10

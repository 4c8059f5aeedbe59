"""The command line: what each command says, writes and returns."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from extract_files import (
    BAD,
    GOOD,
    ROOT,
    scorecard,
    stops,
    write_squares,
    written,
)

from metrics.cli import main

pytestmark = pytest.mark.usefixtures("at_once")


def test_load_says_what_it_did(tmp_path: Path) -> None:
    """A load says its number and its rows; the same file again says that nothing changed."""
    path = stops(tmp_path, "april.csv", "04/2026")
    first = scorecard("load", "mps_stops", path, "--store", tmp_path)
    again = scorecard("load", "mps_stops", path, "--store", tmp_path)
    assert (first.exit_code, first.stdout) == (0, "Load 1: 2 rows of 'mps_stops'.\n")
    assert (again.exit_code, again.stdout) == (
        0,
        "Nothing changed: these files are load 1 already.\n",
    )


def test_load_of_a_bad_file(tmp_path: Path) -> None:
    """A file at fault returns 1, with the finding on standard error and nothing else there."""
    done = scorecard("load", "mps_stops", BAD / "text_in_a_number.csv", "--store", tmp_path)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-2] == (
        "text_in_a_number.csv: row 3: 'Count' is 'three'. Enter a whole number like 12 or 1,200."
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["load", "mps_stop", GOOD / "utf_8.csv"], "Did you mean 'mps_stops'?"),
        (["load", "mps_stops", "none.csv"], "none.csv: there is no such file."),
        (["export", "--tier", "bord", "--out", "out"], "Did you mean 'board'?"),
        (["withdraw", "9", "--why", "x"], "load 9: there is no load of that number."),
        (
            ["load", "stop_search", GOOD / "utf_8.csv", "--boundaries", "none"],
            "utf_8.csv: column 'Type' is missing.",
        ),
    ],
)
def test_input_at_fault(arguments: list[str], said: str, tmp_path: Path) -> None:
    """What cannot be done returns 1, with the fault and the cure on standard error."""
    done = scorecard(*arguments, "--store", tmp_path)
    assert done.exit_code == 1
    assert said in done.stderr
    assert isinstance(done.exception, SystemExit)


@pytest.mark.parametrize("command", ["loads", "verify", "calculate"])
def test_a_store_that_is_none(command: str, tmp_path: Path) -> None:
    """A store that cannot be opened returns 1 in words, whatever was asked of it."""
    (tmp_path / "file").write_text("x")
    done = scorecard(command, "--store", tmp_path / "file")
    assert done.exit_code == 1
    assert "this is no store" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["load", "mps_stops"],
        ["load"],
        ["export", "--tier", "board"],
        ["withdraw", "1"],
        ["withdraw", "one", "--why", "x"],
        ["calculate", "--fast"],
        ["nothing"],
    ],
)
def test_wrong_usage(arguments: list[str]) -> None:
    """A command that is called wrongly returns 2 and says how it is called."""
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 2
    assert done.stderr.startswith("Usage: ")


def test_check() -> None:
    """The delivered configuration has no faults."""
    done = scorecard("check")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("No faults: ")


def test_check_of_no_configuration(tmp_path: Path) -> None:
    """A folder without a configuration returns 1 in words."""
    done = scorecard("check", config=tmp_path)
    assert done.exit_code == 1
    assert "scorecard.yaml" in done.stderr
    assert isinstance(done.exception, SystemExit)


def test_store_from_the_environment(tmp_path: Path) -> None:
    """SCORECARD_STORE says where the store is, and --store overrides it."""
    runner = CliRunner(env={"SCORECARD_STORE": str(tmp_path / "named")})
    config = ["--config", str(ROOT / "config")]
    path = str(stops(tmp_path, "april.csv", "04/2026"))
    assert runner.invoke(main, ["load", "mps_stops", path, *config]).exit_code == 0
    assert "mps_stops" in runner.invoke(main, ["loads", *config]).stdout
    assert runner.invoke(main, ["loads", "--store", str(tmp_path / "x"), *config]).stdout == ""


def test_loads_lists_each_load_with_its_state(tmp_path: Path) -> None:
    """Each load is listed with its state, its rows and its file, one line each."""
    for month in ("03", "04"):
        path = stops(tmp_path, f"{month}.csv", f"{month}/2026")
        scorecard("load", "mps_stops", path, "--store", tmp_path)
    withdrawn = scorecard("withdraw", "1", "--why", "wrong file", "--store", tmp_path)
    assert withdrawn.stdout == (
        "Goes: load 1 (03.csv), 2 rows in 1 period, 2026-03-31 to 2026-03-31.\n"
        "Load 1 of 'mps_stops' is withdrawn. Run 'scorecard calculate'.\n"
    )
    lines = scorecard("loads", "--store", tmp_path).stdout.splitlines()
    assert [line.split()[:4] for line in lines] == [
        ["1", "withdrawn", "mps_stops", "2"],
        ["2", "active", "mps_stops", "2"],
    ]
    assert [line.split()[-1] for line in lines] == ["03.csv", "04.csv"]


def test_left_out_rows_are_said(tmp_path: Path) -> None:
    """Rows that are not of the force are counted with their reason."""
    header = "LAD_code,Asian,Black,Mixed_Other,Mixed_Asian,Mixed_Black,Other,White"
    rows = ["E09000007,1,2,3,4,5,6,7", "W06000015,1,2,3,4,5,6,7", "E09000001,1,2,3,4,5,6,7"]
    path = written(tmp_path, "census.csv", [header, *rows])
    done = scorecard("load", "population", path, "--store", tmp_path)
    assert done.stdout == (
        "Load 1: 7 rows of 'population'.\nLeft out: 14 rows, areas outside the force.\n"
    )


def test_boundaries_option(tmp_path: Path) -> None:
    """--boundaries places the points of searches."""
    header = "Type,Date,Latitude,Longitude,Gender,Age range,Self-defined ethnicity,"
    header += "Officer-defined ethnicity,Legislation,Object of search,Outcome"
    row = "Person search,2026-04-05T10:00:00Z,51.5,-0.3,,,,,,,Arrest"
    path = written(tmp_path, "s.csv", [header, row])
    squares = write_squares(tmp_path)
    done = scorecard(
        "load", "stop_search", path, "--boundaries", squares, "--store", tmp_path / "store"
    )
    assert done.stdout == "Load 1: 1 row of 'stop_search'.\n"


def test_verify(tmp_path: Path) -> None:
    """A whole store returns 0; one with a damaged file returns 1 and names it."""
    path = stops(tmp_path, "april.csv", "04/2026")
    scorecard("load", "mps_stops", path, "--store", tmp_path)
    assert scorecard("verify", "--store", tmp_path).exit_code == 0
    (kept,) = (tmp_path / "loads").iterdir()
    kept.chmod(0o640)
    kept.write_bytes(b"other bytes")
    done = scorecard("verify", "--store", tmp_path)
    assert done.exit_code == 1
    assert done.stderr == (
        f"load 1 (mps_stops), its rows ({kept.name}): the file is not what was committed. Restore "
        "the file from a backup, or withdraw the load and load it again.\n"
    )

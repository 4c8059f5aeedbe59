"""What a sender says of a file is held against it: how many there are, and that no key repeats."""

from dataclasses import replace
from pathlib import Path

import pytest
from extract_files import scorecard, written
from screened_files import COUNT, changed, found, good_rows, loader, screened, sent, stops_file

from metrics.extracts.screening.checks import Check, Outcome
from metrics.store import Store

pytestmark = pytest.mark.usefixtures("at_once")

ROWS = 360
SEARCHES = 30 * sum(range(1, 13))
COMPLAINTS = (
    "Closed,Received,Reference,OCU,Complainant key,Complainant ethnicity,Handling,Outcome,About"
)


def complaints(folder: Path, references: list[str]) -> Path:
    """Complaints that were closed on one day, one for each reference."""
    rows = [f"2026-04-15,2026-02-01,{ref},AS,k{ref},W1,Investigated,," for ref in references]
    return written(folder, "complaints.csv", [COMPLAINTS, *rows])


def held_against(folder: Path, extract: str, file: Path, total: float) -> Check:
    """What the check of the sender's total says of a file."""
    report = replace(loader(folder), expected=total).check(extract, sent([file]))
    (check,) = [check for check in report.checks if check.name == "control_total"]
    return check


@pytest.mark.parametrize(
    ("total", "outcome", "said"),
    [
        (SEARCHES, Outcome.PASS, "'Count' adds up to 2,340, as the sender says."),
        (
            2_341, Outcome.FAIL,
            "'Count' adds up to 2,340, and the sender says 2,341: 1 too few.",
        ),
        (
            2_300.5, Outcome.FAIL,
            "'Count' adds up to 2,340, and the sender says 2,300.50: 39.50 too many.",
        ),
    ],
)  # fmt: skip
def test_the_total_of_weights(total: float, outcome: Outcome, said: str, tmp_path: Path) -> None:
    """Where rows stand for several, the sender's total is of what they stand for."""
    check = held_against(
        tmp_path, "mps_stops", stops_file(tmp_path, "april.csv", good_rows(2026, 4)), total
    )
    assert (check.outcome, check.message) == (outcome, said)


@pytest.mark.parametrize(
    ("total", "said"),
    [
        (2, "The file has 2 rows, as the sender says."),
        (3, "The file has 2 rows, and the sender says 3: 1 too few."),
    ],
)
def test_the_total_of_rows(total: float, said: str, tmp_path: Path) -> None:
    """Where each row is one, the sender's total is of rows, those that are left out as well."""
    file = complaints(tmp_path, ["C1", "C2"])
    assert held_against(tmp_path, "public_complaints", file, total).message == said


def test_a_total_at_the_command_line(tmp_path: Path) -> None:
    """A file that is short of its sender's total is refused, and loads when it is whole."""
    file, store = stops_file(tmp_path, "april.csv", good_rows(2026, 4)), tmp_path / "store"
    command = ("load", "mps_stops", file, "--store", store, "--expect")
    refused = scorecard(*command, "2400")
    assert refused.exit_code == 1
    assert "adds up to 2,340, and the sender says 2,400: 60 too few. Ask the" in refused.stderr
    assert Store(store).loads() == ()
    assert scorecard(*command, str(SEARCHES)).exit_code == 0
    (kept,) = Store(store).loads()
    said = {c["name"]: c["message"] for c in Store(store).screening(kept.id).checks}
    assert said["control_total"] == "'Count' adds up to 2,340, as the sender says."


def test_a_total_is_short_by_the_rows_set_aside(tmp_path: Path) -> None:
    """What cannot be read is missing from the sum, and the sender's total says so."""
    rows = [*changed(COUNT, "many")(good_rows(2026, 4)[:2]), *good_rows(2026, 4)[2:]]
    check = held_against(tmp_path, "mps_stops", stops_file(tmp_path, "april.csv", rows), SEARCHES)
    assert check.message.endswith("2,340: 3 too few.")


def test_a_repeated_key(tmp_path: Path) -> None:
    """A reference that stands twice stops the load, with the reference and how many rows."""
    file = complaints(tmp_path, ["C1", "C2", "C1", "C3", "C1", "C3"])
    check = found(screened(tmp_path, file, extract="public_complaints"))["repeated_key"]
    assert (check.outcome, check.acceptable, check.rows) == (Outcome.FAIL, True, 3)
    assert check.message == "3 rows with the 'Reference' of another: 'C1'; 'C3'."


def test_no_key_repeats(tmp_path: Path) -> None:
    """A recommendation may stand in two snapshots, once in each."""
    header = "As at,Reference,Made by,Due,Status"
    rows = [f"2026-0{m}-30,R{n},IOPC,2027-01-01,In progress" for m in (6, 9) for n in (1, 2)]
    file = written(tmp_path, "recommendations.csv", [header, *rows])
    assert "repeated_key" not in found(screened(tmp_path, file, extract="recommendations"))

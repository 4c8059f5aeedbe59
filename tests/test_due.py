"""The calendar of extracts, and the template of each."""

from datetime import date
from pathlib import Path

import pytest
from extract_files import configuration, load, scorecard, stops

from metrics.extracts.due import calendar_of
from metrics.extracts.templates import template_csv
from metrics.store import Store

pytestmark = pytest.mark.usefixtures("at_once")

EXTRACTS = sorted(configuration().extracts)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with the stops of March 2026."""
    load(tmp_path, "mps_stops", [stops(tmp_path, "march.csv", "03/2026")])
    return Store(tmp_path / "store")


@pytest.mark.parametrize(
    ("today", "words", "late"),
    [
        (date(2026, 4, 20), "received", []),
        (date(2026, 5, 30), "received", []),
        (date(2026, 5, 31), "late by 1 day", [date(2026, 4, 30)]),
        (date(2026, 7, 10), "late by 41 days", [date(2026, 4, 30), date(2026, 5, 31)]),
    ],
)
def test_a_monthly_extract(today: date, words: str, late: list[date], store: Store) -> None:
    """The month after the last one is due 30 days after its end, and late from then on."""
    (due,) = calendar_of([configuration().extracts["mps_stops"]], store.loads(), today)
    assert (due.last, due.next, due.due) == (
        date(2026, 3, 31),
        date(2026, 4, 30),
        date(2026, 5, 30),
    )
    assert list(due.late) == late
    assert due.words(today) == words


def test_what_never_came(store: Store) -> None:
    """An extract that was never loaded is said to be so, and one withdrawn counts as not there."""
    store.withdraw(1, "A. Tester", "wrong")
    found = calendar_of(configuration().extracts.values(), store.loads(), date(2026, 5, 1))
    assert {due.words(date(2026, 5, 1)) for due in found} == {"never received"}


def test_on_the_command_line(store: Store) -> None:
    """`scorecard loads --due` has a line for each extract."""
    said = scorecard("loads", "--due", "--store", store.folder).stdout.splitlines()
    assert len(said) == len(EXTRACTS)
    (stops_line,) = [line for line in said if line.startswith("mps_stops ")]
    assert "2026-03-31" in stops_line
    assert "2026-05-30" in stops_line


@pytest.mark.parametrize("extract", EXTRACTS)
def test_a_template_loads(extract: str, tmp_path: Path) -> None:
    """The template of each extract, sent back as it is, is a load of one row for each group."""
    parts = configuration()
    path = tmp_path / "template.csv"
    path.write_bytes(template_csv(parts.extracts[extract], parts.codings, parts.organisation))
    rows = {"population": 7, "published_force": 6}
    assert load(tmp_path, extract, [path]).load.rows == rows.get(extract, 1)

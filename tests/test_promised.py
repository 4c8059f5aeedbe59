"""A day that was promised stays on record, whatever the list is made to say later."""

import shutil
import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from builders import delivered, write_config
from extract_files import scorecard
from test_actions import action
from test_recommendations import made

from metrics.definitions.actions import Action, ActionList
from metrics.definitions.recommendations import RecommendationList
from metrics.promised import Record, Slip, gone, note, note_lists, records_of, slip_of
from metrics.store import Store
from metrics.wording import promises as words

TODAY = date(2026, 11, 26)
OCTOBER, DECEMBER, MARCH = date(2026, 10, 31), date(2026, 12, 31), date(2027, 3, 31)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an empty store."""
    return Store(tmp_path_factory.mktemp("empty") / "store").folder


@pytest.fixture
def store(empty: Path, tmp_path: Path) -> Store:
    """An empty store: to copy one is quicker than to make it."""
    return Store(Path(shutil.copytree(empty, tmp_path / "store")))


def _listed(*found: Action) -> ActionList:
    return ActionList(actions=found)


def _slip(store: Store, one: Action) -> Slip | None:
    return slip_of(one, records_of(store, _listed(one)).get(one.id))


def test_a_rewritten_day_is_noticed(store: Store) -> None:
    """A day moved by 61 days and then by 90, with no word of the first: all of it is told."""
    for due in (OCTOBER, DECEMBER, DECEMBER, MARCH):
        note(store, _listed(action(due=due)))
    now = action(due=MARCH)
    assert records_of(store, _listed(now))["review"].days == (OCTOBER, DECEMBER, MARCH)
    assert _slip(store, now) == Slip(OCTOBER, 151, 2, told=False)
    assert words.due_text(now, _slip(store, now), True, TODAY) == (
        "by 31 March 2027, in 125 days; first promised by 31 October 2026, moved by 151 days in 2 "
        "moves: the list no longer says so, the register does (no reason is given)"
    )


def test_a_day_that_two_readers_keep_at_once_is_no_move(store: Store) -> None:
    """The same day twice on the register, as two pages may write it, counts as one."""
    found = _listed(action(due=OCTOBER))
    note(store, found)
    with store.connected() as connection:
        connection.execute("INSERT INTO promises SELECT * FROM promises")
    assert records_of(store, found)["review"].days == (OCTOBER,)


def test_a_first_day_that_is_rewritten_is_noticed(store: Store) -> None:
    """A `first_due` that is later than the one on record does not become the first."""
    note(store, _listed(action(due=OCTOBER)))
    now = action(first_due=DECEMBER, due=MARCH, because="late")
    assert _slip(store, now) == Slip(OCTOBER, 151, 1, told=False)
    note(store, _listed(now))
    assert _slip(store, now) == Slip(OCTOBER, 151, 1, told=False)


def test_a_day_that_was_moved_openly_is_told_without_reproach(store: Store) -> None:
    """With the first day and the reason in the list, the register adds nothing to it."""
    now = action(first_due=OCTOBER, due=DECEMBER, because="groups had to form")
    assert slip_of(now, None) == Slip(OCTOBER, 61, 1, told=True)
    assert note(store, _listed(now)) == 2
    assert _slip(store, now) == Slip(OCTOBER, 61, 1, told=True)
    assert _slip(store, replace(now, first_due=date(2026, 9, 30))) == (
        Slip(date(2026, 9, 30), 92, 1, told=True)
    )  # fmt: skip


def test_a_day_that_stands_has_not_slipped(store: Store) -> None:
    """Reading the same day again keeps nothing more, and there is no slip."""
    assert note(store, _listed(action())) == 1
    assert note(store, _listed(action())) == 0
    assert _slip(store, action()) is None
    assert words.slips_sentence([None], "action") == ""


def test_a_day_that_is_taken_away_is_noticed(store: Store) -> None:
    """A recommendation whose day is deleted still has the one that was promised."""
    note(store, RecommendationList(recommendations=(made(),)))
    now = made(due=None)
    slip = slip_of(now, records_of(store, RecommendationList(recommendations=(now,)))["one"])
    assert words.due_text(now, slip, True, TODAY) == (
        "no day stands now; first promised by 31 October 2026: the list no longer says so, the "
        "register does (no reason is given)"
    )


def test_what_is_taken_out_of_a_list_stays_on_the_register(store: Store) -> None:
    """An action that is deleted, or goes by another name, is named with its day and its unit."""
    note(store, _listed(action(), action(id="other", unit="CE")))
    rest = _listed(action(id="renamed"))
    found = gone(rest, records_of(store, rest))
    assert {id_: r.unit for id_, r in found.items()} == {"review": "MPS", "other": "CE"}
    record = {"review": Record("MPS", (OCTOBER,), "2026-05-03")}
    assert words.gone_text(record) == (
        "On the register, and no longer in the list: review (by 31 October 2026, on record since 3 "
        "May 2026)."
    )
    assert words.gone_text({}) == ""


def test_examples_are_kept_apart(store: Store) -> None:
    """An example that is replaced leaves no trace beside real promises of the same name."""
    note(store, ActionList(examples=True, actions=(action(),)))
    real = _listed(action(due=MARCH), action(id="new"))
    assert records_of(store, real) == {}
    assert gone(ActionList(examples=True), records_of(store, ActionList(examples=True))) == {}
    assert gone(real, records_of(store, real)) == {}


def test_a_store_from_before_gets_the_table(store: Store) -> None:
    """A register without promises is opened, and keeps them from then on."""
    register = sqlite3.connect(store.folder / "register.sqlite")
    register.execute("DROP TABLE promises")
    register.commit()
    register.close()
    again = Store(store.folder)
    assert note(again, _listed(action())) == 1
    assert again.faults() == []


def test_the_register_says_when_and_by_whom_it_was_read(store: Store) -> None:
    """Each day kept is in the audit too, whose chain shows an edit."""
    note(store, _listed(action()), "tester")
    with store.connected() as connection:
        (row,) = connection.execute("SELECT who, detail FROM audit").fetchall()
    assert tuple(row) == (
        "tester", '{"due": "2026-10-31", "id": "review", "list": "actions.yaml"}'
    )  # fmt: skip
    assert store.faults() == []


@pytest.mark.parametrize(
    ("due", "said"),
    [(date(2026, 11, 27), "in 1 day"), (date(2027, 3, 31), "in 125 days"), (TODAY, "due today"),
     (date(2026, 11, 25), "late by 1 day")],
)  # fmt: skip
def test_days_are_counted_down(due: date, said: str) -> None:
    """How many days are left, on the day, and how many have passed."""
    assert words.countdown(due, TODAY) == said
    assert said in words.due_text(action(due=due), None, True, TODAY)
    assert said not in words.due_text(action(due=due), None, False, TODAY)


def test_slips_are_counted() -> None:
    """Those that are later than first promised, with the longest; what came earlier is no slip."""
    slips = [Slip(OCTOBER, 61, 1, True), Slip(OCTOBER, 151, 2, False), Slip(MARCH, -90, 1, True)]
    assert words.slips_sentence([*slips, None], "action") == (
        " 2 actions are due later than first promised, by up to 151 days."
    )
    assert "brought forward by 90 days" in words.slip_text(slips[2])


def test_calculating_keeps_the_days_of_both_lists(tmp_path: Path) -> None:
    """What a release was made beside is on the register from then on."""
    config = write_config(tmp_path)
    days = 0
    for name in ("actions", "recommendations"):
        text = (Path("config") / f"{name}.yaml").read_text(encoding="utf-8")
        (config / f"{name}.yaml").write_text(text, encoding="utf-8")
        days += text.count("- id: ") + text.count("first_due: ")
    store = Store(tmp_path / "store")
    assert note_lists(store, config, delivered()) == days
    assert note_lists(store, config, delivered()) == 0
    (config / "actions.yaml").write_text("actions: [", encoding="utf-8")
    done = scorecard("calculate", "--store", tmp_path / "store", config=config)
    assert done.exit_code == 1

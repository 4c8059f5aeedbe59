"""What is done about measures: read and checked from YAML, as it stands on a day, and in words."""

from datetime import date
from pathlib import Path

import pytest
from builders import DELIVERED, SMALL, delivered, write_config
from extract_files import scorecard
from faulty_lists import told_of
from released import figure
from test_docs import fields_of, first_cells

from metrics import board
from metrics.access import scope_of_role
from metrics.actions import (
    Effect,
    State,
    effect_of,
    followed,
    of_unit,
    overdue,
    state_of,
    without_action,
)
from metrics.definitions import actions as definitions
from metrics.definitions.actions import Action, ActionList, load_actions
from metrics.definitions.promises import Evidence, Update
from metrics.errors import ScorecardError
from metrics.judgement.control_charts import Signal
from metrics.wording import actions as words
from metrics.wording.promises import last_update_text

METRIC, OTHER = "stop_search_ratio_black", "officers_women"
TODAY = date(2026, 11, 25)
BOARD = scope_of_role(delivered(), "board_member", "", TODAY)
GOOD = f"""actions:
  - id: review
    metric: {METRIC}
    what: Review the grounds
    owner: Head of Stop and Search
    opened: 2026-04-01
    due: 2026-10-31
"""
DONE = """    status: verified
    delivered_on: 2026-09-01
    verified_by: Head of Performance
    evidence:
      - {what: Report, dated: 2026-09-01}
"""


TOLD = """    updates:
      - {dated: 2026-06-01, who: Head, what: Begun}
      - {dated: 2026-05-01, who: Head, what: Thought of}
"""


def read(folder: Path, text: str) -> ActionList:
    """The actions of a file with this text."""
    (folder / "actions.yaml").write_text(text, encoding="utf-8")
    return load_actions(folder, delivered())


def action(**said: object) -> Action:
    """An open action of the force, due at the end of October 2026."""
    usual = {"id": "review", "metric": METRIC, "unit": "MPS", "what": "Review", "owner": "Head",
             "opened": date(2026, 4, 1), "due": date(2026, 10, 31)}  # fmt: skip
    return Action(**usual | said)


def test_the_delivered_actions_are_examples_without_a_fault() -> None:
    """What is delivered is marked as examples, which no real figure is shown with."""
    found = load_actions(DELIVERED, delivered())
    assert found.examples
    assert {one.metric for one in found.actions} <= set(delivered().metrics)


def test_no_file_is_no_action(tmp_path: Path) -> None:
    """A configuration from before there were actions has none."""
    assert load_actions(tmp_path, delivered()) == ActionList()


def test_an_action_of_no_unit_is_the_forces(tmp_path: Path) -> None:
    """What is not said of one unit is promised by the force."""
    found = read(tmp_path, GOOD)
    assert [(one.unit, str(one.status)) for one in found.actions] == [("MPS", "open")]
    assert read(tmp_path, GOOD + DONE).actions[0].verified_by == "Head of Performance"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (METRIC, "stop_search_ratio_blck",
         ("actions.yaml:3: action 'review': unknown metric 'stop_search_ratio_blck'. Did you mean "
         "'stop_search_ratio_black'?")),
        ("    what:", "    unit: DSP\n    what:",
         "actions.yaml:4: action 'review': unknown unit 'DSP'. Did you mean 'DPS'?"),
        ("due: 2026-10-31", "due: 2026-03-31",
         ("actions.yaml:7: action 'review': it is due before it was opened. Correct one of the two "
         "days.")),
        ("due: 2026-10-31", "due: 2026-10-31\n    first_due: 2026-07-31",
         "actions.yaml:8: action 'review': the day was moved without a reason. Add 'because: …'."),
        ("due: 2026-10-31", "due: 2026-10-31\n    first_due: 2026-12-31\n    because: late",
         ("actions.yaml:8: action 'review': the first day promised is not before the present one. "
         "Keep here the day that was promised first, or delete the key.")),
        ("due: 2026-10-31", "due: 2026-10-31\n    status: delivered",
         ("actions.yaml:8: action 'review': it is delivered without a day or without evidence. Add "
         "'delivered_on: …' and at least one 'evidence', or write 'status: open'.")),
        ("due: 2026-10-31", "due: 2026-10-31\n    delivered_on: 2026-09-01",
         ("actions.yaml:8: action 'review': it has a day of delivery and is open. Write 'status: "
         "delivered', or delete 'delivered_on'.")),
        ("due: 2026-10-31", "due: 2026-10-31\n    status: stopped",
         "actions.yaml:8: action 'review': it was stopped without a reason. Add 'because: …'."),
        ("due: 2026-10-31\n", "due: 2026-10-31\n"
         + DONE.replace("Head of Performance", "Head of Stop and Search"),
         ("actions.yaml:8: action 'review': nobody but its owner has verified it. Add "
         "'verified_by: …', the role of somebody else than its owner.")),
        ("due: 2026-10-31\n", "due: 2026-10-31\n"
         + DONE.replace("delivered_on: 2026-09-01", "delivered_on: 2026-03-01"),
         ("actions.yaml:9: action 'review': it was delivered before it was opened. Correct one of "
         "the days.")),
        ("due: 2026-10-31\n", "due: 2026-10-31\n" + TOLD,
         ("actions.yaml:8: action 'review': an update is older than the one before it. Add new "
          "ones at the end.")),
        ("owner:", "onwer:",
         "actions.yaml:5: action 'review': unknown key 'onwer'. Did you mean 'owner'?"),
    ],
)  # fmt: skip
def test_each_fault_has_its_line_and_its_cure(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    """A file with one fault is refused with the place, what is wrong, and how to put it right."""
    assert old in GOOD
    assert told_of(read, tmp_path, GOOD.replace(old, new, 1)) == [said]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    """Two actions of one name, each with a fault of its own: three findings."""
    second = GOOD.removeprefix("actions:\n").replace("due: 2026", "due: 2025")
    with pytest.raises(ScorecardError) as error:
        read(tmp_path, GOOD.replace(METRIC, "nothing_like_it") + second)
    assert len(error.value.findings) == 3


def test_check_reads_the_actions(tmp_path: Path) -> None:
    """`scorecard check` refuses a folder whose actions are at fault."""
    config = write_config(tmp_path, SMALL)
    (config / "actions.yaml").write_text(GOOD.replace(METRIC, "no_such_one"), encoding="utf-8")
    done = scorecard("check", config=config)
    assert done.exit_code == 1
    assert "action 'review': unknown metric 'no_such_one'" in done.stderr


@pytest.mark.parametrize(
    ("said", "today", "state"),
    [
        ({}, date(2026, 10, 31), State.OPEN),
        ({}, date(2026, 11, 1), State.OVERDUE),
        ({"status": "delivered"}, date(2027, 1, 1), State.DELIVERED),
        ({"status": "verified"}, date(2027, 1, 1), State.VERIFIED),
        ({"status": "stopped"}, date(2027, 1, 1), State.STOPPED),
    ],
)
def test_how_an_action_stands(said: dict[str, str], today: date, state: State) -> None:
    """It is overdue from the day after it was due, and never once it is delivered or stopped."""
    assert state_of(action(**said), today) is state


@pytest.mark.parametrize(
    ("signal", "end", "effect"),
    [
        (Signal.IMPROVEMENT, date(2026, 9, 30), Effect.SEEN),
        (Signal.CONCERN, date(2026, 9, 30), Effect.WORSE),
        (Signal.COMMON, date(2026, 9, 30), Effect.NOT_YET),
        (Signal.HIGHER, date(2026, 9, 30), Effect.CANNOT_TELL),
        (Signal.IMPROVEMENT, date(2026, 6, 30), Effect.CANNOT_TELL),
    ],
)
def test_delivered_is_not_effective(signal: Signal, end: date, effect: Effect) -> None:
    """The effect is the signal of a period that ended after the delivery, and nothing before."""
    done = action(status="delivered", delivered_on=date(2026, 7, 1))
    assert effect_of(done, figure(signal=signal, signal_end=end)) is effect
    assert effect_of(done, None) is Effect.CANNOT_TELL
    assert effect_of(action(), figure(signal=signal, signal_end=end)) is Effect.NOT_DELIVERED


def test_the_most_pressing_action_comes_first() -> None:
    """Of one measure, overdue before open before done; of another unit, none."""
    listed = [
        action(id="done", status="delivered"), action(id="open", due=date(2027, 3, 31)),
        action(id="late"), action(id="other", unit="CE"),
    ]  # fmt: skip
    found = followed(of_unit(listed, "MPS", BOARD), {}, TODAY)
    assert [one.action.id for one in found[METRIC]] == ["late", "open", "done"]


def test_another_units_actions_are_not_read() -> None:
    """A lead may not read what another command unit does."""
    lead = scope_of_role(delivered(), "unit_lead", "CE", TODAY)
    assert of_unit([action(unit="CE"), action()], "CE", lead) == [action(unit="CE")]
    with pytest.raises(ScorecardError, match="not in your scope"):
        of_unit([action(unit="AS")], "AS", lead)


def test_a_stopped_action_is_no_action() -> None:
    """An exception about which everything was stopped is counted with those without an action."""
    exceptions = [figure(metric=METRIC), figure(metric=OTHER)]
    stopped = followed([action(status="stopped")], {}, TODAY)
    late = followed([action()], {}, TODAY)
    assert len(without_action(exceptions, stopped)) == 2
    assert words.actions_sentence(exceptions, late) == (
        "1 of 2 exceptions has no action recorded; 1 action is overdue."
    )
    assert words.actions_sentence([], late) == "Nothing is off track or at risk."


def test_an_action_in_words() -> None:
    """By when, how late, what was promised first and why it moved; what shows it, who verified."""
    moved = action(first_due=date(2026, 7, 31), because="groups had to form")
    late = followed([moved], {}, TODAY)[METRIC][0]
    assert words.due_text(late, TODAY) == (
        "by 31 October 2026, late by 25 days; first promised by 31 July 2026, moved by 92 days "
        "(groups had to form)"
    )
    assert words.evidence_text(late) == "no evidence yet"
    proof = Evidence(what="Report", dated=date(2026, 9, 1), where="minutes")
    done = action(status="verified", delivered_on=date(2026, 9, 1), evidence=(proof,),
                  verified_by="Head of Performance")  # fmt: skip
    one = followed([done], {}, TODAY)[METRIC][0]
    assert words.evidence_text(one) == (
        "Report, 1 September 2026 (minutes); verified by Head of Performance"
    )
    said = [Update(dated=date(2026, 9, 1), who="Head", what="Two of five."),
            Update(dated=date(2026, 10, 30), who="Head", what="Four of five.")]  # fmt: skip
    assert last_update_text(said) == "Last update: 30 October 2026, Head: Four of five."
    assert last_update_text([]) == "No update yet"
    assert words.effect_text(one) == "cannot tell: too few figures since"
    assert set(words.STATES) == set(State)
    assert set(words.EFFECTS) == set(Effect)


@pytest.mark.parametrize("key", fields_of(Action, Evidence, Update, ActionList))
def test_every_key_of_an_action_is_explained(key: str) -> None:
    """The document of actions explains each key."""
    assert key in first_cells("docs/actions.md")
    assert definitions.FILE == "actions.yaml"


def test_an_overdue_action_goes_before_a_longer_run() -> None:
    """Off track with a signal of concern comes first, then what is overdue, then the longest."""
    late = followed([action()], {}, TODAY)
    assert overdue(late) == {METRIC}
    figures = [
        figure(metric="long", status="off_track", periods_in_run=9.0),
        figure(metric=METRIC, status="off_track", periods_in_run=2.0),
        figure(metric="concern", status="off_track", signal=Signal.CONCERN, periods_in_run=1.0),
        figure(metric="risk", status="at_risk", signal=Signal.CONCERN, periods_in_run=9.0),
    ]
    ordered = [found.metric for found in board.exceptions(figures, overdue(late))]
    assert ordered == ["concern", METRIC, "long", "risk"]

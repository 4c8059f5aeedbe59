"""Recommendations: read and checked from YAML, as they stand on a day, and in words."""

from datetime import date
from pathlib import Path

import pytest
from builders import DELIVERED, SMALL, delivered, write_config
from extract_files import scorecard
from faulty_lists import told_of
from released import figure
from test_docs import fields_of, first_cells

from metrics.actions import Effect
from metrics.definitions.promises import Evidence, Update
from metrics.definitions.recommendations import (
    FILE,
    Recommendation,
    RecommendationList,
    load_recommendations,
)
from metrics.judgement.control_charts import Signal
from metrics.recommendations import State, state_of, tracked
from metrics.wording import actions
from metrics.wording import recommendations as words

METRIC = "stop_search_ratio_black"
TODAY = date(2026, 11, 26)
GOOD = f"""recommendations:
  - id: one
    reference: EHRC-04
    made_by: EHRC
    made_on: 2025-04-01
    text: Name a contact
    owner: Director
    due: 2026-10-31
    metrics: [{METRIC}]
"""
DONE = """    status: verified
    delivered_on: 2026-03-01
    verifier: EHRC
    verified_on: 2026-06-01
    evidence:
      - {what: Letter, dated: 2026-03-01}
"""


def read(folder: Path, text: str) -> RecommendationList:
    """The recommendations of a file with this text."""
    (folder / FILE).write_text(text, encoding="utf-8")
    return load_recommendations(folder, delivered())


def made(**said: object) -> Recommendation:
    """A recommendation in progress, due at the end of October 2026."""
    usual = {"id": "one", "reference": "EHRC-04", "made_by": "EHRC", "made_on": date(2025, 4, 1),
             "text": "Name a contact", "owner": "Director", "due": date(2026, 10, 31)}  # fmt: skip
    return Recommendation(**usual | said)


def test_the_delivered_ones_are_examples_without_a_fault() -> None:
    """What is delivered is marked as examples, and shows every way in which one may stand."""
    found = load_recommendations(DELIVERED, delivered())
    assert found.examples
    assert {state_of(one, TODAY) for one in found.recommendations} >= {
        State.OVERDUE, State.DELIVERED, State.VERIFIED, State.ANOTHER_BODY, State.IN_PROGRESS,
    }  # fmt: skip


def test_a_good_file_is_read(tmp_path: Path) -> None:
    """One that is verified has who verified it; a folder without the file has none."""
    assert load_recommendations(tmp_path, delivered()) == RecommendationList()
    assert read(tmp_path, GOOD + DONE).recommendations[0].verifier == "EHRC"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (METRIC, "stop_search_ratio_blck",
         ("9: recommendation 'one': unknown metric 'stop_search_ratio_blck'. Did you mean "
         "'stop_search_ratio_black'?")),
        ("due: 2026", "due: 2024",
         "8: recommendation 'one': it is due before it was made. Correct one of the two days."),
        ("    metrics", "    first_due: 2026-03-31\n    metrics",
         "9: recommendation 'one': the day was moved without a reason. Add 'because: …'."),
        ("    due: 2026-10-31\n", "    first_due: 2026-03-31\n    because: late\n",
         ("8: recommendation 'one': the first day promised is not before the present one. Keep "
         "here the day that was promised first, or delete the key.")),
        ("    metrics", "    status: not_accepted\n    metrics",
         "9: recommendation 'one': it is not_accepted without a reason. Add 'because: …'."),
        ("    metrics", "    status: delivered\n    metrics",
         ("9: recommendation 'one': it is delivered without a day or without evidence. Add "
         "'delivered_on: …' and at least one 'evidence', or write 'status: in_progress'.")),
        ("    metrics", "    delivered_on: 2026-03-01\n    metrics",
         ("9: recommendation 'one': it has a day of delivery and is in_progress. Write 'status: "
         "delivered', or delete 'delivered_on'.")),
        ("    metrics", DONE.replace("verifier: EHRC", "verifier: Director") + "    metrics",
         ("9: recommendation 'one': nobody but its owner has verified it. Name a 'verifier' that "
         "is not its owner, or write 'status: delivered'.")),
        ("    metrics", DONE.replace("    verified_on: 2026-06-01\n", "") + "    metrics",
         ("9: recommendation 'one': its status and the day of its verification do not agree. Give "
         "'status: verified' and 'verified_on: …' together, or neither.")),
        ("    metrics", DONE.replace("2026-03-01\n    ver", "2025-03-01\n    ver") + "    metrics",
         "10: recommendation 'one': it was delivered before it was made. Correct one of the days."),
        ("    metrics", ("    updates:\n      - {dated: 2026-05-01, who: A, what: b}\n"
         "      - {dated: 2026-04-01, who: A, what: b}\n    metrics"),
         ("9: recommendation 'one': an update is older than the one before it. Add new ones at "
         "the end.")),
    ],
)  # fmt: skip
def test_each_fault_has_its_line_and_its_cure(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    """A file with one fault is refused with the place, what is wrong, and how to put it right."""
    assert old in GOOD
    assert told_of(read, tmp_path, GOOD.replace(old, new, 1)) == [f"{FILE}:{said}"]


def test_check_reads_the_recommendations(tmp_path: Path) -> None:
    """`scorecard check` refuses a folder whose recommendations are at fault."""
    config = write_config(tmp_path, SMALL)
    (config / FILE).write_text(GOOD.replace(METRIC, "no_such_one"), encoding="utf-8")
    done = scorecard("check", config=config)
    assert done.exit_code == 1
    assert "recommendation 'one': unknown metric 'no_such_one'" in done.stderr


def test_the_most_pressing_comes_first() -> None:
    """Overdue before in progress before delivered; what is verified comes last."""
    listed = [
        made(id="done", status="verified"), made(id="open", due=date(2027, 3, 31)),
        made(id="late"), made(id="undated", due=None), made(id="claimed", status="delivered"),
    ]  # fmt: skip
    found = tracked(listed, {}, TODAY)
    assert [one.recommendation.id for one in found] == [
        "late", "open", "undated", "claimed", "done"
    ]  # fmt: skip
    assert words.tracked_sentence(found, TODAY) == (
        "5 recommendations: 1 delivered and verified, 1 delivered and awaiting verification, "
        "2 in progress, 1 overdue by up to 26 days."
    )
    assert len(words.open_ones(found)) == 4


def test_a_measure_before_delivery_and_now() -> None:
    """The last figure that ended by the delivery stands beside the latest, with the effect."""
    metric = delivered().metrics[METRIC]
    ends = [date(2025, 12, 31), date(2026, 3, 31), date(2026, 9, 30)]
    series = [figure(metric=METRIC, judged=value, end=end, start=end.replace(day=1))
              for value, end in zip((3.0, 2.5, 2.0), ends, strict=True)]  # fmt: skip
    better = figure(metric=METRIC, judged=2.0, end=ends[2], start=ends[2].replace(day=1),
                    signal=Signal.IMPROVEMENT, signal_end=ends[2])  # fmt: skip
    one = made(status="delivered", delivered_on=date(2026, 4, 15), metrics=(METRIC,))
    (linked,) = tracked([one], {METRIC: [*series[:2], better]}, TODAY)[0].linked
    assert (linked.before, linked.now, linked.effect) == (series[1], better, Effect.SEEN)
    assert words.linked_text(linked, metric) == (
        "2.50 times (Q4 2025/26) before delivery; 2.00 times (Q2 2026/27) now. "
        "Effect: seen: better since, by more than chance."
    )
    (without,) = tracked([one], {}, TODAY)[0].linked
    assert words.linked_text(without, metric).startswith("[x] no figure. Effect: cannot tell")


def test_a_recommendation_in_words() -> None:
    """When it is due and how late, what was promised first; who verifies it, what shows it."""
    late = made(first_due=date(2026, 3, 31), because="the form had to change")
    (found,) = tracked([late], {}, TODAY)
    assert words.due_text(found, TODAY) == (
        "by 31 October 2026, late by 26 days; first promised by 31 March 2026, moved by 214 days "
        "(the form had to change)"
    )
    assert words.verifier_text(late) == "none: nobody outside has been named"
    assert words.verifier_text(made(verifier="EHRC")) == "EHRC, not yet verified"
    proof = Evidence(what="Letter", dated=date(2026, 3, 1), where="register")
    assert actions.evidence_texts([proof]) == ["Letter, 1 March 2026 (register)"]
    assert set(words.STATES) == set(words.RULES) == set(State)


@pytest.mark.parametrize("key", fields_of(Recommendation, Update, RecommendationList))
def test_every_key_of_a_recommendation_is_explained(key: str) -> None:
    """The document of recommendations explains each key."""
    assert key in first_cells("docs/recommendations.md")

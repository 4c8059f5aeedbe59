"""Duties to publish: read and checked from YAML, as they stand on a day, and in words."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from builders import DELIVERED, delivered, write_config
from extract_files import scorecard
from faulty_lists import told_of
from test_docs import fields_of, first_cells

from metrics.definitions.duties import (
    FILE,
    Duty,
    DutyList,
    Objective,
    Publication,
    load_duties,
)
from metrics.definitions.posts import FILE as POSTS
from metrics.duties import State, due_again, standing_of
from metrics.wording import duties as words

TODAY = date(2026, 11, 26)
GOOD = """duties:
  - id: information
    title: Information
    law: Regulation 4
    owner: Head
    months: 12
    published:
      - {dated: 2026-01-29, what: The year, where: 'https://example.org'}
    objectives:
      - {text: Treat alike, metrics: [stop_search_ratio_black]}
"""


def read(folder: Path, text: str) -> DutyList:
    """The duties of a file with this text."""
    (folder / FILE).write_text(text, encoding="utf-8")
    return load_duties(folder, delivered())


def duty(*published: Publication, months: int = 12) -> Duty:
    """A duty with what was published of it."""
    return Duty(id="one", title="Information", law="Regulation 4", owner="Head", months=months,
                published=published)  # fmt: skip


def out(day: date, draft: bool = False) -> Publication:
    """Something published on a day, or a draft of it."""
    return Publication(dated=day, what="The year", where="https://example.org", draft=draft)


def test_the_delivered_ones_are_the_laws_with_examples() -> None:
    """A year for equality information and four for objectives, marked as examples."""
    found = load_duties(DELIVERED, delivered())
    assert found.examples
    assert [one.months for one in found.duties] == [12, 48]


def test_a_good_file_is_read(tmp_path: Path) -> None:
    """A folder without the file has none."""
    assert load_duties(tmp_path, delivered()) == DutyList()
    assert read(tmp_path, GOOD).duties[0].published[0].dated == date(2026, 1, 29)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("months: 12", "months: 0",
         ("6: duty 'information': it is due again at once. Write 12 for a year, 48 for four.")),
        (", where: 'https://example.org'", "",
         ("8: duty 'information': it is published, and nobody can say where. Add 'where: …', the "
          "address at which anybody can read it, or 'draft: true'.")),
        ("    objectives:", "      - {dated: 2025-01-29, what: Old, draft: true}\n    objectives:",
         ("7: duty 'information': one is older than the one before it. Add new ones at the end.")),
        ("ratio_black", "ratio_blck",
         ("10: duty 'information': unknown metric 'stop_search_ratio_blck'. Did you mean "
          "'stop_search_ratio_black'?")),
    ],
)  # fmt: skip
def test_each_fault_has_its_line_and_its_cure(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    """A file with one fault is refused with the place, what is wrong, and how to put it right."""
    assert old in GOOD
    assert told_of(read, tmp_path, GOOD.replace(old, new, 1)) == [f"{FILE}:{said}"]


def test_check_tells_the_faults_of_every_list_at_once(tmp_path: Path) -> None:
    """Where two lists are at fault, both are told in one go."""
    config = write_config(tmp_path)
    for file in (FILE, POSTS):
        shutil.copy(DELIVERED / file, config / file)
        text = (config / file).read_text(encoding="utf-8")
        (config / file).write_text(text.replace("examples:", "exemples:"), encoding="utf-8")
    told = scorecard("check", config=config).stderr
    assert f"{FILE}:" in told
    assert f"{POSTS}:" in told


def test_check_reads_the_duties(tmp_path: Path) -> None:
    """`scorecard check` refuses a folder whose duties are at fault."""
    config = write_config(tmp_path)
    (config / FILE).write_text(GOOD.replace("months: 12", "months: -1"), encoding="utf-8")
    done = scorecard("check", config=config)
    assert done.exit_code == 1
    assert "it is due again at once" in done.stderr


@pytest.mark.parametrize(
    ("published", "months", "due"),
    [(date(2026, 1, 29), 12, date(2027, 1, 28)), (date(2022, 12, 19), 48, date(2026, 12, 18)),
     (date(2024, 2, 29), 12, date(2025, 2, 28)), (date(2026, 1, 1), 12, date(2026, 12, 31)),
     (date(2026, 3, 31), 6, date(2026, 9, 30))],
)  # fmt: skip
def test_a_duty_comes_again(published: date, months: int, due: date) -> None:
    """The months begin with the day of publication, and end on the day before the same day."""
    assert due_again(published, months) == due


@pytest.mark.parametrize("months", [12, 48])
def test_the_countdown_turns_at_the_end_of_the_months(months: int) -> None:
    """On the last day it is met, and on the next it is late: after a year, and after four."""
    last = date(2026 - months // 12, 11, 27)
    assert standing_of(duty(out(last), months=months), TODAY).state is State.MET
    assert words.due_text(standing_of(duty(out(last), months=months), TODAY), TODAY) == (
        "again by 26 November 2026, due today"
    )
    late = standing_of(duty(out(last.replace(day=26)), months=months), TODAY)
    assert late.state is State.OVERDUE
    assert words.due_text(late, TODAY) == "again by 25 November 2026, late by 1 day"


def test_a_draft_is_not_published() -> None:
    """A draft moves no day, alone or after something that was published; nor does a later day."""
    never = standing_of(duty(out(date(2026, 10, 1), draft=True)), TODAY)
    assert (never.state, never.due) == (State.NEVER, None)
    assert words.due_text(never, TODAY) == "due now: it was never published"
    late = standing_of(duty(out(date(2025, 1, 1)), out(date(2026, 10, 1), draft=True)), TODAY)
    assert late.state is State.OVERDUE
    assert words.draft_text(late) == "draft of 1 October 2026: not published"
    planned = standing_of(duty(out(date(2025, 1, 1)), out(date(2026, 12, 1))), TODAY)
    assert planned.due == date(2025, 12, 31)
    done = duty(out(date(2026, 9, 1), draft=True), out(date(2026, 10, 1)))
    assert words.draft_text(standing_of(done, TODAY)) == ""


def test_duties_in_a_sentence() -> None:
    """How many are not met and which, and the next with the days left."""
    met, late = duty(out(date(2026, 1, 29))), duty(out(date(2025, 1, 1)))
    found = [standing_of(one, TODAY) for one in (met, late)]
    assert words.duties_sentence(found, TODAY) == (
        "2 duties to publish, 1 not met (Information). Next: Information, by 28 January 2027, in "
        "63 days."
    )
    assert words.duties_sentence(found[1:], TODAY) == "1 duty to publish, 1 not met (Information)."
    assert words.publication_text(found[0].last) == "The year, 29 January 2026"
    assert words.publication_text(None) == "nothing"
    assert set(words.STATES) == set(State)


@pytest.mark.parametrize("key", fields_of(Duty, Publication, Objective, DutyList))
def test_every_key_of_a_duty_is_explained(key: str) -> None:
    """The document of recommendations and duties explains each key."""
    assert key in first_cells("docs/recommendations.md")

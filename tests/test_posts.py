"""Posts that own measures: who holds them, read from YAML; and which nobody holds on a day."""

from datetime import date
from pathlib import Path

import pytest
from builders import DELIVERED, delivered
from faulty_lists import told_of
from test_docs import fields_of, first_cells

from metrics.definitions.posts import FILE, Held, Post, PostList, load_posts, owning_roles
from metrics.posts import Vacancy, vacancies
from metrics.wording import posts as words

TODAY = date(2026, 11, 26)
ROLE = "Head of Hate Crime"
GOOD = f"""posts:
  - id: hate
    role: {ROLE}
    held:
      - {{since: 2024-01-08, until: 2026-09-30}}
      - {{since: 2026-10-05}}
"""


def read(folder: Path, text: str) -> PostList:
    """The posts of a file with this text."""
    (folder / FILE).write_text(text, encoding="utf-8")
    return load_posts(folder, delivered())


def post(*held: Held) -> Post:
    """The post of hate crime with who held it."""
    return Post(id="hate", role=ROLE, held=held)


def test_the_delivered_ones_are_examples() -> None:
    """What is delivered has a post that is vacant and one that is held, marked as examples."""
    found = load_posts(DELIVERED, delivered())
    assert found.examples
    assert list(vacancies(found.posts, TODAY)) == [ROLE]


def test_a_good_file_is_read(tmp_path: Path) -> None:
    """A folder without the file has none; leads, owners of metrics and of key actions are known."""
    assert load_posts(tmp_path, delivered()) == PostList()
    assert len(read(tmp_path, GOOD).posts[0].held) == 2
    roles = owning_roles(delivered())
    assert len(roles) == len(set(roles))
    assert {theme.lead.role for theme in delivered().scorecard.themes} <= set(roles)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (ROLE, "Head of Hate Crimes",
         "3: post 'hate': 'Head of Hate Crimes' owns nothing. Did you mean 'Head of Hate Crime'?"),
        ("until: 2026-09-30", "until: 2023-09-30",
         "5: post 'hate': it ends before it begins. Correct one of the two days."),
        (", until: 2026-09-30", "",
         ("6: post 'hate': somebody else holds it on that day. Give the one before its 'until', a "
          "day before this 'since'.")),
        ("since: 2026-10-05", "since: 2026-09-30",
         ("6: post 'hate': somebody else holds it on that day. Give the one before its 'until', a "
          "day before this 'since'.")),
    ],
)  # fmt: skip
def test_each_fault_has_its_line_and_its_cure(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    """A file with one fault is refused with the place, what is wrong, and how to put it right."""
    assert old in GOOD
    assert told_of(read, tmp_path, GOOD.replace(old, new, 1)) == [f"{FILE}:{said}"]


@pytest.mark.parametrize(
    ("held", "since"),
    [
        ((Held(since=date(2024, 1, 8), until=date(2026, 11, 25)),), TODAY),
        ((Held(since=date(2024, 1, 8), until=date(2026, 9, 30)), Held(since=date(2026, 12, 1))),
         date(2026, 10, 1)),
        ((), None),
        ((Held(since=date(2026, 12, 1)),), None),
    ],
)  # fmt: skip
def test_a_post_that_nobody_holds(held: tuple[Held, ...], since: date | None) -> None:
    """It is vacant from the day after the last holder left, whoever is to come."""
    assert vacancies([post(*held)], TODAY) == {ROLE: Vacancy(ROLE, since)}


@pytest.mark.parametrize("until", [None, TODAY, date(2027, 3, 31)])
def test_a_post_that_somebody_holds(until: date | None) -> None:
    """It is held on the last day too, and a role outlives its holders."""
    held = (Held(since=date(2020, 1, 1), until=date(2024, 1, 7)),
            Held(since=date(2024, 1, 8), until=until))  # fmt: skip
    assert vacancies([post(*held)], TODAY) == {}


def test_a_vacancy_in_words() -> None:
    """Since when, and of how many measures; of none there are no words."""
    found = vacancies([post(Held(since=date(2024, 1, 8), until=date(2026, 9, 30)))], TODAY)
    assert words.vacant_text(found[ROLE]) == "✕ vacant since 1 October 2026"
    assert words.vacant_text(Vacancy(ROLE, None)) == "✕ vacant"
    assert words.vacancies_sentence(found, {ROLE: 7}) == (
        "1 post that owns measures is vacant: Head of Hate Crime (7 measures)."
    )
    assert words.vacancies_sentence({}, {}) == ""


@pytest.mark.parametrize("key", fields_of(Post, Held, PostList))
def test_every_key_of_a_post_is_explained(key: str) -> None:
    """The document of actions and posts explains each key."""
    assert key in first_cells("docs/actions.md")

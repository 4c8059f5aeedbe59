"""A configuration checked again and again while somebody writes it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from builders import SMALL, write_config
from click.testing import CliRunner

from metrics import cli, worked
from metrics.definitions.configuration import Configuration
from metrics.errors import ScorecardError
from metrics.watching import answers


def change(folder: Path, old: str, new: str) -> None:
    """Replace a text in the scorecard."""
    path = folder / "scorecard.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@dataclass
class Author:
    """Saves a change every second time the watcher waits."""

    changes: list[Callable[[], object]]
    waits: int = 0

    def wait(self, _: float) -> None:
        """Let the watcher wait, and save the next change or not."""
        self.waits += 1
        if self.waits % 2 == 0:
            self.changes.pop(0)()


def test_each_change_is_answered_and_nothing_else(tmp_path: Path) -> None:
    """At first, after a fault, after its cure, and after a file that was away for a moment."""
    folder = write_config(tmp_path, SMALL)
    away = folder / "access.yaml"
    kept = away.read_text(encoding="utf-8")
    author = Author([
        lambda: change(folder, "kind: count", "kind: cuont"),
        lambda: change(folder, "kind: cuont", "kind: count"),
        away.unlink,
        lambda: away.write_text(kept, encoding="utf-8"),
    ])  # fmt: skip
    watch = answers(folder, author.wait)
    found = [next(watch) for _ in range(5)]
    assert [isinstance(answer, Configuration) for answer in found] == [
        True,
        False,
        True,
        False,
        True,
    ]
    assert isinstance(found[1], ScorecardError)
    assert "cuont" in str(found[1])
    assert author.waits == 8


def test_only_what_a_change_touches_is_worked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change of one metric works the examples of that one: the others stand."""
    asked_for, work = [], worked._worked
    monkeypatch.setattr(worked, "_WORKED", {})
    monkeypatch.setattr(
        worked, "_worked", lambda *asked: asked_for.append(asked[1].id) or work(*asked)
    )
    folder = write_config(tmp_path, SMALL)
    author = Author([lambda: change(folder, "outcome = 'Arrest'", "outcome = 'Warning'")])
    watch = answers(folder, author.wait)
    next(watch)
    assert len(set(asked_for)) == len(asked_for) > 10
    asked_for.clear()
    next(watch)
    assert set(asked_for) == {"arrests"}


def test_the_command_says_each_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time of each, and then its faults or that there are none."""
    folder = write_config(tmp_path, SMALL)
    author = Author([lambda: change(folder, "kind: count", "kind: cuont"), _leave])
    monkeypatch.setattr(cli, "answers", lambda place: answers(place, author.wait))
    done = CliRunner().invoke(cli.main, ["check", "--watch", "--config", str(folder)])
    lines = done.output.splitlines()
    assert lines[1].startswith("No faults: ")
    assert "cuont" in lines[3]


def _leave() -> None:
    raise KeyboardInterrupt

"""Actions: exception, owner, since when, action and evidence in one row; nothing left silent."""

import re
from pathlib import Path

import pytest
from builders import DELIVERED, SMALL, write_config
from test_pages import html_of, open_page

from dashboard import session
from metrics.definitions.configuration import Configuration
from metrics.definitions.posts import PostList


@pytest.fixture
def with_actions(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample, under its configuration with the delivered actions."""
    config = tmp_path / "config"
    config.mkdir()
    for file in DELIVERED.glob("*.yaml"):
        (config / file.name).write_bytes(file.read_bytes())
    monkeypatch.setenv("SCORECARD_CONFIG", str(config))
    return config


@pytest.mark.usefixtures("with_actions")
def test_each_exception_has_an_action_or_says_that_it_has_none() -> None:
    """One row an exception, none with a blank cell; examples say that they are examples."""
    html = html_of(open_page("actions"))
    cells = re.findall(r'data-head="Action">(.*?)</td>', html)
    assert any("No action recorded" in cell for cell in cells)
    assert any("Overdue" in cell for cell in cells)
    assert not re.search(r"<td[^>]*></td>", html)
    assert "These actions are examples" in html
    assert "Last update: 30 October 2026, Head of Stop and Search: Four of five" in html
    assert "No update yet" in html
    assert "verified by Head of Strategy and Governance" in html


@pytest.mark.usefixtures("with_actions")
def test_the_board_and_the_lead_read_the_same_record() -> None:
    """The first sentence counts exceptions without an action, and a unit has its own action."""
    board = html_of(open_page("board"))
    recorded = r"\d+ of \d+ exceptions? ha(s|ve) no action recorded; \d+ actions? (is|are) ove"
    assert re.search(recorded, board)
    assert "In progress" in board
    assert "first peer review" in html_of(open_page("actions", unit="Central East"))
    lead = {"role": "Command unit lead", "own": "Central East", "unit": "Central East"}
    mine = html_of(open_page("unit", **lead))
    first = mine[mine.index('class="first"') : mine.index("Every measure")]
    assert "No action recorded here; for the whole force:" in first
    assert "community monitoring groups" in first


@pytest.mark.usefixtures("with_actions")
def test_a_vacant_owner_is_on_the_board() -> None:
    """A post that nobody holds has a row with its measures and the lead, and a word beside each."""
    html = html_of(open_page("board"))
    assert "1 post that owns measures is vacant: Head of Hate Crime (7 measures)." in html
    row = re.search(r'<tr><th scope="row">Head of Hate Crime</th>.*?</tr>', html)
    assert row
    assert "1 October 2026" in row[0]
    assert "Assistant Commissioner Frontline Policing" in row[0]
    theme = html_of(open_page("theme"))
    assert "vacant since 1 October 2026" in theme


def test_a_fault_in_the_actions_is_told_with_its_line(with_actions: Path) -> None:
    """A slip in the file stops the page with the line and the cure, and no traceback."""
    path = with_actions / "actions.yaml"
    path.write_text(path.read_text("utf-8").replace("owner:", "onwer:", 1), encoding="utf-8")
    at = open_page("actions")
    assert not at.exception
    assert "unknown key &#x27;onwer&#x27;. Did you mean &#x27;owner&#x27;?" in html_of(at)


def test_a_list_is_read_again_when_the_scorecard_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It names metrics, so a change of theirs may put it at fault or right."""
    config = write_config(tmp_path, SMALL)
    monkeypatch.setenv("SCORECARD_CONFIG", str(config))
    monkeypatch.setenv("SCORECARD_STORE", str(tmp_path / "store"))
    read: list[Path] = []

    def load(folder: Path, _: Configuration) -> PostList:
        read.append(folder)
        return PostList()

    session.listed("posts.yaml", load)
    session.listed("posts.yaml", load)
    assert len(read) == 1
    with (config / "scorecard.yaml").open("a", encoding="utf-8") as file:
        file.write("# another line\n")
    session.listed("posts.yaml", load)
    assert len(read) == 2

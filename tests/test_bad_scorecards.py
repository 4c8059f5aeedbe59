"""Configurations with one fault each, and every word that is said of it.

A file in `bad_scorecards` is a change to the small configuration: what is expected to be said,
which files change, and the lines that go (-) and that come in their place (+).
"""

from itertools import pairwise
from pathlib import Path

import builders
import pytest

from metrics.definitions.loading import load_configuration
from metrics.errors import ScorecardError
from metrics.examples import check_examples

BAD = sorted(Path(__file__).with_name("bad_scorecards").glob("*.yaml"))
EXPECT, FILE, WHOLE = b"# expect: ", b"# file: ", b"# whole file: "


def apply(folder: Path, bad: bytes) -> None:
    """Make the changes of a bad file to the configuration in a folder."""
    lines = bad.splitlines(keepends=True)
    heads = [place for place, line in enumerate(lines) if line.startswith((FILE, WHOLE))]
    for start, end in pairwise([*heads, len(lines)]):
        _change(folder, lines[start], b"".join(lines[start + 1 : end]))


def _change(folder: Path, named: bytes, body: bytes) -> None:
    path = folder / named.split(b": ")[1].decode().strip()
    text = b"" if named.startswith(WHOLE) else b"\n" + path.read_bytes()
    for hunk in body.split(b"\n\n"):
        marked = [line + b"\n" for line in hunk.split(b"\n") if line]
        old = b"".join(line[1:] for line in marked if line.startswith(b"-"))
        new = b"".join(line[1:] for line in marked if line.startswith(b"+"))
        assert old == text == b"" or text.count(b"\n" + old) == 1, "the lines stand there once"
        text = new if old == b"" else text.replace(b"\n" + old, b"\n" + new)
    path.write_bytes(text.removeprefix(b"\n"))


def findings(folder: Path) -> list[str]:
    """Everything that loading a configuration and running its examples finds."""
    try:
        return [str(finding) for finding in check_examples(load_configuration(folder))]
    except ScorecardError as error:
        return [str(finding) for finding in error.findings]


def test_the_small_configuration_has_no_fault() -> None:
    """What the bad files change is without a fault of its own."""
    assert findings(builders.SMALL) == []


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_fault_is_told_with_its_place_and_cure(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exactly the expected findings are told, file, line, fault and cure, and nothing is raised."""
    monkeypatch.chdir(tmp_path)
    folder = builders.write_config(Path(), builders.SMALL)
    bad = path.read_bytes()
    apply(folder, bad)
    said = [line.decode().removeprefix(EXPECT.decode()) for line in bad.split(b"\n")
            if line.startswith(EXPECT)]  # fmt: skip
    assert said
    assert findings(folder) == said

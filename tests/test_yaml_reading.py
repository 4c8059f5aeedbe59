"""YAML becomes text values with lines, and nothing is guessed on the way."""

from pathlib import Path

import pytest

from metrics.definitions.yaml_reading import LARGEST_BYTES, MOST_NODES, read_document, read_text
from metrics.errors import ScorecardError

UNSEEN = "Delete it: it cannot be seen and could change what is read."


@pytest.mark.parametrize(
    "written",
    ["NO", "yes", "on", "1_000", "12:30", "0o17", "017", "1e3", ".5", "~", "null", "2026-04-01",
     "=", "0x1F", "+1", "1.0"],
)  # fmt: skip
def test_a_value_stays_the_text_that_was_typed(written: str) -> None:
    """What other readers turn into a number, a date, a switch or nothing is text here."""
    assert read_text(f"key: {written}\n", "file").content == {"key": written}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("", None),
        ('""', ""),
        ("''", ""),
        ('"a\\nb"', "a\nb"),
        (">-\n  a\n  b", "a b"),
        ("|\n  a\n  b", "a\nb\n"),
        ("# nothing but a note", None),
        ("'it''s'", "it's"),
        ("caffè · £5", "caffè · £5"),
    ],
)
def test_quotes_blocks_and_blanks_read_as_yaml_says(written: str, value: str | None) -> None:
    """A blank is nothing, an empty text is a text, a block is its lines."""
    assert read_text(f"key: {written}\n", "file").content == {"key": value}


def test_every_place_knows_its_line() -> None:
    """Keys, items and values have lines; a place that is not there takes the nearest around it."""
    document = read_text("a:\n  - b: 1\n    c: 2\n  - d\n\ne: {f: 3}\n", "file")
    lines = {place: document.line(place) for place in document.lines}
    assert lines == {
        (): 1, ("a",): 1, ("a", 0): 2, ("a", 0, "b"): 2, ("a", 0, "c"): 3, ("a", 1): 4,
        ("e",): 6, ("e", "f"): 6,
    }  # fmt: skip
    assert document.line(("a", 0, "missing", 7)) == 2
    assert document.line(("nowhere",)) == 1


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    """A file saved by an editor on Windows is the same file."""
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert read_document(path, "x.yaml").content == {"a": "1", "b": "2"}


def test_an_empty_file_has_no_content() -> None:
    """Nothing but notes is nothing."""
    assert read_text("# nothing yet\n", "file").content is None


def fault(text: str) -> str:
    """What is said of a text that is refused; the test fails if it is not."""
    with pytest.raises(ScorecardError) as caught:
        read_text(text, "file")
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: \x07\n", "file:1: an invisible character (U+0007) is here."),
        ("a: 1\rb: 2\n", "file:1: an invisible character (U+000D) is here."),
        ("a: b\u200dc\n", "file:1: an invisible character (U+200D) is here."),
        ("a: \ufeff\n", "file:1: an invisible character (U+FEFF) is here."),
        ("a: \x85\n", "file:1: an invisible character (U+0085) is here."),
        ("a: b\x00\n", "file:1: an invisible character (U+0000) is here."),
        ("a: 1\n---\nb: 2\n", "file:2: a second document starts here (---)."),
        ("--- &a\nb: 1\n", "file:1: anchors (&) and aliases (*) are not allowed."),
        ("a: *b\n", "file:1: anchors (&) and aliases (*) are not allowed."),
        ("a: ! b\n", "file:1: the tag ! is not allowed."),
        ("a: !local b\n", "file:1: the tag !local is not allowed."),
        ("a: !!binary aGk=\n", "file:1: the tag !!binary is not allowed."),
        ("a: !!set {x}\n", "file:1: the tag !!set is not allowed."),
        ("%TAG ! tag:x,2000:\n---\na: 1\n", "file:1: directives (%) are not allowed."),
        ("a: 1\na: 2\n", "file:2: the key 'a' is repeated."),
        ("a: {b: 1, b: 2}\n", "file:1: the key 'b' is repeated."),
        ("<<: {a: 1}\n", "file:1: merge keys (<<) are not allowed."),
        ("a: [1\n", "file:2: this is not YAML: did not find expected ',' or ']'."),
        ("a: 'b\n", "file:2: this is not YAML: found unexpected end of stream."),
        ("a: b: c\n", "file:1: this is not YAML: mapping values are not allowed in this context."),
        ("[" * 30 + "]" * 30, "file:1: the nesting is deeper than 24 levels."),
        ("[" * 100_000, "file:1: the nesting is deeper than 24 levels."),
        ("a: " * 100_000, "file:1: this is not YAML: mapping values are not allowed"),
        ("- a\n" * MOST_NODES, f"file:{MOST_NODES}: the file holds more than 150,000 values."),
    ],
)  # fmt: skip
def test_what_could_surprise_is_refused(text: str, said: str) -> None:
    """Anything but one plain document is refused, with its line."""
    assert fault(text).startswith(said)


def test_both_a_tab_and_what_cannot_be_seen_are_told_of_each_line() -> None:
    """Every line with a character that should not be there is told at once."""
    assert fault("a:\t1\u200b\nb: 2\nc:\t3\n").split("\n") == [
        "file:1: a tab stands in this line. Use spaces.",
        f"file:1: an invisible character (U+200B) is here. {UNSEEN}",
        "file:3: a tab stands in this line. Use spaces.",
    ]


def test_a_file_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    """A missing file, and a folder in its place, are said and not raised as they come."""
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(ScorecardError) as caught:
            read_document(path, "config/scorecard.yaml")
        assert str(caught.value) == (
            "config/scorecard.yaml: this file cannot be read. "
            "Put the file there, or name another folder with --config."
        )


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """A file above the limit is refused by its size."""
    path = tmp_path / "x.yaml"
    path.write_bytes(b"#" * (LARGEST_BYTES + 1))
    with pytest.raises(ScorecardError) as caught:
        read_document(path, "x.yaml")
    assert str(caught.value) == (
        "x.yaml: the file has 2,000,001 bytes. Keep each configuration file under 2,000,000 bytes."
    )

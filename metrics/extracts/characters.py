"""Text as UTF-8 without characters that cannot be seen: rewritten strictly, or refused by line."""

import codecs
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from metrics.errors import Finding, ScorecardError, single_fault
from metrics.extracts.contents import CHUNK, UTF_16

LONGEST_VALUE_SHOWN = 60
MOST_LINES = 20
TAKE_OUT = "Take it out where the file comes from and send the file again."
ALIKE = "Take them out alike."
SAVE = "Save it as CSV (UTF-8) and try again."
# Control characters but tab and line ends (Cc), what steers direction or has no width (Cf), line
# separators, letters that are drawn as nothing, what chooses the form of the letter before, what
# stands for a character that was lost, and halves of pairs.
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffd\U000e0000-\U000e01ef"
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\ufe00-\ufe0f\uffa0]"
)
SEEN_ASCII = bytes([9, 10, 13, *range(32, 127)])
# A letter of Windows-1252 that begins what UTF-8 would have here: "Ã©" is no word's, but é's.
LIKE_UTF_8 = re.compile(rb"[\xc0-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
# In these places other encodings have their accented letters, and Windows-1252 has ‡ Š Ž œ.
NOT_SURELY_1252 = re.compile(rb"[\x82-\x84\x86-\x90\x98\x9a-\x9f]")


def as_utf_8(path: Path, name: str, folder: Path) -> Path:
    """The path itself when the file is UTF-8, else a copy in `folder` rewritten from what it is.

    UTF-16 is known by its mark. Raises ScorecardError, with the line where there is one, when the
    text is in no known encoding, in two, or has a character that cannot be seen.
    """
    if _is_plain(path):
        return path
    line = _first_line_not_utf_8(path)
    if line:
        path = _rewritten(path, _encoding(path, name, line), name, folder)
    _check_seen(path, name)
    return path


def _is_plain(path: Path) -> bool:
    """Whether a file has only characters of ASCII that can be seen, as most have: in one pass."""
    with path.open("rb", buffering=0) as file:
        return not any(p.translate(None, SEEN_ASCII) for p in iter(lambda: file.read(CHUNK), b""))


def unseen(text: str) -> str:
    """The first character of a text that cannot be seen, as its code, or nothing."""
    found = UNSEEN.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def _pieces(path: Path) -> Iterator[tuple[int, bytes]]:
    """The bytes of a file in pieces that end where a line does, each with the place it begins at.

    Lines are counted only where there is a fault: counting takes longer than all the rest.
    """
    start = 0
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            piece += file.readline(CHUNK)
            yield start, piece
            start += len(piece)


def _line_at(path: Path, place: int) -> int:
    """The line of a file in which the byte at a place stands."""
    line = 1
    with path.open("rb") as file:
        while place > 0 and (piece := file.read(min(CHUNK, place))):
            line += piece.count(b"\n")
            place -= len(piece)
    return line


def _first_line_not_utf_8(path: Path) -> int:
    decoder = codecs.getincrementaldecoder("utf-8")()
    last = 0
    for start, piece in _pieces(path):
        last = start
        try:
            decoder.decode(piece)
        except UnicodeDecodeError as error:
            return _line_at(path, start) + error.object[: error.start].count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _line_at(path, last)
    return 0


def _encoding(path: Path, name: str, line: int) -> str:
    """The encoding of a text that is not UTF-8, first in this line."""
    with path.open("rb") as file:
        if file.read(2) in UTF_16:
            return "utf-16"
    for start, piece in _pieces(path):
        mixed, doubtful = LIKE_UTF_8.search(piece), NOT_SURELY_1252.search(piece)
        if mixed:
            raise ScorecardError(
                [Finding(name, "the text mixes encodings, or is in an unknown one", SAVE, line)]
            )
        if doubtful:
            fault = "the text is neither UTF-8 nor surely Windows-1252"
            line = _line_at(path, start + doubtful.start())
            raise ScorecardError([Finding(name, fault, SAVE, line)])
    return "cp1252"


def _rewritten(path: Path, encoding: str, name: str, folder: Path) -> Path:
    copy = folder / "utf-8.csv"
    try:
        with (
            path.open(encoding=encoding, newline="") as source,
            copy.open("w", encoding="utf-8", newline="") as target,
        ):
            while chunk := source.read(CHUNK):
                target.write(chunk)
    except UnicodeError as error:
        fault = "the text cannot be read as UTF-8, UTF-16 or Windows-1252"
        raise single_fault(name, fault, SAVE) from error
    return copy


def _check_seen(path: Path, name: str) -> None:
    """Raise ScorecardError naming every line, to a limit, with a character that cannot be seen."""
    findings = list(islice(_unseen_lines(path, name), MOST_LINES + 1))
    if len(findings) > MOST_LINES:
        findings[MOST_LINES:] = [Finding(name, "more lines have such characters", ALIKE)]
    if findings:
        raise ScorecardError(findings)


def _unseen_lines(path: Path, name: str) -> Iterator[Finding]:
    for start, piece in _pieces(path):
        # What is left is short; a character cut in two, in an endless line, is ignored.
        text = piece if start else piece.removeprefix(codecs.BOM_UTF8)
        if not unseen(text.translate(None, SEEN_ASCII).decode("utf-8", "ignore")):
            continue
        for line, row in enumerate(text.split(b"\n"), start=_line_at(path, start)):
            if code := unseen(row.decode("utf-8", "ignore")):
                fault = f"this line has a character that cannot be seen ({code})"
                yield Finding(name, fault, TAKE_OUT, line)


def shown(value: str) -> str:
    """A value of a file as a message may show it: not too long, and nothing that moves a cursor."""
    return printable(value[:LONGEST_VALUE_SHOWN])


def printable(value: str) -> str:
    """A value of a file without what moves a cursor."""
    return "".join(c if c.isprintable() else "\ufffd" for c in value)

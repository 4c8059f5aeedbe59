"""YAML as plain text values with line numbers: nothing is guessed, nothing is executed.

Every scalar stays the text that its author typed, so `NO`, `1_000` and `12:30` hold no surprise;
the types in `models` decide what a text may mean.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias
from unicodedata import category

import yaml

from metrics.errors import Finding, ScorecardError

Tree: TypeAlias = "dict[str, Tree] | list[Tree] | str | None"
Place: TypeAlias = tuple[str | int, ...]

# The delivered configuration is under 200 kB and 12,000 nodes: these leave room for ten of it.
LARGEST_BYTES = 2_000_000
MOST_NODES = 150_000
DEEPEST = 24
# Those of one configuration, and of another beside it.
KEPT_DOCUMENTS = 16

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
CORE_TAG = "tag:yaml.org,2002:"
# Control and format characters, Unicode's own line breaks, and the two codes that are no character.
UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp"})
NO_CHARACTERS = "\ufffe\uffff"


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML file: its content as text values, and the line on which each place stands."""

    file: str
    content: Tree
    lines: Mapping[Place, int]

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest place around it that the file has."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_document(path: Path, shown_as: str) -> Document:
    """Read one YAML file strictly; `shown_as` is the name that messages give it.

    Raises ScorecardError when the file is missing, too large, not UTF-8, not YAML, or uses an
    anchor, alias, tag, merge key, repeated key or second document.
    """
    return read_text(_text_of(path, shown_as), shown_as)


def read_text(text: str, shown_as: str) -> Document:
    """Read the text of one YAML file strictly; raises ScorecardError as `read_document` does."""
    content, lines, faults = _read(text)
    if faults:
        raise ScorecardError([replace(fault, place=shown_as) for fault in faults])
    return Document(shown_as, content, lines)


@lru_cache(KEPT_DOCUMENTS)
def _read(text: str) -> tuple[Tree, Mapping[Place, int], Sequence[Finding]]:
    """What a text holds, the line of each place, and every fault, of no file yet.

    What was read last is kept: nobody changes it.
    """
    faults = [*_character_faults(text)] or [*_event_faults(text)]
    if faults:
        return None, {}, faults
    node = yaml.compose(text, Loader=Loader)
    lines: dict[Place, int] = {}
    repeated: list[Finding] = []
    content = _tree(node, (), lines, repeated) if node is not None else None
    return content, lines, repeated


def _text_of(path: Path, shown_as: str) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        cure = "Put the file there, or name another folder with --config."
        raise ScorecardError([Finding(shown_as, "this file cannot be read", cure)]) from error
    if len(raw) > LARGEST_BYTES:
        cure = f"Keep each configuration file under {LARGEST_BYTES:,} bytes."
        raise ScorecardError([Finding(shown_as, f"the file has {len(raw):,} bytes", cure)])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        cure = "Save it as UTF-8 in your editor."
        raise ScorecardError([Finding(shown_as, "the file is not UTF-8", cure, line)]) from error


def _character_faults(text: str) -> Iterator[Finding]:
    for number, line in enumerate(text.split("\n"), start=1):
        unseen = (c for c in line.rstrip("\r") if category(c) in UNSEEN or c in NO_CHARACTERS)
        bad = {f"U+{ord(c):04X}" for c in unseen}
        if "U+0009" in bad:
            yield Finding("", "a tab stands in this line", "Use spaces.", number)
        if "\u00a0" in line[: len(line) - len(line.lstrip())]:
            fault = "a no-break space stands at the start of this line"
            yield Finding("", fault, "Use spaces.", number)
        if bad - {"U+0009"}:
            named = ", ".join(sorted(bad - {"U+0009"}))
            cure = "Delete it: it cannot be seen and could change what is read."
            yield Finding("", f"an invisible character ({named}) is here", cure, number)


def _event_faults(text: str) -> Iterator[Finding]:
    depth = nodes = documents = 0
    try:
        for event in yaml.parse(text, Loader=Loader):
            line = event.start_mark.line + 1 if event.start_mark else 1
            nodes += isinstance(event, yaml.NodeEvent)
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            documents += isinstance(event, yaml.DocumentStartEvent)
            found = _event_fault(event, documents) or _size_fault(depth, nodes)
            if found:
                yield Finding("", *found, line)
                return
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        fault = f"this is not YAML: {error.problem or error.context}"
        cure = "Check the indentation, the colons and the quotes here and in the line above."
        yield Finding("", fault, cure, mark.line + 1 if mark else None)


def _event_fault(event: yaml.Event, documents: int) -> tuple[str, str] | None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        return "anchors (&) and aliases (*) are not allowed", "Write the value out, or quote it."
    tag = getattr(event, "tag", None)
    if tag and not (isinstance(event, yaml.ScalarEvent) and event.implicit == (False, True)):
        shown = tag.replace(CORE_TAG, "!!")
        return f"the tag {shown} is not allowed", "Write the plain value, in quotes if need be."
    if documents > 1:
        return "a second document starts here (---)", "Keep one document in a file."
    if getattr(event, "version", None) or getattr(event, "tags", None):
        return "directives (%) are not allowed", "Delete the line that starts with %."
    return None


def _size_fault(depth: int, nodes: int) -> tuple[str, str] | None:
    if depth > DEEPEST:
        return f"the nesting is deeper than {DEEPEST} levels", "Write it flatter."
    if nodes > MOST_NODES:
        return f"the file holds more than {MOST_NODES:,} values", "Split or shorten it."
    return None


def _tree(node: yaml.Node, place: Place, lines: dict[Place, int], repeated: list[Finding]) -> Tree:
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        items = enumerate(node.value)
        return [_tree(item, (*place, i), lines, repeated) for i, item in items]
    if not isinstance(node, yaml.MappingNode):
        plain = not getattr(node, "style", "")  # the C loader says "" where the other says None
        return None if node.value == "" and plain else str(node.value)
    result: dict[str, Tree] = {}
    for key_node, value in node.value:
        key, line = _key(key_node), key_node.start_mark.line + 1
        if key in result or key == "<<":
            repeated.append(_key_fault(key, line, lines.get((*place, key))))
            continue
        lines[(*place, key)] = line
        result[key] = _tree(value, (*place, key), lines, repeated)
    return result


def _key(node: Any) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else "(a list or mapping)"


def _key_fault(key: str, line: int, first: int | None) -> Finding:
    if key == "<<":
        return Finding("", "merge keys (<<) are not allowed", "Write the keys out.", line)
    cure = f"It already stands in line {first}: keep one of the two."
    return Finding("", f"the key '{key}' is repeated", cure, line)

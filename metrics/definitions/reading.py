"""The files of the configuration as they are being read, with every fault that is found."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from metrics.definitions.checking import Fault, repeated
from metrics.definitions.parsing import item_name, parse
from metrics.definitions.yaml_reading import Document, Place, Tree, read_document
from metrics.errors import Finding, ScorecardError

T = TypeVar("T")


@dataclass
class Reading:
    """The files as they are being read, and the faults found so far."""

    folder: Path
    documents: dict[str, Document] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def read(self, file: str, type_: type[T]) -> T | None:
        """Read one file as a type; its faults join the list."""
        try:
            document = read_document(self.folder / file, f"{self.folder.as_posix()}/{file}")
        except ScorecardError as error:
            self.findings += error.findings
            return None
        self.documents[file] = document
        content, faults = parse(document, type_)
        self.findings += faults
        return content

    def note(self, file: str, place: Place, fault: str, cure: str) -> None:
        """Add one fault at a place in a file."""
        document = self.documents[file]
        named = item_name(document.content, place) + fault
        self.findings.append(Finding(document.file, named, cure, document.line(place)))

    def note_all(self, file: str, place: Place, faults: Iterable[Fault]) -> bool:
        """Add the faults of an item that stands at `place`, and say whether there were any."""
        before = len(self.findings)
        for inner, fault, cure in faults:
            self.note(file, (*place, *inner), fault, cure)
        return len(self.findings) > before

    def items(self, file: str, section: str) -> list[Tree]:
        """The items of a section as they stand in the file, those at fault included."""
        document = self.documents.get(file)
        content = document.content if document else None
        listed = content.get(section) if isinstance(content, dict) else None
        return listed if isinstance(listed, list) else []

    def names(self, file: str, section: str, key: str = "id") -> list[str]:
        """The name of every item of a section, in order; an item without one has an empty name."""
        items = self.items(file, section)
        return [str(item.get(key) or "") if isinstance(item, dict) else "" for item in items]

    def note_repeated(self, file: str, section: str, key: str = "id") -> set[str]:
        """Add a fault for each name that stands in a section already, and return those names."""
        names = self.names(file, section, key)
        found = [(index, name) for index, name in repeated(names) if name]
        for index, name in found:
            first = self.documents[file].line((section, names.index(name), key))
            fault = f"the {key} '{name}' stands in line {first} already"
            self.note(file, (section, index, key), fault, "Give each its own.")
        return {name for _, name in found}

    def place_of(self, file: str, section: str, id_: str) -> Place:
        """Where the item with that id stands, though items at fault before it were left out."""
        names = self.names(file, section)
        return (section, names.index(id_)) if id_ in names else (section,)

    def is_whole(self, file: str) -> bool:
        """Whether the file was read, and no fault of it has been found so far."""
        shown = self.documents[file].file if file in self.documents else ""
        return bool(shown) and all(finding.place != shown for finding in self.findings)

"""What is wrong, where, and what to do about it: the one shape of every fault."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from traceback import extract_tb
from types import TracebackType

# difflib's own default of 0.6 misses a dropped letter in a five-letter name.
CLOSE_ENOUGH = 0.55


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: the place (a file, a line), what is wrong there, and how to put it right."""

    place: str
    fault: str
    cure: str
    line: int | None = None
    stops: bool = True

    def __str__(self) -> str:
        """The finding as one line of plain text: place, line, fault, cure."""
        where = self.place if self.line is None else f"{self.place}:{self.line}"
        return f"{where}: {self.fault}. {self.cure}".rstrip()


class ScorecardError(Exception):
    """The input is at fault; `findings` says everything that is wrong with it."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Hold every finding, in the order in which a reader meets them."""
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


def single_fault(place: str, fault: str, cure: str) -> ScorecardError:
    """The error for an input with one fault and no line to point at."""
    return ScorecardError([Finding(place, fault, cure)])


def stopped_at(trace: TracebackType | None) -> str:
    """The file and the line at which the program stopped: never over what, which may be a row."""
    last = extract_tb(trace)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"


def did_you_mean(word: str, known: Sequence[str], otherwise: str = "") -> str:
    """A cure that names the nearest known word, else `otherwise`, else the known words."""
    for name in nearest(word, known):
        return f"Did you mean '{name}'?"
    return otherwise or f"Use one of: {', '.join(sorted(set(known)))}."


def nearest(word: str, known: Sequence[str]) -> list[str]:
    """The known word that is nearest to `word`, whatever its capitals; none if none is near."""
    folded = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), list(folded), n=1, cutoff=CLOSE_ENOUGH)
    return [folded[name] for name in close]

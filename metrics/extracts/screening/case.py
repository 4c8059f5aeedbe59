"""What the checks are given: the contract, the facts of this load, and those of earlier ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from statistics import median

from metrics.definitions.contracts import Coding, Extract
from metrics.extracts.coding import groups_of
from metrics.extracts.reading import Converted
from metrics.extracts.screening.facts import UNIT, Earlier, Facts
from metrics.extracts.staging import header_of

# A year of months, taken from three years at most: further back the world was another.
MOST_COMPARED = 12
LONGEST_AGO = 3 * 366


@dataclass(frozen=True)
class Case:
    """One load to be judged; `known` are all its periods and those of the loads it stands beside.

    `earlier` are the periods of earlier active loads, `names` the names of the files. `expected` is
    how many the sender says that there are, None where nobody said.
    """

    extract: Extract
    codings: Mapping[str, Coding]
    converted: Converted
    facts: Facts
    earlier: Mapping[date, Earlier]
    names: str
    today: date
    expected: float | None = None

    @cached_property
    def known(self) -> dict[date, Earlier]:
        """Every period that is known: those of this load in place of those of earlier ones."""
        return {**self.earlier, **self.facts.by_period}

    def limit(self, name: str) -> float:
        """One threshold of this extract."""
        return self.extract.screening[name]

    def header(self, column: str) -> str:
        """What messages call a column."""
        return "unit" if column == UNIT else header_of(self.extract, column)

    def group(self, column: str, label: str) -> str:
        """The group of a label of a coded column; a blank is its unknown."""
        return self._groups[column].get(label, "")

    def may_be_unknown(self, column: str) -> bool:
        """Whether a blank in a coded column is a gap in the record, and not an answer."""
        coding = self.codings[self.extract.column(column).coding]
        return bool(coding.unknown) and not coding.blank_means_none

    @cached_property
    def _groups(self) -> dict[str, dict[str, str]]:
        """The group of every label that any known period has, by column."""
        found = {}
        for column in self.coded:
            coding = self.codings[self.extract.column(column).coding]
            labels = {x for period in self.known.values() for x in period.labels.get(column, {})}
            found[column] = {**groups_of(sorted(labels), coding), "": coding.unknown}
        return found

    @property
    def coded(self) -> list[str]:
        """The columns that a coding reads, but for those that a file may lack and this one does."""
        there = {fact.column for fact in self.facts.labels if fact.label}
        return [
            c.name for c in self.extract.columns if c.coding and (c.required or c.name in there)
        ]


def compared_with(end: date, known: Mapping[date, Earlier]) -> list[date]:
    """The periods that one is compared with: those before it, else those after it."""
    before = sorted((d for d in known if 0 < (end - d).days <= LONGEST_AGO), reverse=True)
    after = sorted(d for d in known if 0 < (d - end).days <= LONGEST_AGO)
    return (before or after)[:MOST_COMPARED]


def usual_count(end: date, known: Mapping[date, Earlier]) -> float:
    """The middle count of the periods that one is compared with; 0 where there are none."""
    counts = [known[day].count for day in compared_with(end, known)]
    return median(counts) if counts else 0.0

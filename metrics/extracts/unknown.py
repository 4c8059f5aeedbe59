"""Labels and names of units that nobody knows: how many rows have each, and the lines to add."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from metrics.connections import identifier
from metrics.definitions.contracts import Coding, Column, ColumnType, Extract
from metrics.definitions.organisation import Organisation, fold
from metrics.errors import Finding, nearest
from metrics.extracts.characters import shown
from metrics.extracts.likely import MADE_A_DATE, MISSING, MOVED, cause_of_label, other_letters
from metrics.extracts.staging import header_of

# A code is no misspelling of the code beside it: IC7 is not IC9.
CODE = re.compile(r"[A-Z]{1,3}[0-9]{1,2}", re.IGNORECASE)
# A wrong column may hold as many labels as rows: only the commonest few are named.
MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Unknown:
    """A label without a group, or a name without a unit: where it belongs if it is what it is like.

    `coding` is empty for a unit; `nearest` is the group or the unit's code, empty where none is.
    """

    coding: str
    label: str
    rows: int
    nearest: str


@dataclass(frozen=True)
class Asking:
    """What is asked of staged rows: their relation, the contract, codings and organisation."""

    connection: duckdb.DuckDBPyConnection
    staged: str
    extract: Extract
    codings: Mapping[str, Coding]
    organisation: Organisation

    def labels(self, column: Column, kept: str) -> tuple[list[Finding], list[Unknown]]:
        """The commonest labels of a column without a group, among the rows that are kept."""
        coding, header = self.codings[column.coding], header_of(self.extract, column.name)
        findings, unknown = [], []
        labels = 0
        for label, count, labels in self._unknown_labels(column, kept):  # noqa: B007
            fault = f"'{header}' has {_rows(count)} with '{shown(label)}', which has no group"
            cause, (group, like) = cause_of_label(label, header), _group_like(label, coding)
            cure = f"{like} {self._also_of(label, column)}".rstrip()
            cure += f" Add it to its group of '{coding.id}' in extracts.yaml, or correct the file."
            findings.append(Finding(self.extract.id, fault, cause or cure))
            if not cause:
                unknown.append(Unknown(coding.id, shown(label), count, group))
        if labels > len(findings):
            fault = f"'{header}' has {labels - len(findings):,} more labels without a group"
            findings.append(Finding(self.extract.id, fault, "Is it the right column?"))
        return findings, unknown

    def units(self) -> tuple[list[Finding], list[Unknown]]:
        """The commonest names of units that the organisation does not know."""
        unit = self.extract.unit
        if not unit.column or unit.others == "leave_out":
            return [], []
        header = header_of(self.extract, unit.column)
        code_of = {unit.name: unit.code for unit in self.organisation.units}
        findings, unknown = [], []
        for label, count in self._unknown_units(unit.column):
            if fold(label) in self.organisation.codes_by_name and unit.smallest:
                findings.append(self._too_small(header, label, count))
                continue
            near = _same(label, self.organisation) or _near(label, list(code_of))
            cause = _cause_of_unit(label, header, near)
            cure = _like(label, near, "unit")
            cure += " Add the name to its unit in organisation.yaml, or correct the file."
            fault = f"'{header}' has {_rows(count)} with the unknown unit '{shown(label)}'"
            findings.append(Finding(self.extract.id, fault, cause or cure))
            if not cause:
                code = next((code_of.get(name, name) for name in near), "")
                unknown.append(Unknown("", shown(label), count, code))
        return findings, unknown

    def _too_small(self, header: str, label: str, count: int) -> Finding:
        """A unit below the smallest that the contract takes, so that nobody is found by it."""
        title = self.organisation.title_of(self.extract.unit.smallest)
        fault = f"'{header}' has {_rows(count)} with '{shown(label)}', which is below a {title}"
        return Finding(self.extract.id, fault, f"Send the {title} in its place.")

    def _also_of(self, label: str, column: Column) -> str:
        """Of which other column it is a label, as where the cells of a row have moved."""
        held = (
            header_of(self.extract, other.name)
            for other in coded_columns(self.extract)
            if other.coding != column.coding
            and fold(label) in {fold(x) for all_ in self._labels(other) for x in all_}
        )
        return next((f"It is a label of '{header}': have cells moved?" for header in held), "")

    def _labels(self, column: Column) -> Iterable[Sequence[str]]:
        return self.codings[column.coding].labels.values()

    def _unknown_units(self, column: str) -> list[tuple[str, int]]:
        """The names without a unit, and the rows of each; a blank is told as a cell."""
        name = identifier(column)
        query = (
            f"SELECT s.{name}, count(*) FROM {self.staged} s "
            f"LEFT JOIN units ON s.{name} = units.label "
            f"WHERE units.unit IS NULL AND s.{name} IS NOT NULL "
            f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_NAMED}"
        )
        return [(str(row[0]), int(row[1])) for row in self.connection.execute(query).fetchall()]

    def _unknown_labels(self, column: Column, kept: str) -> list[tuple[str, int, int]]:
        """The labels without a group, the rows of each, and how many such labels there are."""
        name, look = identifier(column.name), identifier(f"labels_{column.name}")
        query = (
            f"SELECT s.{name}, count(*), count(*) OVER () "
            f"FROM (SELECT * FROM {self.staged} WHERE {kept}) s "
            f"LEFT JOIN {look} ON s.{name} = {look}.label "
            f"WHERE s.{name} IS NOT NULL AND {look}.value IS NULL "
            f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_NAMED}"
        )
        rows = self.connection.execute(query).fetchall()
        return [(str(row[0]), int(row[1]), int(row[2])) for row in rows]


def coded_columns(extract: Extract) -> Iterator[Column]:
    """The columns whose labels must be known."""
    return (c for c in extract.columns if c.type is ColumnType.CODED)


def lines_to_add(
    unknown: Sequence[Unknown], codings: Mapping[str, Coding], organisation: Organisation
) -> str:
    """The lines of YAML that would make these labels and names known, if each is what it is like.

    A label that is like no other stands under the question which group it belongs to.
    """
    by_coding: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for item in unknown:
        by_coding[item.coding][item.nearest].append(json.dumps(item.label, ensure_ascii=False))
    lines: list[str] = []
    for id_, groups in by_coding.items():
        if not id_:
            lines += _unit_lines(groups, organisation)
            continue
        lines.append(f"# extracts.yaml, in the coding '{id_}', under 'labels':")
        for group, labels in groups.items():
            known = ", ".join(codings[id_].values)
            lines.append(f"      {group}:" if group else f"      # which of these? {known}")
            lines += [f"        - {label}" for label in labels]
    return "\n".join(lines)


def _unit_lines(units: Mapping[str, Sequence[str]], organisation: Organisation) -> Iterator[str]:
    for code, names in units.items():
        if code:
            known = [json.dumps(n, ensure_ascii=False) for n in organisation.by_code[code].names]
            yield f"# organisation.yaml, in the line of {code}, with these names:"
            yield f"names: [{', '.join([*known, *names])}]"
        else:
            yield f"# organisation.yaml, in 'names' of the unit meant: {', '.join(names)}"


def _cause_of_unit(label: str, header: str, near: Sequence[str]) -> str:
    """What probably happened to a name of a unit, which no date and no mark is."""
    cause = cause_of_label(label, header)
    # The code NA reads as N/A once a program took it for a mark.
    return {MADE_A_DATE: MOVED, MISSING: "" if near else MISSING}.get(cause, cause)


def _same(label: str, organisation: Organisation) -> list[str]:
    """The code that a name is but for punctuation within it."""
    bare = "".join(c for c in label.upper() if c.isalnum())
    return [bare] if bare in organisation.by_code else []


def _group_like(label: str, coding: Coding) -> tuple[str, str]:
    """The group that is called so, or has the nearest label, and what to say; empty for none."""
    named = next((group for group in coding.labels if fold(group) == fold(label)), "")
    if named:
        return named, f"The group '{named}' is called so."
    group_of = {known: group for group, all_ in coding.labels.items() for known in all_}
    near = _near(label, list(group_of))
    return next((group_of[name] for name in near), ""), _like(label, near, "label")


def _near(label: str, known: Sequence[str]) -> list[str]:
    """The known word that a label is like; a code is like no other."""
    return [] if CODE.fullmatch(label) else nearest(label, known)


def _like(label: str, near: Sequence[str], what: str) -> str:
    if not near:
        return f"It is like no known {what}."
    return f"Did you mean '{near[0]}'? {other_letters(label, near[0])}".rstrip()


def _rows(count: int) -> str:
    return f"{count:,} row" if count == 1 else f"{count:,} rows"

"""Labels and names of units that nobody knows: how many rows have each, and the lines to add."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from metrics.connections import identifier
from metrics.definitions.contracts import Coding, Column, ColumnType, Extract
from metrics.definitions.organisation import Organisation
from metrics.errors import Finding, did_you_mean, nearest
from metrics.extracts.characters import shown
from metrics.extracts.staging import header_of
from metrics.extracts.totals import TAKE_OUT, is_total

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
        group_of = {label: group for group, all_ in coding.labels.items() for label in all_}
        findings, unknown = [], []
        labels = 0
        for label, count, labels in self._unknown_labels(column, kept):  # noqa: B007
            fault = f"'{header}' has {_rows(count)} with '{shown(label)}', which has no group"
            cure = did_you_mean(label, list(group_of), _unlike(label, "label"))
            cure += f" Add it to its group of '{coding.id}' in extracts.yaml, or correct the file."
            findings.append(Finding(self.extract.id, fault, cure))
            group = next((group_of[name] for name in nearest(label, list(group_of))), "")
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
        name, header = identifier(unit.column), header_of(self.extract, unit.column)
        query = (
            f"SELECT s.{name}, count(*) FROM {self.staged} s "
            f"LEFT JOIN units ON s.{name} = units.label WHERE units.unit IS NULL "
            f"AND (s.{name} IS NOT NULL OR s.fault IS NULL) "  # a blank that is a fault is told so
            f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_NAMED}"
        )
        code_of = {unit.name: unit.code for unit in self.organisation.units}
        findings, unknown = [], []
        for label, count in self.connection.execute(query).fetchall():
            cure = did_you_mean(str(label), list(code_of), _unlike(str(label), "unit"))
            cure += " Add the name to its unit in organisation.yaml, or correct the file."
            fault = f"'{header}' has {_rows(count)} with the unknown unit '{shown(str(label))}'"
            findings.append(Finding(self.extract.id, fault, cure))
            code = next((code_of[name] for name in nearest(str(label), list(code_of))), "")
            unknown.append(Unknown("", shown(str(label)), int(count), code))
        return findings, unknown

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


def _unlike(label: str, what: str) -> str:
    return TAKE_OUT if is_total(label) else f"It is like no known {what}."


def _rows(count: int) -> str:
    return f"{count:,} row" if count == 1 else f"{count:,} rows"

"""Second pass: each label and each name looked up once, then written to every row that has it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from metrics.connections import identifier, text
from metrics.definitions.columns import gate_columns
from metrics.definitions.contracts import Coding, Column, ColumnType, Extract
from metrics.definitions.expressions import read_condition
from metrics.definitions.organisation import Organisation, fold
from metrics.errors import Finding
from metrics.extracts.places import read_polygons, units_of_names
from metrics.extracts.unknown import Asking, Unknown, coded_columns
from metrics.periods import PeriodType

# "A9 Any other As" is cut short and "N1 Officer?s pr" is mangled: the code before the words counts.
CODE_FIRST = re.compile(r"(NS|[A-Z][0-9])\s", re.IGNORECASE)
# The same rows in the same order make the same bytes: a load is named by them and made again.
KEPT = "FORMAT parquet, COMPRESSION zstd"
NOT_KEPT = {ColumnType.LATITUDE, ColumnType.LONGITUDE, ColumnType.UNIT}


@dataclass(frozen=True)
class Coder:
    """What the second pass needs: the contract, the codings, the organisation, the boundaries.

    Afterwards `groups` say the group of each label, or the code of each unit's name, by column;
    `doubtful` are the columns with a label that has none.
    """

    extract: Extract
    codings: Mapping[str, Coding]
    organisation: Organisation
    boundaries: Path
    groups: dict[str, dict[str, str]] = field(default_factory=dict)
    doubtful: list[Column] = field(default_factory=list)

    def write(self, connection: duckdb.DuckDBPyConnection, staged: str, target: Path) -> None:
        """Write the coded rows of `staged` (a relation), all looked up, to `target` (Parquet).

        Columns: unit, period_end, then the contract's columns but points and unit names. On one
        thread (`one_thread`), rows stay in their order and the same rows make the same bytes.
        """
        copy = f"COPY ({self._kept_sql(staged)}) TO {text(str(target))} ({KEPT})"
        connection.execute(copy)

    def look_up(self, connection: duckdb.DuckDBPyConnection, staged: str) -> None:
        """Look up every label and every name of a unit in `staged`, once each."""
        for column in coded_columns(self.extract):
            self._make_lookup(connection, staged, column)
        if self.extract.unit.column:
            self._make_unit_lookup(connection, staged)

    def unknown(
        self, connection: duckdb.DuckDBPyConnection, staged: str
    ) -> tuple[list[Finding], list[Unknown]]:
        """What is to be said of labels and units that are not known, and each of them."""
        asking = Asking(connection, staged, self.extract, self.codings, self.organisation)
        found = [asking.labels(column, self._keep_of_raw(column)) for column in self.doubtful]
        found.append(asking.units())
        findings = [finding for faults, _ in found for finding in faults]
        return findings, [item for _, unknown in found for item in unknown]

    def left_out(self, connection: duckdb.DuckDBPyConnection, staged: str) -> dict[str, int]:
        """How many rows were left out, by reason, in words."""
        if not self.extract.keep and self.extract.unit.others != "leave_out":
            return {}
        counts: dict[str, int] = {}
        rows = f"FROM ({self._coded_sql(staged)})"
        outside = "unit IS NULL" if self.extract.unit.others == "leave_out" else "false"
        query = (
            f"SELECT count(*) FILTER (WHERE NOT ({self._keep()})), "
            f"count(*) FILTER (WHERE ({self._keep()}) AND {outside}) {rows}"
        )
        not_kept, elsewhere = connection.execute(query).fetchall()[0]
        if not_kept:
            counts["not part of this extract"] = int(not_kept)
        if elsewhere:
            counts["areas outside the force"] = int(elsewhere)
        return counts

    def _keep(self) -> str:
        if not self.extract.keep:
            return "true"
        columns = gate_columns(self.extract, self.codings)
        condition = read_condition(self.extract.keep, columns, self.extract.id)
        return f"coalesce({condition.sql}, false)"

    def _kept_sql(self, staged: str) -> str:
        names = [c.name for c in self.extract.columns if c.type not in NOT_KEPT]
        columns = ", ".join(identifier(name) for name in names)
        rows = f"({self._coded_sql(staged)})"
        return (
            f"SELECT unit, period_end, {columns} FROM {rows} WHERE {self._keep()} "
            f"AND unit IS NOT NULL"
        )

    def _coded_sql(self, staged: str) -> str:
        columns, joins = [], []
        for column in self.extract.columns:
            name, look = identifier(column.name), identifier(f"labels_{column.name}")
            if column.type is ColumnType.CODED:
                unknown = self.codings[column.coding].unknown
                # A label is found in its group; a blank is the coding's unknown; else nothing.
                kind = _kind(self.codings[column.coding].values)
                blank = f", CASE WHEN s.{name} IS NULL THEN {text(unknown)}::{kind} END"
                value = f"{look}.value{blank if unknown else ''}"
                columns.append(f"coalesce({value}) AS {name}")
                joins.append(f"LEFT JOIN {look} ON s.{name} = {look}.label")
            else:
                columns.append(f"s.{name}")
        unit, unit_join = self._unit_sql()
        return (
            f"SELECT {unit} AS unit, {self._period_sql()} AS period_end, {', '.join(columns)} "
            f"FROM {staged} s {' '.join(joins)} {unit_join}"
        )

    def _unit_sql(self) -> tuple[str, str]:
        unit = self.extract.unit
        if unit.always:
            return text(unit.always), ""
        if unit.point:
            elsewhere = f"{text(self.organisation.location_not_recorded)}::{self._unit_kind}"
            on = " AND ".join(f"s.{identifier(c)} = units.{identifier(c)}" for c in unit.point)
            return f"coalesce(units.unit, {elsewhere})", f"LEFT JOIN units ON {on}"
        return "units.unit", f"LEFT JOIN units ON s.{identifier(unit.column)} = units.label"

    @property
    def _unit_kind(self) -> str:
        return _kind(self.organisation.by_code)

    def _period_sql(self) -> str:
        day = f"s.{identifier(self.extract.period.column)}"
        return f"last_day({day})" if self.extract.period.type is PeriodType.MONTH else day

    def _make_lookup(
        self, connection: duckdb.DuckDBPyConnection, staged: str, column: Column
    ) -> None:
        labels = _distinct(connection, staged, column.name)
        groups = groups_of(labels, self.codings[column.coding])
        self.groups[column.name] = groups
        if len(groups) < len(labels):
            self.doubtful.append(column)
        found = _table({"label": list(groups), "value": list(groups.values())})
        kind = _kind(self.codings[column.coding].values)
        _keep(connection, f"labels_{column.name}", found, {"value": kind})

    def _make_unit_lookup(self, connection: duckdb.DuckDBPyConnection, staged: str) -> None:
        names = _distinct(connection, staged, self.extract.unit.column)
        units = units_of_names(names, self.organisation)
        if self.extract.unit.residents_only:
            homes = self.organisation.by_code
            units = {name: code for name, code in units.items() if homes[code].residents}
        smallest = self.organisation.down_to(self.extract.unit.smallest)
        units = {name: code for name, code in units.items() if code in smallest}
        self.groups[self.extract.unit.column] = units
        found = _table({"label": list(units), "unit": list(units.values())})
        _keep(connection, "units", found, {"unit": self._unit_kind})

    def find_places(self, connection: duckdb.DuckDBPyConnection, staged: str) -> None:
        """Find the unit of every point in `staged`, once each, where points place a row."""
        if not self.extract.unit.point:
            return
        longitude, latitude = self.extract.unit.point
        query = (
            f"SELECT DISTINCT {identifier(longitude)}, {identifier(latitude)} FROM {staged} "
            f"WHERE {identifier(longitude)} IS NOT NULL AND {identifier(latitude)} IS NOT NULL"
        )
        points = connection.execute(query).fetchnumpy()
        x, y = (np.asarray(points[name], dtype=np.float64) for name in self.extract.unit.point)
        polygons = read_polygons(self.boundaries, self.organisation)
        found = pa.array(polygons.units_of(x, y), pa.string())
        table = pa.table({longitude: x, latitude: y, "unit": found})
        _keep(connection, "units", table, {"unit": self._unit_kind})

    def _keep_of_raw(self, column: Column) -> str:
        """The rows whose labels must be known: those kept, when `keep` does not ask this column."""
        return self._keep_unless({column.name})

    def keep_of_staged(self) -> str:
        """The staged rows that belong to the extract: all, where `keep` asks a coded column."""
        return self._keep_unless({c.name for c in self.extract.columns if c.coding})

    def _keep_unless(self, asked: set[str]) -> str:
        if not self.extract.keep:
            return "true"
        columns = gate_columns(self.extract, self.codings)
        condition = read_condition(self.extract.keep, columns, self.extract.id)
        return "true" if asked & set(condition.columns) else condition.sql


def groups_of(labels: list[str], coding: Coding) -> dict[str, str]:
    """The group of each label that the coding knows; unknown labels are left out."""
    known = {fold(label): group for group, all_ in coding.labels.items() for label in all_}
    found = {}
    for label in labels:
        code = CODE_FIRST.match(label)
        group = known.get(fold(label)) or (known.get(fold(code[1])) if code else None)
        if group:
            found[label] = group
    return found


def _distinct(connection: duckdb.DuckDBPyConnection, staged: str, column: str) -> list[str]:
    name = identifier(column)
    query = f"SELECT DISTINCT {name} FROM {staged} WHERE {name} IS NOT NULL ORDER BY 1"
    return [str(row[0]) for row in connection.execute(query).fetchall()]


def _kind(values: Iterable[str]) -> str:
    """The type of a column that holds some of these values.

    Parquet keeps a column of few values as a list and places in it. Of text the writer makes both,
    by a look-up for each cell: ten million rows took 8 s, and 4 s where it is given both.
    """
    return f"ENUM({', '.join(text(value) for value in values)})"


def _table(columns: Mapping[str, list[str]]) -> pa.Table:
    return pa.table({key: pa.array(values, pa.string()) for key, values in columns.items()})


def _keep(
    connection: duckdb.DuckDBPyConnection, name: str, found: pa.Table, kinds: Mapping[str, str]
) -> None:
    """Keep what was looked up as a table, which every cursor of the connection can see."""
    typed = ", ".join(f"{column}::{kind} AS {column}" for column, kind in kinds.items())
    connection.register("found", found)
    connection.execute(
        f"CREATE OR REPLACE TABLE {identifier(name)} AS SELECT * REPLACE ({typed}) FROM found"
    )
    connection.unregister("found")

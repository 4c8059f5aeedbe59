"""What the tests of the engine build on: a small configuration, and rows written as a table."""

import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from math import isnan
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from metrics.connections import nothing_kept
from metrics.counting.calculation import Calculation
from metrics.counting.counts import COUNT_COLUMNS, KEYS
from metrics.counting.tallying import Source
from metrics.definitions.configuration import FILES, Configuration
from metrics.definitions.contracts import ColumnType, Extract
from metrics.definitions.loading import load_configuration

DELIVERED = Path(__file__).parents[1] / "config"
SMALL = Path(__file__).with_name("small")

Row = dict[str, Any]
TYPES = {
    ColumnType.INTEGER: pa.int64(),
    ColumnType.DECIMAL: pa.float64(),
    ColumnType.DATE: pa.date32(),
    ColumnType.BOOLEAN: pa.bool_(),
}
READ = {
    pa.int64(): int,
    pa.float64(): float,
    pa.date32(): date.fromisoformat,
    pa.bool_(): {"yes": True, "no": False}.__getitem__,
    pa.string(): str,
}

# A few searches and residents of the small configuration.
SEARCHES = """
unit    | period_end | vehicle | outcome           | said       | seen         | minutes
ASH     | 2025-04-30 | no      | Arrest            | Black      | Black        | 10
ASH     | 2025-04-30 | no      | Warning           | White      | White        | 20
ASH     | 2025-05-31 | yes     | Arrest            | White      | White        | 99
BEECH   | 2025-05-31 | no      | Not recorded      | Not stated | Black        | 5
CEDAR   | 2025-06-30 | no      | No further action | Asian      | Not recorded | 7
DOGS    | 2025-06-30 | no      | Arrest            | Black      | Black        | 3
NOWHERE | 2025-06-30 | no      | Warning           | White      | White        | 2
"""
PEOPLE = """
unit  | period_end | ethnicity | people
ASH   | 2021-03-21 | Black     | 100
ASH   | 2021-03-21 | White     | 300
CEDAR | 2021-03-21 | Asian     | 50
CEDAR | 2021-03-21 | White     | 150
ASH   | 2025-04-30 | Black     | 200
ASH   | 2025-04-30 | White     | 400
CEDAR | 2025-04-30 | Asian     | 60
CEDAR | 2025-04-30 | White     | 140
"""


class Key(NamedTuple):
    """Which figure: of which metric, for whom, and when its period ends."""

    metric: str
    unit: str
    type: str
    end: str
    breakdown: str = ""
    group: str = "All"


class Count(NamedTuple):
    """What was counted; None is a number that is not there."""

    numerator: float | None = None
    denominator: float | None = None
    comparator_numerator: float | None = None
    comparator_denominator: float | None = None
    published: float | None = None
    shorthand: str = ""
    weighted: float | None = None
    weights: float | None = None
    squares: float | None = None
    percentile: float | None = None
    percentile_lower: float | None = None
    percentile_upper: float | None = None
    percentile_lower_998: float | None = None
    percentile_upper_998: float | None = None


@cache
def delivered() -> Configuration:
    """The configuration that the project delivers."""
    return load_configuration(DELIVERED)


@cache
def small() -> Configuration:
    """The small configuration of the tests: one metric of each kind."""
    return load_configuration(SMALL)


def write_config(folder: Path, base: Path = DELIVERED, **texts: str) -> Path:
    """Copy a configuration into `folder`, with the text of some files replaced, by their names."""
    target = folder / "config"
    target.mkdir()
    for file in FILES:
        shutil.copy(base / file, target / file)
    for name, text in texts.items():
        (target / f"{name}.yaml").write_text(text, encoding="utf-8")
    return target


def rows_of(extract: Extract, table: str) -> list[Row]:
    """Rows from a table of text: names above, `|` between cells, nothing where there is no value.

    A column that the table leaves out holds its coding's unknown, as a blank cell of a file does.
    """
    lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    names, types = lines[0], schema_of(extract)
    return [
        {
            name: READ[types.field(name).type](cell) if cell else None
            for name, cell in zip(names, line, strict=True)
        }
        for line in lines[1:]
    ]


def schema_of(extract: Extract) -> pa.Schema:
    """The columns of an extract's rows, as a load keeps them."""
    kept = [column for column in extract.columns if column.type is not ColumnType.UNIT]
    fields = [(column.name, TYPES.get(column.type, pa.string())) for column in kept]
    return pa.schema([("unit", pa.string()), ("period_end", pa.date32()), *fields])


def arrow_of(configuration: Configuration, extract: str, rows: Iterable[Row]) -> pa.Table:
    """Rows as an Arrow table, blanks of coded columns filled with the coding's unknown."""
    contract = configuration.extracts[extract]
    coded = [column for column in contract.columns if column.type is ColumnType.CODED]
    blank = {column.name: configuration.codings[column.coding].unknown or None for column in coded}
    return pa.Table.from_pylist([{**blank, **row} for row in rows], schema_of(contract))


def source(
    connection: duckdb.DuckDBPyConnection,
    configuration: Configuration,
    extract: str,
    rows: Sequence[Row],
) -> Source:
    """The source of an extract whose rows are these."""
    connection.register(f"rows_{extract}", arrow_of(configuration, extract, rows))
    held = tuple(sorted({row["period_end"] for row in rows}))
    return Source(configuration.extracts[extract], f"rows_{extract}", held)


def counted(configuration: Configuration, **rows: Sequence[Row] | str) -> pd.DataFrame:
    """The engine's counts of literal rows, by extract: tables of text, or rows."""
    with nothing_kept() as connection:
        sources = {}
        for extract, given in rows.items():
            contract = configuration.extracts[extract]
            read = rows_of(contract, given) if isinstance(given, str) else given
            sources[extract] = source(connection, configuration, extract, read)
        return Calculation(configuration, sources).counts(connection, lambda words: None)


def by_key(counts: pd.DataFrame) -> Mapping[Key, Count]:
    """Counts by the figure that they are of."""
    ends = counts["end"].to_numpy().astype("datetime64[D]").astype(str).tolist()
    keys = [ends if name == "end" else counts[name].tolist() for name in Key._fields]
    values = [_plain(counts[name]) for name in Count._fields]
    pairs = zip(zip(*keys, strict=True), zip(*values, strict=True), strict=True)
    return {Key(*key): Count(*value) for key, value in pairs}


def _plain(column: pd.Series) -> list[Any]:
    """Words as they are, and numbers, None where there is none."""
    if column.name == "shorthand":
        return list(column)
    numbers = column.to_numpy("float64", na_value=np.nan)
    return [None if isnan(number) else number for number in numbers.tolist()]


def released(*figures: Row) -> pd.DataFrame:
    """Counts as disclosure control leaves them; what a figure does not say is usual or absent."""
    usual = {
        "metric": "", "unit": "FORCE", "type": "quarter", "start": date(2025, 4, 1),
        "end": date(2025, 6, 30), "breakdown": "", "group": "All", "shorthand": "", "reason": "",
    }  # fmt: skip
    frame = pd.DataFrame([{**usual, **figure} for figure in figures]).reindex(columns=COUNT_COLUMNS)
    numbers = set(COUNT_COLUMNS) - {"metric", *KEYS, "shorthand", "reason"}
    frame = frame.astype(dict.fromkeys(numbers, "float64"))
    for name in ("start", "end"):
        frame[name] = pd.to_datetime(frame[name])
    return frame

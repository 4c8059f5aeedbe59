"""A file as a table of text: headers as they stand, and every cell as the text that it holds."""

import codecs
import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import python_calamine

from metrics.connections import identifier, text
from metrics.errors import single_fault

DELIMITERS = (",", ";", "\t")
CHUNK = 1 << 20
MOST_COLUMNS = 600
# A shape check before cells are made: a sheet of two far-apart cells would fill the memory.
MOST_CELLS = 20_000_000


@dataclass(frozen=True, slots=True)
class TextTable:
    """A readable table: its headers, and the SQL relation whose columns are h0, h1, … as text."""

    headers: tuple[str, ...]
    relation: str


def read_csv_table(
    path: Path, name: str, folder: Path, wanted: Sequence[frozenset[str]]
) -> TextTable:
    """A CSV file as a table; `wanted` are the sets of headers of which one must be there.

    The delimiter is the one under which the header line has the wanted headers. Text that is not
    UTF-8 is rewritten as UTF-8 in `folder` first, strictly.
    """
    path = _as_utf_8(path, name, folder)
    line = _header_line(path, name)
    splits = {mark: tuple(next(csv.reader([line], delimiter=mark))) for mark in DELIMITERS}

    def held(mark: str) -> tuple[int, int]:
        names = {fold_header(header) for header in splits[mark]}
        return max((len(names & set_) for set_ in wanted), default=0), len(splits[mark])

    mark = max(DELIMITERS, key=held)
    headers = splits[mark]
    if len(headers) > MOST_COLUMNS:
        raise single_fault(name, f"the file has {len(headers):,} columns", "Check its layout.")
    columns = "{" + ", ".join(f"'h{i}': 'VARCHAR'" for i in range(len(headers))) + "}"
    relation = (
        f"read_csv({text(str(path))}, auto_detect = false, header = true, delim = {text(mark)}, "
        f"quote = '\"', escape = '\"', strict_mode = true, null_padding = false, "
        f"hive_partitioning = false, compression = 'none', columns = {columns})"
    )
    return TextTable(headers, relation)


def read_parquet_table(path: Path, name: str, connection: duckdb.DuckDBPyConnection) -> TextTable:
    """A Parquet file as a table of text, written as a CSV file would have it."""
    source = f"read_parquet({text(str(path))}, hive_partitioning = false)"
    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    except duckdb.Error as error:
        cure = "Write it again as Parquet or CSV, and try again."
        raise single_fault(name, "the selected file is damaged", cure) from error
    headers = tuple(str(row[0]) for row in described)
    cells = ", ".join(
        f"{_text_sql(identifier(header), str(kind))} AS h{i}"
        for i, (header, kind, *_) in enumerate(described)
    )
    return TextTable(headers, f"(SELECT {cells} FROM {source})")


def read_json_rows(path: Path, name: str) -> tuple[tuple[str, ...], list[tuple[str | None, ...]]]:
    """The headers and rows of a JSON array of objects; inner objects become `outer.inner`."""
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        cure = "Send the JSON as it was downloaded: a list of records."
        raise single_fault(name, "the selected file is not JSON", cure) from error
    if not isinstance(content, list) or not all(isinstance(item, dict) for item in content):
        raise single_fault(name, "the JSON is not a list of records", "Send a list of records.")
    records = [dict(_flat(item)) for item in content]
    headers = tuple(dict.fromkeys(key for record in records for key in record))
    if not headers:
        raise single_fault(name, "the file has no rows", "Check the file and send it again.")
    return headers, [tuple(_cell(record.get(key)) for key in headers) for record in records]


def read_workbook_rows(
    path: Path, name: str, sheet: str
) -> tuple[tuple[str, ...], list[tuple[str | None, ...]]]:
    """The headers and rows of one sheet of an XLSX, XLS or ODS workbook.

    The sheet is the named one, else the only visible one.
    """
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(path)
        table = workbook.get_sheet_by_name(_sheet_name(workbook, name, sheet))
    except python_calamine.CalamineError as error:
        cure = "Open it, save it again as XLSX or CSV, and try again."
        raise single_fault(name, "the selected file is not a workbook that opens", cure) from error
    if table.total_height * table.total_width > MOST_CELLS:
        raise single_fault(name, f"the sheet spans more than {MOST_CELLS:,} cells", "Send a CSV.")
    rows = [tuple(_cell(value) for value in row) for row in table.to_python()]
    if not rows:
        raise single_fault(name, "the sheet is empty", "Check the file and send it again.")
    headers = tuple(value or "" for value in rows[0])
    return headers, [row for row in rows[1:] if any(value for value in row)]


def rows_as_arrow(headers: Sequence[str], rows: Sequence[Sequence[str | None]]) -> pa.Table:
    """Rows of text as an Arrow table whose columns are h0, h1, …"""
    columns: list[Any] = list(zip(*rows, strict=True)) if rows else [()] * len(headers)
    arrays = [pa.array(column, pa.string()) for column in columns]
    return pa.table(arrays, names=[f"h{i}" for i in range(len(headers))])


def fold_header(header: str) -> str:
    """A header without what means nothing in it: case, spacing and punctuation."""
    words = "".join(c if c.isalnum() else " " for c in header.removeprefix("\ufeff").casefold())
    return "_".join(words.split())


def _sheet_name(workbook: python_calamine.CalamineWorkbook, name: str, sheet: str) -> str:
    visible = [
        meta.name
        for meta in workbook.sheets_metadata
        if meta.visible is python_calamine.SheetVisibleEnum.Visible
    ]
    if sheet in workbook.sheet_names:
        return sheet
    if len(visible) == 1:
        return visible[0]
    wanted = f"no sheet named '{sheet}'" if sheet else "more than one visible sheet"
    fault = f"the workbook has {wanted}; its sheets are: {', '.join(visible)}"
    raise single_fault(name, fault, "Send a workbook with one visible sheet, or rename the sheet.")


def _cell(value: Any) -> str | None:
    """A cell as the text that a person sees in it; a whole number has no decimal point."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    if isinstance(value, datetime) and value.time() == time.min:
        value = value.date()
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def _text_sql(cell: str, kind: str) -> str:
    """The SQL of a typed Parquet cell as text: a whole number has no decimal point."""
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"strftime(timezone('UTC', {cell}), '%Y-%m-%dT%H:%M:%S+00:00')"
    if kind in ("DOUBLE", "FLOAT"):
        whole = f"CAST(TRY_CAST({cell} AS BIGINT) AS VARCHAR)"
        return f"CASE WHEN {cell} = trunc({cell}) THEN {whole} ELSE CAST({cell} AS VARCHAR) END"
    return f"CAST({cell} AS VARCHAR)"


def _flat(record: dict[str, Any], outer: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in record.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{outer}{key}.")
        else:
            yield f"{outer}{key}", value


def _header_line(path: Path, name: str) -> str:
    with path.open(encoding="utf-8-sig", newline="") as file:
        line = file.readline(CHUNK)
    if line.count('"') % 2 or len(line) == CHUNK:
        cure = "Put the column names in the first line, each on one line."
        raise single_fault(name, "the first line is not a header", cure)
    return line.rstrip("\r\n")


def _as_utf_8(path: Path, name: str, folder: Path) -> Path:
    """The path itself when the file is UTF-8, else a copy rewritten from what it is, strictly."""
    if _decodes(path, "utf-8"):
        return path
    with path.open("rb") as file:
        utf_16 = file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    encoding = "utf-16" if utf_16 else "cp1252"
    if not _decodes(path, encoding):
        cure = "Save it as CSV (UTF-8) and try again."
        fault = "the text cannot be read as UTF-8, UTF-16 or Windows-1252"
        raise single_fault(name, fault, cure)
    copy = folder / "utf-8.csv"
    with (
        path.open(encoding=encoding, newline="") as source,
        copy.open("w", encoding="utf-8", newline="") as target,
    ):
        while chunk := source.read(CHUNK):
            target.write(chunk)
    return copy


def _decodes(path: Path, encoding: str) -> bool:
    """Whether the whole file is text in this encoding; a NUL is a mark of another."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                if "\x00" in decoder.decode(chunk):
                    return False
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True

"""Hostile Parquet and JSON: damaged, nested, doubled, or of types that no cell of text has."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from hostile_text import GOOD, HEADERS

Made = Callable[[Path], Path]
MOMENT = datetime(2026, 4, 5, 14, 5, tzinfo=UTC)
RECORD = dict(zip(HEADERS, GOOD, strict=True))


def json_of(content: Any) -> Made:
    """A JSON file of any content."""
    return lambda path: _written(path, json.dumps(content).encode())


def raw(content: str | bytes) -> Made:
    """A file of these bytes."""
    return lambda path: _written(path, content.encode() if isinstance(content, str) else content)


def record(**other: Any) -> str:
    """One record of stops as JSON, with other values."""
    return json.dumps({**RECORD, **{key.replace("_", " "): v for key, v in other.items()}})


def parquet(columns: Mapping[str, Any], **how: Any) -> Made:
    """A Parquet file of stops with other columns."""

    def make(path: Path) -> Path:
        whole = {name: pa.array([value]) for name, value in RECORD.items()} | dict(columns)
        pq.write_table(pa.table(whole), path, **how)
        return path

    return make


def column_twice(path: Path) -> Path:
    """A Parquet file with two columns of one name."""
    arrays = [pa.array([value]) for value in (*GOOD, "9")]
    pq.write_table(pa.table(arrays, names=[*HEADERS, "Count"]), path)
    return path


def damaged(start: int, length: int) -> Made:
    """A Parquet file with zeros over some of its bytes, counted from either end."""

    def make(path: Path) -> Path:
        parquet({}, compression="zstd")(path)
        content = bytearray(path.read_bytes())
        first = start % len(content)
        content[first : first + length] = bytes(length)
        return _written(path, bytes(content))

    return make


def cut(path: Path) -> Path:
    """A Parquet file without its second half."""
    parquet({})(path)
    return _written(path, path.read_bytes()[: path.stat().st_size // 2])


def dictionary_bomb(path: Path) -> Path:
    """A Parquet file of 5,000 cells of 100 kB each, small because they are alike."""
    words = pa.DictionaryArray.from_arrays(
        pa.array(np.zeros(5_000, dtype=np.int32)), pa.array(["x" * 100_000])
    )
    columns = {n: pa.array([v] * len(words)).dictionary_encode() for n, v in RECORD.items()}
    table = pa.table({**columns, "Borough of Stop": words})
    pq.write_table(table, path, compression="zstd", row_group_size=5_000)
    return path


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


TABLES: Mapping[str, Made] = {
    "json_good": json_of([RECORD]),
    "json_number": json_of([{**RECORD, "Count": 7}]),
    "json_whole_fraction": json_of([{**RECORD, "Count": 7.0}]),
    "json_key_twice": raw("[" + record()[:-1] + ', "Count": "9"}]'),
    "json_key_twice_by_dots": json_of([{**RECORD, "a.b": 1, "a": {"b": 2}}]),
    "json_key_twice_by_capitals": json_of([{**RECORD, "COUNT": "9"}]),
    "json_list_in_a_cell": raw("[" + record(Count=[7]) + "]"),
    "json_list_in_a_text": raw("[" + record(Borough_of_Stop=["Lambeth"]) + "]"),
    "json_not_a_number": raw("[" + record().replace('"7"', "NaN") + "]"),
    "json_infinite": raw("[" + record().replace('"7"', "1e999") + "]"),
    "json_true": raw("[" + record(Count=True) + "]"),
    "json_surrogate": raw("[" + record().replace("Lambeth", "\\ud800") + "]"),
    "json_nul": raw("[" + record().replace("Lambeth", "Lam\\u0000beth") + "]"),
    "json_bidi": raw("[" + record().replace("Lambeth", "\\u202eLambeth") + "]"),
    "json_deep": raw("[" * 100_000),
    "json_deep_record": raw('[{"a":' + '{"a":' * 900 + "1" + "}" * 901 + "]"),
    "json_number_of_10_000_digits": raw("[" + record().replace('"7"', "9" * 10_000) + "]"),
    "json_lines": raw(record() + "\n" + record()),
    "json_object": json_of({"data": [RECORD]}),
    "json_of_lists": json_of([HEADERS, list(GOOD)]),
    "json_empty": raw("[]"),
    "json_empty_records": raw("[{}, {}]"),
    "json_cut_short": raw("[" + record()[:-10]),
    "json_then_more": raw("[" + record() + "] x"),
    "json_windows_1252": raw(("[" + record() + "]").replace("Lambeth", "Orée").encode("cp1252")),
    "json_utf_16": raw(("[" + record() + "]").encode("utf-16")),
    "json_with_bom": raw(("[" + record() + "]").encode("utf-8-sig")),
    "json_keys_without_end": json_of([{**RECORD, **{f"k{i}": i for i in range(2_000)}}]),
    "parquet_good": parquet({"Date": pa.array([date(2026, 4, 5)]), "Count": pa.array([7])}),
    "parquet_column_twice": column_twice,
    "parquet_infinite": parquet({"Count": pa.array([float("inf")])}),
    "parquet_not_a_number": parquet({"Count": pa.array([float("nan")])}),
    "parquet_past_all": parquet({"Count": pa.array([1e300])}),
    "parquet_fraction": parquet({"Count": pa.array([7.5])}),
    "parquet_year_10000": parquet({"Date": pa.array([2932897], pa.int32()).cast(pa.date32())}),
    "parquet_moment": parquet({"Date": pa.array([MOMENT], pa.timestamp("us"))}),
    "parquet_list": parquet({"Count": pa.array([[7]])}),
    "parquet_struct": parquet({"Count": pa.array([{"a": 7}])}),
    "parquet_list_in_a_text": parquet({"Borough of Stop": pa.array([["Lambeth"]])}),
    "parquet_bytes": parquet({"Borough of Stop": pa.array(["Orée".encode()])}),
    "parquet_bytes_windows_1252": parquet({"Borough of Stop": pa.array(["Orée".encode("cp1252")])}),
    "parquet_control_character": parquet({"Borough of Stop": pa.array(["Lam\x1bbeth"])}),
    "parquet_no_rows": lambda path: _of_no_rows(path),
    "parquet_no_columns": lambda path: _of_no_columns(path),
    "parquet_many_columns": parquet({f"x{i}": pa.array([i]) for i in range(2_000)}),
    "parquet_cut": cut,
    "parquet_head_only": raw(b"PAR1"),
    "parquet_two_marks": raw(b"PAR1\x00\x00\x00\x00PAR1"),
    "parquet_footer_damaged": damaged(-400, 200),
    "parquet_footer_length": damaged(-8, 4),
    "parquet_pages_damaged": damaged(4, 60),
    "parquet_encrypted": raw(b"PARE" + bytes(100) + b"PARE"),
}  # fmt: skip


def _of_no_rows(path: Path) -> Path:
    pq.write_table(pa.table({name: pa.array([], pa.string()) for name in HEADERS}), path)
    return path


def _of_no_columns(path: Path) -> Path:
    pq.write_table(pa.table({}), path)
    return path


DANGEROUS: Mapping[str, Made] = {"parquet_dictionary_bomb": dictionary_bomb}

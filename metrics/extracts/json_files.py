"""A JSON file as a table of text: a list of records, inner objects as columns with a point."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from metrics.errors import Finding, ScorecardError, single_fault
from metrics.extracts.characters import MOST_LINES
from metrics.extracts.tables import check_width, shown_key
from metrics.extracts.workbooks import cell_text


def read_json_rows(path: Path, name: str) -> tuple[tuple[str, ...], list[tuple[str | None, ...]]]:
    """The headers and rows of a JSON array of objects; inner objects become `outer.inner`."""
    try:
        content = json.loads(path.read_bytes(), object_pairs_hook=_Pairs)
    except (ValueError, RecursionError) as error:
        cure = "Send the JSON as it was downloaded: a list of records."
        raise single_fault(name, "the selected file is not JSON", cure) from error
    if not isinstance(content, list) or not all(isinstance(item, _Pairs) for item in content):
        raise single_fault(name, "the JSON is not a list of records", "Send a list of records.")
    records = _records(content, name)
    headers = tuple(dict.fromkeys(key for record in records for key in record))
    if not headers:
        raise single_fault(name, "the file has no rows", "Check the file and send it again.")
    check_width(headers, name)
    return headers, [tuple(record.get(key) for key in headers) for record in records]


class _Pairs(list[tuple[str, Any]]):
    """The keys and values of a JSON object in their order, doubled keys and all."""


def _records(content: Sequence[_Pairs], name: str) -> list[dict[str, str | None]]:
    """The records of a file; ScorecardError names the first fault of each, to a limit."""
    records, faults = [], list[Finding]()
    for number, pairs in enumerate(content, start=1):
        try:
            records.append(_record(pairs, f"{name}: record {number}"))
        except ScorecardError as error:
            faults += error.findings
        if len(faults) == MOST_LINES:
            break
    if faults:
        raise ScorecardError(faults)
    return records


def _record(pairs: _Pairs, place: str) -> dict[str, str | None]:
    record: dict[str, str | None] = {}
    for key, value in _flat(pairs):
        if key in record:
            fault = f"it has the key '{shown_key(key)}' twice"
            raise single_fault(place, fault, "Keep the one that is meant.")
        if isinstance(value, list):
            fault = f"it has a list under '{shown_key(key)}'"
            raise single_fault(place, fault, "Send one value for each key.")
        record[key] = cell_text(value, place)
    return record


def _flat(pairs: _Pairs, outer: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in pairs:
        if isinstance(value, _Pairs):
            yield from _flat(value, f"{outer}{key}.")
        else:
            yield f"{outer}{key}", value

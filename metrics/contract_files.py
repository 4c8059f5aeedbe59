"""An extract's contract for those who send it, in two public forms.

Sources: Open Data Contract Standard 3.0.2 (Bitol, the Linux Foundation); Frictionless Table Schema
2.0 (Open Knowledge Foundation). Columns that a layout fixes or lays across are of its file, and
are described as the rows that come of it.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from metrics.definitions.configuration import Configuration
from metrics.definitions.contracts import Column, ColumnType, DateForm, Extract
from metrics.errors import did_you_mean, single_fault
from metrics.extracts.identity import contract_digest
from metrics.extracts.typing_sql import EXPECTED, EXPECTED_DATES

API_VERSION = "v3.0.2"
DIGITS_OF_VERSION = 12
# By the type of a column: the logical type of the one standard, and the type of the other.
TYPES = {
    ColumnType.TEXT: ("string", "string"), ColumnType.INTEGER: ("integer", "integer"),
    ColumnType.DECIMAL: ("number", "number"), ColumnType.DATE: ("date", "date"),
    ColumnType.TIMESTAMP: ("date", "datetime"), ColumnType.BOOLEAN: ("boolean", "boolean"),
    ColumnType.CODED: ("string", "string"), ColumnType.UNIT: ("string", "string"),
    ColumnType.LATITUDE: ("number", "number"), ColumnType.LONGITUDE: ("number", "number"),
}  # fmt: skip
# A financial year is no date of either standard: it is told as text of a form.
FORMS: Mapping[DateForm, tuple[str, dict[str, Any]]] = {
    DateForm.ISO: ("yyyy-MM-dd", {"type": "date"}),
    DateForm.DAY_MONTH_YEAR: ("dd/MM/yyyy", {"type": "date", "format": "%d/%m/%Y"}),
    DateForm.FINANCIAL_YEAR: (
        "yyyy/yy",
        {"type": "string", "constraints": {"pattern": "[0-9]{4}/[0-9]{2}"}},
    ),
    DateForm.YEAR_TO_31_MARCH: ("yyyy", {"type": "year"}),
    DateForm.YEAR_MONTH: (
        "yyyyMM",
        {"type": "string", "constraints": {"pattern": "[0-9]{6}"}},
    ),
}
LIMITS = {ColumnType.LATITUDE: (-90, 90), ColumnType.LONGITUDE: (-180, 180)}


def write_contract(configuration: Configuration, extract_id: str, folder: Path) -> list[Path]:
    """Write `<extract>.odcs.yaml` and `<extract>.schema.json` to a folder and return where.

    Raises ScorecardError when the configuration has no such extract.
    """
    if extract_id not in configuration.extracts:
        cure = did_you_mean(extract_id, list(configuration.extracts))
        raise single_fault(extract_id, "there is no extract of that name", cure)
    folder.mkdir(parents=True, exist_ok=True)
    extract = configuration.extracts[extract_id]
    contract = yaml.safe_dump(open_contract(configuration, extract), sort_keys=False, width=100)
    schema = json.dumps(table_schema(configuration, extract), indent=2, ensure_ascii=False)
    contents = {f"{extract_id}.odcs.yaml": contract, f"{extract_id}.schema.json": f"{schema}\n"}
    for name, content in contents.items():
        (folder / name).write_text(content, encoding="utf-8")
    return [folder / name for name in contents]


def open_contract(configuration: Configuration, extract: Extract) -> dict[str, Any]:
    """The contract of an extract as the Open Data Contract Standard has it."""
    return {
        "apiVersion": API_VERSION,
        "kind": "DataContract",
        "id": extract.id,
        "name": extract.title,
        "version": contract_digest(configuration, extract)[:DIGITS_OF_VERSION],
        "status": "active",
        "domain": configuration.scorecard.organisation,
        "description": {"purpose": configuration.scorecard.title, "limitations": extract.source},
        "schema": [
            {
                "name": extract.id,
                "logicalType": "object",
                "physicalType": "file",
                "dataGranularityDescription": extract.row,
                "properties": [_property(configuration, c, extract) for c in extract.columns],
            }
        ],
        "roles": [{"role": extract.owner}],
        "slaProperties": [{"property": "frequency", "value": extract.frequency}],
    }


def table_schema(configuration: Configuration, extract: Extract) -> dict[str, Any]:
    """The columns of an extract as a Frictionless Table Schema; fields are found by name."""
    optional = any(not column.required for column in extract.columns)
    key = [_header(extract.column(name)) for name in extract.key]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fieldsMatch": ["partial" if optional else "subset"],
        "fields": [_field(configuration, column) for column in extract.columns],
        **({"primaryKey": key} if key else {}),
    }


def _property(configuration: Configuration, column: Column, extract: Extract) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": column.name,
        "physicalName": _header(column),
        "logicalType": TYPES[column.type][0],
        "required": not column.blank,
        "description": _about(column),
    }
    if column.name in extract.key:
        found |= {"primaryKey": True, "primaryKeyPosition": extract.key.index(column.name) + 1}
    options = _limits(column)
    if column.type is ColumnType.DATE:
        options["format"] = FORMS[column.form][0]
    if column.type is ColumnType.TIMESTAMP:
        options["format"] = "yyyy-MM-ddTHH:mm:ssZ"
    if options:
        found["logicalTypeOptions"] = options
    if custom := _custom(configuration, column):
        found["customProperties"] = [
            {"property": name, "value": value} for name, value in custom.items()
        ]
    return found


def _custom(configuration: Configuration, column: Column) -> dict[str, Any]:
    """What the standard has no words for: other headers, marks for missing, and the coding."""
    found: dict[str, Any] = {
        "otherHeaders": list(column.headers[1:]),
        "missing": list(column.missing),
        "decimalMark": column.decimal_mark if column.type is ColumnType.DECIMAL else "",
    }
    if column.coding:
        coding = configuration.codings[column.coding]
        found |= {
            "coding": coding.id,
            "labels": {group: list(labels) for group, labels in coding.labels.items()},
            "blankMeans": coding.unknown,
            "basis": coding.basis,
            "otherHolds": coding.other_holds,
        }
    return {name: value for name, value in found.items() if value}


def _field(configuration: Configuration, column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": _header(column), "type": TYPES[column.type][1]}
    if column.type is ColumnType.DATE:
        field |= FORMS[column.form][1]
    field["description"] = _about(column)
    if column.type is ColumnType.INTEGER:
        field["groupChar"] = ","
    if column.type is ColumnType.DECIMAL:
        field["decimalChar"] = column.decimal_mark
    if column.type is ColumnType.BOOLEAN:
        field |= {"trueValues": _cases("yes", "true"), "falseValues": _cases("no", "false")}
    if column.coding:
        field["categories"] = [
            {"value": label, "label": group}
            for group, labels in configuration.codings[column.coding].labels.items()
            for label in labels
        ]
    constraints = field.get("constraints", {}) | _limits(column) | {"required": not column.blank}
    return field | {"missingValues": ["", *column.missing], "constraints": constraints}


def _cases(*words: str) -> list[str]:
    """Words in the capitals that files write them in; the standard tells one from the other."""
    return [cased for word in words for cased in (word.title(), word, word.upper())]


def _limits(column: Column) -> dict[str, Any]:
    least, most = LIMITS.get(column.type, (None, column.most))
    limits = {"minimum": least, "maximum": None if most is None else float(most)}
    return {name: limit for name, limit in limits.items() if limit is not None}


def _header(column: Column) -> str:
    return column.headers[0] if column.headers else column.name


def _about(column: Column) -> str:
    dated = column.type is ColumnType.DATE
    form = EXPECTED_DATES[column.form] if dated else EXPECTED.get(column.type, "")
    return ". ".join(words for words in (column.about.rstrip("."), form) if words)

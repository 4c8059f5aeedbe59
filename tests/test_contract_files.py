"""Contracts in two public forms: what each standard requires is there, and it is the contract."""

import csv
import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from extract_files import GOOD, configuration, scorecard

from metrics.contract_files import write_contract

# What the JSON Schema of ODCS 3.0.2 requires, and allows: of a contract, of an object, of a column.
CONTRACT = {"version", "apiVersion", "kind", "id", "status"}
LOGICAL = {"string", "date", "number", "integer", "object", "array", "boolean"}
COLUMN = {
    "name", "physicalName", "logicalType", "logicalTypeOptions", "required", "description",
    "customProperties", "primaryKey", "primaryKeyPosition",
}  # fmt: skip
# The types of a field of Table Schema 2.0 that a column may be told as.
FIELD_TYPES = {"string", "number", "integer", "boolean", "date", "datetime", "year"}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the contracts of every extract."""
    folder = tmp_path_factory.mktemp("contracts")
    for extract in configuration().extracts:
        write_contract(configuration(), extract, folder)
    return folder


def test_the_command_writes_both_forms(tmp_path: Path, written: Path) -> None:
    """The command says which files it wrote, and they are those that the function writes."""
    done = scorecard("contract", "workforce", "--out", tmp_path)
    assert done.exit_code == 0
    made = [tmp_path / f"workforce.{kind}" for kind in ("odcs.yaml", "schema.json")]
    assert done.stdout.split() == [str(path) for path in made]
    assert all(path.read_bytes() == (written / path.name).read_bytes() for path in made)


def _contract(folder: Path, extract: str) -> dict[str, Any]:
    text = (folder / f"{extract}.odcs.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def _schema(folder: Path, extract: str) -> dict[str, Any]:
    text = (folder / f"{extract}.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@pytest.mark.parametrize("extract", configuration().extracts)
def test_open_data_contract(extract: str, written: Path) -> None:
    """An Open Data Contract has what the standard requires, and every column of the extract."""
    made = _contract(written, extract)
    assert set(made) >= CONTRACT
    assert (made["apiVersion"], made["kind"], made["id"]) == ("v3.0.2", "DataContract", extract)
    assert all(isinstance(made[name], str) and made[name] for name in CONTRACT)
    (table,) = made["schema"]
    wanted = configuration().extracts[extract].columns
    assert [column["name"] for column in table["properties"]] == [c.name for c in wanted]
    for column in table["properties"]:
        assert set(column) <= COLUMN
        assert column["logicalType"] in LOGICAL
    assert [c["required"] for c in table["properties"]] == [not c.blank for c in wanted]


@pytest.mark.parametrize("extract", configuration().extracts)
def test_table_schema(extract: str, written: Path) -> None:
    """A Table Schema has a field for each column, each with its name and a type of the standard."""
    made = _schema(written, extract)
    wanted = configuration().extracts[extract].columns
    assert [f["name"] for f in made["fields"]] == [(*c.headers, c.name)[0] for c in wanted]
    assert all(field["type"] in FIELD_TYPES for field in made["fields"])
    assert all("" in field["missingValues"] for field in made["fields"])


def test_a_good_file_keeps_the_table_schema(written: Path) -> None:
    """A file that loads has the fields of the schema, with cells of the types that it names."""
    made = _schema(written, "mps_stops")
    with (GOOD / "utf_8.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    columns = configuration().extracts["mps_stops"].columns
    optional = {column.headers[0] for column in columns if not column.required}
    assert {field["name"] for field in made["fields"]} - set(rows[0]) == optional
    for field in (field for field in made["fields"] if field["name"] in rows[0]):
        for cell in (row[field["name"]] for row in rows):
            assert _fits(field, cell), (field, cell)


def _fits(field: dict[str, Any], cell: str) -> bool:
    if cell in field["missingValues"]:
        return not field["constraints"]["required"]
    if field["type"] == "date":
        return bool(datetime.strptime(cell, field.get("format", "%Y-%m-%d")))  # noqa: DTZ007
    if field["type"] == "integer":
        return re.fullmatch("[0-9]+", cell.replace(field["groupChar"], "")) is not None
    return "categories" not in field or cell.casefold() in {
        category["value"].casefold() for category in field["categories"]
    }


def test_the_key_is_told(written: Path) -> None:
    """Both forms name the columns that tell one row from every other, in their order."""
    (table,) = _contract(written, "recommendations")["schema"]
    keys = {c["name"]: c["primaryKeyPosition"] for c in table["properties"] if "primaryKey" in c}
    assert keys == {"as_at": 1, "reference": 2}
    assert _schema(written, "recommendations")["primaryKey"] == ["As at", "Reference"]
    assert "primaryKey" not in _schema(written, "mps_stops")


def test_the_coding_is_told(written: Path) -> None:
    """The Open Data Contract says what labels mean, what a blank is, and what Other holds."""
    (table,) = _contract(written, "mps_stops")["schema"]
    (said,) = [c for c in table["properties"] if c["name"] == "ethnicity_appearance"]
    told = {each["property"]: each["value"] for each in said["customProperties"]}
    assert told["coding"] == "ethnicity_appearance"
    assert told["labels"]["Black"] == ["IC3", "3 Black"]
    assert told["blankMeans"] == "Not recorded"
    assert told["otherHolds"].startswith("Chinese, Japanese")


def test_yes_and_no_are_told_as_files_write_them(written: Path) -> None:
    """The Table Schema tells capitals apart: the words of a file are among its own."""
    (field,) = [f for f in _schema(written, "use_of_force")["fields"] if f["type"] == "boolean"][:1]
    assert {"Yes", "true"} <= set(field["trueValues"])
    assert {"No", "false"} <= set(field["falseValues"])


def test_version_follows_the_contract(written: Path) -> None:
    """Two extracts have two versions: the version is of the contract, not of the program."""
    versions = [_contract(written, extract)["version"] for extract in configuration().extracts]
    assert len(set(versions)) == len(versions)


def test_contract_of_no_extract(tmp_path: Path) -> None:
    """A misspelt extract is answered with the nearest one."""
    done = scorecard("contract", "mps_stop", "--out", tmp_path)
    assert done.exit_code == 1
    assert done.stderr == (
        "mps_stop: there is no extract of that name. Did you mean 'mps_stops'?\n"
    )

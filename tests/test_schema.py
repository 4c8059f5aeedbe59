"""The JSON Schemas from which an editor completes and checks the configuration."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from builders import DELIVERED

from metrics.definitions.schema import schemas, write_schemas

NAMES = ["scorecard", "extracts", "organisation", "access", "actions", "recommendations",
         "duties", "posts"]  # fmt: skip


def as_an_editor_reads(text: str) -> Any:
    """YAML with numbers and switches as such, and dates as the text that JSON has for them."""
    return json.loads(json.dumps(yaml.safe_load(text), default=str))


def validator(name: str) -> jsonschema.Draft202012Validator:
    """The validator of one file's committed schema."""
    schema = json.loads((DELIVERED / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def faults(name: str, text: str) -> list[str]:
    """What an editor would underline in a file with this text."""
    found = validator(name).iter_errors(as_an_editor_reads(text))
    return [f"{error.json_path}: {error.message}" for error in found]


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_schema_is_not_stale(name: str) -> None:
    """The schema beside a configuration file is the one that its types give today."""
    committed = (DELIVERED / f"{name}.schema.json").read_text(encoding="utf-8")
    assert committed == schemas()[f"{name}.schema.json"]


def test_schemas_are_written_beside_the_files(tmp_path: Path) -> None:
    """Writing makes one schema for each file and says where it is."""
    written = write_schemas(tmp_path)
    assert [path.name for path in written] == [f"{name}.schema.json" for name in NAMES]
    assert {path.name: path.read_text(encoding="utf-8") for path in written} == schemas()


@pytest.mark.parametrize("name", NAMES)
def test_the_delivered_configuration_is_valid_in_an_editor(name: str) -> None:
    """An editor underlines nothing in the configuration as it is delivered."""
    assert faults(name, (DELIVERED / f"{name}.yaml").read_text(encoding="utf-8")) == []


def delivered_with(name: str, old: str, new: str) -> str:
    """The delivered text of a file with one piece of it changed wherever it stands."""
    text = (DELIVERED / f"{name}.yaml").read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new)


def test_an_editor_takes_plain_numbers_in_examples() -> None:
    """A row of a worked example may hold a number without quotes."""
    text = delivered_with("scorecard", 'people: "200"', "people: 200")
    assert faults("scorecard", text) == []


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("better: one", "better: won", "'won' is not one of"),
        ("kind: rate", "kind: rat", "'rat' is not one of"),
        ("unit_of_value: searches", "unit: searches", "'unit' was unexpected"),
        ("per: 1000", "per: many", "'many' is not of type 'integer'"),
    ],
)
def test_an_editor_underlines_a_fault(old: str, new: str, word: str) -> None:
    """A misspelt value, an unknown key and a word for a number are seen while they are typed."""
    assert any(
        word in fault for fault in faults("scorecard", delivered_with("scorecard", old, new))
    )

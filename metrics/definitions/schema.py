"""JSON Schemas of the eight files, from the types that read them, for an editor to complete."""

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from metrics.definitions.actions import ActionList
from metrics.definitions.audiences import Access
from metrics.definitions.contracts import Extracts
from metrics.definitions.duties import DutyList
from metrics.definitions.models import Scorecard
from metrics.definitions.organisation import Organisation
from metrics.definitions.posts import PostList
from metrics.definitions.recommendations import RecommendationList

TYPES: dict[str, Any] = {
    "scorecard": Scorecard,
    "extracts": Extracts,
    "organisation": Organisation,
    "access": Access,
    "actions": ActionList,
    "recommendations": RecommendationList,
    "duties": DutyList,
    "posts": PostList,
}


def schemas() -> dict[str, str]:
    """The text of each schema file, by its name."""
    return {f"{name}.schema.json": _schema(name, type_) for name, type_ in TYPES.items()}


def write_schemas(folder: Path) -> list[Path]:
    """Write every schema beside the files that it describes and return their paths."""
    written = []
    for name, content in schemas().items():
        (folder / name).write_text(content, encoding="utf-8")
        written.append(folder / name)
    return written


def _schema(name: str, type_: Any) -> str:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{name}.yaml",
        **TypeAdapter(type_).json_schema(),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"

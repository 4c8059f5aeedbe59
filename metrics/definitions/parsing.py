"""From text values to frozen types: every fault of shape, with its line and its cure, at once."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from metrics.definitions.yaml_reading import Document, Place, Tree
from metrics.errors import Finding, did_you_mean, nearest

T = TypeVar("T")
Schema = dict[str, Any]

# One item of these lists can be wrong without making the rest of the file unreadable.
SECTIONS = {
    "metrics": "metric", "themes": "theme", "extracts": "extract", "codings": "coding",
    "units": "unit", "levels": "level", "tiers": "tier", "roles": "role",
    "systems": "system", "actions": "action",
    "recommendations": "recommendation",
    "duties": "duty",
    "posts": "post",
}  # fmt: skip
PATTERN_CURES = {
    "^[a-z]": "Use lower-case letters, digits and _, starting with a letter, like 'stop_search'.",
    "^[A-Z]": "Use capital letters and digits, starting with a letter, like 'E09000012'.",
    "^[0-9]": 'Use the theme, a full stop and the number of the action, like "1.5".',
}
KINDS_OF_VALUE = {
    "tuple_type": ("must be a list", "Start each item with '- ', or write [first, second]."),
    "dataclass_type": ("must hold keys and values", "Write them indented under it, 'key: value'."),
    "dict_type": ("must hold keys and values", "Write them indented under it, 'key: value'."),
    "string_type": ("must be text", "Write one plain value after the colon."),
    "string_too_short": ("is empty", "Write what it is, or delete the key if it is optional."),
    "string_too_long": ("is too long", "Keep it under 2,000 characters."),
}


def parse(document: Document, type_: type[T]) -> tuple[T | None, list[Finding]]:
    """Read a document as `type_`: what could be read, and every fault of shape.

    Items of a list that are at fault are left out of what is returned, so that the rest can
    still be checked. Returns None when the file as a whole cannot be read.
    """
    adapter = TypeAdapter(type_)
    if not isinstance(document.content, dict):
        return None, [_no_keys(document, adapter)]
    content = document.content
    try:
        return adapter.validate_python(content), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    schema = adapter.json_schema()
    telling = [*_telling(details, content)]
    meant = {place for detail in telling for place in _meant(detail, content, schema)}
    findings = [
        _finding(document, content, detail, schema)
        for detail in telling
        if detail["type"] != "missing" or _place(detail, content) not in meant
    ]
    return _without_faulty_items(adapter, content, details), findings


def item_name(content: Tree, place: Place) -> str:
    """How messages name the item that holds a place: `metric 'stop_search_rate'`, or nothing."""
    if not place[1:] or place[0] not in SECTIONS or not isinstance(content, dict):
        return ""
    items = content.get(str(place[0]))
    item = items[int(place[1])] if isinstance(items, list) else None
    named = item.get("id") or item.get("code") if isinstance(item, dict) else None
    return f"{SECTIONS[str(place[0])]} '{named or int(place[1]) + 1}': "


def _no_keys(document: Document, adapter: TypeAdapter[T]) -> Finding:
    keys = ", ".join(adapter.json_schema().get("required", []))
    fault = "the file is empty" if document.content is None else "the file does not start with keys"
    return Finding(document.file, fault, f"Write its keys at the left margin: {keys}.", 1)


def _meant(detail: ErrorDetails, content: Tree, schema: Schema) -> Iterator[Place]:
    """The place of the key that an unknown key is a misspelling of: it is not missing as well."""
    place = _place(detail, content)
    if detail["type"] == "unexpected_keyword_argument":
        known = _keys_at(schema, schema, place[:-1])
        yield from ((*place[:-1], key) for key in nearest(str(place[-1]), known))


def _without_faulty_items(
    adapter: TypeAdapter[T], content: Mapping[str, Tree], details: list[ErrorDetails]
) -> T | None:
    faulty = {detail["loc"][:2] for detail in details}
    kept = {
        key: [item for i, item in enumerate(value) if (key, i) not in faulty]
        if key in SECTIONS and isinstance(value, list)
        else value
        for key, value in content.items()
    }
    try:
        return adapter.validate_python(kept)
    except ValidationError:
        return None


def _telling(details: list[ErrorDetails], content: Tree) -> Iterator[ErrorDetails]:
    """Of the faults of a value that may have several forms, those of the form that was meant."""
    places = [_place(detail, content) for detail in details]
    for detail, place in zip(details, places, strict=True):
        value = _value_at(content, place)
        deeper = any(other[: len(place)] == place and other != place for other in places)
        twins = sum(other == place for other in places) > 1
        wanted_text = detail["type"] in {"string_type", "literal_error"}
        if isinstance(value, dict) and wanted_text and (deeper or twins):
            continue
        if not isinstance(value, dict) and detail["type"] == "dataclass_type" and twins:
            continue
        yield detail


def _place(detail: ErrorDetails, content: Tree) -> Place:
    """The place in the file that an error is about, without the names of the forms tried."""
    node, place = content, []
    for step in detail["loc"]:
        if isinstance(node, dict) and step in node:
            node = node[str(step)]
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            node = node[step]
        else:
            continue
        place.append(step)
    if detail["type"] == "missing":
        place.append(detail["loc"][-1])
    return tuple(place)


def _value_at(content: Tree, place: Place) -> Tree:
    for step in place:
        if isinstance(content, dict):
            content = content.get(str(step))
        elif isinstance(content, list) and isinstance(step, int):
            content = content[step]
    return content


def _finding(document: Document, content: Tree, detail: ErrorDetails, schema: Schema) -> Finding:
    place = _place(detail, content)
    fault, cure = _fault_and_cure(detail, place, _value_at(content, place), schema)
    return Finding(document.file, item_name(content, place) + fault, cure, document.line(place))


def _fault_and_cure(
    detail: ErrorDetails, place: Place, value: Tree, schema: Schema
) -> tuple[str, str]:
    # An item of a list is named by the key of the list.
    key, type_ = next(step for step in reversed(place) if isinstance(step, str)), detail["type"]
    if type_ == "missing":
        return f"missing key '{key}'", f"Add a line '{key}: …' here."
    if type_ == "unexpected_keyword_argument":
        known = _keys_at(schema, schema, place[:-1])
        quote = "If it is part of a text with a comma, quote the text."
        return f"unknown key '{key}'", quote if " " in key else did_you_mean(key, known)
    if value is None:
        return f"'{key}' has no value", "Write one after the colon, or delete the key."
    if type_ in KINDS_OF_VALUE:
        fault, cure = KINDS_OF_VALUE[type_]
        return f"'{key}' {fault}", cure
    if type_ == "literal_error" and (keys := _keys_at(schema, schema, place)):
        cure = f"Write {detail['ctx']['expected']}, or keys and values: {', '.join(keys)}."
        return f"'{value}' is not a value of '{key}'", cure
    return _fault_of_value(key, str(value), type_, detail.get("ctx", {}))


def _fault_of_value(key: str, value: str, type_: str, context: Schema) -> tuple[str, str]:
    if type_ in {"literal_error", "enum"}:
        options = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        return f"'{value}' is not a value of '{key}'", did_you_mean(value, options)
    if type_ == "string_pattern_mismatch":
        pattern = str(context.get("pattern", ""))
        cure = next(text for start, text in PATTERN_CURES.items() if pattern.startswith(start))
        return f"'{value}' cannot be the {key}", cure
    reason = str(context.get("error", ""))
    return f"'{key}' is '{value}'", f"{reason[:1].upper()}{reason[1:]}."


def _keys_at(node: Schema, schema: Schema, place: Place) -> list[str]:
    """The keys that the schema allows at a place, over every form that the value may have."""
    if "$ref" in node:
        return _keys_at(schema["$defs"][node["$ref"].rsplit("/", 1)[1]], schema, place)
    if "anyOf" in node:
        return [key for form in node["anyOf"] for key in _keys_at(form, schema, place)]
    if not place:
        return list(node.get("properties", {}))
    below = node.get("items") if isinstance(place[0], int) else None
    below = below or node.get("properties", {}).get(place[0])
    return _keys_at(below, schema, place[1:]) if below else []

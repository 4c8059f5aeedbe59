"""An OpenDocument spreadsheet with the same bytes each time: stored, not compressed, and undated.

Source of the form: OASIS OpenDocument 1.3, part 2 (packages) and part 3 (schema).
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_STORED, ZipFile, ZipInfo

Cell: TypeAlias = str | int | float | None
Sheets: TypeAlias = Mapping[str, Iterable[Sequence[Cell]]]

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMES = "urn:oasis:names:tc:opendocument:xmlns"
EARLIEST = (1980, 1, 1, 0, 0, 0)
UNIX = 3


def write_spreadsheet(path: Path, sheets: Sheets) -> Path:
    """Write the sheets in their order and return where; a cell is text, a number or empty."""
    path.parent.mkdir(parents=True, exist_ok=True)
    parts = {
        "mimetype": MEDIA_TYPE,
        "META-INF/manifest.xml": _manifest(),
        "content.xml": _content(sheets),
    }
    with ZipFile(path, "w", ZIP_STORED) as package:
        for name, text in parts.items():
            package.writestr(_undated(name), text.encode())
    return path


def _undated(name: str) -> ZipInfo:
    """An entry that says neither when nor on which system it was written."""
    entry = ZipInfo(name, EARLIEST)
    entry.create_system = UNIX
    return entry


def _manifest() -> str:
    entries = {"/": MEDIA_TYPE, "content.xml": "text/xml"}
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in entries.items()
    )
    opening = f'<manifest:manifest xmlns:manifest="{NAMES}:manifest:1.0" manifest:version="1.3">'
    return f"{DECLARATION}{opening}{listed}</manifest:manifest>"


def _content(sheets: Sheets) -> str:
    spaces = ("office", "table", "text")
    declared = " ".join(f'xmlns:{name}="{NAMES}:{name}:1.0"' for name in spaces)
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>{''.join(map(_row, rows))}</table:table>\n"
        for name, rows in sheets.items()
    )
    return (
        f'{DECLARATION}<office:document-content {declared} office:version="1.3">'
        f"<office:body><office:spreadsheet>\n{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )


def _row(cells: Sequence[Cell]) -> str:
    return f"<table:table-row>{''.join(map(_cell, cells))}</table:table-row>\n"


def _cell(value: Cell) -> str:
    if value is None:
        return "<table:table-cell/>"
    kind = f'float" office:value="{value}' if isinstance(value, int | float) else "string"
    text = escape(str(value))
    return (
        f'<table:table-cell office:value-type="{kind}"><text:p>{text}</text:p></table:table-cell>'
    )

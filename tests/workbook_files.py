"""The smallest XLSX workbooks that hold what a test needs, made part by part."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZipFile

Row = Sequence[str | float | date | None]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"
# Day 1 is 1 January 1900, and 29 February 1900 is counted though it never was.
DAY_NOUGHT = date(1899, 12, 30)
DATE_STYLE = 14


def workbook(path: Path, sheets: Mapping[str, Sequence[Row]], hidden: Sequence[str] = ()) -> Path:
    """Write a workbook of these sheets, some of them hidden, and return where."""
    parts = {f"xl/worksheets/sheet{i}.xml": _sheet(r) for i, r in enumerate(sheets.values(), 1)}
    return workbook_of_parts(path, list(sheets), parts, hidden)


def workbook_of_parts(
    path: Path, names: Sequence[str], parts: Mapping[str, str], hidden: Sequence[str] = ()
) -> Path:
    """Write a workbook whose sheets are given as XML."""
    states = ["hidden" if name in hidden else "visible" for name in names]
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{i}" state="{state}" r:id="r{i}"/>'
        for i, (name, state) in enumerate(zip(names, states, strict=True), 1)
    )
    linked = "".join(
        f'<Relationship Id="r{i}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(names) + 1)
    )
    styles = f'<Relationship Id="styles" Type="{OFFICE}/styles" Target="styles.xml"/>'
    whole = {
        "[Content_Types].xml": _content_types(parts),
        "_rels/.rels": _relationships(
            f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relationships(linked + styles),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/>'
        f'<xf numFmtId="{DATE_STYLE}"/></cellXfs></styleSheet>',
        **parts,
    }
    with ZipFile(path, "w") as package:
        for name, content in whole.items():
            package.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return path


def sheet_of_cells(cells: str) -> str:
    """A sheet from its rows as XML."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'


def _sheet(rows: Sequence[Row]) -> str:
    cells = (f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    return sheet_of_cells("".join(cells))


def _cell(value: str | float | date | None) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, date):
        return f'<c s="1"><v>{(value - DAY_NOUGHT).days}</v></c>'
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f"<c><v>{value}</v></c>"


def _content_types(parts: Mapping[str, str]) -> str:
    kinds = {"/xl/workbook.xml": "sheet.main", "/xl/styles.xml": "styles"}
    kinds |= {f"/{name}": "worksheet" for name in parts}
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{SHEET_TYPE.format(kind)}"/>'
        for name, kind in kinds.items()
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    default = f'<Default Extension="rels" ContentType="{rels}"/>'
    return f'<Types xmlns="{TYPES}">{default}{overrides}</Types>'


def _relationships(listed: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}">{listed}</Relationships>'

"""Hostile OpenDocument spreadsheets, and archives of any parts."""

from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from hostile_text import HEADERS

Made = Callable[[Path], Path]

ODS = "application/vnd.oasis.opendocument.spreadsheet"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
MANIFEST = (
    f'<manifest:manifest xmlns:manifest="{OFFICE.format("manifest")}" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/>'
    "</manifest:manifest>"
)
LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 9))
BILLION_LAUGHS = f'<!DOCTYPE l [<!ENTITY l0 "ha">{LAUGHS}]>'


def parts(names: Mapping[str, bytes]) -> Made:
    """An archive of these parts."""

    def make(path: Path) -> Path:
        with ZipFile(path, "w", ZIP_DEFLATED) as package:
            for name, content in names.items():
                package.writestr(ZipInfo(name), content)
        return path

    return make


def open_document(cells: str, start: str = "") -> Made:
    """An ODS whose one sheet has these rows as XML."""
    spaces = " ".join(f'xmlns:{n}="{OFFICE.format(n)}"' for n in ("office", "table", "text"))
    table = f'<table:table table:name="Stops">{cells}</table:table>'
    return parts({
        "mimetype": ODS.encode(),
        "META-INF/manifest.xml": MANIFEST.encode(),
        "content.xml": f"<?xml version='1.0'?>{start}<office:document-content {spaces} "
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
        "</office:document-content>".encode(),
    })  # fmt: skip


def ods_row(values: tuple[str, ...] | list[str], last: str = "") -> str:
    """A row of an ODS, and one more cell as XML."""
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{v}</text:p></table:table-cell>'
        for v in values
    )
    return f"<table:table-row>{cells}{last}</table:table-row>"


ODS_HEAD = ods_row(HEADERS)
ODS_SEVEN = '<table:table-cell office:value-type="float" office:value="7"/>'
ODS_ERROR = (
    '<table:table-cell table:formula="of:=NA()" office:value-type="string" '
    'office:string-value="" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
)
ODS_ERROR_SHOWN = (
    '<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0">'
    "<text:p>#DIV/0!</text:p></table:table-cell>"
)
ODS_NOT_CALCULATED = '<table:table-cell table:formula="of:=3+4"/>'
ODS_CALCULATED = (
    "<table:table-cell table:formula='of:=IF([.A2]>0;7;\"\")' office:value-type='float' "
    "office:value='7'><text:p>7</text:p></table:table-cell>"
)
REPEATED = (
    '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
    'table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    "</table:table-row>"
)

"""Sheets whose XML says two things at once, or hides what all but one cell of a block hold."""

from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

from hostile_open_documents import (
    ODS_HEAD,
    ODS_SEVEN,
    Made,
    ods_row,
    open_document,
)
from hostile_text import GOOD
from hostile_workbooks import SEVEN, SHEET, inline, of_sheet, stops_sheet
from workbook_files import MAIN, workbook_of_parts

SEX = inline(GOOD[5], "F2")
OVER_TWO_ROWS = '<table:table-cell table:number-rows-spanned="2"/>'
AGAIN = '<row r="{}"><c r="I{}"><v>9</v></c></row>'
MERGED = '</sheetData><mergeCells count="1"><mergeCell ref="F2:F3"/></mergeCells>'


def of_texts(number: str, texts: str = "<si><t>Male</t></si>") -> Made:
    """A workbook in which a person's sex is the text of that number in a list."""

    def make(path: Path) -> Path:
        cell = f'<c r="F2" t="s"><v>{number}</v></c>'
        workbook_of_parts(path, ["Stops"], {SHEET: stops_sheet(SEVEN).replace(SEX, cell)})
        with ZipFile(path, "a") as package:
            package.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{texts}</sst>')
        return path

    return make


SHEETS: Mapping[str, Made] = {
    "merged_cells": of_sheet(stops_sheet(SEVEN).replace("</sheetData>", MERGED)),
    "merged_cells_of_an_open_document": open_document(
        ODS_HEAD + ods_row(GOOD[:8], ODS_SEVEN + OVER_TWO_ROWS)
    ),
    "cell_twice": of_sheet(stops_sheet(SEVEN + '<c r="I2"><v>9</v></c>')),
    "row_twice": of_sheet(stops_sheet(SEVEN, rest=AGAIN.format(2, 2))),
    "rows_out_of_order": of_sheet(stops_sheet(SEVEN, rest=AGAIN.format(1, 1))),
    "two_values_in_a_cell": of_sheet(stops_sheet('<c r="I2"><v>7</v><v>9</v></c>')),
    "comment_in_a_value": of_sheet(stops_sheet('<c r="I2"><v>7<!-- 0 -->0</v></c>')),
    "text_of_no_number": of_texts("-1"),
    "text_past_the_list": of_texts("9"),
    "text_with_its_sound": of_texts("0", "<si><t>Male</t><rPh sb='0' eb='1'><t>x</t></rPh></si>"),
}

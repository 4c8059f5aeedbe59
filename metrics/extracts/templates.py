"""The template of an extract: the headers that a file needs, and one invented row that loads."""

import csv
import io
import re
from collections.abc import Mapping

from metrics.definitions.contracts import Coding, Column, ColumnType, DateForm, Extract
from metrics.definitions.organisation import Organisation
from metrics.extracts.header import PLAIN, column_headers

DATES = {
    DateForm.ISO: "2026-03-31",
    DateForm.DAY_MONTH_YEAR: "31/03/2026",
    DateForm.FINANCIAL_YEAR: "2025/26",
    DateForm.YEAR_TO_31_MARCH: "2026",
    DateForm.YEAR_MONTH: "202603",
}
VALUES = {
    ColumnType.TIMESTAMP: "2026-03-31T14:05:00+01:00",
    ColumnType.INTEGER: "1",
    ColumnType.BOOLEAN: "true",
    ColumnType.TEXT: "Example",
}


def template_csv(
    extract: Extract, codings: Mapping[str, Coding], organisation: Organisation
) -> bytes:
    """A CSV file (UTF-8 with a mark, as Excel wants it) of the headers and one invented row."""
    layout = next((x for x in extract.layouts if not x.refused), PLAIN)
    laid = layout.wide
    given = {*layout.fixed, *((laid.label, laid.number) if laid else ())}
    headers, row = [], []
    for column in (c for c in extract.columns if c.name not in given):
        known = [h for h in column_headers(column) if h in layout.known_by]
        headers.append((known or column_headers(column))[0])
        row.append(_value(column, extract, codings, organisation))
    months = [DATES[DateForm.YEAR_MONTH]] if laid and laid.months else []
    across = [*laid.headers, *months] if laid else []
    text = io.StringIO()
    csv.writer(text).writerows([[*headers, *across], [*row, *("1" for _ in across)]])
    return text.getvalue().encode("utf-8-sig")


def _value(
    column: Column, extract: Extract, codings: Mapping[str, Coding], organisation: Organisation
) -> str:
    """What the invented row has in a column: what `keep` asks, else the first that is right."""
    asked = re.search(rf"\b{column.name} = '([^']*)'", extract.keep)
    if asked:
        return asked[1]
    if column.type is ColumnType.CODED:
        labels = codings[column.coding].labels
        return next(label for group in labels.values() for label in group)
    if column.type is ColumnType.UNIT:
        level = extract.unit.smallest or "borough"
        unit = next(u for u in organisation.units if u.residents and u.level == level)
        return unit.code if extract.unit.residents_only else unit.name
    if column.type is ColumnType.DATE:
        return DATES[column.form]
    if column.type is ColumnType.DECIMAL:
        return f"0{column.decimal_mark}5"
    return VALUES.get(column.type, "")

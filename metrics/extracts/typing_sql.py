"""SQL that reads a cell of text as what its column must hold, or as nothing and a fault.

A cell is read only in the exact form that the contract names: `1e3`, `0x1F`, `1_000` and `5.7` are
no whole numbers here, though DuckDB would cast them.
"""

from metrics.connections import text
from metrics.definitions.contracts import Column, ColumnType, DateForm
from metrics.extracts.likely import SCIENTIFIC
from metrics.extracts.old_workbooks import UNCALCULATED, WORDS

# A slip of the keys like 0206 or 2206 would stretch every series over centuries.
YEAR = "(199[0-9]|20[0-9]{2})"
DAY_MONTH_YEAR = f"[0-9]{{1,2}}/[0-9]{{1,2}}/{YEAR}"
ISO_DAY = f"{YEAR}-[0-9]{{2}}-[0-9]{{2}}"
THOUSANDS = r"-?[0-9]{1,3}(,[0-9]{3})+"

NUMBERS = (ColumnType.INTEGER, ColumnType.DECIMAL)

# In the file's own words: what is expected of each type, for the message about a fault.
EXPECTED = {
    ColumnType.INTEGER: "a whole number like 12 or 1,200",
    ColumnType.DECIMAL: "a number like 0.56",
    ColumnType.TIMESTAMP: "a date and time with its offset, like 2026-09-30T14:05:00+00:00",
    ColumnType.BOOLEAN: "Yes or No",
    ColumnType.UNIT: "the name or the code of a unit",
    ColumnType.LATITUDE: "a latitude from -90 to 90",
    ColumnType.LONGITUDE: "a longitude from -180 to 180",
}
EXPECTED_DATES = {
    DateForm.ISO: "a real date like 2026-02-28",
    DateForm.DAY_MONTH_YEAR: "a real date like 28/02/2026",
    DateForm.FINANCIAL_YEAR: "a financial year like 2025/26",
    DateForm.YEAR_TO_31_MARCH: "a year like 2026",
    DateForm.YEAR_MONTH: "a month like 202604",
}


def expected(column: Column) -> str:
    """What a cell of this column must hold, in words."""
    if column.type is ColumnType.DATE:
        return EXPECTED_DATES[column.form]
    limit = "" if column.most is None else f", {column.most:g} at most"
    return EXPECTED.get(column.type, "a value") + limit


def typed_sql(column: Column, cell: str) -> str:
    """The SQL expression of a cell as the column's type; NULL where it is not of that form.

    A label or a unit's name stays text: it is looked up later, once for each that occurs.
    """
    readers = {
        ColumnType.INTEGER: _integer,
        ColumnType.DATE: _date,
        ColumnType.TIMESTAMP: _timestamp,
        ColumnType.BOOLEAN: _boolean,
        ColumnType.LATITUDE: _degrees,
        ColumnType.LONGITUDE: _degrees,
        ColumnType.DECIMAL: _decimal,
        ColumnType.TEXT: _text,
    }
    reader = readers.get(column.type)
    typed = reader(column, cell) if reader else cell
    if column.most is None or column.type not in NUMBERS:
        return typed
    return f"CASE WHEN ({typed}) <= {column.most} THEN ({typed}) END"


def filled_sql(column: Column, cell: str) -> str:
    """The SQL expression of a cell that is NULL where it is blank or a mark for missing."""
    marks = ", ".join(text(mark) for mark in ("", *column.missing))
    # Most cells need no trim, which takes longer than to see so: it knows all spaces of Unicode.
    outside = f"{cell} LIKE ' %' OR {cell} LIKE '% ' OR strlen({cell}) <> length({cell})"
    return (
        f"CASE WHEN {cell} IN ({marks}) THEN NULL WHEN NOT ({outside}) THEN {cell} "
        f"WHEN trim({cell}) IN ({marks}) THEN NULL ELSE trim({cell}) END"
    )


def _integer(column: Column, cell: str) -> str:
    return (
        f"CASE WHEN regexp_full_match({cell}, '-?[0-9]{{1,15}}') THEN TRY_CAST({cell} AS BIGINT) "
        f"WHEN regexp_full_match({cell}, {text(THOUSANDS)}) "
        f"THEN TRY_CAST(replace({cell}, ',', '') AS BIGINT) END"
    )


def _decimal(column: Column, cell: str) -> str:
    # A source that writes a decimal comma in one edition writes a point in the next.
    mark = "[,.]" if column.decimal_mark == "," else "[.]"
    pattern = f"-?[0-9]{{1,15}}({mark}[0-9]{{1,15}})?"
    return (
        f"CASE WHEN regexp_full_match({cell}, '{pattern}') "
        f"THEN TRY_CAST(replace({cell}, ',', '.') AS DOUBLE) END"
    )


def _text(_: Column, cell: str) -> str:
    # Neither an error of a workbook nor a long code that it made a number of is what was there.
    errors = ", ".join(text(word) for word in (*WORDS.values(), UNCALCULATED))
    number = f"{cell} LIKE '%E+%' AND regexp_full_match({cell}, {text(SCIENTIFIC)})"
    return f"CASE WHEN {cell} NOT IN ({errors}) AND NOT ({number}) THEN {cell} END"


def _degrees(column: Column, cell: str) -> str:
    limit = 90 if column.type is ColumnType.LATITUDE else 180
    number = f"TRY_CAST({cell} AS DOUBLE)"
    return f"CASE WHEN {number} BETWEEN -{limit} AND {limit} THEN {number} END"


def _date(column: Column, cell: str) -> str:
    year, ends = (
        f"CAST(substr({cell}, 1, 4) AS INTEGER) + 1",
        f"CAST(substr({cell}, 6, 2) AS INTEGER)",
    )
    # 2017/18 ends in 2018, and says so: a label whose years do not follow is no year.
    financial = f"CASE WHEN ({year}) % 100 = {ends} THEN make_date({year}, 3, 31) END"
    forms = {
        DateForm.ISO: (ISO_DAY, f"TRY_CAST({cell} AS DATE)"),
        # A date cell of a workbook comes as an ISO date, and cannot be misread.
        DateForm.DAY_MONTH_YEAR: (
            f"{DAY_MONTH_YEAR}|{ISO_DAY}",
            f"CAST(try_strptime({cell}, ['%d/%m/%Y', '%Y-%m-%d']) AS DATE)",
        ),
        DateForm.YEAR_TO_31_MARCH: (YEAR, f"TRY_CAST({cell} || '-03-31' AS DATE)"),
        DateForm.YEAR_MONTH: (f"{YEAR}[0-9]{{2}}", f"CAST(try_strptime({cell}, '%Y%m') AS DATE)"),
        DateForm.FINANCIAL_YEAR: (f"{YEAR}/[0-9]{{2}}", financial),
    }
    pattern, value = forms[column.form]
    return f"CASE WHEN regexp_full_match({cell}, {text(pattern)}) THEN {value} END"


def _timestamp(column: Column, cell: str) -> str:
    # The month is London's: a file in UTC has the first hour of a summer month in the month before.
    offset = f"({cell} LIKE '20__-__-__T__:__:__%+__:__' OR {cell} LIKE '20__-__-__T__:__:__%Z')"
    moment = f"TRY_CAST({cell} AS TIMESTAMPTZ)"
    return f"CASE WHEN {offset} THEN CAST(timezone('Europe/London', {moment}) AS DATE) END"


def _boolean(column: Column, cell: str) -> str:
    return (
        f"CASE lower({cell}) WHEN 'true' THEN true WHEN 'yes' THEN true "
        f"WHEN 'false' THEN false WHEN 'no' THEN false END"
    )

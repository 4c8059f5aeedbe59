"""Checks of the columns: what is not read, what is empty, what is the same in every row."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from metrics.extracts.screening.case import Case
from metrics.extracts.screening.checks import Check, Outcome, Stage, passed, rows_text
from metrics.extracts.screening.facts import ColumnFact
from metrics.extracts.unread import NAMELESS, place_of

COLUMNS = Stage.COLUMNS
MOVED = (
    "A comma within a number or a name moves the cells behind it: have such cells put in quotes, "
    "or the columns separated by semicolons."
)


def columns_not_read(case: Case) -> Iterator[Check]:
    """Name the columns that the contract does not read; no figure rests on them."""
    unread = case.converted.unread
    if not unread:
        yield passed(COLUMNS, "columns_not_read", "Every column of the file is read.")
        return
    empty = [f"'{c.header}'" for c in unread if not c.filled]
    constant = [f"'{c.header}' ('{c.most}')" for c in unread if c.filled and c.least == c.most]
    message = f"Not read: {', '.join(repr(c.header) for c in unread)}."
    message += f" Empty in every row: {', '.join(empty)}." if empty else ""
    message += f" The same wherever filled: {', '.join(constant)}." if constant else ""
    yield passed(COLUMNS, "columns_not_read", message)


def cells_without_header(case: Case) -> Iterator[Check]:
    """Stop a file in which some rows have cells under no header: those before them have moved."""
    rows, filled = case.converted.unread_rows, _behind_the_last(case.converted.unread)
    if not 0 < filled < rows:
        yield passed(COLUMNS, "cells_without_header", "No row has a cell behind the last header.")
        return
    message = f"{rows_text(filled)} of {rows:,} with a cell behind the last header."
    yield Check(COLUMNS, "cells_without_header", Outcome.FAIL, message, MOVED, filled,
                acceptable=True)  # fmt: skip


def _behind_the_last(unread: Sequence[ColumnFact]) -> int:
    """How many cells are filled in the first of the columns without a header at a file's end.

    Where cells have moved, they stand there; what stands further out is somebody's working.
    """
    first = 0
    for column, before in pairwise([*reversed(unread), None]):
        if not column or NAMELESS not in column.header:
            break
        first = column.filled
        if not before or place_of(before) != place_of(column) - 1:
            break
    return first


def empty_column(case: Case) -> Iterator[Check]:
    """Warn of a column that is read and has nothing in it."""
    empty = [c for c in _judged(case) if not c.filled]
    for column in empty:
        message = f"'{column.header}' is empty in every row."
        fix = "Ask whether it should be. What rests on it reads as not recorded, not as nothing."
        yield Check(COLUMNS, "empty_column", Outcome.WARNING, message, fix, case.facts.rows,
                    column=column.name)  # fmt: skip
    if not empty:
        yield passed(COLUMNS, "empty_column", "Every column that is read has values.")


def constant_column(case: Case) -> Iterator[Check]:
    """Warn of a column that is read and has the same in every row."""
    same = [c for c in _judged(case) if c.filled and c.least == c.most and _varies(case, c)]
    many = case.facts.rows >= case.limit("few_rows")
    for column in same if many else []:
        message = f"'{column.header}' is '{column.most}' in all {rows_text(column.filled)}."
        fix = "Ask whether a filter or a default filled it."
        yield Check(COLUMNS, "constant_column", Outcome.WARNING, message, fix, column.filled,
                    column=column.name)  # fmt: skip
    if not (same and many):
        yield passed(COLUMNS, "constant_column", "No column is the same in every row.")


def _judged(case: Case) -> list[ColumnFact]:
    """The columns that the file itself gives; what it may lack, it need not fill."""
    required = {c.name for c in case.extract.columns if c.required}
    return [
        c for c in case.facts.columns if c.name in required and c.name not in case.converted.given
    ]


def _varies(case: Case, column: ColumnFact) -> bool:
    """Whether a column ought to differ from row to row: not the period's, nor one `keep` asks."""
    asked = re.search(rf"\b{column.name}\b", case.extract.keep)
    return column.name != case.extract.period.column and not asked

"""One measure as a workbook that is read aloud well: a cover, contents, notes, a table a sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from metrics.definitions.contracts import Coding
from metrics.definitions.models import Metric
from metrics.figure import Figure
from metrics.figures import Reader
from metrics.judgement.status import Status
from metrics.series_breaks import series_breaks
from metrics.wording import workbook as words
from metrics.wording.breaks import marked_period
from metrics.wording.judgements import (
    STATUS,
    absent_text,
    count_text,
    judged_text,
    value_text,
)
from metrics.wording.metadata import metadata

Cell = str | float | None
WIDE, NARROW = 44, 18
# More than the largest one of the sample has, said before it is made.
MOST_BYTES = 50_000
# A cell of a file is text or a number: what looks like a formula or a link is neither.
PLAIN = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    "strings_to_numbers": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """One table: the name of its sheet, its title, its heads, and its rows, none of them blank."""

    sheet: str
    title: str
    heads: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]


def measure_workbook(reader: Reader, metric: Metric, unit: str, as_at: date) -> bytes:
    """The figures of a measure's page: over time, by each breakdown, and unit by unit.

    Raises ScorecardError where the unit is not in the scope.
    """
    tables = list(measure_tables(reader, metric, unit, as_at))
    kept, configuration = reader.release.kept, reader.release.configuration
    name = configuration.organisation.by_code[unit].name
    notes = Table(
        "Notes", "Notes", ("Field", "Words"), metadata(configuration, metric, kept),
    )  # fmt: skip
    content = BytesIO()
    with xlsxwriter.Workbook(content, PLAIN) as book:
        made = datetime.fromisoformat(kept.made_at).replace(tzinfo=None)
        title = words.title_text(metric, name, as_at)
        book.set_properties({
            "title": title, "company": configuration.scorecard.organisation, "created": made,
        })  # fmt: skip
        styles = _Styles(*(book.add_format({"text_wrap": True, "valign": "top", **more}) for more in
                           ({}, {"bold": True}, {"bold": True, "font_size": 15})))  # fmt: skip
        tier = configuration.access.tier(kept.tier)
        cover = words.cover_lines(configuration.scorecard, tier, kept)
        _lines(book.add_worksheet("Cover"), [title, *cover], styles)
        listed = [(one.sheet, one.title) for one in (notes, *tables)]
        contents = Table("Contents", "Contents", ("Sheet", "What it has"), listed)
        for one in (contents, notes, *tables):
            _table(book.add_worksheet(one.sheet), one, styles)
    return content.getvalue()


def measure_tables(reader: Reader, metric: Metric, unit: str, as_at: date) -> Iterator[Table]:
    """The tables of a measure's page, of what the scope may see."""
    configuration = reader.release.configuration
    names = configuration.organisation.by_code
    series = reader.series(metric, unit, as_at)
    if not series:
        return
    places = {one.place for one in series_breaks([f.end for f in series], metric)}
    heads = words.judged_heads(metric)
    rows = [
        (marked_period(f.period, broken=place in places), *_judged(f, metric))
        for place, f in enumerate(series)
    ]
    yield Table("Over time", words.over_time(metric, names[unit].name), ("Period", *heads), rows)
    period = series[-1].period
    groups = reader.groups(metric, unit, period)
    for number, name in enumerate(metric.breakdowns, start=1):
        coding = configuration.breakdown(metric, name)
        mine = [f for f in groups if f.breakdown in {"", name}]
        title = words.by_group(metric, coding, names[unit].name, period)
        yield Table(f"Groups {number}", title, words.group_heads(metric, coding),
                    [(f.group, *_grouped(f, metric, coding)) for f in mine])  # fmt: skip
    units = [(names[f.unit].name, *_judged(f, metric)) for f in reader.units(metric, period)]
    yield Table("By unit", words.by_unit(metric, period), ("Unit", *heads), units)


def _judged(figure: Figure, metric: Metric) -> tuple[Cell, ...]:
    named = judged_text(figure, metric) if metric.levels else figure.judged
    return (
        *_numbers(figure, named, figure.judged_lower, figure.judged_upper),
        *(_count(count, figure) for count in (figure.numerator, figure.denominator)),
        STATUS[Status(figure.status)].word, figure.comparison or "Not compared",
    )  # fmt: skip


def _grouped(figure: Figure, metric: Metric, coding: Coding) -> tuple[Cell, ...]:
    named = value_text(figure, metric) if metric.levels else figure.value
    row = (
        *_numbers(figure, named, figure.lower, figure.upper),
        *(_count(count, figure) for count in (figure.numerator, figure.denominator)),
    )
    if not coding.reference:
        return row
    ratio = (figure.ratio, figure.ratio_lower, figure.ratio_upper)
    given = ("not given" if each is None else each for each in ratio)
    return (*row, *given, figure.disparity or "Not compared")


def _numbers(figure: Figure, value: Cell, lower: Cell, upper: Cell) -> Iterator[Cell]:
    """A number and its interval; its mark where it is not there, and "not given" for its limits."""
    yield absent_text(figure) if value is None else value
    yield from ("not given" if each is None else each for each in (lower, upper))


def _count(count: float | None, figure: Figure) -> Cell:
    return count_text(None, figure) if count is None else count


@dataclass(frozen=True, slots=True)
class _Styles:
    """How plain text, a head and a title are written: nothing is told by a fill or a colour."""

    plain: Format
    bold: Format
    title: Format


def _lines(sheet: Worksheet, lines: Sequence[str], styles: _Styles) -> None:
    """A sheet of lines in its first column, the title first."""
    sheet.set_column(0, 0, 2 * WIDE)
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line, styles.plain if row else styles.title)


def _table(sheet: Worksheet, table: Table, styles: _Styles) -> None:
    """A sheet of one table, marked as such: no cell merged, hidden, frozen, filtered or blank."""
    above = [table.title, words.ONE_TABLE]
    sheet.set_column(0, 0, WIDE)
    sheet.set_column(1, len(table.heads) - 1, 2 * WIDE if len(table.heads) == 2 else NARROW)  # noqa: PLR2004
    for row, line in enumerate(above):
        sheet.write_string(row, 0, line, styles.plain if row else styles.title)
    first = len(above)
    for row, cells in enumerate(table.rows, start=first + 1):
        for column, cell in enumerate(cells):
            write = sheet.write_string if isinstance(cell, str) else sheet.write_number
            write(row, column, cell, styles.plain)
    sheet.add_table(first, 0, first + max(len(table.rows), 1), len(table.heads) - 1, {
        "columns": [{"header": head, "header_format": styles.bold} for head in table.heads],
        "autofilter": False, "banded_rows": False, "style": None,
        "name": table.sheet.replace(" ", "_"),
    })  # fmt: skip

"""Reporting periods: which dates a figure is about. London months; the year starts in April."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

APRIL = 4
MONTHS_IN_YEAR = 12
MONTHS_IN_QUARTER = 3
# Of what is rare, so many are pooled.
POOLED_YEARS = 3


class PeriodType(StrEnum):
    """The kinds of period that a figure can be about."""

    MONTH = "month"
    QUARTER = "quarter"
    ROLLING_YEAR = "rolling_year"
    THREE_YEARS = "three_years"
    FINANCIAL_YEAR = "financial_year"
    YEAR_TO_DATE = "year_to_date"
    SNAPSHOT = "snapshot"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of days, first and last included; a snapshot starts and ends on its date."""

    end: date
    start: date
    type: PeriodType

    def months(self) -> tuple[date, ...]:
        """The last day of each calendar month in the period, oldest first."""
        return tuple(month_ends(self.start, self.end))


# A release asks for the months of a few hundred days three million times.
@cache
def month_end(day: date) -> date:
    """The last day of the month that holds `day`."""
    first_of_next = (day.replace(day=1) + timedelta(days=31)).replace(day=1)
    return first_of_next - timedelta(days=1)


def months_before(day: date, months: int) -> date:
    """The first day of the month that lies `months` months before the month of `day`."""
    index = day.year * MONTHS_IN_YEAR + day.month - 1 - months
    return date(index // MONTHS_IN_YEAR, index % MONTHS_IN_YEAR + 1, 1)


def month_ends(start: date, end: date) -> Iterator[date]:
    """The last day of each month from the month of `start` to the month of `end`."""
    last = month_end(start)
    while last <= month_end(end):
        yield last
        last = month_end(last + timedelta(days=1))


def financial_year_start(day: date) -> date:
    """The 1 April on or before `day`."""
    return date(day.year if day.month >= APRIL else day.year - 1, APRIL, 1)


def is_quarter_end(day: date) -> bool:
    """Whether `day` is the last day of March, June, September or December."""
    return day.month % MONTHS_IN_QUARTER == 0 and day == month_end(day)


def quarter_end(day: date) -> date:
    """The last day of the calendar quarter that holds `day`."""
    return month_end(date(day.year, -(-day.month // MONTHS_IN_QUARTER) * MONTHS_IN_QUARTER, 1))


def quarter_before(day: date) -> date:
    """The quarter end before the quarter that holds `day`."""
    return months_before(quarter_end(day), MONTHS_IN_QUARTER - 1) - timedelta(days=1)


def period_ending(type_: PeriodType, end: date) -> Period:
    """The period of the given type whose last day is `end`."""
    starts = {
        PeriodType.MONTH: end.replace(day=1),
        PeriodType.QUARTER: months_before(end, MONTHS_IN_QUARTER - 1),
        PeriodType.ROLLING_YEAR: months_before(end, MONTHS_IN_YEAR - 1),
        PeriodType.THREE_YEARS: months_before(end, POOLED_YEARS * MONTHS_IN_YEAR - 1),
        PeriodType.FINANCIAL_YEAR: financial_year_start(end),
        PeriodType.YEAR_TO_DATE: financial_year_start(end),
        PeriodType.SNAPSHOT: end,
    }
    return Period(end, starts[type_], type_)


def released_periods(months: Iterable[date], pooled: bool = False) -> tuple[Period, ...]:
    """Every period that monthly data from its first to its last month can fill.

    `months` are month ends; three years to a quarter's end are among them where `pooled` is true. A
    period that would start before the first month is left out; one with a month missing in the
    middle is kept, so that its absence can be said.
    """
    held = sorted(set(months))
    if not held:
        return ()
    first, last = held[0].replace(day=1), held[-1]
    spans = [period for end in month_ends(first, last) for period in _periods_ending(end, pooled)]
    return tuple(period for period in spans if period.start >= first)


def _periods_ending(end: date, pooled: bool) -> list[Period]:
    types = [PeriodType.MONTH]
    if pooled and is_quarter_end(end):
        types.append(PeriodType.THREE_YEARS)
    if is_quarter_end(end):
        types += [PeriodType.QUARTER, PeriodType.ROLLING_YEAR, PeriodType.YEAR_TO_DATE]
    if is_quarter_end(end) and end.month == APRIL - 1:
        types[-1] = PeriodType.FINANCIAL_YEAR
    return [period_ending(type_, end) for type_ in types]

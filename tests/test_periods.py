"""Periods: London months, quarters, financial years, and what months can fill."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle import last_day, spans_of_months

from metrics import periods
from metrics.periods import Period, PeriodType

days = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    ("type_", "end", "start"),
    [
        (PeriodType.MONTH, date(2024, 2, 29), date(2024, 2, 1)),
        (PeriodType.QUARTER, date(2026, 3, 31), date(2026, 1, 1)),
        (PeriodType.ROLLING_YEAR, date(2026, 3, 31), date(2025, 4, 1)),
        (PeriodType.ROLLING_YEAR, date(2026, 6, 30), date(2025, 7, 1)),
        (PeriodType.FINANCIAL_YEAR, date(2026, 3, 31), date(2025, 4, 1)),
        (PeriodType.YEAR_TO_DATE, date(2026, 6, 30), date(2026, 4, 1)),
        (PeriodType.YEAR_TO_DATE, date(2025, 12, 31), date(2025, 4, 1)),
        (PeriodType.SNAPSHOT, date(2021, 3, 21), date(2021, 3, 21)),
    ],
)
def test_a_period_starts_where_its_type_says(type_: PeriodType, end: date, start: date) -> None:
    """The first day follows from the type and the last day."""
    assert periods.period_ending(type_, end) == Period(end, start, type_)


@given(days)
def test_a_month_ends_on_its_last_day(day: date) -> None:
    """The last day is in the same month, and the calendar agrees that it is the last."""
    assert periods.month_end(day) == last_day(day.year, day.month)


@given(days)
def test_a_financial_year_starts_on_the_last_first_of_april(day: date) -> None:
    """The start is a 1 April, on or before the day, and less than a year before it."""
    start = periods.financial_year_start(day)
    assert (start.month, start.day) == (4, 1)
    assert start <= day < date(start.year + 1, 4, 1)


@given(days)
def test_a_quarter_holds_its_day(day: date) -> None:
    """The quarter's end is one, at or after the day, and its quarter starts on or before it."""
    end = periods.quarter_end(day)
    assert periods.is_quarter_end(end)
    assert periods.period_ending(PeriodType.QUARTER, end).start <= day <= end


@pytest.mark.parametrize("day", [date(2026, 3, 30), date(2026, 4, 30), date(2026, 1, 31)])
def test_other_days_end_no_quarter(day: date) -> None:
    """The day before a quarter's end, and the ends of other months, are none."""
    assert not periods.is_quarter_end(day)


def test_a_period_lists_its_months() -> None:
    """The months are last days, oldest first, over a turn of the year."""
    period = periods.period_ending(PeriodType.QUARTER, date(2024, 3, 31))
    assert period.months() == (date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31))


def test_months_before_crosses_years() -> None:
    """Counting months back from January lands in the year before."""
    assert periods.months_before(date(2026, 1, 31), 11) == date(2025, 2, 1)
    assert periods.months_before(date(2026, 1, 31), 0) == date(2026, 1, 1)


def test_a_year_of_months_fills_these_periods() -> None:
    """April to March: 12 months, 4 quarters, 3 years to date, a financial and a rolling year."""
    months = [last_day(2025, month) for month in range(4, 13)]
    months += [last_day(2026, month) for month in range(1, 4)]
    found = [period.type for period in periods.released_periods(months)]
    assert {type_: found.count(type_) for type_ in set(found)} == {
        PeriodType.MONTH: 12,
        PeriodType.QUARTER: 4,
        PeriodType.YEAR_TO_DATE: 3,
        PeriodType.FINANCIAL_YEAR: 1,
        PeriodType.ROLLING_YEAR: 1,
    }


def test_a_period_that_would_start_before_the_data_is_left_out() -> None:
    """Data from May: no quarter to June, no year to date before the next April."""
    months = [last_day(2025, month) for month in range(5, 10)]
    found = {(p.type, p.end) for p in periods.released_periods(months)} - {
        (PeriodType.MONTH, month) for month in months
    }
    assert found == {(PeriodType.QUARTER, date(2025, 9, 30))}


def test_a_month_missing_in_the_middle_keeps_its_periods() -> None:
    """Its absence can only be said if the periods are there."""
    with_gap = periods.released_periods([date(2025, 4, 30), date(2025, 6, 30)])
    without = periods.released_periods([date(2025, 4, 30), date(2025, 5, 31), date(2025, 6, 30)])
    assert with_gap == without


def test_no_months_fill_no_period() -> None:
    """Nothing held, nothing released."""
    assert periods.released_periods([]) == ()


def test_three_years_are_pooled_where_they_are_asked_for() -> None:
    """36 months to each quarter's end, and to none that reaches back before the data."""
    months = [last_day(year, month) for year in (2023, 2024, 2025, 2026) for month in range(1, 13)]
    of_three = [p for p in periods.released_periods(months[:40], pooled=True)
                if p.type is PeriodType.THREE_YEARS]  # fmt: skip
    assert [(p.start, p.end) for p in of_three] == [
        (date(2023, 1, 1), date(2025, 12, 31)), (date(2023, 4, 1), date(2026, 3, 31)),
    ]  # fmt: skip


@given(
    st.lists(st.builds(last_day, st.integers(2022, 2026), st.integers(1, 12)), min_size=1),
    st.booleans(),
)
def test_released_periods_are_the_oracles(months: list[date], pooled: bool) -> None:
    """The same periods come from the second implementation, whatever months are held."""
    found = {(str(p.type), p.start, p.end) for p in periods.released_periods(months, pooled)}
    assert found == set(spans_of_months(months, pooled))

"""Periods and days as cards and as tables say them."""

from datetime import date

from metrics.periods import Period, PeriodType

MONTH = "%B %Y"


def short_period(period: Period) -> str:
    """A period as a card or an axis shows it."""
    end, year = period.end, financial_year(period.end)
    quarter = (end.month - 4) % 12 // 3 + 1
    return {
        PeriodType.MONTH: end.strftime("%b %Y"),
        PeriodType.QUARTER: f"Q{quarter} {year}",
        PeriodType.ROLLING_YEAR: f"12 months to {end.strftime('%b %Y')}",
        PeriodType.THREE_YEARS: f"3 years to {end.strftime('%b %Y')}",
        PeriodType.FINANCIAL_YEAR: year,
        PeriodType.YEAR_TO_DATE: f"{year} to {end.strftime('%b')}",
        PeriodType.SNAPSHOT: f"{end.day} {end.strftime('%b %Y')}",
    }[period.type]


def axis_period(period: Period) -> str:
    """A period as a tick of an axis whose title says what kind of period it is."""
    yearly = period.type is PeriodType.FINANCIAL_YEAR
    return financial_year(period.end) if yearly else period.end.strftime("%b %Y")


def axis_title(type_: PeriodType) -> str:
    """The title of an axis of periods of one kind."""
    return {
        PeriodType.ROLLING_YEAR: "12 months to",
        PeriodType.THREE_YEARS: "3 years to",
        PeriodType.FINANCIAL_YEAR: "Financial year",
        PeriodType.SNAPSHOT: "As at the end of",
    }.get(type_, "Period ending")


def overlap_words(type_: PeriodType) -> str:
    """What to know of a series whose periods overlap; nothing where they do not."""
    return {
        PeriodType.ROLLING_YEAR: (
            "Each 12 months overlap the ones before, so one change shows in four figures in a row."
        ),
        PeriodType.THREE_YEARS: (
            "There are few in a year, so three years are taken together. They overlap the ones "
            "before, so one change shows in twelve figures in a row."
        ),
    }.get(type_, "")


def long_period(period: Period) -> str:
    """A period in full, as tables, alternative texts and files have it."""
    if period.type is PeriodType.SNAPSHOT:
        return f"as at {period.end.day} {period.end.strftime(MONTH)}"
    if period.type is PeriodType.MONTH:
        return period.end.strftime(MONTH)
    start = period.start.strftime("%B" if period.start.year == period.end.year else MONTH)
    return f"{start} to {period.end.strftime(MONTH)}"


def financial_year(day: date) -> str:
    """The financial year of a day, like 2025/26."""
    first = day.year if day.month > 3 else day.year - 1  # noqa: PLR2004 - March ends the year
    return f"{first}/{(first + 1) % 100:02d}"


def month(iso_day: str) -> str:
    """The month of an ISO date, like Sep 2026."""
    return date.fromisoformat(iso_day).strftime("%b %Y")


def iso_day_text(iso: str) -> str:
    """The day of an ISO date or time, like 30 September 2026."""
    return day_text(date.fromisoformat(iso[:10]))


def day_text(day: date) -> str:
    """A day like 30 September 2026."""
    return f"{day.day} {day.strftime(MONTH)}"

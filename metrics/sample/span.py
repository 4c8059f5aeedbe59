"""The thirteen quarters that the sample covers, in London days: a control chart needs as many."""

from datetime import date

from metrics.periods import is_quarter_end, month_ends

FIRST_DAY = date(2023, 7, 1)
LAST_DAY = date(2026, 9, 30)
DAYS = (LAST_DAY - FIRST_DAY).days + 1
MONTH_ENDS = tuple(month_ends(FIRST_DAY, LAST_DAY))
QUARTER_ENDS = tuple(day for day in MONTH_ENDS if is_quarter_end(day))

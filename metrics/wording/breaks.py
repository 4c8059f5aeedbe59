"""Where a series breaks, in words: on the chart, in its alternative text, under its table."""

from collections.abc import Sequence

from metrics.periods import Period
from metrics.series_breaks import SeriesBreak
from metrics.wording.periods import day_text, long_period

MARK = "[b]"


def break_label(found: SeriesBreak) -> str:
    """What stands at the line of a chart: "[b] Definition changed 1 April 2025"."""
    return f"{MARK} {found.what} {day_text(found.on)}"


def marked_period(period: Period, *, broken: bool) -> str:
    """A period in full, with the mark of a series that breaks there."""
    return f"{long_period(period)} {MARK}" if broken else long_period(period)


def breaks_alt(breaks: Sequence[SeriesBreak]) -> str:
    """What an alternative text says of where the line is broken; nothing where it is not."""
    return "".join(f" {break_label(one)}." for one in breaks)


def breaks_note(breaks: Sequence[SeriesBreak]) -> str:
    """What stands under a table with such a mark; nothing where it has none."""
    if not breaks:
        return ""
    said = "; ".join(break_label(one) for one in breaks)
    return f"{said}. Figures from there on are not comparable with those before."

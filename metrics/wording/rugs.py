"""A cell of a rug, and units side by side, in words."""

from collections.abc import Mapping, Sequence

from metrics.definitions.models import Metric
from metrics.definitions.organisation import Unit
from metrics.figure import Figure
from metrics.judgement.status import Status
from metrics.wording.judgements import (
    STATUS,
    Word,
    absent_text,
    judged_cases_text,
    judged_plain,
    judged_text,
    judged_unit,
)
from metrics.wording.numbers import plural
from metrics.wording.periods import long_period
from metrics.wording.verdicts import COMPARISON

# What a reader looks for first stands first.
ORDER = ("Worse", "Off track", "At risk", "Better", "On track", "Higher", "Lower", "Similar")
# What makes a unit stand out; the rest is as it should be, alike, or not judged.
TELLING = {"Worse", "Off track", "At risk", "Better", "Higher", "Lower"}
NO_LEAGUE = (
    "Units stand in organisation order, not in the order of their figures: most differences "
    "between neighbours in a ranking are chance."
)

# What a file of a rug says of each cell, in order.
CELL = (
    "measure", "identifier", "unit", "unit_code", "period", "period_start", "period_end", "value",
    "lower", "upper", "unit_of_value", "shorthand", "cases", "status", "comparison",
    "compared_with",
)  # fmt: skip


def cell_of(figure: Figure, metric: Metric, unit: Unit, word: str, beside: str) -> tuple[str, ...]:
    """A cell of a rug as a row of a file: CELL; a number that is not there is empty."""
    numbers = (figure.judged, figure.judged_lower, figure.judged_upper)
    return (
        metric.title, metric.id, unit.name, unit.code, long_period(figure.period),
        figure.start.isoformat(), figure.end.isoformat(),
        *("" if each is None else repr(each) for each in numbers), judged_unit(metric),
        "" if figure.judged is not None else absent_text(figure).strip("[]"),
        judged_cases_text(figure, metric), status_word(figure).word, word or "Not compared", beside,
    )  # fmt: skip


def plain_judged(figure: Figure, metric: Metric) -> str:
    """The judged figure without its unit, which stands in the row's head; or its shorthand."""
    if figure.judged is None:
        return absent_text(figure)
    return judged_plain(figure.judged, metric)


def status_word(figure: Figure) -> Word:
    """The status of a cell, as a symbol and a word."""
    return STATUS[Status(figure.status)]


def comparison_word(figure: Figure, word: str) -> Word:
    """How a cell compares with the benchmark; one without a figure says why in place of that."""
    if figure.judged is None:
        return STATUS[Status(figure.status)]
    return COMPARISON[word or "Not compared"]


def rug_sentence(rows: Sequence[Sequence[str]], what: str) -> str:
    """How many cells of a rug say each thing, of those that say anything; `what` names them.

    `rows` has one word for each cell.
    """
    words = [word for row in rows for word in row if word]
    found = [word for word in (*ORDER, *sorted({*words} - {*ORDER})) if word in words]
    counts = {word: words.count(word) for word in found}
    listed = ", ".join(f"{count} {word[0].lower()}{word[1:]}" for word, count in counts.items())
    return f"Of {plural(len(words), 'figure')} by {what}: {listed}." if words else ""


def units_alt(figures: Sequence[Figure], metric: Metric, names: Mapping[str, str]) -> str:
    """Alternative text of a chart of units; `names` is by code."""
    shown = [f for f in figures if f.judged is not None]
    hidden = plural(len(figures) - len(shown), "unit")
    period = f", {long_period(figures[0].period)}" if figures else ""
    start = f"Dot plot: {metric.title} by unit, in organisation order{period}."
    if not shown:
        return f"{start} No unit can be shown. Table follows."
    top = max(shown, key=lambda f: f.judged or 0.0)
    low = min(shown, key=lambda f: f.judged or 0.0)
    absent = f" {hidden} not shown." if len(shown) < len(figures) else ""
    return (
        f"{start} Highest {names[top.unit]} {judged_text(top, metric)}; lowest {names[low.unit]} "
        f"{judged_text(low, metric)}.{absent} Table follows."
    )

"""A rug: measures down, units across, each cell a value, a symbol and a word; and one row drawn."""

from collections.abc import Sequence

from dashboard import cards
from dashboard.markup import (
    Cell,
    Head,
    Markup,
    element,
    folded,
    joined,
    lines,
    paragraph,
    table,
)
from dashboard.view import View
from metrics.definitions.models import Metric
from metrics.definitions.organisation import Unit
from metrics.figure import Figure
from metrics.rugs import Row
from metrics.wording import judgements, rugs
from metrics.wording.judgements import Word
from metrics.wording.numbers import interval_text, plural
from metrics.wording.periods import short_period

STATUS, COMPARISON = "status", "comparison"


def rug_table(
    caption: str, rows: Sequence[Row], units: Sequence[Unit], view: View, by: str
) -> Markup:
    """One row a measure and one column a unit; the unit that is chosen has a mark in its head."""
    heads = [Head("Measure"), *(Head(_head(view, unit)) for unit in units)]
    cells = [
        (_measure_cell(view, row), *(_unit_cell(view, row, unit, by) for unit in units))
        for row in rows
    ]
    return element("div", table(caption, heads, cells, stacked=False), class_="rug")


def rug_tables(
    caption: str, rows: Sequence[Row], units: Sequence[Unit], view: View, by: str
) -> Markup:
    """The measures in which a unit stands out as a rug, and the others when asked for."""
    words = words_of(rows, units, view, by)
    telling = [row for row, mine in zip(rows, words, strict=True) if rugs.TELLING & {*mine}]
    rest = [row for row in rows if row not in telling]
    first = (
        rug_table(caption, telling, units, view, by)
        if telling
        else paragraph("No unit stands out in any of these measures.")
    )
    if not rest:
        return first
    more = f"Show {plural(len(rest), 'other measure')} in which no unit stands out"
    return joined([first, folded(more, rug_table(f"{caption}: the others", rest, units, view, by))])


def not_held(metrics: Sequence[Metric]) -> Markup:
    """Which measures of a theme none of the units has, by name when asked; none is no words."""
    if not metrics:
        return joined([])
    items = [element("li", metric.title) for metric in metrics]
    summary = f"[z] Show {plural(len(items), 'measure')} that these units do not hold"
    return folded(summary, element("ul", *items))


def _head(view: View, unit: Unit) -> str:
    name = "The force" if unit.code == view.force.code else unit.name
    return f"\N{BLACK CIRCLE} {name}" if unit.code == view.unit.code else name


def words_of(rows: Sequence[Row], units: Sequence[Unit], view: View, by: str) -> list[list[str]]:
    """The word of each cell, row by row, empty where a unit has no figure."""
    return [
        [_word(view, row.figures[u.code], by).word if u.code in row.figures else "" for u in units]
        for row in rows
    ]


def _measure_cell(view: View, row: Row) -> Markup:
    figure = next(iter(row.figures.values()))
    about = f"{judgements.judged_unit(row.metric)}, {short_period(figure.period)}"
    return lines(cards.measure_link(view, row.metric), element("span", about, class_="quiet"))


def _unit_cell(view: View, row: Row, unit: Unit, by: str) -> Cell:
    figure = row.figures.get(unit.code)
    if figure is None:
        return "[z]"
    value = element("strong", rugs.plain_judged(figure, row.metric))
    if by == COMPARISON and unit.code == view.force.code:
        return value  # it is what the others are compared with
    word = _word(view, figure, by)
    style = figure.status if by == STATUS else word.word.lower()
    symbol = element("span", f"{word.symbol} ", aria_hidden="true") if word.symbol else ""
    return lines(value, element("span", symbol, word.word, class_=f"cell {style}"))


def _word(view: View, figure: Figure, by: str) -> Word:
    if by == STATUS:
        return rugs.status_word(figure)
    return rugs.comparison_word(figure, view.comparison(figure))


def units_table(
    caption: str, units: Sequence[Unit], row: Row, metric: Metric, view: View
) -> Markup:
    """One row a unit in organisation order: value, interval, cases, status and comparison."""
    heads = [
        Head("Unit"), Head(f"Value ({judgements.judged_unit(metric)})", True),
        Head("95% interval", True), Head("Cases"), Head("Status"), Head("Comparison"),
    ]  # fmt: skip
    decimals = judgements.judged_decimals(metric)
    rows = [
        (
            unit.name, rugs.plain_judged(f, metric),
            interval_text(f.judged_lower, f.judged_upper, decimals),
            judgements.judged_cases_text(f, metric), cards.status_cell(f),
            cards.benchmark_cell(f, view),
        )
        for unit in units
        if (f := row.figures.get(unit.code))
    ]  # fmt: skip
    return table(caption, heads, rows)

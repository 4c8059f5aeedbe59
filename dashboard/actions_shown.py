"""Actions beside what they are about: the first in a cell, and all of them as a table."""

from collections.abc import Mapping, Sequence
from datetime import date

from dashboard import cards
from dashboard.markup import Cell, Head, Markup, element, lines, tables_of_ten
from dashboard.view import View
from metrics.actions import Followed, State
from metrics.definitions.models import Metric
from metrics.figure import Figure
from metrics.wording import actions as words
from metrics.wording.periods import day_text
from metrics.wording.promises import last_update_text

LIKE_STATUS = {
    State.OVERDUE: "off_track", State.OPEN: "no_target", State.DELIVERED: "on_track",
    State.VERIFIED: "on_track", State.STOPPED: "withheld",
}  # fmt: skip


def state_tag(state: State) -> Markup:
    """How an action stands, with its symbol, its words and its colour."""
    word = words.STATES[state]
    symbol = element("span", word.symbol, aria_hidden="true")
    return element("span", symbol, f" {word.word}", class_=f"tag {LIKE_STATUS[state]}")


def first_action(doing: Sequence[Followed]) -> Markup:
    """The most pressing action about a measure, in a cell; or that there is none."""
    if not doing:
        return element("span", words.NONE, class_="quiet")
    one = doing[0]
    said = one.action.updates
    told = f"by {day_text(one.action.due)}; " + (
        f"last update {day_text(said[-1].dated)}" if said else "no update yet"
    )
    return lines(state_tag(one.state), one.action.what, element("span", told, class_="quiet"))


def first_of_both(own: Sequence[Followed], forces: Sequence[Followed]) -> Markup:
    """The most pressing action of a unit about a measure; where it has none, that of the force."""
    if own or not forces:
        return first_action(own)
    return lines(element("span", words.FORCES, class_="quiet"), first_action(forces))


def actions_tables(
    view: View, caption: str, figures: Mapping[str, Figure],
    rows: Sequence[tuple[Metric, Followed | None]], today: date,
) -> tuple[Markup, ...]:  # fmt: skip
    """One row an action, or a measure without one: since when, what, who, by when, evidence."""
    heads = [
        Head("Measure"), Head("Status and since"), Head("Action"), Head("Who"), Head("When"),
        Head("Evidence"), Head("Effect on the measure"),
    ]  # fmt: skip
    cells = [
        (cards.measure_link(view, metric), _since(figures.get(metric.id), metric),
         *_action_cells(metric, one, today))
        for metric, one in rows
    ]  # fmt: skip
    return tables_of_ten(caption, heads, cells)


def _since(figure: Figure | None, metric: Metric) -> Cell:
    return "[z] no figure" if figure is None else cards.dated_status_cell(figure, metric)


def _action_cells(metric: Metric, one: Followed | None, today: date) -> tuple[Cell, ...]:
    if one is None:
        owes = element("span", f"{metric.owner.role} owns the measure", class_="quiet")
        return element("strong", words.NONE), owes, "no day", "no evidence yet", "nothing done yet"
    return (
        lines(state_tag(one.state), one.action.what,
              element("span", last_update_text(one.action.updates), class_="quiet")),
        one.action.owner, words.due_text(one, today),
        words.evidence_text(one), words.effect_text(one),
    )  # fmt: skip

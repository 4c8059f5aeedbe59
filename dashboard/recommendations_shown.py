"""Recommendations as a table, and each in full: words, response, dates, evidence, measures."""

from collections.abc import Sequence
from datetime import date

from dashboard import cards, duties_shown, lists
from dashboard.markup import (
    Cell,
    Head,
    Markup,
    element,
    facts,
    folded,
    heading,
    joined,
    lines,
    link,
    paragraph,
    table,
    tables_of_ten,
)
from dashboard.view import View
from metrics.recommendations import State, Tracked
from metrics.wording import actions, promises
from metrics.wording import recommendations as words
from metrics.wording.numbers import plural
from metrics.wording.periods import day_text

LIKE_STATUS = {
    State.OVERDUE: "off_track", State.NOT_ACCEPTED: "withheld", State.IN_PROGRESS: "no_target",
    State.DELIVERED: "on_track", State.VERIFIED: "on_track", State.ANOTHER_BODY: "withheld",
}  # fmt: skip
HEADS = tuple(map(Head, (
    "Recommendation", "Made by", "Owner", "Status and due day", "Verifier", "Evidence",
    "Measures, and effect since",
)))  # fmt: skip


def state_tag(state: State) -> Markup:
    """How a recommendation stands, with its symbol, its words and its colour."""
    word = words.STATES[state]
    symbol = element("span", word.symbol, aria_hidden="true")
    return element("span", symbol, f" {word.word}", class_=f"tag {LIKE_STATUS[state]}")


def recommendations_tables(
    view: View, caption: str, found: Sequence[Tracked], today: date
) -> tuple[Markup, ...]:
    """One row a recommendation, the most pressing first."""
    return tables_of_ten(caption, HEADS, [_row(view, one, today) for one in found])


def _row(view: View, one: Tracked, today: date) -> tuple[Cell, ...]:
    said = one.recommendation
    shown = len(said.evidence)
    return (
        lines(said.reference, element("span", said.text, class_="quiet")),
        f"{said.made_by}, {day_text(said.made_on)}", said.owner,
        lines(state_tag(one.state), words.due_text(one, today)), words.verifier_text(said),
        plural(shown, "item") if shown else "no evidence yet", _measures(view, one),
    )  # fmt: skip


def _measures(view: View, one: Tracked) -> Cell:
    metrics = view.configuration.metrics
    parts = [
        lines(cards.measure_link(view, metrics[each.metric]),
              element("span", words.linked_text(each, metrics[each.metric]), class_="quiet"))
        for each in one.linked
        if each.metric in metrics
    ]  # fmt: skip
    return lines(*parts) if parts else "[z] no measure is linked"


def in_full(one: Tracked, today: date) -> Markup:
    """Everything that is kept of a recommendation, folded under its reference."""
    said = one.recommendation
    updates = [element("li", promises.update_text(update)) for update in said.updates]
    shown = [element("li", each) for each in actions.evidence_texts(said.evidence)]
    return folded(f"{said.reference}: {words.STATES[one.state]}", facts({
        "In its words": said.text, "Made by": f"{said.made_by}, {day_text(said.made_on)}",
        "Response": said.response or "none is recorded", "Owner": said.owner,
        "Due": words.due_text(one, today), "Verifier": words.verifier_text(said),
        "Evidence": element("ul", *shown) if shown else "no evidence yet",
        "Updates": element("ul", *updates) if updates else "none is recorded",
    }))  # fmt: skip


def rules() -> Markup:
    """What each status means, as a table."""
    rows = [(state_tag(state), meaning) for state, meaning in words.RULES.items()]
    return table("What each status means", [Head("Status"), Head("Means")], rows)


def due_section(view: View, today: date) -> Markup:
    """What is due or overdue, five of it, and the duties, for a board; nothing where none is."""
    found = lists.recommendations(view)
    if not found:
        return duties_shown.duties_line(view, today)
    first = words.open_ones(found)[:5]
    rows = [
        (lines(f"{t.recommendation.reference}, {t.recommendation.made_by}",
               element("span", t.recommendation.text, class_="quiet")),
         state_tag(t.state), words.due_text(t, today), t.recommendation.owner)
        for t in first
    ]  # fmt: skip
    heads = [Head("Recommendation"), Head("Status"), Head("Due"), Head("Owner")]
    return joined([
        heading("Recommendations"), paragraph(words.tracked_sentence(found, today)),
        table("Recommendations due or to be verified", heads, rows) if rows else "",
        duties_shown.duties_line(view, today),
    ])  # fmt: skip


def every_link(view: View) -> Markup:
    """The way to all recommendations."""
    return paragraph(link("recommendations", "All of them, and duties", **cards.address(view)))

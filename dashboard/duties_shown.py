"""Duties to publish as a table with the days left, and each objective with its measures."""

from collections.abc import Sequence
from datetime import date

from dashboard import cards, lists
from dashboard.markup import (
    Cell,
    Head,
    Markup,
    element,
    heading,
    joined,
    lines,
    outside,
    paragraph,
    table,
)
from dashboard.view import View
from metrics.definitions.duties import Objective, Publication
from metrics.duties import Standing, State
from metrics.wording import duties as words
from metrics.wording.judgements import judged_text

LIKE_STATUS = {State.NEVER: "off_track", State.OVERDUE: "off_track", State.MET: "on_track"}
HEADS = tuple(map(Head, ("Duty", "Owner", "Status and next day", "Published last", "Draft")))


def duties_section(view: View, today: date) -> Markup:
    """Every duty with how it stands and the days left; nothing where none is recorded."""
    found = lists.duties(view, today)
    if not found:
        return joined([])
    example = lists.duty_list().examples
    objectives = [each for one in found for each in one.duty.objectives]
    return joined([
        heading("Duties to publish"),
        paragraph(words.duties_sentence(found, today)),
        paragraph(words.EXAMPLES) if example else "",
        table("Duties to publish", HEADS, [_row(one, today) for one in found]),
        _objectives(view, objectives),
    ])  # fmt: skip


def duties_line(view: View, today: date) -> Markup:
    """The duties in one sentence, for a board; nothing where none is recorded."""
    found = lists.duties(view, today)
    return paragraph(words.duties_sentence(found, today)) if found else joined([])


def _row(one: Standing, today: date) -> tuple[Cell, ...]:
    word, duty = words.STATES[one.state], one.duty
    symbol = element("span", word.symbol, aria_hidden="true")
    tag = element("span", symbol, f" {word.word}", class_=f"tag {LIKE_STATUS[one.state]}")
    return (
        lines(duty.title, element("span", duty.law, class_="quiet")), duty.owner,
        lines(tag, words.due_text(one, today)), _published(one.last),
        words.draft_text(one) or "none",
    )  # fmt: skip


def _published(one: Publication | None) -> Cell:
    said = words.publication_text(one)
    if one is None:
        return said
    if one.where.startswith("https://"):
        return outside(one.where, said)
    return f"{said} ({one.where})"


def _objectives(view: View, found: Sequence[Objective]) -> Markup:
    """Each objective with its measures as they stand in the release."""
    if not found:
        return joined([])
    figures = view.reader.headlines(view.force.code, view.as_at)
    metrics = view.configuration.metrics
    rows = []
    for one in found:
        held = [
            lines(cards.measure_link(view, metrics[id_], view.force.name),
                  joined([cards.status_cell(figures[id_]),
                          judged_text(figures[id_], metrics[id_])]))
            for id_ in one.metrics if id_ in figures
        ]  # fmt: skip
        rows.append((one.text, lines(*held) if held else "[z] no measure is linked"))
    heads = [Head("Objective"), Head("Measures, and how they stand")]
    return table("Equality objectives and their measures", heads, rows)

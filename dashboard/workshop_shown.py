"""A draft of a measure as the workshop shows it: what is wrong, what differs, what it would be."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard import cards, definition, session
from dashboard.draft_chart import draft_chart
from dashboard.markup import (
    Head,
    Markup,
    element,
    folded,
    heading,
    joined,
    page,
    paragraph,
    table,
    tables_of_ten,
)
from dashboard.problems import problem_markup
from dashboard.view import View
from metrics.access import sees_everything
from metrics.definitions.configuration import Configuration
from metrics.drafts import Draft, previewed
from metrics.errors import Finding, ScorecardError
from metrics.wording import drafts as words
from metrics.wording.overlap import Both, overlap_words

Previews = dict[str, list[Both]]


def may_draft(view: View) -> bool:
    """Whether the person may try definitions on what is loaded: who sees every count may."""
    return sees_everything(view.scope, view.configuration.access.tier(view.scope.tier))


def steps() -> Markup:
    """How a measure comes into the scorecard, step by step."""
    return element("ol", *(element("li", step) for step in words.STEPS))


def draft_markup(draft: Draft) -> Markup:
    """What is wrong with a draft; else what differs, and its definition as pages would have it."""
    changed = draft.configuration
    if changed is None:
        return joined([
            problem_markup("The scorecard was not changed.", draft.findings, None),
            folded("Show the lines with their numbers",
                   element("pre", words.numbered(draft.text), class_="numbered", tabindex="0")),
        ])  # fmt: skip
    if not draft.differences:
        return paragraph("No fault, and no difference from the present definition.")
    items = [element("li", one.words) for one in draft.differences]
    told = "There is a problem" if any(d.at_fault for d in draft.differences) else "No fault"
    old = session.configuration().metrics
    new = [metric for id_, metric in changed.metrics.items() if metric != old.get(id_)]
    return joined([
        heading(told), element("ul", *items),
        *(joined([heading(f"{metric.title}, as pages would have it"),
                  definition.facts_of(changed, metric)]) for metric in new),
    ])  # fmt: skip


def preview(
    view: View, changed: Configuration, progress: Callable[[str], None]
) -> Previews | Sequence[Finding]:
    """What each period would be under a changed configuration, or why that cannot be told."""
    own = view.configuration.access.tier(view.scope.tier)
    pair = (session.configuration(), changed)
    try:
        return previewed(session.store(), view.scope, own, pair, progress)
    except ScorecardError as error:
        return error.findings


def show_preview(changed: Configuration, found: Previews | Sequence[Finding]) -> None:
    """Each period of each measure whose figures change, drawn and beside the present definition."""
    if not isinstance(found, dict):
        st.html(page(problem_markup("No figure was counted.", found, None)))
        return
    if not found:
        st.html(page(paragraph("No figure changes: what is counted is the same.")))
        return
    st.html(page(heading("What the figures would be")))
    for id_, periods in found.items():
        _show_preview_of(changed, id_, periods)
    st.html(page(paragraph("For the force, before anything is withheld: not for publication.",
                           class_="quiet")))  # fmt: skip


def _show_preview_of(changed: Configuration, id_: str, periods: list[Both]) -> None:
    old, new = session.configuration().metrics.get(id_), changed.metrics[id_]
    rows = words.preview_rows(old, new, periods)
    if not rows:
        st.html(page(paragraph(f"{new.title}: no period of it is loaded.")))
        return
    said = list(overlap_words(old, new, periods))[-1] if old else ""
    st.html(page(paragraph(said) if said else ""))
    cards.chart(
        draft_chart(old, new, periods), words.preview_alt(old, new, periods), f"draft-{id_}"
    )
    heads = [Head("Period"), Head(words.PRESENT), Head(words.DRAFTED)]
    st.html(page(*tables_of_ten(f"{new.title}, the whole force", heads, rows)))


def approvals() -> Markup:
    """Who has approved what stands in the scorecard now."""
    metrics = session.configuration().scorecard.metrics
    rows = [(m.title, m.approved_by, m.owner.role) for m in metrics if m.approved_by]
    heads = [Head("Measure"), Head("Approved by"), Head("Owner")]
    listed = table("Definitions that name who approved them", heads, rows) if rows else ""
    said = paragraph(words.approvals_sentence(metrics))
    return joined([heading("Who approved what"), said, listed])

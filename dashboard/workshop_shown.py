"""A draft of a measure as the workshop shows it: what is wrong, what differs, what it would be."""

from collections.abc import Callable, Sequence

from dashboard import definition, session
from dashboard.markup import (
    Head,
    Markup,
    element,
    folded,
    heading,
    joined,
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


def preview_markup(changed: Configuration, found: Previews | Sequence[Finding]) -> Markup:
    """Each period of each measure whose figures change, beside the present definition."""
    if not isinstance(found, dict):
        return problem_markup("No figure was counted.", found, None)
    if not found:
        return paragraph("No figure changes: what is counted is the same.")
    parts = [_preview_of(changed, id_, periods) for id_, periods in found.items()]
    return joined([heading("What the figures would be"), *parts, paragraph(
        "For the force, before anything is withheld: not for publication.", class_="quiet",
    )])  # fmt: skip


def _preview_of(changed: Configuration, id_: str, periods: list[Both]) -> Markup:
    old, new = session.configuration().metrics.get(id_), changed.metrics[id_]
    rows = words.preview_rows(old, new, periods)
    if not rows:
        return paragraph(f"{new.title}: no period of it is loaded.")
    heads = [Head("Period"), Head("As it is defined now"), Head("As drafted")]
    said = list(overlap_words(old, new, periods))[-1] if old else ""
    shown = tables_of_ten(f"{new.title}, the whole force", heads, rows)
    return joined([paragraph(said) if said else "", *shown])


def approvals() -> Markup:
    """Who has approved what stands in the scorecard now."""
    metrics = session.configuration().scorecard.metrics
    rows = [(m.title, m.approved_by, m.owner.role) for m in metrics if m.approved_by]
    heads = [Head("Measure"), Head("Approved by"), Head("Owner")]
    listed = table("Definitions that name who approved them", heads, rows) if rows else ""
    said = paragraph(words.approvals_sentence(metrics))
    return joined([heading("Who approved what"), said, listed])

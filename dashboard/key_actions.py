"""The key actions of a theme: how the measures of each stand, and the measures when asked for."""

from collections.abc import Mapping, Sequence

from dashboard import actions_shown, cards, lists, posts_shown
from dashboard.exceptions import standing
from dashboard.markup import (
    Head,
    Markup,
    element,
    folded,
    joined,
    lines,
    paragraph,
    table,
    tables_of_ten,
)
from dashboard.view import View
from metrics import board
from metrics.actions import Followed, overdue
from metrics.definitions.models import KeyAction, Metric, Theme
from metrics.figure import Figure
from metrics.judgement.status import Status
from metrics.posts import Vacancy
from metrics.wording import verdicts
from metrics.wording.numbers import plural
from metrics.wording.sentences import status_counts

HEADS = (Head("Measure"), Head("Status and since"), Head("Value and target"), Head("Trend"))


def key_actions(view: View, theme: Theme, figures: Mapping[str, Figure]) -> Markup:
    """Each key action of a theme in its order; none is left out for want of a measure."""
    vacant, by_action = lists.vacancies(view), dict[str, list[Metric]]()
    for metric in view.configuration.scorecard.metrics:
        by_action.setdefault(metric.key_action, []).append(metric)
    return element("div", *(
        _key_action(view, action, by_action.get(action.id, []), figures, vacant)
        for action in theme.key_actions
    ), class_="keys")  # fmt: skip


def exceptions_of(
    view: View, figures: Sequence[Figure], actions: Mapping[str, Sequence[Followed]]
) -> Markup:
    """The measures that are off track, at risk or not reported, worst first, ten and the others."""
    found, vacant = board.exceptions(figures, overdue(actions)), lists.vacancies(view)
    rows = [
        (
            *standing(view, m, f"Key action {m.metric.key_action}"),
            verdicts.trend_text(m.figure),
            lines(posts_shown.owner_cell(vacant, m.metric.owner.role),
                  actions_shown.first_action(actions.get(m.metric.id, []))),
        )
        for m in cards.measures(view, {f.metric: f for f in found})
    ]  # fmt: skip
    if not rows:
        return paragraph("No measure is off track or at risk, and none is missing.")
    caption = f"Measures off track or at risk, or not reported, {view.unit.name}"
    return joined(tables_of_ten(caption, [*HEADS, Head("Owner and action")], rows))


def standing_of(
    view: View, action: KeyAction, mine: Sequence[Metric], figures: Mapping[str, Figure]
) -> Markup:
    """How the measures of a key action stand, each status with how many; or who owes it one."""
    name = f"{action.id} {action.text}"
    owes = f"Owes a measure: {action.owner}"
    if not mine:
        return joined([element("strong", name), f": No measure yet. {owes}."])
    counts = status_counts(figures[m.id] for m in mine if m.id in figures)
    order = dict.fromkeys([*cards.TILE_ORDER, *Status])
    tags = [cards.counted(one, counts[one]) for one in order if counts[one]]
    of_effect = view.configuration.measures_of(action.id)[0]
    missing = [] if of_effect else [f"No measure of effect yet. {owes}."]
    return joined([f"{name}: {plural(len(mine), 'measure')}.", *missing, *tags])


def _key_action(
    view: View, action: KeyAction, mine: Sequence[Metric], figures: Mapping[str, Figure],
    vacant: Mapping[str, Vacancy],
) -> Markup:  # fmt: skip
    """A key action with its measures folded away, or who owes it one."""
    summary = standing_of(view, action, mine, figures)
    if not mine:
        return paragraph(summary)
    held = cards.measures(view, {m.id: figures[m.id] for m in mine if m.id in figures})
    rows = [
        (
            *standing(view, m, posts_shown.owner_text(vacant, m.metric.owner.role)),
            verdicts.trend_text(m.figure),
        )
        for m in held
    ]
    absent = "; ".join(m.title for m in mine if m.id not in figures)
    return folded(
        summary,
        table(f"Measures of key action {action.id}, {view.unit.name}", HEADS, rows) if rows else "",
        paragraph(f"[z] Not held for {view.unit.name}: {absent}.") if absent else "",
    )

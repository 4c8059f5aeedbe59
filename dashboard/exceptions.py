"""The exceptions of the force as a table, worst first, and what could not be judged, by reason."""

from collections.abc import Mapping, Sequence

from dashboard import actions_shown, cards, lists, posts_shown
from dashboard.markup import (
    Cell,
    Head,
    Markup,
    element,
    folded,
    heading,
    joined,
    lines,
    paragraph,
    table,
    tables_of_ten,
)
from dashboard.view import View
from metrics import board
from metrics.actions import Followed, overdue
from metrics.figure import Figure
from metrics.wording import judgements, verdicts
from metrics.wording.numbers import plural
from metrics.wording.targets import target_text


def exceptions_section(
    view: View, now: Sequence[Figure], actions: Mapping[str, Sequence[Followed]]
) -> Markup:
    """One row an exception: status and since, value and target, signal, worst unit, action."""
    ordered = board.exceptions(now, overdue(actions))
    found = cards.measures(view, {f.metric: f for f in ordered})
    vacant = lists.vacancies(view)
    worst = board.worst_units(view.reader, [m.figure for m in found])
    heads = [
        Head("Measure"), Head("Status and since"), Head("Value and target"), Head("Signal"),
        Head("Worst-placed unit"), Head("Owner and action"),
    ]  # fmt: skip
    rows = [
        (
            *standing(view, m, _theme(view, m), view.force.name),
            verdicts.signal_text(m.figure),
            cards.unit_cell(view, m.metric, worst[m.metric.id]),
            lines(posts_shown.owner_cell(vacant, m.metric.owner.role),
                  actions_shown.first_action(actions.get(m.metric.id, []))),
        )
        for m in found
    ]  # fmt: skip
    none = paragraph("No measure is off track or at risk, and none is missing.")
    return joined([
        heading("Off track and at risk, or not reported"),
        *tables_of_ten("Measures off track or at risk, or not reported", heads, rows),
        *([] if rows else [none]),
    ])  # fmt: skip


def headlines_section(view: View, now: Mapping[str, Figure]) -> Markup:
    """The few measures that stand for each theme, whether they are exceptions or not."""
    rows = [
        (
            *standing(view, m, _theme(view, m), view.force.name),
            verdicts.trend_text(m.figure),
        )
        for theme in view.configuration.scorecard.themes
        for m in cards.measures(view, {id_: now[id_] for id_ in theme.headlines if id_ in now})
    ]  # fmt: skip
    if not rows:
        return joined([])
    heads = [Head("Measure"), Head("Status and since"), Head("Value and target"), Head("Trend")]
    return joined([
        heading("Headline measures"),
        folded(f"Show the {plural(len(rows), 'headline measure')} of the themes",
               table("Headline measures of each theme", heads, rows)),
    ])  # fmt: skip


def _theme(view: View, measure: cards.Measure) -> str:
    return f"Theme {view.configuration.theme_of(measure.metric).id}"


def standing(view: View, measure: cards.Measure, about: str, unit: str = "") -> tuple[Cell, ...]:
    """A measure and what it is `about`, its status and since when, its value and target."""
    metric = measure.metric
    return (
        lines(cards.measure_link(view, metric, unit), _quiet(about)),
        cards.dated_status_cell(measure.figure, metric),
        cards.value_cell(measure, view, f"Target: {target_text(metric)}"),
    )


def silent_section(view: View, now: Mapping[str, Figure]) -> Markup:
    """What has no judgement, each with its reason and its owner: silence is never good news."""
    metrics, vacant = view.configuration.metrics, lists.vacancies(view)
    rows = [
        (
            cards.measure_link(view, metrics[f.metric], view.force.name), cards.status_cell(f),
            judgements.absent_words(f) if f.judged is None else "no target has been set",
            posts_shown.owner_cell(vacant, metrics[f.metric].owner.role),
        )
        for f in board.silent(list(now.values()))
    ]  # fmt: skip
    heads = [Head("Measure"), Head("Status"), Head("Reason"), Head("Owner")]
    return joined([
        heading("Not judged, or no target"),
        table("Measures without a judgement, and why", heads, rows)
        if rows else paragraph("Every measure could be judged."),
    ])  # fmt: skip


def _quiet(words: str) -> Markup:
    return element("span", words, class_="quiet")

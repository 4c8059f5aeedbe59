"""The measures of a unit: what comes first, and one row a measure with its place among others."""

from collections.abc import Mapping, Sequence

from dashboard import actions_shown, cards, lists, posts_shown
from dashboard.cards import Measure
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
from dashboard.spine_chart import spine_picture
from dashboard.view import View
from metrics.actions import Followed
from metrics.definitions.models import Theme
from metrics.posts import Vacancy
from metrics.spines import Spine
from metrics.wording import judgements, spines, verdicts
from metrics.wording.first import first_sentence
from metrics.wording.numbers import plural
from metrics.wording.rugs import TELLING
from metrics.wording.targets import target_text


def first_list(
    view: View, measures: Sequence[Measure], actions: Mapping[str, Sequence[Followed]],
    forces: Mapping[str, Sequence[Followed]],
) -> Markup:  # fmt: skip
    """What the lead should take up first, in order, each with why, who owns it and what is done.

    `actions` are the unit's own, `forces` those of the whole force.
    """
    vacant = lists.vacancies(view)
    items = [
        _first_item(view, m, actions_shown.first_of_both(actions.get(m.metric.id, []),
                                                         forces.get(m.metric.id, [])), vacant)
        for m in measures
    ]  # fmt: skip
    return element("ol", *items, class_="first")


def _first_item(
    view: View, measure: Measure, doing: Markup, vacant: Mapping[str, Vacancy]
) -> Markup:
    figure, metric = measure.figure, measure.metric
    why = first_sentence(figure, metric, view.comparison(figure), view.beside)
    head = joined([cards.status_cell(figure), cards.measure_link(view, metric)])
    owns = posts_shown.owner_text(vacant, metric.owner.role)
    owner = element("span", f"{owns}.", class_="quiet")
    owned = joined([owner, doing])
    return element("li", lines(head, why, owned))


def theme_measures(
    theme: Theme, mine: Sequence[Measure], view: View,
    spines_by_metric: Mapping[str, Spine], flagged: Mapping[str, int],
) -> Markup:  # fmt: skip
    """A theme's measures: its headline measures as a table, and the others when asked for."""
    name = f"{theme.id} {theme.name}"
    if not mine:
        return paragraph(f"{name}: no measure applies to this unit.")
    first = [m for m in mine if m.metric.id in theme.headlines] or list(mine)
    rest = [m for m in mine if m not in first]
    caption = f"{name}, {view.unit.name}"
    tables = [
        measures_table(title, rows, view, spines_by_metric, flagged)
        for title, rows in ((caption, first), (f"{caption}: other measures", rest)) if rows
    ]  # fmt: skip
    if not rest:
        return tables[0]
    more = f"Show {plural(len(rest), 'other measure')} of this theme"
    return joined([tables[0], folded(more, tables[1])])


def measures_table(
    caption: str, rows: Sequence[Measure], view: View,
    spines_by_metric: Mapping[str, Spine], flagged: Mapping[str, int],
) -> Markup:  # fmt: skip
    """One row a measure: value, cases and target, status, place among units, trend and signal.

    `flagged` says how many disparities of each metric are flagged for this unit.
    """
    heads = [
        Head("Measure"), Head("Value and target"), Head("Status and since"), Head("Among units"),
        Head("Trend and signal"),
    ]  # fmt: skip
    cells = [
        (
            _measure_cell(view, m, flagged.get(m.metric.id, 0)),
            cards.value_cell(m, view, f"Target: {target_text(m.metric)}"),
            cards.dated_status_cell(m.figure, m.metric),
            lines(*cards.compared(m.figure, view),
                  among_cell(m, spines_by_metric.get(m.metric.id))),
            lines(f"Trend: {verdicts.trend_text(m.figure)}",
                  f"Signal: {verdicts.signal_text(m.figure)}"),
        )
        for m in rows
    ]  # fmt: skip
    return table(caption, heads, cells)


def _measure_cell(view: View, measure: Measure, flagged: int) -> Cell:
    link = cards.measure_link(view, measure.metric)
    if not flagged:
        return link
    return lines(link, element("span", plural(flagged, "group") + " flagged", class_="quiet"))


def among_cell(measure: Measure, spine: Spine | None) -> Cell:
    """Where a unit lies among those of its level: the spine, and all of its numbers in words."""
    figure, metric = measure.figure, measure.metric
    if spine is None:
        return "[z] too few units to place it"
    picture = spine_picture(spine, figure.judged, figure.comparator, figure.similar_comparator)
    said = [spines.spine_sentence(spine, metric), spines.marks_sentence(figure, metric)]
    return lines(picture, *(element("span", words, class_="quiet") for words in said if words))


def spines_tables(
    caption: str, rows: Sequence[Measure], view: View, spines_by_metric: Mapping[str, Spine]
) -> Markup:
    """Where the unit lies in the measures in which it stands out, and in the others when asked."""
    telling = [m for m in rows if view.comparison(m.figure) in TELLING]
    rest = [m for m in rows if m not in telling]
    parts = [_spines_table(caption, telling, view, spines_by_metric)] if telling else []
    if rest:
        more = f"Show {plural(len(rest), 'measure')} in which it does not differ from {view.beside}"
        others = _spines_table(f"{caption}: the others", rest, view, spines_by_metric)
        parts.append(folded(more, others))
    return joined(parts)


def _spines_table(
    caption: str, rows: Sequence[Measure], view: View, spines_by_metric: Mapping[str, Spine]
) -> Markup:
    """One row a measure: its value, how it compares, and where the unit lies."""
    heads = [Head("Measure"), Head("Value"), Head("Comparison"), Head("Among units")]
    cells = [
        (
            cards.measure_link(view, m.metric), judgements.judged_text(m.figure, m.metric),
            cards.benchmark_cell(m.figure, view), among_cell(m, spines_by_metric.get(m.metric.id)),
        )
        for m in rows
    ]  # fmt: skip
    return table(caption, heads, cells)


def spine_key() -> Markup:
    """What each mark of a spine means."""
    marks = [f"{mark} {words}" for mark, words in spines.KEY]
    return paragraph("Among units: ", joined(marks, " · "), class_="quiet")

"""What is new about the measures of a unit, as a section of a page."""

from collections.abc import Mapping

from dashboard import cards
from dashboard.markup import Cell, Head, Markup, heading, joined, paragraph, table
from dashboard.session import View
from metrics import news
from metrics.definitions.organisation import Unit
from metrics.figure import Figure
from metrics.wording import news as words
from metrics.wording.periods import iso_day_text


def news_section(
    view: View, unit: Unit, now: Mapping[str, Figure], before: Mapping[str, Figure]
) -> Markup:
    """What has changed since the quarter before, and what this release revised or broke."""
    changes = news.changes(now, before)
    rows = [_change_row(view, unit, change) for change in changes]
    heads = [Head("Measure"), Head("What is new"), Head("Was"), Head("Is now")]
    caption = f"What is new, {unit.name}"
    said = words.news_sentence(changes) if before else "There is no earlier quarter to compare."
    return joined([
        heading("What is new"), paragraph(said),
        *([table(caption, heads, rows)] if rows else []), *_released(view, unit),
    ])  # fmt: skip


def _change_row(view: View, unit: Unit, change: news.Change) -> tuple[Cell, ...]:
    metric = view.configuration.metrics[change.metric]
    sides = [words.side_text(figure, change, metric) for figure in (change.before, change.now)]
    return cards.measure_link(view, metric, unit.name), words.change_text(change), *sides


def _released(view: View, unit: Unit) -> list[Markup]:
    """What this release revised or broke, for figures that were released before."""
    metrics = view.configuration.metrics

    def _link(id_: str) -> Markup:
        return cards.measure_link(view, metrics[id_], unit.name)

    rows: list[tuple[Cell, ...]] = [
        (_link(r.metric), words.revision_text(r, metrics[r.metric]))
        for r in news.revisions(view.reader, unit.code)
    ]
    rows += [(_link(b.metric), words.break_text(b)) for b in news.breaks(view.reader)]
    made = iso_day_text(view.reader.release.kept.made_at)
    if not rows:
        said = f"No earlier figure was revised or redefined in this release, of {made}."
        return [paragraph(said, class_="quiet")]
    caption = f"Revised or redefined in the release of {made}"
    return [table(caption, [Head("Measure"), Head("What")], rows)]

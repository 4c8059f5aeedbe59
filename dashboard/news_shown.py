"""What is new about the measures of a unit, as a section of a page."""

from collections.abc import Mapping
from datetime import date

from dashboard import cards, session
from dashboard.markup import (
    Cell,
    Head,
    Markup,
    element,
    heading,
    joined,
    paragraph,
    table,
    tables_of_ten,
)
from dashboard.view import View
from metrics import news
from metrics.definitions.models import Metric
from metrics.definitions.organisation import Unit
from metrics.figure import Figure
from metrics.figures import OpenRelease
from metrics.wording import news as words
from metrics.wording.periods import iso_day_text


def news_section(
    view: View, unit: Unit, now: Mapping[str, Figure], before: Mapping[str, Figure]
) -> Markup:
    """What has changed since the release before, and what this release revised or broke.

    It is held against `before`, the figures of the quarter before, where there is no release before
    this one, and too where that has figures of the same quarter.
    """
    parts, last = [], session.release_before(view)
    until = _last_day(view, last) if last else None
    if last and until:
        then = last.reader(view.scope).headlines(unit.code, until)
        parts.append(_since(view, unit, now, then, words.since_release(last.kept, until)))
    if until is None or until == view.as_at:
        parts.append(
            _since(view, unit, now, before, words.SINCE_QUARTER) if before
            else paragraph("There is no earlier quarter to compare.")
        )  # fmt: skip
    return joined([heading("What is new"), *parts, *_released(view, unit)])


def _last_day(view: View, release: OpenRelease) -> date | None:
    """The newest quarter's end of a release, up to the one that is shown."""
    ends = release.reader(view.scope).quarter_ends()
    return next((end for end in ends if end <= view.as_at), None)


def _since(
    view: View, unit: Unit, now: Mapping[str, Figure], then: Mapping[str, Figure], since: str
) -> Markup:
    """What has become of each measure since then: in a sentence, and as a table of ten and more."""
    changes = news.changes(now, then)
    metrics = view.configuration.metrics
    first = [metrics[id_].title for id_ in now if id_ not in then]
    heads = [Head("Measure"), Head("What is new"), Head("Was"), Head("Is now")]
    rows = [_change_row(view, unit, change) for change in changes]
    said = paragraph(words.news_sentence(changes, since, first))
    return joined([said, *tables_of_ten(f"{since}, {unit.name}", heads, rows)])


def measure_news(view: View, unit: Unit, metric: Metric) -> Markup:
    """What this release revised or redefined of one measure; nothing where it did neither."""
    said = [words.revision_text(r, metric) for r in news.revisions(view.reader, unit.code)
            if r.metric == metric.id]  # fmt: skip
    said += [words.break_text(b) for b in news.breaks(view.reader) if b.metric == metric.id]
    return joined([paragraph(element("strong", each)) for each in said])


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

"""Every measure and every extract, listed; and what was redefined since the release before."""

from collections.abc import Mapping, Sequence

from dashboard import session
from dashboard.markup import (
    Head,
    Markup,
    element,
    folded,
    joined,
    link,
    paragraph,
    table,
)
from metrics.definition_changes import differences
from metrics.definitions.configuration import Configuration
from metrics.definitions.contracts import Extract
from metrics.definitions.models import Metric
from metrics.figures import OpenRelease
from metrics.wording.numbers import plural
from metrics.wording.overlap import released_words
from metrics.wording.periods import day_text, iso_day_text

UNDER_BOTH = (
    "Figures are those of {unit} as released then and now. What was loaded or corrected in between "
    "is in the second one too."
)
HEADS = (Head("Measure"), Head("Key action"), Head("This definition since"), Head("Owner"))


def measures_lists(
    configuration: Configuration, found: Sequence[Metric], address: Mapping[str, str]
) -> Markup:
    """The measures found, by theme, each with a way to its definition; folded away."""
    parts = []
    for theme in configuration.scorecard.themes:
        rows = [
            (
                link("metric", metric.title, metric=metric.title, **address), metric.key_action,
                day_text(metric.since), metric.owner.role,
            )
            for metric in sorted(found, key=lambda metric: metric.title)
            if configuration.theme_of(metric) is theme
        ]  # fmt: skip
        if rows:
            name = f"{theme.id} {theme.name}"
            summary = f"{name}: {plural(len(rows), 'measure')}, A to Z"
            parts.append(folded(summary, table(f"Measures of {name}", HEADS, rows)))
    return element("div", *parts, class_="keys")


def extracts_lists(extracts: Sequence[Extract]) -> Markup:
    """Every extract with its columns, each folded away."""
    return element("div", *(folded(one.title, _extract(one)) for one in extracts), class_="keys")


def _extract(extract: Extract) -> Markup:
    heads = [Head("Column"), Head("Holds"), Head("Header in files"), Head("About")]
    rows = [
        (element("code", c.name), str(c.type), ", ".join(c.headers) or c.name, c.about or c.name)
        for c in extract.columns
    ]
    return joined([
        paragraph(f"One row: {extract.row}. It comes {extract.frequency}."),
        paragraph(f"Owner: {extract.owner}. Source: {extract.source}."),
        table(f"Columns of {extract.title}", heads, rows),
    ])  # fmt: skip


def changes_section(view: session.View, before: OpenRelease | None) -> Markup:
    """What each measure counted in an earlier release and counts now, in plain words."""
    if before is None:
        return paragraph("There is no release before this one that could be opened.")
    found = list(differences(before.configuration, view.configuration))
    sizes = _sizes(view, before, [one.broken for one in found if one.broken])
    items = [element("li", " ".join(filter(None, (one.words, sizes.get(one.broken)))))
             for one in found]  # fmt: skip
    since = f"since the release of {iso_day_text(before.kept.made_at)}"
    none = f"No definition has changed {since}."
    return joined([
        paragraph(f"{plural(len(items), 'change')} {since}:" if items else none),
        element("ul", *items) if items else "",
        paragraph(UNDER_BOTH.format(unit=view.unit.name)) if sizes else "",
    ])  # fmt: skip


def _sizes(view: session.View, before: OpenRelease, broken: Sequence[str]) -> dict[str, str]:
    """What each redefined measure of a unit was when the release before was made, and is now."""
    earlier = before.reader(view.scope)
    until = next((end for end in earlier.quarter_ends() if end <= view.as_at), None)
    if until is None or not broken:
        return {}
    then, now = (each.headlines(view.unit.code, until) for each in (earlier, view.reader))
    old, new = before.configuration.metrics, view.configuration.metrics
    return {id_: released_words(old[id_], new[id_], then[id_], now[id_])
            for id_ in broken if id_ in then and id_ in now}  # fmt: skip

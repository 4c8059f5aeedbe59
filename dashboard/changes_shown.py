"""What a load would change, as the Upload page shows it: each tier's figures, before and after."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import Any

from dashboard.markup import (
    Cell,
    Head,
    Markup,
    folded,
    heading,
    joined,
    paragraph,
    status_tag,
    table,
)
from metrics.definitions.configuration import Configuration
from metrics.previewing import Change, told
from metrics.wording.moves import WAITS_IF, moves_text
from metrics.wording.numbers import plural

MOST_SHOWN = 50
HEADS = tuple(map(Head, ("Measure", "Unit", "Period ends", "Before", "After")))


def changes_markup(changes: Sequence[Change], configuration: Configuration, tier: str) -> Markup:
    """How many figures of each tier would change; those of the reader's own tier one by one."""
    parts: list[Cell] = [heading("What this would change", id_="changes")]
    if not changes:
        parts.append(paragraph("Nothing is released yet: every figure would be new."))
    titles = {each.id: each.title for each in configuration.access.tiers}
    for change in changes:
        parts.append(paragraph(f"{titles[change.tier]}: {_counted(change)}."))
        parts.append(_withheld(change, titles[change.tier], configuration))
        if change.tier == tier and change.moves:
            parts.append(_moves(change, configuration))
        if change.tier == tier and len(change.totals):
            parts.append(_totals(change, configuration))
    if any(change.hidden for change in changes):
        parts.append(paragraph(WAITS_IF))
    return joined(parts)


def _counted(change: Change) -> str:
    """What a tier would see change, as numbers; a figure that differs will carry [r]."""
    return (
        f"{plural(len(change.figures), 'figure')} revised [r], {change.hidden:,} of them hidden "
        f"from then on; {change.new:,} new; {change.gone:,} gone; {moves_text(len(change.moves))}"
    )


def _withheld(change: Change, tier: str, configuration: Configuration) -> Markup:
    """How many figures of each measure a tier would not be shown, beside how many it is not now."""
    if not change.withheld:
        return joined([])
    known = configuration.metrics
    rows = [
        (known[id_].title if id_ in known else id_, f"{now:,}", f"{then:,}")
        for id_, (now, then) in change.withheld.items()
    ]
    heads = [Head("Measure"), Head("Withheld now", True), Head("Withheld then", True)]
    more = f"Show {plural(len(rows), 'measure')} of which another number of figures is withheld"
    return folded(more, table(f"Withheld figures, {tier}", heads, rows))


def _moves(change: Change, configuration: Configuration) -> Markup:
    """The statuses that would be others, newest first."""
    shown = change.moves[:MOST_SHOWN]
    rows = [
        (*_place(move.metric, move.unit, move.type, move.end, configuration),
         status_tag(move.old), status_tag(move.new))
        for move in shown
    ]  # fmt: skip
    caption = f"Statuses that would move: {len(shown):,} of {len(change.moves):,}"
    return table(caption, HEADS, rows)


def _totals(change: Change, configuration: Configuration) -> Markup:
    shown = change.totals.head(MOST_SHOWN)
    rows = [_row(row, configuration) for row in shown.to_dict("records")]
    caption = f"Figures that would differ, groups left out: {len(rows):,} of {len(change.totals):,}"
    return table(caption, HEADS, rows)


def _row(row: Mapping[Hashable, Any], configuration: Configuration) -> tuple[str, ...]:
    place = _place(*(row[name] for name in ("metric", "unit", "type", "end")), configuration)
    return *place, told(row, "old"), told(row, "new")


def _place(
    metric: str, unit: str, type_: str, end: date, configuration: Configuration
) -> tuple[str, str, str]:
    """Of which measure, unit and period a figure is, in words."""
    known = configuration.metrics
    title = known[metric].title if metric in known else metric
    period = f"{end:%d %b %Y} ({str(type_).replace('_', ' ')})"
    return title, configuration.organisation.by_code[unit].name, period

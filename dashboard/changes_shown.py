"""What a load would change, as the Upload page shows it: each tier's figures, before and after."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from dashboard.markup import Cell, Head, Markup, heading, joined, paragraph, table
from metrics.definitions.configuration import Configuration
from metrics.previewing import Change, told
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
        if change.tier == tier and len(change.totals):
            parts.append(_totals(change, configuration))
    return joined(parts)


def _counted(change: Change) -> str:
    """What a tier would see change, as numbers; a figure that differs will carry [r]."""
    return (
        f"{plural(len(change.figures), 'figure')} revised [r], {change.hidden:,} of them hidden "
        f"from then on; {change.new:,} new; {change.gone:,} gone"
    )


def _totals(change: Change, configuration: Configuration) -> Markup:
    shown = change.totals.head(MOST_SHOWN)
    rows = [_row(row, configuration) for row in shown.to_dict("records")]
    caption = f"Figures that would differ, groups left out: {len(rows):,} of {len(change.totals):,}"
    return table(caption, HEADS, rows)


def _row(row: Mapping[Hashable, Any], configuration: Configuration) -> tuple[str, ...]:
    titles = {metric.id: metric.title for metric in configuration.scorecard.metrics}
    unit = configuration.organisation.by_code[str(row["unit"])].name
    period = f"{row['end']:%d %b %Y} ({str(row['type']).replace('_', ' ')})"
    title = titles.get(str(row["metric"]), str(row["metric"]))
    return title, unit, period, told(row, "old"), told(row, "new")

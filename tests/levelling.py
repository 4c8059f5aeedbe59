"""The level of a unit a second time, in plain loops."""

from collections.abc import Sequence

from builders import Count, Key
from oracle import Meaning, Row, one_of, spans_of_months


def latest_levels(meaning: Meaning, rows: Sequence[Row]) -> dict[Key, Count]:
    """The place of the level that the latest rows of each unit give, in every span of months."""
    found = {}
    for type_, start, end in spans_of_months({row["period_end"] for row in rows}):
        inside = [r for r in rows if start <= r["period_end"] <= end and meaning.counts(r)]
        for unit in {row["unit"] for row in inside}:
            mine = [row for row in inside if row["unit"] == unit]
            last = max(row["period_end"] for row in mine)
            said = [row[meaning.share] for row in mine if row["period_end"] == last]
            places = [meaning.levels.index(x) + 1 if x in meaning.levels else None for x in said]
            found[Key(meaning.metric, unit, type_, end.isoformat())] = one_of(places)
    return found

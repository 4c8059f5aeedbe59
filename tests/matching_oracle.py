"""A second count of a denominator in another extract, in plain loops over the oracle's counts."""

from collections.abc import Mapping

from builders import Count, Key
from oracle import Meaning, Oracle


def divided(mine: Oracle, meaning: Meaning, theirs: Oracle, base: Meaning) -> Mapping[Key, Count]:
    """The counts of a metric with those of another extract as its denominator.

    Of months, the same period's; of snapshots, the last one's on or before the period's end.
    """
    others = theirs.counts(base) if theirs.rows else {}
    days = sorted({row["period_end"].isoformat() for row in theirs.rows})
    found = {}
    for key, count in mine.counts(meaning).items():
        breakdown = base.breakdowns[0] if key.breakdown else ""
        spot = key._replace(metric=base.metric, breakdown=breakdown)
        if not theirs.monthly:
            past = [day for day in days if day <= key.end]
            spot = spot._replace(type="snapshot", end=past[-1] if past else "")
        other = others.get(spot)
        number = other.numerator if other else None
        shorthand = "x" if count.numerator is None or number is None else ""
        found[key] = count._replace(denominator=number, shorthand=shorthand)
    return found

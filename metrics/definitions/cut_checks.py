"""Checks of the tables of a tier: they name what there is, and none gives another away."""

from collections.abc import Iterator, Mapping, Sequence

from metrics.definitions.audiences import Cut, Tier
from metrics.definitions.checking import Fault
from metrics.errors import did_you_mean
from metrics.periods import PeriodType

# Periods of one of these are not sums of each other; of two of them, some are.
APART = (
    {PeriodType.MONTH}, {PeriodType.QUARTER}, {PeriodType.YEAR_TO_DATE},
    {PeriodType.ROLLING_YEAR, PeriodType.FINANCIAL_YEAR}, {PeriodType.THREE_YEARS},
)  # fmt: skip


def cut_faults(tier: Tier, known: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    """Faults of a tier's cuts; `known` has the names of levels, extracts, metrics and breakdowns.

    The first level is that of the force. Where small counts are withheld, the groups of a unit
    below it may not be shown for a period and for its parts: there are too few to protect both.
    """
    for part in ("cuts", "without"):
        for index, cut in enumerate(getattr(tier, part)):
            for key, names in known.items():
                for name in set(getattr(cut, key)) - set(names):
                    fault, cure = f"unknown {key[:-1]} '{name}'", did_you_mean(name, names)
                    yield (part, index, key), fault, cure
    if not tier.threshold:
        return
    below = {
        period for cut in tier.cuts if _is_below(cut, known["levels"]) for period in cut.periods
    }
    added = [sorted(below & apart) for apart in APART if below & apart]
    if len(added) > 1:
        fault = f"groups below the force are shown both by {added[0][0]} and by {added[1][0]}"
        yield ("cuts",), fault, "Keep to one of the two: each gives the other away."


def _is_below(cut: Cut, levels: Sequence[str]) -> bool:
    return cut.of == "groups" and list(cut.levels) != list(levels[:1])

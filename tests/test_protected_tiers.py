"""What a tier sees, attacked by somebody who did not write it: nothing hidden comes out."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd
import pytest
from attacker import attack
from builders import released, small

from metrics.disclosure.suppression import protect
from metrics.periods import Period, month_ends, released_periods

LEAVES = {"ASH": "EAST", "BEECH": "EAST", "CEDAR": "WEST", "DOGS": "", "NOWHERE": ""}
GROUPS = {
    "said": ["Asian", "Black", "White", "Not stated"],
    "seen": ["Black", "White", "Not recorded"],
}
FIRST, LAST = date(2025, 4, 1), date(2027, 3, 31)


def people(seed: int, size: float) -> pd.DataFrame:
    """Arrests and searches drawn for two years: a row for each unit, quarter and pair of groups."""
    drawn = np.random.default_rng(seed)
    rows = []
    for unit in LEAVES:
        for end in [day for day in month_ends(FIRST, LAST) if day.month % 3 == 0]:
            for said in GROUPS["said"]:
                for seen in GROUPS["seen"]:
                    searches = drawn.poisson(size * drawn.lognormal(0, 1))
                    rows.append((unit, end, said, seen, drawn.binomial(searches, 0.3), searches))
    columns = ["unit", "end", "said", "seen", "numerator", "denominator"]
    return pd.DataFrame(rows, columns=columns)


def counts(drawn: pd.DataFrame) -> pd.DataFrame:
    """The counts of these people for each unit, period and group, added up in plain loops."""
    up = {leaf: {leaf, parent, "FORCE"} - {""} for leaf, parent in LEAVES.items()}
    figures = []
    for period in released_periods(month_ends(FIRST, LAST)):
        if period.type == "month":
            continue
        inside = drawn[(drawn["end"] >= period.start) & (drawn["end"] <= period.end)]
        for unit in ("FORCE", "EAST", "WEST", *LEAVES):
            mine = inside[[unit in up[leaf] for leaf in inside["unit"]]]
            figures += _figures(mine, unit, period)
    return released(*figures)


def _figures(mine: pd.DataFrame, unit: str, period: Period) -> Iterator[dict[str, object]]:
    spot = {"metric": "arrests", "unit": unit, "type": str(period.type),
            "start": period.start, "end": period.end}  # fmt: skip
    numbers = ["numerator", "denominator"]
    yield {**spot, **mine[numbers].sum().to_dict()}
    for breakdown, groups in GROUPS.items():
        for group in groups:
            of_group = mine.loc[mine[breakdown] == group, numbers].sum().to_dict()
            yield {**spot, "breakdown": breakdown, "group": group, **of_group}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("size", "name"), [(1.0, "board"), (4.0, "board"), (6.0, "public")])
def test_nothing_withheld_can_be_worked_out(seed: int, size: float, name: str) -> None:
    """Every withheld count could be numbers as far apart as the threshold, its own among them."""
    tier = small().access.tier(name)
    true = counts(people(seed, size))
    seen = protect(true, tier, small()).counts
    attacker, hidden = attack(seen, small().organisation, GROUPS)
    assert hidden
    truth = {
        (what, r.unit, r.start.date(), r.end.date(), r.breakdown, r.group): number
        for r in true.itertuples() for what, number in (("n", r.numerator), ("d", r.denominator))
    }  # fmt: skip
    for cell in hidden:
        low, high = attacker.span(cell)
        assert low - 1e-6 <= truth[cell] <= high + 1e-6
        assert high - low >= tier.threshold - 1e-6, cell

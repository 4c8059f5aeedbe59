"""What a tier sees, attacked by somebody who did not write it: nothing hidden comes out."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd
import pytest
from attacker import attack
from builders import released, small

from metrics.disclosure.earlier import Last
from metrics.disclosure.suppression import protect
from metrics.periods import Period, month_ends, released_periods

LEAVES = {"ASH": "EAST", "BEECH": "EAST", "CEDAR": "WEST", "DOGS": "", "NOWHERE": ""}
GROUPS = {
    "said": ["Asian", "Black", "White", "Not stated"],
    "seen": ["Black", "White", "Not recorded"],
}
NEARLY = 1e-6
FIRST, LAST = date(2025, 4, 1), date(2026, 6, 30)


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


@pytest.mark.parametrize(
    ("size", "name", "seed"),
    [(1.0, "board", 1), (1.5, "board", 0), (1.5, "public", 1), (2.5, "public", 2)],
)
def test_nothing_withheld_can_be_worked_out(size: float, name: str, seed: int) -> None:
    """Every third withheld count is attacked with all tables at once, and none is found.

    The engine attacks table by table: all at once may come one nearer than the threshold.
    """
    tier = small().access.tier(name)
    true = counts(people(seed, size))
    attacker, hidden = attack(protect(true, tier, small()).counts, small().organisation, GROUPS)
    truth = {
        (what, row.unit, row.start.date(), row.end.date(), row.breakdown, row.group): number
        for row in true.itertuples()
        for what, number in (("n", row.numerator), ("d", row.denominator))
    }
    assert len(hidden) > 50
    for cell in hidden[::3]:
        low, high = attacker.span(cell)
        assert low - NEARLY <= truth[cell] <= high + NEARLY
        assert high - low >= tier.threshold - 1 - NEARLY, cell


@pytest.mark.parametrize(("size", "name", "seed"), [(0.3, "board", 3), (0.4, "public", 5)])
def test_what_the_force_has_alone_is_protected_over_all_periods(
    size: float, name: str, seed: int
) -> None:
    """Where no unit has figures, a small quarter hides few others, and none can be worked out."""
    tier, true = small().access.tier(name), counts(people(seed, size))
    left = protect(true[true["unit"] == "FORCE"], tier, small()).counts
    groups = left[left["breakdown"] != ""]
    of_year = groups["type"].isin(["rolling_year", "financial_year"])
    for when in (of_year, ~of_year):
        assert groups.loc[when, "denominator"].notna().mean() > 0
    attacker, hidden = attack(left, small().organisation, GROUPS)
    assert len(hidden) > 20
    for low, high in map(attacker.span, hidden):
        assert high - low >= tier.threshold - 1 - NEARLY


def test_primary_suppression_alone_is_worked_out() -> None:
    """The attacker is worth its name: what the threshold alone withholds it finds exactly."""
    true = counts(people(1, 1.5))
    left = true.assign(**{
        column: true[column].where((true[column] == 0) | (true[column] >= 10))
        for column in ("numerator", "denominator")
    })  # fmt: skip
    attacker, hidden = attack(left, small().organisation, GROUPS)
    spans = [attacker.span(cell) for cell in hidden[::9]]
    assert sum(high - low < NEARLY for low, high in spans) > len(spans) / 4


def test_the_same_counts_are_protected_in_the_same_way() -> None:
    """Twice the same is withheld, and whatever is shown is true."""
    tier, true = small().access.tier("board"), counts(people(3, 1.5))
    once, twice = (protect(true, tier, small()).counts for _ in range(2))
    pd.testing.assert_frame_equal(once, twice)
    key = ["unit", "type", "start", "end", "breakdown", "group"]
    both = once.merge(true, on=key, suffixes=("", "_true"))
    shown = both["numerator"].notna()
    assert (both.loc[shown, "numerator"] == both.loc[shown, "numerator_true"]).all()
    assert 0 < (~shown).sum() < len(both)


def test_a_later_release_gives_nothing_away_of_an_earlier_one() -> None:
    """What was withheld stays so, and so does a count that moves by less than the threshold."""
    tier, drawn = small().access.tier("board"), people(4, 2.5)
    released = protect(counts(drawn), tier, small())
    first = released.counts
    at = drawn.index[(drawn["unit"] == "ASH") & (drawn["said"] == "White")][0]
    drawn.loc[at, "denominator"] += 1
    last = Last(first, first[:0], first[:0], released.report, same_rules=True)
    second = protect(counts(drawn), tier, small(), last).counts
    key = ["unit", "type", "start", "end", "breakdown", "group"]
    both = first.merge(second, on=key, suffixes=("_old", "_new"))
    for column in ("numerator", "denominator"):
        old, new = both[f"{column}_old"], both[f"{column}_new"]
        assert new[old.isna()].isna().all()
        moved = (old - new).abs()
        assert not ((moved > 0) & (moved < tier.threshold)).any()
    assert second["denominator"].isna().sum() > first["denominator"].isna().sum()

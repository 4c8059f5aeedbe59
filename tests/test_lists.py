"""What a release says of its own lists: how many were looked at, and how far units spread."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from builders import released, small

from metrics.judgement.assessment import assess
from metrics.judgement.looks import count_looks
from metrics.judgement.spreads import spread_of_units
from metrics.periods import PeriodType

SHARE = replace(small().metrics["arrests"], headline=None, period=PeriodType.QUARTER)


def configured() -> Any:
    """The small configuration, its share of arrests judged by its value in each quarter."""
    metrics = tuple(SHARE if m.id == SHARE.id else m for m in small().scorecard.metrics)
    return replace(small(), scorecard=replace(small().scorecard, metrics=metrics))


def assessed(*rows: dict[str, Any]) -> pd.DataFrame:
    """The assessed figures of rows of the share of arrests."""
    return assess(released(*({"metric": "arrests", **row} for row in rows)), configured()).figures


def groups(black: int, white: int, unit: str = "FORCE") -> list[dict[str, Any]]:
    """Two groups of a thousand each."""
    return [{"unit": unit, "breakdown": "seen", "group": name, "numerator": n, "denominator": 1000}
            for name, n in (("Black", black), ("White", white))]  # fmt: skip


def test_a_list_of_disparities_says_how_many_it_looked_at() -> None:
    """One of East's is flagged at both levels; too few to judge is not looked at."""
    thin = [{"unit": "EAST", "breakdown": "said", "group": name, "numerator": 5, "denominator": 20}
            for name in ("Asian", "White")]  # fmt: skip
    found = count_looks(assessed(*groups(300, 200, "EAST"), *groups(200, 200), *thin))
    lists = found[found["list"] == "disparities"].set_index("of")
    assert lists.loc["EAST", ["looked_at", "stand_out", "stand_out_998"]].tolist() == [1, 1, 1]
    assert lists.loc["FORCE", ["looked_at", "stand_out", "stand_out_998"]].tolist() == [1, 0, 0]
    assert lists.loc["EAST", "by_chance"] == pytest.approx(0.05)
    assert lists.loc["EAST", "by_chance_998"] == pytest.approx(0.002)


def test_a_list_of_units_says_how_many_were_held_against_the_force() -> None:
    """Three units are compared and stand out; the force is compared with nobody."""
    units = {"FORCE": 700, "EAST": 400, "WEST": 150, "DOGS": 150}
    rows = [{"unit": unit, "numerator": n, "denominator": 3000 if unit == "FORCE" else 1000}
            for unit, n in units.items()]  # fmt: skip
    found = count_looks(assessed(*rows))
    units_list = found[found["list"] == "units"].iloc[0]
    assert (units_list["of"], units_list["looked_at"]) == ("arrests", 3)
    assert units_list["stand_out"] == units_list["stand_out_998"] == 3


def test_nothing_looked_at_is_an_empty_list() -> None:
    """Figures without a comparison make no list."""
    assert len(count_looks(assessed({"unit": "FORCE", "numerator": 30, "denominator": 100}))) == 0


def test_units_of_one_level_have_their_spread() -> None:
    """Two command units far apart spread over chance; two are too few to widen limits for.

    Without the force's own figure there is nothing for them to spread around.
    """
    rows = [{"unit": unit, "numerator": n, "denominator": 1000}
            for unit, n in (("EAST", 400), ("WEST", 100), ("ASH", 250))]  # fmt: skip
    assert len(spread_of_units(assessed(*rows), configured())) == 0
    force = {"unit": "FORCE", "numerator": 600, "denominator": 2400}
    found = spread_of_units(assessed(force, *rows), configured())
    assert found["level"].tolist() == ["command_unit"]
    row = found.iloc[0]
    assert row["centre"] == pytest.approx(0.25)
    assert row["units"] == 2
    assert row["phi"] > 1
    assert row["tau_squared"] > 0
    assert not row["offer_wider"]


def test_a_gap_or_a_count_has_no_funnel() -> None:
    """A funnel is of a percentage or a rate."""
    rows = [row for unit in ("EAST", "WEST") for row in groups(300, 200, unit)]
    found = assess(released(*({"metric": "arrests", **row} for row in rows)), small()).figures
    assert len(spread_of_units(found, small())) == 0

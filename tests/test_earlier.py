"""What the last release showed: how near to it anybody can take a count that is withheld now."""

from datetime import date

import numpy as np
import pandas as pd
from builders import released, small

from metrics.disclosure.earlier import Last, earlier_of
from metrics.disclosure.people import people_in

TIER = small().access.tier("board")
QUARTERS = (
    {"start": date(2025, 1, 1), "end": date(2025, 3, 31)},
    {"start": date(2025, 4, 1), "end": date(2025, 6, 30)},
)


def made(*numbers: int, shorthand: str = "") -> pd.DataFrame:
    """Searches of two units in one quarter, then of both in the next."""
    places = [(unit, quarter) for quarter in QUARTERS for unit in ("ASH", "BEECH")]
    return released(
        *(
            {"metric": "searches_made", "unit": unit, **quarter, "numerator": n,
             "shorthand": shorthand}
            for (unit, quarter), n in zip(places, numbers, strict=True)
        )
    )  # fmt: skip


def told_by(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """What is known of each count by the last release, in the order of the counts."""
    last = Last(before, before[:0], before[:0], before[:0], same_rules=True)
    found = earlier_of(people_in(now, small()), last, TIER, small())
    return pd.DataFrame({
        "shown": found.shown, "withheld": found.withheld, "least": found.least, "most": found.most,
    })  # fmt: skip


def test_in_a_revised_period_a_count_is_known_to_less_than_the_threshold() -> None:
    """One of two has changed by 2: neither can be told from a change of up to 4, or from none."""
    told = told_by(made(30, 40, 50, 60), made(32, 40, 50, 60))
    assert told["shown"].tolist() == [False, True, True, True]
    assert told["withheld"].tolist() == [True, False, False, False]
    assert told[["least", "most"]].to_numpy()[:2].tolist() == [[26, 34], [36, 44]]


def test_where_nothing_was_revised_a_count_is_known_to_be_as_it_was() -> None:
    """To withhold it now protects no other: in the second quarter all are as they were."""
    told = told_by(made(30, 40, 50, 60), made(32, 40, 50, 60))
    assert told[["least", "most"]].to_numpy()[2:].tolist() == [[50, 50], [60, 60]]


def test_of_what_was_not_shown_and_of_what_changed_much_nothing_is_known() -> None:
    """A change of as many as the threshold may be shown; what was new or withheld has no number."""
    told = told_by(made(30, 40, 50, 60).iloc[1:].reset_index(drop=True), made(3, 45, 50, 60))
    assert not told["withheld"].any()
    assert told[["least", "most"]].to_numpy()[:2].tolist() == [[0, np.inf], [0, np.inf]]


def test_no_count_is_taken_for_less_than_nobody() -> None:
    """Two that have become four could be from none to six."""
    told = told_by(made(2, 40, 50, 60), made(4, 40, 50, 60))
    assert told[["least", "most"]].to_numpy()[0].tolist() == [0, 6]


def test_a_number_withheld_from_what_could_not_be_divided_is_hidden() -> None:
    """It carries no mark of its own; what was to divide it was not there, and may be shown now."""
    then = released(
        {"metric": "search_rate", "unit": "ASH", **QUARTERS[0], "shorthand": "x"},
        {"metric": "search_rate", "unit": "BEECH", **QUARTERS[0], "shorthand": "x", "numerator": 9},
    )
    now = then.assign(numerator=[3.0, 9.0])
    last = Last(then, then, then[:0], then[:0], same_rules=True)
    found = earlier_of(people_in(now, small()), last, TIER, small())
    assert found.hidden.tolist() == [True, False]
    assert found.shown.tolist() == [False, True]

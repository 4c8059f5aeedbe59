"""What looks as it did in the last release is not attacked again; what is tied to news is."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from builders import delivered, released

from metrics.disclosure import defence
from metrics.disclosure.earlier import Last
from metrics.disclosure.joint_attack import Known
from metrics.disclosure.suppression import protect
from metrics.disclosure.together import Together

SPRING = {"start": date(2025, 4, 1), "end": date(2025, 6, 30)}
SUMMER = {"start": date(2025, 7, 1), "end": date(2025, 9, 30)}
UNITS = ("FLP", "MOPS", "SO")
BOARD = delivered().access.tier("board")


def quarter(arrests: list[int], period: dict[str, date], base: int = 100) -> list[dict]:
    """Arrests of those searched in three business groups, and in the force that they make up."""
    metric = {"metric": "stop_search_arrest_rate", **period}
    rows = [
        {**metric, "unit": unit, "numerator": n, "denominator": base}
        for unit, n in zip(UNITS, arrests, strict=True)
    ]
    return [*rows, {**metric, "unit": "MPS", "numerator": sum(arrests), "denominator": 3 * base}]


def attacked(
    monkeypatch: pytest.MonkeyPatch, counts: pd.DataFrame, last: Last | None
) -> tuple[int, pd.DataFrame]:
    """How many counts an attack is made on at first, and what the tier may see."""
    narrow: list[int] = []

    def widths(table: Together, known: Known, areas: tuple[np.ndarray, ...]) -> np.ndarray:
        narrow.append(int(known.narrow.sum()))
        return made(table, known, areas)

    made = defence.widths_together
    with monkeypatch.context() as patch:
        patch.setattr(defence, "widths_together", widths)
        found = protect(counts, BOARD, delivered(), last)
    return (narrow or [0])[0], found


def last_of(counts: pd.DataFrame, *, same_rules: bool = True) -> Last:
    """The release of these counts, as the next one sees it."""
    found = protect(counts, BOARD, delivered())
    return Last(found.counts, found.counts[:0], found.counts[:0], found.report, same_rules)


FIRST = [2, 20, 30]


def test_what_looks_as_it_did_is_not_attacked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Made again of the same counts it is the same, with the same report, without an attack."""
    counts = released(*quarter(FIRST, SPRING))
    last = last_of(counts)
    number, again = attacked(monkeypatch, counts, last)
    assert number == 0
    assert again.counts["shorthand"].tolist() == last.figures["shorthand"].tolist()
    assert again.report["narrowest"].tolist() == last.report["narrowest"].tolist()
    assert last.report["narrowest"].min() >= BOARD.threshold


def test_under_other_rules_all_is_attacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another threshold, configuration or method may ask for more than was proved."""
    counts = released(*quarter(FIRST, SPRING))
    assert attacked(monkeypatch, counts, last_of(counts, same_rules=False))[0] == 2
    assert attacked(monkeypatch, counts, None)[0] == 2


def test_only_the_new_quarter_is_attacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """No sum ties a quarter to the next one, as long as there is no year."""
    last = last_of(released(*quarter(FIRST, SPRING)))
    both = released(*quarter(FIRST, SPRING), *quarter([3, 40, 50], SUMMER))
    number, found = attacked(monkeypatch, both, last)
    assert number == 2
    assert (found.counts["shorthand"] == "c").sum() == 4


@pytest.mark.parametrize(("arrests", "base"), [([2, 20, 40], 100), (FIRST, 120)])
def test_what_is_tied_to_a_changed_count_is_attacked(
    monkeypatch: pytest.MonkeyPatch, arrests: list[int], base: int
) -> None:
    """A number in their sum has changed, or those of whom they are a part."""
    last = last_of(released(*quarter(FIRST, SPRING)))
    assert attacked(monkeypatch, released(*quarter(arrests, SPRING, base)), last)[0] == 2

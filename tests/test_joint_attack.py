"""All counts of an extract attacked at once: what several counts say of one is not told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from builders import delivered, released
from scipy.optimize import linprog
from scipy.sparse import csr_array

from metrics.definitions.audiences import Cut
from metrics.disclosure import joint_attack, joint_hiding
from metrics.disclosure.cells import cells_of
from metrics.disclosure.earlier import Last
from metrics.disclosure.joint_attack import Known, enough, widths_together
from metrics.disclosure.joint_hiding import hidden_together
from metrics.disclosure.last_resorts import around
from metrics.disclosure.limits import Limit, limits_of, stacked
from metrics.disclosure.linked import Tree
from metrics.disclosure.people import people_in
from metrics.disclosure.proof import Proof
from metrics.disclosure.suppression import protect
from metrics.disclosure.together import Together
from metrics.errors import ScorecardError
from metrics.periods import PeriodType

QUARTER = {"start": date(2025, 4, 1), "end": date(2025, 6, 30)}
GROUPS = ("FLP", "MOPS", "SO")
SEARCHED, FOUND, ARRESTED = [100, 200, 300], [5, 21, 51], [2, 20, 50]
THRESHOLD = 5
NO_REPORT = pd.DataFrame({"metric": [], "narrowest": []})


def of_units(metric: str, numerators: list[int], denominators: list[int]) -> Iterator[dict]:
    """A quarter's figures of three business groups, and of the force that they make up."""
    for unit, n, d in zip(GROUPS, numerators, denominators, strict=True):
        yield {"metric": metric, "unit": unit, **QUARTER, "numerator": n, "denominator": d}
    whole = {"numerator": sum(numerators), "denominator": sum(denominators)}
    yield {"metric": metric, "unit": "MPS", **QUARTER, **whole}


def searches() -> pd.DataFrame:
    """People searched, those with whom anything was done, and those arrested: nearly the same."""
    return released(
        *of_units("stop_search_arrest_rate", ARRESTED, SEARCHED),
        *of_units("stop_search_positive_outcome", FOUND, SEARCHED),
    )


def span_of(seen: pd.DataFrame, unit: str) -> float:
    """How far apart the ends are of what the arrests in a unit could be, for a reader.

    A unit has three counts: arrested, anything else done, and nothing done. Whatever is shown of a
    unit or of the force is an equation.
    """
    rows, known = [], []
    for at, place in enumerate([*GROUPS, "MPS"]):
        for metric, inside in (("arrest_rate", [1, 0, 0]), ("positive_outcome", [1, 1, 0])):
            figure = seen[(seen["metric"] == f"stop_search_{metric}") & (seen["unit"] == place)]
            for column, counted in (("numerator", inside), ("denominator", [1, 1, 1])):
                if figure[column].notna().all():
                    row = np.zeros((3, 3))
                    row[slice(None) if place == "MPS" else at] = counted
                    rows.append(row.ravel())
                    known.append(float(figure[column].iloc[0]))
    goal = np.zeros((3, 3))
    goal[GROUPS.index(unit), 0] = 1.0
    least, most = (
        way * linprog(way * goal.ravel(), A_eq=rows, b_eq=known).fun for way in (1.0, -1.0)
    )
    return float(most - least)


def test_what_another_count_leaves_is_no_narrower_than_the_threshold() -> None:
    """Arrests are no more than the searches with any outcome, whatever their own base is."""
    seen = protect(searches(), delivered().access.tier("board"), delivered()).counts
    arrests = seen[seen["metric"] == "stop_search_arrest_rate"]
    hidden = {*arrests.loc[arrests["numerator"].isna(), "unit"]} & {*GROUPS}
    assert "FLP" in hidden
    assert all(span_of(seen, unit) >= THRESHOLD - 1e-6 for unit in hidden)


def with_two_hidden(seen: pd.DataFrame) -> pd.DataFrame:
    """The same counts without the arrests of two units: enough for their own sums."""
    small = (seen["metric"] == "stop_search_arrest_rate") & seen["unit"].isin(["FLP", "MOPS"])
    left = seen.copy()
    left.loc[small, "numerator"], left.loc[small, "shorthand"] = np.nan, "c"
    return left


def test_a_table_whose_own_sums_are_closed_may_still_be_open() -> None:
    """The attacker of these tests finds it: at least 1 arrest and at most 5, beside 20 of 21."""
    assert span_of(with_two_hidden(searches()), "FLP") == pytest.approx(4.0)


def test_a_release_that_all_counts_together_open_is_refused() -> None:
    """The last release showed all but one count as they are: nothing more can be hidden now."""
    tier, counts = delivered().access.tier("board"), searches()
    last = Last(with_two_hidden(counts), counts[:0], counts[:0], NO_REPORT, same_rules=False)
    with pytest.raises(
        ScorecardError, match=r"2 withheld counts .* among them: stop_search FLP 2025-06-30"
    ):
        protect(counts, tier, delivered(), last)


# Arrested of those with whom anything was done, in two units and in both: 2 of 4 and 20 of 30.
ARREST, ANYTHING = (0, 1, 2), (3, 4, 5)
EVERYTHING = np.ones(6, dtype=bool)


def two_units() -> tuple[Together, Known]:
    """These counts, and that the arrests of the units are withheld: of 4, so from 0 to 4."""
    table = Together(
        places=np.arange(6),
        counts=np.array([2.0, 20, 22, 4, 30, 34]),
        cost=np.ones(6),
        least=np.zeros(6),
        most=np.full(6, np.inf),
        sums=csr_array([[1.0, 1, -1, 0, 0, 0], [0, 0, 0, 1, 1, -1]]),
        limits=stacked([Limit(np.column_stack([ANYTHING, ARREST]), np.array([1.0, -1.0]))], 6),
    )
    secret = np.arange(6) < 2
    return table, Known(secret, np.where(secret, 0.0, np.inf), THRESHOLD)


def test_a_count_is_known_by_what_it_is_a_part_of() -> None:
    """Its own sum would let it be any number up to 22."""
    table, known = two_units()
    width = widths_together(table, known, (EVERYTHING,))
    assert (width[:2] < THRESHOLD).all()


def test_a_part_that_is_too_large_is_not_moved_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """What lacks a proof then is moved one by one, and never taken to be safe."""
    table, _ = two_units()
    known = Known(EVERYTHING, np.zeros(6), THRESHOLD)
    assert (widths_together(table, known, ())[:2] >= THRESHOLD).all()
    monkeypatch.setattr(joint_attack, "TOO_LARGE", 0)
    assert (widths_together(table, known, ()) == 0).all()


def test_what_the_cheapest_move_moves_is_hidden_and_is_the_proof() -> None:
    """Of those with whom anything was done two counts are hidden: one, and what makes up for it."""
    table, known = two_units()
    hidden, width = hidden_together(table, known, EVERYTHING, known.secret)
    assert hidden.tolist()[:4] == [True, True, False, True]
    assert hidden.sum() == 4
    assert (width[:2] >= THRESHOLD).all()
    assert (width[hidden] > 0).all()
    assert np.isinf(width[~hidden]).all()


def test_nothing_outside_the_area_is_moved() -> None:
    """Where the arrests of units alone may be moved, they stay narrow, and nothing is hidden."""
    table, known = two_units()
    hidden, width = hidden_together(table, known, known.secret, known.secret)
    assert hidden.tolist() == known.secret.tolist()
    assert (width[:2] < THRESHOLD).all()


@pytest.mark.parametrize(("most", "found"), [(5, [0, 1, 2, 3]), (3, [0, 1, 2])])
def test_few_that_lack_a_proof_get_one_of_whole_people(
    most: int, found: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A whole of two equal parts and a third: moved by five, the two would move by two and a half.

    The third is withheld so that they move by two; in a part that is larger than `most` that is not
    looked for, and the whole stays narrow.
    """
    table = Together(
        places=np.arange(4), counts=np.array([30.0, 10, 10, 10]), cost=np.ones(4),
        least=np.zeros(4), most=np.full(4, np.inf),
        sums=csr_array([[-1.0, 1, 1, 1], [0, 1, -1, 0]]), limits=csr_array((0, 4)),
    )  # fmt: skip
    secret = np.arange(4) < 3
    known = Known(secret, np.where(secret, 0.0, np.inf), THRESHOLD)
    monkeypatch.setattr(joint_hiding, "SMALL", 0)
    monkeypatch.setattr(joint_hiding, "LARGER", most)
    exposed = np.arange(4) == 0
    hidden, width = hidden_together(table, known, np.ones(4, dtype=bool), exposed)
    assert np.flatnonzero(hidden).tolist() == found
    assert (width[0] >= THRESHOLD) == (most > 3)


def test_the_last_resorts_go_from_the_unit_to_all_of_the_extract() -> None:
    """What is exposed is one count of one unit: so long, until something more is hidden."""
    people = people_in(searches(), delivered())
    tree, of_unit = Tree(delivered().organisation), people.cells["unit"] == "FLP"
    exposed, hidden = np.flatnonzero(of_unit)[:1], np.zeros(len(of_unit), dtype=bool)
    own = people.cells.iloc[exposed[0]]
    found = []
    while not hidden.all():
        before, hidden = hidden, around(people, tree, exposed, hidden)
        found.append(people.cells[hidden & ~before][["counted", "unit"]].to_numpy().tolist())
    assert found[0] == [[own["counted"], "FLP"]]
    assert {unit for _, unit in found[1]} == {"FLP"}
    assert found[2] == [[own["counted"], "MPS"]]
    assert {unit for _, unit in found[3]} == {"MOPS", "SO", "MPS"}


def test_limits_hold_for_the_counts_of_any_rows_and_for_no_others() -> None:
    """Of conditions drawn by lot, a linear program says which counts some rows could have."""
    lots = np.random.default_rng(0)
    for _ in range(20):
        kinds = lots.integers(0, 2, (lots.integers(2, 9), lots.integers(1, 6)))
        limits = limits_of(kinds)
        for counts in lots.integers(0, 5, (5, kinds.shape[1])):
            could = linprog(np.zeros(len(kinds)), A_eq=kinds.T, b_eq=counts).status == 0
            assert bool((limits @ counts >= 0).all()) == could or not kinds.any()


def test_limits_of_a_chain_and_of_two_apart() -> None:
    """Some of all, and some of these; and two that no row meets both of."""
    chain = limits_of(np.array([[1, 0, 0], [1, 1, 0], [1, 1, 1]]))
    assert sorted(chain.tolist()) == [[0, 0, 1], [0, 1, -1], [1, -1, 0]]
    apart = limits_of(np.array([[1, 0, 0], [1, 1, 0], [1, 0, 1]]))
    assert sorted(apart.tolist()) == [[0, 0, 1], [0, 1, 0], [1, -1, -1]]


def test_nobody_in_a_whole_is_told_as_nobody_in_its_parts() -> None:
    """A year without anybody has no quarter with somebody: withholding it withholds nothing."""
    year = {"start": date(2024, 7, 1), "end": date(2025, 6, 30), "type": "rolling_year"}
    quarters = [
        {"start": date(2024, 7, 1), "end": date(2024, 9, 30)},
        {"start": date(2024, 10, 1), "end": date(2024, 12, 31)},
        {"start": date(2025, 1, 1), "end": date(2025, 3, 31)}, QUARTER,
    ]  # fmt: skip
    rows = [
        {"metric": "grievance_rate", "unit": "MPS", "breakdown": "worker_type", "group": group,
         **span, "numerator": n, "denominator": 4 * n + 100}
        for group, ns in (("Officer", [40, 40, 40, 40]), ("PCSO", [9, 3, 8, 9]),
                          ("Staff", [30, 31, 30, 30]), ("Volunteer", [0, 0, 0, 0]))
        for span, n in (*zip(quarters, ns, strict=True), (year, sum(ns)))
    ]  # fmt: skip
    quarterly = Cut(of="groups", periods=(PeriodType.QUARTER, PeriodType.ROLLING_YEAR))
    tier = replace(delivered().access.tier("board"), cuts=(quarterly,))
    seen = protect(released(*rows), tier, delivered()).counts
    withheld = seen[seen["numerator"].isna()]
    assert "PCSO" in withheld["group"].tolist()
    assert "Volunteer" not in withheld["group"].tolist()


def test_a_count_that_goes_little_further_one_way_is_moved_both_ways() -> None:
    """Of 17 in two counts one is 9, and the other may be up to 12: the first is from 5 to 17."""
    cells = cells_of([9, 8, 17], [(2, [0, 1])], most=[np.inf, 12, 17], least=[0, 0, 17])
    price = np.array([1.0, 1.0, np.inf])
    moves = enough(Proof(cells, 10.0), 0, price, thorough=True)
    assert [[float(move[0]) for move in each] for each in moves] == [[6.0, -4.0], [8.0, -2.0]]

"""Secondary suppression: what is hidden cannot be worked out, and as much as can be is shown."""

from itertools import product

import numpy as np
import pytest
from exact_attack import bounds, open_cells
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from tables_of_people import Sums, force, table_of

from metrics.disclosure.cells import Cells, Mask, cells_of
from metrics.disclosure.covering import covering
from metrics.disclosure.protection import protected

SMALL = st.integers(0, 7)
NOBODY, ONE, FEW = st.just(0), st.just(1), st.integers(0, 4)
COUNTS = st.one_of(NOBODY, ONE, FEW, st.integers(0, 60))


@st.composite
def tables(draw: st.DrawFn) -> tuple[Cells, Sums]:
    """A random tree of units by one or two characteristics, with many zeros and ones."""
    groups = draw(st.integers(2, 3))
    under = draw(st.lists(st.integers(1, 3), min_size=1, max_size=2))
    parents = [-1, *[0] * len(under)]
    parents += [1 + above for above, units in enumerate(under) for _ in range(units)]
    shape = (sum(under), groups, *draw(st.sampled_from([(), (2,)])))
    numbers = draw(st.lists(COUNTS, min_size=int(np.prod(shape)), max_size=int(np.prod(shape))))
    return table_of(np.array(numbers).reshape(shape), parents)


def small(cells: Cells, threshold: float) -> Mask:
    """The counts that a threshold withholds by themselves."""
    return (cells.counts > 0) & (cells.counts < threshold)


def spread(counts: np.ndarray, sums: Sums, hidden: Mask, place: int) -> float:
    """How far apart the least and the most of one hidden count are: an attacker of the tests' own.

    One plain linear program over every cell, with the sums written out anew.
    """
    equations = np.zeros((len(sums), len(counts)))
    for row, (whole, parts) in enumerate(sums):
        equations[row, whole] = -1
        equations[row, list(parts)] = 1
    known = [(0, None) if h else (n, n) for n, h in zip(counts, hidden, strict=True)]
    goal = np.zeros(len(counts))
    goal[place] = 1
    least = linprog(goal, A_eq=equations, b_eq=np.zeros(len(sums)), bounds=known)
    most = linprog(-goal, A_eq=equations, b_eq=np.zeros(len(sums)), bounds=known)
    return np.inf if most.status == 3 else -most.fun - least.fun


@settings(max_examples=15, deadline=None)
@given(tables(), st.sampled_from([3, 5, 10]))
def test_no_hidden_count_can_be_found_within_the_threshold(
    table: tuple[Cells, Sums], threshold: int
) -> None:
    """Another attacker, with one program for each cell, finds none narrower than the threshold."""
    cells, sums = table
    hidden = protected(cells, small(cells, threshold), threshold)
    for place in np.flatnonzero(hidden):
        assert spread(cells.counts, sums, hidden, place) >= threshold - 1e-6


@settings(max_examples=25, deadline=None)
@given(st.lists(SMALL, min_size=4, max_size=4))
def test_every_set_of_people_that_agrees_leaves_the_count_open(numbers: list[int]) -> None:
    """Of all whole tables that look the same, two differ by the threshold in each hidden count."""
    threshold = 4
    cells, _ = table_of(np.array(numbers).reshape(2, 2), [-1, 0, 0])
    hidden = protected(cells, small(cells, threshold), threshold)
    most = max(numbers) + threshold
    every = np.array(list(product(range(most + 1), repeat=4)))
    a, b, c, d = every.T
    full = np.array([a + b + c + d, a + c, b + d, a + b, a, b, c + d, c, d]).T
    alike = full[np.all(full[:, ~hidden] == cells.counts[~hidden], axis=1)]
    spans = alike.max(axis=0) - alike.min(axis=0)
    assert np.all(spans[hidden] >= threshold)


@settings(max_examples=15, deadline=None)
@given(tables(), st.sampled_from([3, 5]))
def test_what_must_be_hidden_is_and_again_the_same(
    table: tuple[Cells, Sums], threshold: int
) -> None:
    """Every small count is hidden, none is hidden for nothing, and twice the same are hidden."""
    cells, _ = table
    must = small(cells, threshold)
    hidden = protected(cells, must, threshold)
    assert np.all(hidden[must])
    assert hidden.any() == must.any()
    assert np.array_equal(hidden, protected(cells, must, threshold))


@settings(max_examples=15, deadline=None)
@given(tables(), st.data())
def test_the_attackers_bounds_hold_the_truth(
    table: tuple[Cells, Sums], data: st.DataObject
) -> None:
    """Whatever is hidden, the true count lies within the bounds, and a shown one is its bounds."""
    cells, sums = table
    drawn = data.draw(st.lists(st.booleans(), min_size=len(cells), max_size=len(cells)))
    hidden = np.array(drawn) & (np.arange(len(cells)) < 12)
    low, high = bounds(cells, hidden)
    assert np.all((low <= cells.counts) & (cells.counts <= high))
    assert np.array_equal(low[~hidden], cells.counts[~hidden])
    # Whole numbers can only be narrower than the plain program's.
    for place in np.flatnonzero(hidden):
        assert high[place] - low[place] <= spread(cells.counts, sums, hidden, place) + 1e-6


def test_the_attacker_names_what_primary_suppression_leaves_open() -> None:
    """One hidden count is the total less the others; two that add up to three are close."""
    cells = cells_of([20, 2, 18, 3, 1, 2], [(0, [1, 2]), (3, [4, 5])])
    hidden = np.array([False, True, False, False, True, True])
    assert open_cells(cells, hidden, 5).tolist() == [1, 4, 5]
    low, high = bounds(cells, hidden)
    assert (low.tolist(), high.tolist()) == ([20, 2, 18, 3, 0, 0], [20, 2, 18, 3, 3, 3])


def test_an_attacker_who_knows_a_cell_finds_more() -> None:
    """The lead of a unit, who knows its count, takes it from what is hidden from others."""
    cells = cells_of([20, 2, 6, 12], [(0, [1, 2, 3])])
    hidden = protected(cells, np.array([False, True, False, False]), 5)
    assert hidden.sum() == 2
    assert open_cells(cells, hidden, 5).tolist() == []
    known_besides = hidden & (np.arange(4) == 1)
    assert open_cells(cells, known_besides, 5).tolist() == [1]


def test_people_are_whole_and_weights_are_not() -> None:
    """Sums that leave whole numbers no choice give a cell away, though fractions would fit."""
    sums = [(0, [1, 2]), (3, [2, 4]), (5, [1, 4])]
    hidden = np.array([False, True, True, False, True, False])
    whole = cells_of([3, 1, 2, 5, 3, 4], sums)
    low, high = bounds(whole, hidden)
    assert low[hidden].tolist() == high[hidden].tolist() == [1, 2, 3]
    assert not cells_of([1.5, 0.5, 1.0], [(0, [1, 2])]).whole


def test_what_nothing_limits_has_no_most() -> None:
    """Where every total of a count is hidden too, it could be any number of people."""
    cells, _ = table_of(np.zeros((1, 2), dtype=int), [-1, 0])
    hidden = np.array([True, False, True, True, False, True])
    low, high = bounds(cells, hidden)
    assert low[hidden].tolist() == [0] * 4
    assert high[hidden].tolist() == [np.inf] * 4


def test_a_cell_that_must_be_shown_is_never_hidden() -> None:
    """Infinite cost keeps a cell, and where nothing else can help the audit names the open one."""
    cost = [np.inf, 1.0, np.inf, 1.0]
    cells = cells_of([20, 2, 6, 12], [(0, [1, 2, 3])], cost)
    must = np.array([False, True, False, False])
    assert protected(cells, must, 5).tolist() == [False, True, False, True]
    helpless = cells_of([20, 2, 6, 12], [(0, [1, 2, 3])], [np.inf, 1.0, np.inf, np.inf])
    hidden = protected(helpless, must, 5)
    assert hidden.tolist() == must.tolist()
    assert open_cells(helpless, hidden, 5).tolist() == [1]


def test_the_dearer_total_is_kept() -> None:
    """Of two ways to protect a count, the one is taken that costs the reader less."""
    cells = cells_of([8, 3, 5, 30, 8, 22], [(0, [1, 2]), (3, [4, 5])], [9, 1, 1, 1, 1, 1])
    hidden = protected(cells, np.array([False, True, False, False, False, False]), 5)
    assert hidden.tolist() == [False, True, True, False, False, False]


def test_a_share_has_no_more_room_than_its_whole() -> None:
    """A count that cannot pass what it is a part of needs more of the others to give way."""
    must = np.array([False, True, False, False])
    free = cells_of([40, 3, 17, 20], [(0, [1, 2, 3])])
    tight = cells_of([40, 3, 17, 20], [(0, [1, 2, 3])], most=[99, 8, 17, 40])
    assert protected(free, must, 5).sum() == 2
    hidden = protected(tight, must, 5)
    assert open_cells(tight, hidden, 5).tolist() == []
    low, high = bounds(tight, hidden)
    assert low[1] <= 3 <= high[1] <= 8
    assert high[1] - low[1] >= 5


def test_parts_that_do_not_add_up_are_refused() -> None:
    """Cells are made of true sums only."""
    with pytest.raises(ValueError, match="do not add up"):
        cells_of([5, 2, 2], [(0, [1, 2])])


def test_bounds_of_what_cannot_be_are_refused() -> None:
    """An attacker who is sure that no zero is hidden is told so where one is."""
    cells = cells_of([1, 0, 1], [(0, [1, 2])])
    with pytest.raises(ValueError, match="no counts agree"):
        bounds(cells, np.array([False, True, True]), lowest=1.0)


@pytest.mark.parametrize(("share", "most"), [(0.22, 0.40), (0.15, 0.40), (0.05, 0.17)])
def test_a_force_shows_nearly_all_that_it_can(share: float, most: float) -> None:
    """37 units by groups and sex: near the least that can be hidden, fewer than by plain greed.

    No protection hides fewer cells than the relaxed covering; `most` is what greed hides.
    """
    cells = force(0, share, 5)
    must = small(cells, 5)
    hidden = protected(cells, must, 5)
    assert open_cells(cells, hidden, 5).tolist() == []
    _, relaxed = covering(cells, must, 5, np.zeros(len(cells), dtype=bool))
    assert hidden.sum() <= 1.2 * relaxed.sum()
    assert hidden.mean() < most

"""How much room a remainder's counts have: never less than they have, and little is found."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csr_array

from metrics.disclosure import remainders
from metrics.disclosure.cells import Cells
from metrics.disclosure.remainders import fixed, narrow, room

TABLE = csr_array(
    [[1.0, 1, 0, 0, 0, 0], [0, 0, 1, 1, 0, 0], [0, 0, 0, 0, 1, 1],
     [1.0, 0, 1, 0, 1, 0], [0, 1.0, 0, 1, 0, 1]]
)  # fmt: skip
ASKED = np.ones(6, dtype=bool)


def table(counts: list[float]) -> Cells:
    """Three units by two groups, of which every sum is known."""
    endless = np.full(6, np.inf)
    none, nobody = np.zeros(6), np.zeros((0, 6), dtype=bool)
    return Cells(np.array(counts), TABLE, np.ones(6), none, endless, nobody)


def width(cells: Cells, cell: int) -> float:
    """How far apart two possible counts of one cell are, by SciPy's own linear programs."""
    wish = np.zeros(len(cells))
    wish[cell] = 1.0
    within = list(zip(-cells.down, cells.up, strict=True))
    sums = cells.relations.toarray()
    least, most = (
        linprog(way, A_eq=sums, b_eq=np.zeros(len(sums)), bounds=within).fun
        for way in (wish, -wish)
    )
    return float(-most - least)


@given(st.lists(st.integers(0, 12), min_size=6, max_size=6))
@settings(max_examples=30)
def test_no_count_has_more_room_than_is_said(counts: list[int]) -> None:
    """One sum after another leaves each at least what all sums together do."""
    cells = table([float(n) for n in counts])
    said = room(cells)
    assert all(said[cell] >= width(cells, cell) - 1e-6 for cell in range(6))


def test_room_is_what_the_tightest_sum_leaves() -> None:
    """By its own unit's sum the 4 may be up to 9, by its group's up to 8; nobody stays nobody."""
    cells = table([4.0, 5.0, 0.0, 0.0, 4.0, 5.0])
    assert room(cells).tolist() == [8.0, 8.0, 0.0, 0.0, 8.0, 8.0]


LITTLE = [2.0, 30.0, 1.0, 40.0, 1.0, 50.0]


@pytest.mark.parametrize(("small", "large"), [(200, 6_000), (0, 6_000), (0, 0)])
def test_what_has_little_room_is_found(
    small: int, large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four people in the first group of three units: none can be moved by 5, where more could.

    In a small remainder, in a larger and in a very large one.
    """
    monkeypatch.setattr(remainders, "SMALL", small)
    monkeypatch.setattr(remainders, "LARGE", large)
    cells, more = table(LITTLE), np.full(6, 20.0)
    found, safe = narrow(cells, ASKED, more, 5)
    assert found.all()
    assert not safe.any()
    found, safe = narrow(cells, ASKED, more, 4)
    assert not found.any()
    assert safe.all()
    assert not np.any(narrow(cells, ~ASKED, more, 5))


def test_where_no_count_has_less_room_nothing_is_looked_for() -> None:
    """What other readers know as well has been proved, or hidden better, before."""
    cells = table(LITTLE)
    assert not np.any(narrow(cells, ASKED, room(cells), 5))


@given(counts=st.lists(st.integers(0, 12), min_size=6, max_size=6), large=st.sampled_from([0, 6]))
@settings(max_examples=40)
def test_what_is_narrower_than_the_threshold_is_found(counts: list[int], large: int) -> None:
    """In a large remainder nothing is proved safe that all sums together leave less than 5."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(remainders, "SMALL", 0)
        patch.setattr(remainders, "LARGE", large)
        cells = table([float(n) for n in counts])
        found, safe = narrow(cells, ASKED, np.full(6, 100.0), 5)
    assert not (found & safe).any()
    narrower = [width(cells, cell) < 5 - 1e-6 for cell in range(6)]
    assert not safe[narrower].any()
    assert found[narrower].all()
    assert (safe | (room(cells) > 2.5 * 5) | found).all()


@pytest.mark.parametrize(("wide", "near"), [(1, 6), (6, 1)])
def test_what_moves_only_with_those_around_it_is_safe(
    wide: int, near: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where all around are moved together, or each with those around it: both are far enough."""
    for name, size in (("SMALL", 0), ("LARGE", 0), ("WIDE", wide), ("NEAR", near)):
        monkeypatch.setattr(remainders, name, size)
    asked = np.arange(6) < 1
    found, safe = narrow(table([4.0, 5, 6, 7, 8, 9]), asked, np.full(6, 100.0), 5)
    assert safe.tolist() == asked.tolist()
    assert not found.any()


@pytest.mark.parametrize(("middle", "looked_for"), [(1_200, True), (0, False)])
def test_in_a_large_remainder_room_of_two_thresholds_is_enough(
    middle: int, looked_for: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first has room of 9: less than two and a half times 4, and more than twice."""
    monkeypatch.setattr(remainders, "MIDDLE", middle)
    cells, asked = table([4.0, 5, 6, 7, 8, 9]), np.arange(6) < 1
    assert room(cells)[0] == 9
    found, safe = narrow(cells, asked, np.full(6, 100.0), 4)
    assert not found.any()
    assert safe.any() == looked_for


def test_several_sums_together_tell_of_one() -> None:
    """The first two are known together, so the third is; no sum has one unknown alone."""
    sums = csr_array([[1.0, 1.0, 0.0, 0.0], [1.0, 1.0, 1.0, -1.0], [0.0, 0.0, 1.0, 1.0]])
    assert fixed(sums).tolist() == [False, False, True, True]
    assert not fixed(sums[:1]).any()


SUMS = st.lists(
    st.lists(st.sampled_from([0, 0, 0, 1, -1, 2]), min_size=7, max_size=7).filter(any),
    min_size=1, max_size=6,
)  # fmt: skip


@given(sums=SUMS)
@settings(max_examples=200)
def test_what_several_sums_tell_is_what_adds_nothing_to_them(sums: list[list[int]]) -> None:
    """A cell is told where its own number follows from the sums: their rank is then the same."""
    rank = np.linalg.matrix_rank(sums)
    told = [np.linalg.matrix_rank([*sums, own]) == rank for own in np.eye(7)]
    assert fixed(csr_array(np.array(sums, dtype="float64"))).tolist() == told

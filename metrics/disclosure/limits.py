"""What counts of the same rows say of one another, whatever the rows: limits that never fail.

Those arrested are no more than those searched; those searched less those arrested and those let go
are not below 0. Every kind of row meets some of the conditions, and the counts of any rows at all
are sums of such kinds. The limits are the sides of the cone that the kinds span.
Source: Motzkin et al. 1953, the double description method, on whole numbers.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from metrics.disclosure.cells import NOISE, FloatArray

Limits = NDArray[np.int64]


@dataclass(frozen=True)
class Limit:
    """A limit in many places: `factors` times the counts in each row of `columns` is 0 or more."""

    columns: np.ndarray
    factors: FloatArray


def stacked(limits: Iterable[Limit], size: int) -> csr_array:
    """The factors of each limit in each of its places, a row each, over so many columns."""
    rows, columns, factors, places = [], [np.zeros(0, int)], [np.zeros(0)], 0
    for limit in limits:
        here, among = limit.columns.shape
        rows.append(np.repeat(places + np.arange(here), among))
        columns.append(limit.columns.ravel())
        factors.append(np.tile(limit.factors, here))
        places += here
    at = (np.concatenate([np.zeros(0, int), *rows]), np.concatenate(columns))
    return csr_array(coo_array((np.concatenate(factors), at), shape=(places, size)))


def limits_of(kinds: Limits) -> Limits:
    """Rows that are 0 or more for the counts of any rows: a column for each condition.

    `kinds` has a row for each kind of row, 1 where it meets the condition of that column. What is
    always equal comes as two rows, one the negative of the other.
    """
    rays = np.unique(kinds[kinds.any(axis=1)], axis=0)
    if not len(rays):
        return np.zeros((0, kinds.shape[1]), dtype=np.int64)
    free = _independent(rays.T)
    sides = np.zeros((0, kinds.shape[1]), dtype=np.int64)
    if len(free):
        found = _sides(rays[:, free])
        sides = np.zeros((len(found), kinds.shape[1]), dtype=np.int64)
        sides[:, free] = found
    equal = _equal(rays, free)
    return np.vstack([sides, equal, -equal])


def _independent(rows: Limits) -> list[int]:
    """The first rows that are no sums of multiples of others before them."""
    chosen: list[int] = []
    for row in range(len(rows)):
        if np.linalg.matrix_rank(rows[[*chosen, row]]) > len(chosen):
            chosen.append(row)
    return chosen


def _equal(rays: Limits, free: list[int]) -> Limits:
    """A row for each other column: what it is of the free ones, less itself."""
    others = [column for column in range(rays.shape[1]) if column not in free]
    rows = np.zeros((len(others), rays.shape[1]))
    for row, column in zip(rows, others, strict=True):
        row[free] = np.linalg.lstsq(rays[:, free], rays[:, column])[0]
        row[column] = -1.0
    return np.array([_smallest(row) for row in rows], dtype=np.int64).reshape(rows.shape)


def _smallest(row: NDArray[np.float64]) -> Limits:
    """The row in the smallest whole numbers."""
    least = np.min(np.abs(row[np.abs(row) > NOISE]))
    return _shortened(np.round(row / least).astype(np.int64))


def _sides(rays: Limits) -> Limits:
    """The sides of the cone of some rays that span the space: one ray after the other."""
    first = _independent(rays)
    corner = rays[first].astype("float64")
    turned = np.linalg.inv(corner).T * np.linalg.det(corner) ** 2
    sides = np.array([_shortened(row) for row in np.round(turned).astype(np.int64)])
    for number, ray in enumerate(rays):
        if number not in first:
            sides = _cut(sides, ray, rays[[*first, *range(number)]])
    return sides


def _cut(sides: Limits, ray: Limits, before: Limits) -> Limits:
    """The sides once a ray is added: those that it is beyond are replaced by those through it."""
    beyond = sides @ ray
    touched = sides @ before.T == 0
    new = [
        _shortened(beyond[inside] * sides[outside] - beyond[outside] * sides[inside])
        for inside in np.flatnonzero(beyond > 0).tolist()
        for outside in np.flatnonzero(beyond < 0).tolist()
        if _are_neighbours(touched, inside, outside)
    ]
    kept = sides[beyond >= 0]
    return np.unique(np.vstack([kept, *new]), axis=0) if new else kept


def _are_neighbours(touched: NDArray[np.bool_], one: int, other: int) -> bool:
    """Whether no third side touches all rays that both of these touch."""
    both = touched[one] & touched[other]
    return int(touched[:, both].all(axis=1).sum()) == 2  # noqa: PLR2004 - the two themselves


def _shortened(row: Limits) -> Limits:
    return np.asarray(row // np.gcd.reduce(row))

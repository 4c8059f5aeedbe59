"""Tables of people by unit, group and sex for the tests of disclosure, with every total in them."""

from collections.abc import Sequence

import numpy as np

from metrics.disclosure.cells import Cells, cells_of

Sums = list[tuple[int, list[int]]]


def table_of(inside: np.ndarray, parents: Sequence[int]) -> tuple[Cells, Sums]:
    """The cells of units by any number of characteristics, and their sums.

    `inside` has an axis of the lowest units and one for each characteristic. `parents` gives for
    each unit the unit above it, -1 for the topmost: units above stand before those under them, and
    the lowest units last, in the order of `inside`. Place 0 of a characteristic is its total.
    """
    full = np.zeros((len(parents), *(size + 1 for size in inside.shape[1:])))
    full[(slice(-len(inside), None), *[slice(1, None)] * (inside.ndim - 1))] = inside
    for axis in range(1, full.ndim):
        full[(slice(None),) * axis + (0,)] = full.sum(axis=axis)
    for unit in range(len(parents) - 1, 0, -1):
        full[parents[unit]] += full[unit]
    place = np.arange(full.size).reshape(full.shape)
    sums: Sums = []
    for unit in range(len(parents)):
        under = [index for index, parent in enumerate(parents) if parent == unit]
        if under:
            wholes = place[unit].ravel().tolist()
            sums += list(zip(wholes, place[under].reshape(len(under), -1).T.tolist(), strict=True))
    for axis in range(1, full.ndim):
        lines = np.moveaxis(place, axis, -1).reshape(-1, full.shape[axis]).tolist()
        sums += [(line[0], line[1:]) for line in lines]
    return cells_of(full.ravel(), sums), sums


def force(seed: int, share: float, threshold: int) -> Cells:
    """A force of 37 units in three levels, by five groups and two sexes, so much of it small."""
    parents = [-1, *[0] * 6, *(1 + unit % 6 for unit in range(30))]
    drawn = np.random.default_rng(seed)
    base = drawn.lognormal(0, 1, (30, 1, 1)) * drawn.dirichlet(np.full(5, 1.5))[None, :, None]
    base = base * drawn.dirichlet(np.full(2, 4.0))[None, None, :]
    tables = []
    for scale in np.geomspace(3, 3000, 30):
        cells = table_of(np.random.default_rng(seed).poisson(base * scale), parents)[0]
        small = np.mean((cells.counts > 0) & (cells.counts < threshold))
        tables.append((abs(small - share), cells))
    return min(tables, key=lambda table: table[0])[1]

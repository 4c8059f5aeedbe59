"""Chance with the same numbers on every machine.

Only `Generator.random` of PCG64 is drawn from, and only +, -, *, / and comparison follow: IEEE 754
fixes those to the bit, while logarithms, powers and matrix products differ between processors.
"""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Integers: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Truths: TypeAlias = NDArray[np.bool_]
Texts: TypeAlias = NDArray[np.str_]


def generator(seed: int, subject: str) -> np.random.Generator:
    """The generator of one subject, so that a change in one moves no draw of another."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *subject.encode()])))


def pick(rng: np.random.Generator, weights: Sequence[float] | Floats, number: int) -> Integers:
    """`number` positions in `weights`, each as likely as its weight says."""
    up_to = np.cumsum(np.asarray(weights, dtype=np.float64))
    return np.searchsorted(up_to / up_to[-1], rng.random(number), side="right").astype(np.int64)


def pick_by(rng: np.random.Generator, table: Sequence[Sequence[float]], rows: Integers) -> Integers:
    """One column for each of `rows`, as likely as the weights in that row of `table` say."""
    return choose_by(table, rows, rng.random(len(rows)))


def choose_by(table: Sequence[Sequence[float]], rows: Integers, chance: Floats) -> Integers:
    """The column of each of `rows` in which its `chance` (0 up to 1) falls."""
    up_to = np.cumsum(np.asarray(table, dtype=np.float64), axis=1)
    shares = up_to / up_to[:, -1:]
    passed: Integers = (chance[:, None] >= shares[rows]).sum(axis=1, dtype=np.int64)
    return passed


def between(rng: np.random.Generator, low: float, high: float, number: int) -> Floats:
    """`number` values from `low` up to `high`, all equally likely."""
    return low + (high - low) * rng.random(number)


def named(labels: Sequence[str], positions: Integers) -> list[str]:
    """The label at each position."""
    return list(np.asarray(labels, dtype=object)[positions])

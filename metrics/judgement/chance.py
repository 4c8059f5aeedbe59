"""How likely a difference is by chance, and what to make of many differences at once.

Intervals are what readers see. A p-value is made only to put a list of differences in order and to
hold its share of false ones down.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

from metrics.judgement.intervals import FloatArray, above_zero, numbers, tail

# Below this expected number in any cell chi-square is not to be trusted.
SMALL_EXPECTED = 5
# As R has it: a table this much likelier than the one seen still counts as no likelier.
RELATIVE_ERROR = 1e-7
# Fisher's test looks at every table with the same margins: so many of them at a time.
TABLES_AT_A_TIME = 2_000_000

Four = tuple[FloatArray, FloatArray, FloatArray, FloatArray]


def chi_square(
    events: ArrayLike, base: ArrayLike, ref_events: ArrayLike, ref_base: ArrayLike
) -> FloatArray:
    """Chi-square of two proportions without continuity correction; absent where none can differ.

    Source: Pearson 1900; R `prop.test(correct = FALSE)`.
    """
    x, n, ref_x, ref_n = _four(events, base, ref_events, ref_base)
    pooled = (x + ref_x) / (n + ref_n)
    chance = pooled * (1 - pooled) * (1 / n + 1 / ref_n)
    return (x / n - ref_x / ref_n) ** 2 / np.where(chance > 0, chance, np.nan)


def chi_square_p(
    events: ArrayLike, base: ArrayLike, ref_events: ArrayLike, ref_base: ArrayLike
) -> FloatArray:
    """How likely two proportions differ this much by chance, by chi-square.

    Source: as for `chi_square`.
    """
    return np.asarray(stats.chi2.sf(chi_square(events, base, ref_events, ref_base), 1))


def proportions_p(
    events: ArrayLike, base: ArrayLike, ref_events: ArrayLike, ref_base: ArrayLike
) -> FloatArray:
    """How likely two proportions differ this much by chance: chi-square, or Fisher's where small.

    Fisher's where any expected number is below 5. Source: Cochran 1954 for the switch.
    """
    four = _four(events, base, ref_events, ref_base)
    x, n, ref_x, ref_n = four
    seen = x + ref_x
    rest = n + ref_n - seen
    least = np.minimum(n, ref_n) * np.minimum(seen, rest) / (n + ref_n)
    p = chi_square_p(*four)
    small = least < SMALL_EXPECTED
    p[small] = fisher_p(*(part[small] for part in four))
    return p


def fisher_p(
    events: ArrayLike, base: ArrayLike, ref_events: ArrayLike, ref_base: ArrayLike
) -> FloatArray:
    """Fisher's exact p-value, two-sided: all tables that are no likelier than the one seen.

    Numbers are whole; absent where one is absent or a base is 0.
    Source: Fisher 1935; R `fisher.test`.
    """
    x, n, ref_x, ref_n = (part.ravel() for part in _four(events, base, ref_events, ref_base))
    p = np.full(x.shape, np.nan)
    rows = np.flatnonzero(~np.isnan(x + n + ref_x + ref_n))
    first, last = np.maximum(0, x + ref_x - ref_n), np.minimum(n, x + ref_x)
    tables = (last - first + 1)[rows]
    for part in _parts(rows, tables):
        margins = (n[part], (x + ref_x)[part], ref_n[part])
        p[part] = _fisher(x[part], first[part], last[part], margins)
    return p


def rates_p(
    events: ArrayLike, base: ArrayLike, ref_events: ArrayLike, ref_base: ArrayLike
) -> FloatArray:
    """How likely two rates differ this much by chance, given all events of both: exact.

    Twice the smaller tail, so that it is below 5% exactly where the 95% interval of the ratio
    leaves out 1. Source: Clopper and Pearson 1934; Przyborowski and Wilenski 1940.
    """
    x, n, ref_x, ref_n = _four(events, base, ref_events, ref_base)
    share = n / (n + ref_n)
    absent = 0 * (x + n + ref_x + ref_n)
    low = np.where(ref_x == 0, 1.0 + absent, special.betaincc(x + 1, ref_x, share))
    high = np.where(x == 0, 1.0 + absent, special.betainc(x, ref_x + 1, share))
    p: FloatArray = np.minimum(1.0, 2 * np.minimum(low, high))
    return p


def benjamini_hochberg(p: ArrayLike, lists: ArrayLike = 0) -> FloatArray:
    """Each p-value as the share of false ones in the list that ends with it; absent ones stay so.

    `lists` numbers the list that each is in, so that thousands of lists take one pass.
    Source: Benjamini and Hochberg 1995; scipy; R `p.adjust`, n the number of those not missing.
    """
    values, numbered = np.broadcast_arrays(np.asarray(p, dtype="float64"), lists)
    rows = np.flatnonzero(~np.isnan(values))
    # From the largest down, list by list, each is at most the one before it.
    rows = rows[np.lexsort((-values[rows], numbered[rows]))]
    found = pd.Series(values[rows]).groupby(numbered[rows], sort=False)
    size, place = found.transform("size"), found.cumcount()
    shares = pd.Series(values[rows] * (size / (size - place)).to_numpy())
    shares = shares.groupby(numbered[rows], sort=False).cummin()
    adjusted = np.full(values.shape, np.nan)
    adjusted[rows] = np.minimum(shares.to_numpy(), 1.0)
    return adjusted


def by_chance(looked_at: ArrayLike, confidence: float) -> FloatArray:
    """How many of so many comparisons would stand out at this confidence if nothing differed."""
    return numbers(looked_at) * 2 * tail(confidence)


def _four(events: ArrayLike, base: ArrayLike, ref_events: ArrayLike, ref_base: ArrayLike) -> Four:
    given = (numbers(events), above_zero(base), numbers(ref_events), above_zero(ref_base))
    x, n, ref_x, ref_n = np.broadcast_arrays(*given)
    return np.atleast_1d(x), np.atleast_1d(n), np.atleast_1d(ref_x), np.atleast_1d(ref_n)


def _parts(rows: NDArray[np.intp], tables: FloatArray) -> list[NDArray[np.intp]]:
    """The rows in parts whose tables fit in memory together."""
    ends = np.cumsum(tables)
    return np.split(rows, np.flatnonzero(np.diff(ends // TABLES_AT_A_TIME)) + 1)


def _fisher(
    x: FloatArray, first: FloatArray, last: FloatArray,
    margins: tuple[FloatArray, FloatArray, FloatArray],
) -> FloatArray:  # fmt: skip
    sizes = (last - first + 1).astype(int)
    owner = np.repeat(np.arange(len(x)), sizes)
    starts = np.cumsum(sizes) - sizes
    table = np.arange(int(sizes.sum())) - starts[owner] + first[owner]
    likely = np.exp(_log_chance(table, *(margin[owner] for margin in margins)))
    bound = np.exp(_log_chance(x, *margins)) * (1 + RELATIVE_ERROR)
    sums = np.bincount(owner, likely * (likely <= bound[owner]), len(x))
    # Logarithms of factorials of large numbers lose digits: all tables together are 1.
    return np.minimum(1.0, sums / np.bincount(owner, likely, len(x)))


def _log_chance(x: FloatArray, n: FloatArray, seen: FloatArray, ref_n: FloatArray) -> FloatArray:
    """The log of the hypergeometric chance of x of n where `seen` of n + ref_n are events."""
    ways = _log_ways(n, x) + _log_ways(ref_n, seen - x) - _log_ways(n + ref_n, seen)
    return np.asarray(ways)


def _log_ways(n: FloatArray, k: FloatArray) -> FloatArray:
    return np.asarray(special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1))

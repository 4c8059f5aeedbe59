"""At which places of an ordered list a percentile lies, and its confidence limits."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy import stats

CHANCE_BEYOND = 0.025  # at each end of an interval at 95%


def places(sizes: Iterable[int], percentile: int) -> pd.DataFrame:
    """The places of a percentile (1 to 99) in ordered lists of these sizes, counted from 1.

    Columns: n; `below`, `above` and `part` (it lies that part of the way from the one place to the
    other); `lower` and `upper`, absent where so few values have no such limit at 95%.
    The value is that of numpy, of R and of spreadsheets (type 7 of Hyndman and Fan 1996). The
    limits rest on the binomial number of values below it: Conover 1999, section 3.2; scipy
    `quantile_test`.
    """
    n = np.fromiter(sizes, dtype=np.int64)
    share = percentile / 100
    # In whole numbers: 0.9 * 11 is 9.9 and a bit in floating point.
    steps, rest = np.divmod((n - 1) * percentile, 100)
    lower = stats.binom.ppf(CHANCE_BEYOND, n, share)
    upper = stats.binom.isf(CHANCE_BEYOND, n, share) + 1
    return pd.DataFrame({
        "n": n,
        "below": steps + 1,
        "above": steps + 1 + (rest > 0),
        "part": rest / 100,
        "lower": np.where(lower >= 1, lower, np.nan),
        "upper": np.where(upper <= n, upper, np.nan),
    })  # fmt: skip

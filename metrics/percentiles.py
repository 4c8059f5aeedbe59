"""At which places of an ordered list a percentile lies, and its confidence limits."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

# At each end of an interval at 95%, and of one at 99.8%.
CHANCE_BEYOND = {"": 0.025, "_998": 0.001}
# 0.1 cubed is 0.001 itself, which floating point puts on either side of it.
HAIR = 1e-9
LIMITS = tuple(f"{end}{level}" for level in CHANCE_BEYOND for end in ("lower", "upper"))


def places(sizes: Iterable[int], percentile: int) -> pd.DataFrame:
    """The places of a percentile (1 to 99) in ordered lists of these sizes, counted from 1.

    Columns: n; `below`, `above` and `part` (it lies that part of the way from the one place to the
    other); LIMITS, at 95% and at 99.8%, absent where so few values have no such limit.
    The value is that of numpy, of R and of spreadsheets (type 7 of Hyndman and Fan 1996). The
    limits rest on the binomial number of values below it: Conover 1999, section 3.2; scipy
    `quantile_test`.
    """
    # Nothing else that is counted needs it, and a child that counts comes up in half the time.
    from scipy import stats

    n = np.fromiter(sizes, dtype=np.int64)
    share = percentile / 100
    # In whole numbers: 0.9 * 11 is 9.9 and a bit in floating point.
    steps, rest = np.divmod((n - 1) * percentile, 100)
    found = pd.DataFrame({
        "n": n, "below": steps + 1, "above": steps + 1 + (rest > 0), "part": rest / 100,
    })  # fmt: skip
    for level, beyond in CHANCE_BEYOND.items():
        lower = stats.binom.ppf(beyond * (1 - HAIR), n, share)
        upper = stats.binom.isf(beyond * (1 + HAIR), n, share) + 1
        found[f"lower{level}"] = np.where(lower >= 1, lower, np.nan)
        found[f"upper{level}"] = np.where(upper <= n, upper, np.nan)
    return found

"""A denominator in another extract, for the same unit and group, and at the same time.

Residents are added up over areas, in `residents`. Anything else is counted in both extracts by the
same tree of units, so that each unit's own count stands there already.
"""

import numpy as np
import pandas as pd

CELL = ["unit", "breakdown", "group"]
SPAN = ["type", "start", "end"]


def in_the_same_period(asked: pd.DataFrame, there: pd.DataFrame) -> pd.Series:
    """The count of each period asked for; absent where a month of the other extract is missing.

    `asked` has columns unit, type, start, end, breakdown, group; `there` has those, missing and
    count.
    """
    keys = [*CELL, *SPAN]
    held = there[keys].assign(count=there["count"].where(there["missing"] == 0))
    found = asked[keys].merge(held, how="left", on=keys)
    return pd.Series(found["count"].to_numpy(), index=asked.index)


def as_last_counted(asked: pd.DataFrame, there: pd.DataFrame) -> pd.Series:
    """The count of the last snapshot on or before each period's end; absent before the first.

    `asked` has columns unit, end, breakdown, group; `there` has those and count.
    """
    dates = np.sort(there["end"].unique())
    place = np.searchsorted(dates, asked["end"].to_numpy(), side="right") - 1
    wanted = asked[CELL].assign(end=dates[np.maximum(place, 0)])
    keys = [*CELL, "end"]
    found = wanted.merge(there[[*keys, "count"]], how="left", on=keys)
    return pd.Series(found["count"].where(place >= 0).to_numpy(), index=asked.index)

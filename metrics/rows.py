"""Where the rows of each metric stand in a table of counts or figures."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

Rows = slice | np.ndarray


def places_of_each(table: pd.DataFrame) -> Mapping[str, Rows]:
    """Where the rows of each metric are, in the order in which the metrics come.

    Rows that stand together are told as a slice, which is free to take: to pick them out of words
    takes the longer the more metrics there are.
    """
    places = table.groupby("metric", sort=False).indices
    return {
        str(metric): slice(rows[0], rows[-1] + 1)
        if len(rows) == rows[-1] - rows[0] + 1
        else np.asarray(rows)
        for metric, rows in places.items()
    }

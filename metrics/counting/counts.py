"""What leaves the room of counting: one row a figure, its numbers apart and unprotected."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from metrics.counting.reasons import be_silent
from metrics.definitions.models import Metric
from metrics.percentiles import LIMITS

KEYS = ("unit", "type", "start", "end", "breakdown", "group")
COUNT_COLUMNS = (
    "metric", *KEYS, "numerator", "denominator", "comparator_numerator", "comparator_denominator",
    "published", "weighted", "weights", "squares", "percentile",
    *(f"percentile_{limit}" for limit in LIMITS), "shorthand", "reason",
)  # fmt: skip


def tidied(metric: Metric, frame: pd.DataFrame) -> pd.DataFrame:
    """The counts of one metric with COUNT_COLUMNS: absent where there is no such number."""
    be_silent(frame)
    days = {day: pd.to_datetime(frame[day]) for day in ("start", "end")}
    return frame.assign(metric=metric.id, **days).reindex(columns=list(COUNT_COLUMNS))


def places_of_each(counts: pd.DataFrame) -> Mapping[str, slice | np.ndarray]:
    """Where the rows of each metric are, in the order in which the metrics come.

    Rows that stand together are told as a slice, which is free to take: to pick them out of words
    takes the longer the more metrics there are.
    """
    places = counts.groupby("metric", sort=False).indices
    return {
        str(metric): slice(rows[0], rows[-1] + 1)
        if len(rows) == rows[-1] - rows[0] + 1
        else np.asarray(rows)
        for metric, rows in places.items()
    }

"""What leaves the room of counting: one row a figure, its numbers apart and unprotected."""

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
NUMBERS = COUNT_COLUMNS[7:-2]


def tidied(metric: Metric, frame: pd.DataFrame) -> pd.DataFrame:
    """The counts of one metric with COUNT_COLUMNS: absent where there is no such number."""
    for column in NUMBERS:
        if column not in frame:
            frame[column] = np.nan
    be_silent(frame)
    for day in ("start", "end"):
        frame[day] = pd.to_datetime(frame[day])
    return frame.assign(metric=metric.id)[list(COUNT_COLUMNS)]

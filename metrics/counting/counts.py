"""What leaves the room of counting: one row a figure, its numbers apart and unprotected."""

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

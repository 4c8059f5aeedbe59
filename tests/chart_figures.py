"""Judged figures to chart: months of one metric, made from a list of values."""

from dataclasses import replace

import numpy as np
import pandas as pd

from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Better, Kind, Metric

# Neighbours differ by 2, so the limits are 5.32 from the mean of 50.
STEADY = [49.0, 51.0] * 10


def share_of(configuration: Configuration) -> Metric:
    """A proportion without headline, of which more is better."""
    metrics = configuration.scorecard.metrics
    share = next(metric for metric in metrics if metric.kind is Kind.PROPORTION)
    return replace(share, headline=None, better=Better.HIGHER)


def frame(figures: list[float | None], unit: str = "U1", target: float = np.nan) -> pd.DataFrame:
    """Judged figures of months from January 2024, the bases too small for Laney's charts."""
    ends = pd.date_range("2024-01-31", periods=len(figures), freq="ME")
    judged = pd.DataFrame({"metric": "arrests", "unit": unit, "type": "month", "end": ends})
    judged["start"] = judged["end"].dt.to_period("M").dt.to_timestamp()
    judged["judged"] = [np.nan if figure is None else float(figure) for figure in figures]
    judged["status"] = np.where(judged["judged"].isna(), "not_reported", "no_target")
    return judged.assign(numerator=judged["judged"] * 5, denominator=500.0, target=target)

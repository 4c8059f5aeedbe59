"""Every kind of metric is judged, and every judgement has a sentence to be read aloud."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from builders import released, small

from metrics.definitions.models import Kind, Metric
from metrics.figure import Figure
from metrics.judgement.assessment import FIGURE_COLUMNS, assess
from metrics.periods import PeriodType, period_ending
from metrics.wording import readings

ONE_OF_EACH = {metric.kind: metric for metric in small().scorecard.metrics}
ENDS = [day.date() for day in pd.date_range("2024-06-30", periods=6, freq="QE")]
COUNTS: dict[str, Any] = {
    "denominator": 400.0, "comparator_numerator": 100.0, "comparator_denominator": 1000.0,
    "published": 0.6, "weighted": 80.0, "weights": 400.0, "squares": 9000.0, "percentile": 20.0,
    "percentile_lower": 15.0, "percentile_upper": 25.0, "percentile_lower_998": 10.0,
    "percentile_upper_998": 30.0,
}  # fmt: skip


def judged(metric: Metric) -> list[Figure]:
    """The judged figures of a metric over six quarters of the force and of two units."""
    head = metric.headline
    breakdown = (head.value or head.ratio or head.gap) if head else ""
    groups = [("", "All")]
    groups += [(breakdown, group) for group in (head.of, head.against) if group] if head else []
    level = {"published": 2.0} if metric.kind is Kind.LEVEL else {}
    rows = [
        {**COUNTS, **level, "metric": metric.id, "unit": unit, "breakdown": name, "group": group,
         "end": end, "start": period_ending(PeriodType.QUARTER, end).start,
         "numerator": 80.0 + place}
        for unit in ("FORCE", "EAST", "ASH") for name, group in groups
        for place, end in enumerate(ENDS)
    ]  # fmt: skip
    found = assess(released(*rows), small()).figures
    found = found[found["status"] != ""].astype(object)
    found = found.where(found.notna(), None)
    return [as_figure(row) for row in found[list(FIGURE_COLUMNS)].to_dict("records")]


def as_figure(row: dict[str, Any]) -> Figure:
    """A row of the frame as pages have it."""
    days = {name: row[name].date() if row[name] else None
            for name in ("start", "end", "since", "signal_end")}  # fmt: skip
    return Figure(**{**row, **days, "type": PeriodType(row["type"])})


def test_there_is_a_metric_of_each_kind() -> None:
    """No kind is left out of what follows."""
    assert set(ONE_OF_EACH) == set(Kind)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_judgement_of_every_kind_is_a_sentence(kind: Kind) -> None:
    """Status, three comparisons, trend and signal: each has its word and each is read aloud."""
    metric = ONE_OF_EACH[kind]
    found = judged(metric)
    assert len(found) == 3 * len(ENDS)
    for figure in found:
        beside = readings.comparisons(figure, "East Unit", "boroughs")
        said = [readings.status_sentence(figure, metric), readings.trend_sentence(figure),
                readings.signal_sentence(figure)]  # fmt: skip
        said += [readings.comparison_sentence(figure, metric, each) for each in beside]
        for sentence in said:
            assert sentence[0].isupper()
            assert sentence.endswith(".")
            assert not {"nan", "None", "inf"} & set(sentence.replace(".", "").split())


def test_a_figure_is_what_a_release_has_of_it() -> None:
    """The columns of a release are the fields of a figure, in their order."""
    assert list(FIGURE_COLUMNS) == list(Figure.__dataclass_fields__)
    assert isinstance(judged(ONE_OF_EACH[Kind.PROPORTION])[0].end, date)
    assert np.isfinite(judged(ONE_OF_EACH[Kind.MEDIAN])[0].judged_upper_998 or np.nan)

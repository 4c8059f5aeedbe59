"""The recipe of judgement: released counts in, figures with values, comparisons and status out."""

import pandas as pd

from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Metric
from metrics.definitions.organisation import Organisation
from metrics.judgement.comparing import COMPARED, compare_groups, compare_with
from metrics.judgement.measuring import measure
from metrics.judgement.status import add_since, judge, pick_judged

JUDGED = (
    "judged", "judged_lower", "judged_upper", "status", "status_reason", "comparison",
    "comparator", "parent_comparison", "parent_comparator", "since", "periods_in_run",
)  # fmt: skip
FIGURE_COLUMNS = (
    "metric", "unit", "type", "start", "end", "breakdown", "group", "numerator", "denominator",
    "value", "lower", "upper", "shorthand", "reason", "reference", *COMPARED, "disparity", *JUDGED,
)  # fmt: skip


def assess(released: pd.DataFrame, configuration: Configuration) -> pd.DataFrame:
    """Every released figure with its value, interval, comparison and judgement: FIGURE_COLUMNS.

    Only the figures that the metrics' headlines name are judged; on the others those columns are
    empty. Nothing here sees a number that disclosure control has hidden.
    """
    by_metric = dict(list(released.groupby("metric", sort=False)))
    frames = [
        _assess_metric(by_metric[metric.id], metric, configuration)
        for metric in configuration.scorecard.metrics
        if metric.id in by_metric
    ]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=FIGURE_COLUMNS)


def _assess_metric(
    released: pd.DataFrame, metric: Metric, configuration: Configuration
) -> pd.DataFrame:
    judging = configuration.scorecard.judging
    figures = measure(released, metric, judging)
    figures = compare_groups(figures, metric, configuration)
    judged = judge(pick_judged(figures, metric), metric, judging)
    judged = judged.join(_compared(judged, metric, configuration.organisation))
    judged = add_since(judged)
    figures = figures.join(judged[list(JUDGED)])
    for name in ("status", "status_reason", "comparison", "parent_comparison"):
        figures[name] = figures[name].fillna("")
    return figures[list(FIGURE_COLUMNS)]


def _compared(judged: pd.DataFrame, metric: Metric, organisation: Organisation) -> pd.DataFrame:
    """Each judged figure held against the force's, and against that of the unit above its own."""
    force = pd.Series(organisation.force.code, index=judged.index)
    days = zip(judged["unit"], judged["end"].dt.date, strict=True)
    parents = pd.Series([organisation.parent(*spot) or "" for spot in days], index=judged.index)
    with_parent = compare_with(judged, metric, parents).add_prefix("parent_")
    return compare_with(judged, metric, force).join(with_parent)

"""The recipe of judgement: released counts in, figures with values and four judgements out."""

import pandas as pd

from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Metric
from metrics.judgement.chance import benjamini_hochberg
from metrics.judgement.comparing import COMPARED, compare_groups
from metrics.judgement.gap_changes import CHANGES, add_gap_change
from metrics.judgement.measuring import measure
from metrics.judgement.peers import COMPARISONS, compare_units
from metrics.judgement.recent import add_trend
from metrics.judgement.runs import add_since, in_order
from metrics.judgement.status import judge, pick_judged

DISPARITY = ("disparity", "disparity_level", "disparity_q")
JUDGED = (
    "judged", "judged_lower", "judged_upper", "judged_lower_998", "judged_upper_998",
    "status", "status_reason", *COMPARISONS, "trend", "trend_reason", *CHANGES, "since",
    "periods_in_run",
)  # fmt: skip
WORDS = [name for name in JUDGED if name.endswith(("status", "comparison", "trend", "moved"))]
WORDS += [name for name in JUDGED if name.endswith(("_reason", "_level"))]
FIGURE_COLUMNS = (
    "metric", "unit", "type", "start", "end", "breakdown", "group", "numerator", "denominator",
    "value", "lower", "upper", "shorthand", "reason", "reference", *COMPARED, *DISPARITY, *JUDGED,
)  # fmt: skip
# One list is what a reader of one unit has before them: every group of every metric of a period.
LIST = ["unit", "type", "end"]


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
    if not frames:
        return pd.DataFrame(columns=FIGURE_COLUMNS)
    figures = pd.concat(frames, ignore_index=True)
    lists = figures.groupby(LIST, sort=False).ngroup().to_numpy()
    figures["disparity_q"] = benjamini_hochberg(figures["disparity_p"].to_numpy("float64"), lists)
    return figures[list(FIGURE_COLUMNS)]


def _assess_metric(
    released: pd.DataFrame, metric: Metric, configuration: Configuration
) -> pd.DataFrame:
    judging = configuration.scorecard.judging
    figures = compare_groups(measure(released, metric, judging), metric, configuration)
    judged = judge(pick_judged(figures, metric), metric, judging)
    judged = judged.join(compare_units(judged, metric, configuration))
    ordered = in_order(judged, metric, configuration.extracts[metric.extract])
    ordered = add_since(add_gap_change(add_trend(ordered, metric), metric))
    figures = figures.join(ordered[list(JUDGED)])
    for name in WORDS:
        figures[name] = figures[name].astype("object").fillna("")
    return figures

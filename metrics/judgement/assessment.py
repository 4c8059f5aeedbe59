"""The recipe of judgement: released counts in, figures with values and four judgements out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Metric
from metrics.judgement.comparing import COMPARED, REFERENCE, compare_groups
from metrics.judgement.control_chart_signals import POINT_COLUMNS
from metrics.judgement.gap_changes import CHANGES, add_gap_change
from metrics.judgement.manners import judged_together, manner_of
from metrics.judgement.measuring import measure
from metrics.judgement.peers import COMPARISONS, compare_units
from metrics.judgement.recent import add_trend
from metrics.judgement.runs import add_since, in_order
from metrics.judgement.signals import add_signal
from metrics.judgement.status import judge, pick_judged
from metrics.judgement.unknown import withhold_unknown
from metrics.rows import Rows, places_of_each

DISPARITY = ("disparity", "disparity_level", "disparity_p")
JUDGED = (
    "judged", "judged_lower", "judged_upper", "judged_lower_998", "judged_upper_998",
    "status", "status_reason", *COMPARISONS, "trend", "trend_reason", "signal", "signal_reason",
    "signal_type", "signal_end", "assurance", *CHANGES, "since", "since_reason",
    "periods_in_run",
)  # fmt: skip
WORDS = ["status", "trend", "signal", "signal_type", "assurance", "gap_moved"]
WORDS += [name for name in JUDGED if name.endswith("comparison")]
WORDS += [name for name in JUDGED if name.endswith(("_reason", "_level"))]
FIGURE_COLUMNS = (
    "metric", "unit", "type", "start", "end", "breakdown", "group", "numerator", "denominator",
    "value", "lower", "upper", "shorthand", "reason", "reference",
    *REFERENCE, "reference_shorthand", *COMPARED, *DISPARITY, *JUDGED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Assessed:
    """What judgement makes: `figures` with FIGURE_COLUMNS, and `points` of the control charts.

    `points` has POINT_COLUMNS, one row a point of a chart.
    """

    figures: pd.DataFrame
    points: pd.DataFrame


def assess_each(released: pd.DataFrame, configuration: Configuration) -> Iterator[Assessed]:
    """The released figures of a few metrics at a time, with value, interval and judgements.

    And their charts. Only the figures that a metric's headline names are judged; on the others
    those columns are empty. Nothing here sees a number that disclosure control has hidden.
    """
    rows = places_of_each(released)
    sizes = {id_: len(released.index[mine]) for id_, mine in rows.items()}
    for metrics in judged_together(sizes, configuration):
        yield _assess(released, rows, metrics, configuration)


def assess(released: pd.DataFrame, configuration: Configuration) -> Assessed:
    """What `assess_each` makes of every metric, in one."""
    made = list(assess_each(released, configuration))
    if not made:
        return Assessed(*(pd.DataFrame(columns=names) for names in (FIGURE_COLUMNS, POINT_COLUMNS)))
    figures, points = (
        pd.concat([getattr(each, name) for each in made], ignore_index=True)
        for name in ("figures", "points")
    )
    return Assessed(figures, points)


def value_figures(
    released: pd.DataFrame, metric: Metric, configuration: Configuration
) -> pd.DataFrame:
    """The figures of one metric with values, limits and groups compared, and nothing judged.

    The columns are those of `measure` and `compare_groups`.
    """
    measured = measure(released, metric, configuration.scorecard.judging)
    return compare_groups(measured, metric, configuration)


def _assess(
    released: pd.DataFrame, rows: Mapping[str, Rows], metrics: Sequence[Metric],
    configuration: Configuration,
) -> Assessed:  # fmt: skip
    """The figures of metrics of one manner, judged each by itself, and then their series in one."""
    each = [_judged(released.iloc[rows[m.id]], m, configuration) for m in metrics]
    figures, judged = (pd.concat(tables) for tables in zip(*each, strict=True))
    manner = manner_of(metrics[0], configuration)
    ordered = add_trend(in_order(judged, manner), manner)
    charted = add_signal(add_since(add_gap_change(ordered, manner)), manner)
    said = charted.judged[WORDS].astype("object").fillna("").reindex(figures.index, fill_value="")
    rest = [name for name in JUDGED if name not in WORDS]
    numbers = charted.judged[rest].reindex(figures.index)
    figures = pd.concat([figures, said, numbers], axis=1)[list(FIGURE_COLUMNS)]
    return Assessed(figures, charted.points)


def _judged(
    released: pd.DataFrame, metric: Metric, configuration: Configuration
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The valued figures of a metric, and those of them that are judged, beside other units."""
    known = withhold_unknown(released, metric, configuration)
    figures = value_figures(known, metric, configuration)
    judged = judge(pick_judged(figures, metric), metric, configuration.scorecard.judging)
    return figures, judged.join(compare_units(judged, metric, configuration))

"""Each group against its reference group, and each unit against the force."""

import numpy as np
import pandas as pd

from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Better, Judging, Kind, Metric
from metrics.judgement import disparity
from metrics.judgement.averages import effective
from metrics.judgement.intervals import FloatArray, Limits
from metrics.judgement.measuring import PERCENT, least_base

SPOT = ["unit", "type", "start", "end", "breakdown"]
COMPARED_KINDS = (Kind.PROPORTION, Kind.RATE, Kind.SURVEY)
COMPARED = ("ratio", "ratio_lower", "ratio_upper", "gap", "gap_lower", "gap_upper")
FLAG, NO_FLAG, TOO_FEW = "Flag", "No flag", "Too few to judge"


def compare_groups(
    figures: pd.DataFrame, metric: Metric, configuration: Configuration
) -> pd.DataFrame:
    """The figures with `reference`, COMPARED and `disparity` for each group of each breakdown.

    `reference_shorthand` and `reference_reason` say why the reference group's value is absent.

    A gap is in the metric's unit (percentage points for a proportion). Where the value of either
    group is absent, so is the comparison. Only COMPARED_KINDS are compared.
    """
    codings = {name: configuration.breakdown(metric, name) for name in metric.breakdowns}
    references = {(n, group): c.reference for n, c in codings.items() for group in c.groups}
    groups = zip(figures["breakdown"], figures["group"], strict=True)
    # Those whose group is unknown are no group: they are compared with nobody.
    figures = figures.assign(reference=[references.get(group, "") for group in groups])
    for name in COMPARED:
        figures[name] = np.nan
    for name in ("disparity", "reference_shorthand", "reference_reason"):
        figures[name] = ""
    if metric.kind not in COMPARED_KINDS or not any(references.values()):
        return figures
    events, base = _counts(figures, metric)
    figures = figures.assign(events=events, base=base)
    theirs = _of_reference(figures)
    figures["reference_shorthand"] = theirs["shorthand"].fillna("")
    figures["reference_reason"] = theirs["reason"].fillna("")
    rows = figures["value"].notna() & theirs["value"].notna()
    rows &= (figures["reference"] != "") & (figures["group"] != figures["reference"])
    if rows.any():
        _write(figures, rows, metric, theirs, configuration.scorecard.judging)
    return figures


def _counts(figures: pd.DataFrame, metric: Metric) -> tuple[FloatArray, FloatArray]:
    """Events and base of each figure; of a survey, those of its effective sample."""
    if metric.kind is Kind.SURVEY:
        return effective(figures)
    return figures["numerator"].to_numpy("float64"), figures["denominator"].to_numpy("float64")


def _of_reference(figures: pd.DataFrame) -> pd.DataFrame:
    """For each row, the numbers of its reference group, and why they are absent if they are."""
    numbers = ["events", "base", "value", "shorthand", "reason"]
    is_reference = (figures["group"] == figures["reference"]) & (figures["reference"] != "")
    references = figures.loc[is_reference, [*SPOT, *numbers]]
    found = figures[SPOT].merge(references, how="left", on=SPOT)
    return found[numbers].set_axis(figures.index)


def _write(
    figures: pd.DataFrame, rows: pd.Series, metric: Metric, theirs: pd.DataFrame, judging: Judging
) -> None:
    four = [figures.loc[rows, c].to_numpy("float64") for c in ("events", "base")]
    four += [theirs.loc[rows, c].to_numpy("float64") for c in ("events", "base")]
    (ratio_lower, ratio_upper), (gap_lower, gap_upper), scale = _limits(metric, four)
    values, references = figures.loc[rows, "value"], theirs.loc[rows, "value"]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = values.to_numpy() / references.to_numpy()
    columns = {
        "ratio": ratio, "ratio_lower": ratio_lower, "ratio_upper": ratio_upper,
        "gap": values - references, "gap_lower": gap_lower * scale, "gap_upper": gap_upper * scale,
    }  # fmt: skip
    for name, numbers in columns.items():
        # A ratio against no events is infinite: it is not a number that can be shown.
        figures.loc[rows, name] = np.where(np.isfinite(numbers), numbers, np.nan)
    figures.loc[rows, "disparity"] = _flags(metric, four, ratio_lower, ratio_upper, judging)


def _limits(metric: Metric, four: list[FloatArray]) -> tuple[Limits, Limits, float]:
    a, b, c, d = four
    if metric.kind is not Kind.RATE:
        ratios, gaps = disparity.ratio_of_proportions(a, b, c, d), disparity.difference(a, b, c, d)
        return ratios, gaps, PERCENT
    ratios, gaps = disparity.ratio_of_rates(a, b, c, d), disparity.difference_of_rates(a, b, c, d)
    return ratios, gaps, float(metric.per)


def _flags(
    metric: Metric, four: list[FloatArray], lower: FloatArray, upper: FloatArray, judging: Judging
) -> np.ndarray:
    """A flag needs a ratio outside 0.80 to 1.25, an interval without 1, enough on both sides."""
    events, base, ref_events, ref_base = four
    outside = np.isin(disparity.four_fifths(*four).astype(str), ["below", "above"])
    apart = (lower > 1) | (upper < 1)
    if metric.kind is not Kind.RATE:
        thin = np.minimum(base, ref_base) < least_base(metric, judging)
    else:
        thin = np.minimum(events, ref_events) < judging.minimum_events
    return np.select([thin, outside & apart], [TOO_FEW, FLAG], NO_FLAG)


def compare_with(judged: pd.DataFrame, metric: Metric, benchmarks: pd.Series) -> pd.DataFrame:
    """For each judged figure, its comparison with its benchmark unit in the same period.

    `benchmarks` is the code of the unit that each row is held against, empty for none. Columns:
    comparison, comparator (the benchmark's figure). The word is from the 95% interval of the
    unit's own figure: Similar if the interval holds the benchmark's. Better and Worse stand only
    where one way is better, else Higher and Lower.
    """
    spot = ["unit", "type", "end"]
    known = judged.set_index(spot)["judged"].to_dict()
    asked = zip(benchmarks, judged["type"], judged["end"], strict=True)
    comparator = pd.Series([known.get(key, np.nan) for key in asked], judged.index, "float64")
    higher, lower = judged["judged_lower"] > comparator, judged["judged_upper"] < comparator
    apart = np.select(
        [higher, lower], _words(metric.better, judged["judged"], comparator), "Similar"
    )
    held = judged[["judged_lower", "judged_upper"]].notna().all(axis=1) & comparator.notna()
    held &= benchmarks != judged["unit"]
    word = np.where(held, apart, "Not compared")
    return pd.DataFrame({"comparison": word, "comparator": comparator}, index=judged.index)


def _words(better: Better, values: pd.Series, comparator: pd.Series) -> list[np.ndarray | str]:
    if better is Better.NONE:
        return ["Higher", "Lower"]
    if better in {Better.HIGHER, Better.LOWER}:
        return ["Better", "Worse"] if better is Better.HIGHER else ["Worse", "Better"]
    ideal = 0.0 if better is Better.ZERO else 1.0
    closer = _distance(values, ideal) < _distance(comparator, ideal)
    nearer = np.where(closer, "Better", "Worse")
    return [nearer, nearer]


def _distance(values: pd.Series, ideal: float) -> np.ndarray:
    """How far a figure is from its ideal; from 1 by ratio, so that 0.5 is as far as 2."""
    with np.errstate(divide="ignore"):
        gap = np.log(values.to_numpy()) if ideal == 1 else values.to_numpy()
    return np.asarray(np.abs(gap), dtype="float64")

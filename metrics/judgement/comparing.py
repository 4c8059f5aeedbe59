"""Each group against its reference group: ratio, gap, and whether to flag a disparity."""

import numpy as np
import pandas as pd

from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Judging, Kind, Metric
from metrics.judgement import chance, disparity
from metrics.judgement.averages import effective
from metrics.judgement.intervals import FloatArray, Limits
from metrics.judgement.measuring import FAR, NEAR, PERCENT, least_base

SPOT = ["unit", "type", "start", "end", "breakdown"]
COMPARED_KINDS = (Kind.PROPORTION, Kind.RATE, Kind.SURVEY)
COMPARED = ("ratio", "ratio_lower", "ratio_upper", "gap", "gap_lower", "gap_upper")
FAR_LIMITS = ("ratio_lower_998", "ratio_upper_998", "gap_lower_998", "gap_upper_998")
REFERENCE = ("reference_numerator", "reference_denominator")
# What a gap rests on; of a survey, the effective samples.
SIDES = ("events", "base", "reference_events", "reference_base")
FLAG, NO_FLAG, TOO_FEW = "Flag", "No flag", "Too few to judge"


def compare_groups(
    figures: pd.DataFrame, metric: Metric, configuration: Configuration
) -> pd.DataFrame:
    """The figures with `reference`, COMPARED and `disparity` for each group of each breakdown.

    Beside them FAR_LIMITS, REFERENCE, SIDES, `disparity_level`, the level at which the interval of
    a flagged ratio leaves out 1, and `disparity_p`, the chance of so large a difference.

    `reference_shorthand` and `reference_reason` say why the reference group's value is absent.

    A gap is in the metric's unit (percentage points for a proportion). Where the value of either
    group is absent, so is the comparison. Only COMPARED_KINDS are compared.
    """
    codings = {name: configuration.breakdown(metric, name) for name in metric.breakdowns}
    references = {(n, group): c.reference for n, c in codings.items() for group in c.groups}
    figures = figures.assign(reference=_references(figures, references))
    for name in (*COMPARED, *FAR_LIMITS, *REFERENCE, *SIDES, "disparity_p"):
        figures[name] = np.nan
    for name in ("disparity", "disparity_level", "reference_shorthand", "reference_reason"):
        figures[name] = ""
    if metric.kind not in COMPARED_KINDS or not any(references.values()):
        return figures
    events, base = _counts(figures, metric)
    figures = figures.assign(events=events, base=base)
    theirs = _of_reference(figures)
    figures["reference_shorthand"] = theirs["shorthand"].fillna("")
    figures["reference_reason"] = theirs["reason"].fillna("")
    figures[[*REFERENCE, *SIDES[2:]]] = theirs[["numerator", "denominator", "events", "base"]]
    rows = figures["value"].notna() & theirs["value"].notna()
    rows &= (figures["reference"] != "") & (figures["group"] != figures["reference"])
    if rows.any():
        _write(figures, rows, metric, theirs, configuration.scorecard.judging)
    return figures


def _references(figures: pd.DataFrame, references: dict[tuple[str, str], str]) -> np.ndarray:
    """The reference group of each row; those whose group is unknown are compared with nobody."""
    breakdown, breakdowns = pd.factorize(figures["breakdown"])
    group, groups = pd.factorize(figures["group"])
    table = [[references.get((one, other), "") for other in groups] for one in breakdowns]
    return np.array(table, dtype=object)[breakdown, group]


def _counts(figures: pd.DataFrame, metric: Metric) -> tuple[FloatArray, FloatArray]:
    """Events and base of each figure; of a survey, those of its effective sample."""
    if metric.kind is Kind.SURVEY:
        return effective(figures)
    return figures["numerator"].to_numpy("float64"), figures["denominator"].to_numpy("float64")


def _of_reference(figures: pd.DataFrame) -> pd.DataFrame:
    """For each row, the numbers of its reference group, and why they are absent if they are."""
    numbers = ["events", "base", "numerator", "denominator", "value", "shorthand", "reason"]
    is_reference = (figures["group"] == figures["reference"]) & (figures["reference"] != "")
    references = figures.loc[is_reference, [*SPOT, *numbers]]
    found = figures[SPOT].merge(references, how="left", on=SPOT)
    return found[numbers].set_axis(figures.index)


def _write(
    figures: pd.DataFrame, rows: pd.Series, metric: Metric, theirs: pd.DataFrame, judging: Judging
) -> None:
    four = [figures.loc[rows, c].to_numpy("float64") for c in ("events", "base")]
    four += [theirs.loc[rows, c].to_numpy("float64") for c in ("events", "base")]
    values, references = (f.loc[rows, "value"].to_numpy("float64") for f in (figures, theirs))
    columns = {"ratio": disparity.times(values, references), "gap": values - references}
    for confidence, level in ((NEAR, ""), (FAR, "_998")):
        for name, limits in zip(("ratio", "gap"), _limits(metric, four, confidence), strict=True):
            columns[f"{name}_lower{level}"], columns[f"{name}_upper{level}"] = limits
    ratios = [columns[name] for name in ("ratio_lower", "ratio_upper")]
    flags = _flags(metric, four, ratios, judging)
    far = _without_one(columns["ratio_lower_998"], columns["ratio_upper_998"])
    figures.loc[rows, "disparity"] = flags
    figures.loc[rows, "disparity_level"] = np.where(
        flags != FLAG, "", np.where(far, "99.8%", "95%")
    )
    test = chance.rates_p if metric.kind is Kind.RATE else chance.proportions_p
    figures.loc[rows, "disparity_p"] = np.where(flags == TOO_FEW, np.nan, test(*four))
    for name, numbers in columns.items():
        # A ratio against no events is infinite: it is not a number that can be shown.
        figures.loc[rows, name] = np.where(np.isfinite(numbers), numbers, np.nan)


def _limits(metric: Metric, four: list[FloatArray], confidence: float) -> tuple[Limits, Limits]:
    """The limits of the ratio and of the gap, the gap's in the metric's unit."""
    a, b, c, d = four
    if metric.kind is not Kind.RATE:
        ratios = disparity.ratio_of_proportions(a, b, c, d, confidence)
        gaps, scale = disparity.difference(a, b, c, d, confidence), PERCENT
    else:
        ratios = disparity.ratio_of_rates(a, b, c, d, confidence)
        gaps, scale = disparity.difference_of_rates(a, b, c, d, confidence), float(metric.per)
    return ratios, (gaps[0] * scale, gaps[1] * scale)


def _flags(
    metric: Metric, four: list[FloatArray], ratios: list[FloatArray], judging: Judging
) -> np.ndarray:
    """A flag needs a ratio outside 0.80 to 1.25, an interval without 1, enough on both sides."""
    events, base, ref_events, ref_base = four
    outside = np.isin(disparity.four_fifths(*four).astype(str), ["below", "above"])
    if metric.kind is not Kind.RATE:
        thin = np.minimum(base, ref_base) < least_base(metric, judging)
    else:
        thin = np.minimum(events, ref_events) < judging.minimum_events
    return np.select([thin, outside & _without_one(*ratios)], [TOO_FEW, FLAG], NO_FLAG)


def _without_one(lower: FloatArray, upper: FloatArray) -> np.ndarray:
    return np.asarray((lower > 1) | (upper < 1))

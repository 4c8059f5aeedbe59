"""Each group against its reference group: ratio, gap, and whether to flag a disparity."""

import numpy as np
import pandas as pd

from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Judging, Kind, Metric
from metrics.judgement import chance, disparity
from metrics.judgement.averages import effective
from metrics.judgement.intervals import FloatArray, Limits
from metrics.judgement.measuring import FAR, NEAR, PERCENT, least_base
from metrics.judgement.places import NOWHERE

SPOT = ["unit", "type", "start", "end", "breakdown"]
COMPARED_KINDS = (Kind.PROPORTION, Kind.RATE, Kind.SURVEY)
COMPARED = ("ratio", "ratio_lower", "ratio_upper", "gap", "gap_lower", "gap_upper")
FAR_LIMITS = ("ratio_lower_998", "ratio_upper_998", "gap_lower_998", "gap_upper_998")
REFERENCE = ("reference_numerator", "reference_denominator")
# What a gap rests on; of a survey, the effective samples.
SIDES = ("events", "base", "reference_events", "reference_base")
NUMBERS = (*COMPARED, *FAR_LIMITS, *REFERENCE, *SIDES, "disparity_p")
WORDS = ("disparity", "disparity_level", "reference_shorthand", "reference_reason")
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
    found: dict[str, np.ndarray] = dict.fromkeys(NUMBERS, np.full(len(figures), np.nan))
    found |= dict.fromkeys(WORDS, np.full(len(figures), "", dtype=object))
    found["reference"] = reference = _references(figures, references)
    if metric.kind in COMPARED_KINDS and any(references.values()):
        place = _place_of_reference(figures, reference)
        found |= _beside(figures, metric, place)
        values = figures["value"].to_numpy("float64")
        theirs = _at(place, values)
        rows = ~np.isnan(values) & ~np.isnan(theirs) & (reference != "")
        rows &= (figures["group"] != reference).to_numpy()
        four = [found[name][rows] for name in SIDES]
        pair = (values[rows], theirs[rows])
        compared = _compared(metric, pair, four, configuration.scorecard.judging)
        for name, numbers in compared.items():
            found[name] = found[name].copy()
            found[name][rows] = numbers
    return pd.concat([figures, pd.DataFrame(found, index=figures.index)], axis=1)


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


def _place_of_reference(figures: pd.DataFrame, reference: np.ndarray) -> np.ndarray:
    """For each row the place of its reference group's row, NOWHERE if there is none."""
    spots = figures.groupby(SPOT, sort=False).ngroup().to_numpy()
    is_reference = (figures["group"] == reference).to_numpy() & (reference != "")
    places = np.full(spots.max(initial=0) + 1, NOWHERE)
    places[spots[is_reference]] = np.flatnonzero(is_reference)
    return places[spots]


def _at(place: np.ndarray, numbers: np.ndarray, nothing: float | str = np.nan) -> np.ndarray:
    """The numbers that stand at some places, and nothing where there is no place."""
    found: np.ndarray = numbers[place]
    found[place == NOWHERE] = nothing
    return found


def _beside(figures: pd.DataFrame, metric: Metric, place: np.ndarray) -> dict[str, np.ndarray]:
    """REFERENCE, SIDES, and why the reference group's value is absent if it is."""
    events, base = _counts(figures, metric)
    found = {"events": events, "base": base}
    found |= {f"reference_{name}": _at(place, numbers) for name, numbers in found.items()}
    for name in ("numerator", "denominator"):
        found[f"reference_{name}"] = _at(place, figures[name].to_numpy("float64"))
    for name in ("shorthand", "reason"):
        found[f"reference_{name}"] = _at(place, figures[name].to_numpy("object"), "")
    return found


def _compared(
    metric: Metric, pair: tuple[FloatArray, FloatArray], four: list[FloatArray], judging: Judging
) -> dict[str, np.ndarray]:
    """What stands beside groups with a value and a reference value: COMPARED and the rest."""
    columns = {"ratio": disparity.times(*pair), "gap": pair[0] - pair[1]}
    for confidence, level in ((NEAR, ""), (FAR, "_998")):
        for name, limits in zip(("ratio", "gap"), _limits(metric, four, confidence), strict=True):
            columns[f"{name}_lower{level}"], columns[f"{name}_upper{level}"] = limits
    flags = _flags(metric, four, [columns["ratio_lower"], columns["ratio_upper"]], judging)
    far = _without_one(columns["ratio_lower_998"], columns["ratio_upper_998"])
    test = chance.rates_p if metric.kind is Kind.RATE else chance.proportions_p
    # A ratio against no events is infinite: it is not a number that can be shown.
    shown = {name: np.where(np.isfinite(n), n, np.nan) for name, n in columns.items()}
    return shown | {
        "disparity": flags,
        "disparity_level": np.where(flags != FLAG, "", np.where(far, "99.8%", "95%")),
        "disparity_p": np.where(flags == TOO_FEW, np.nan, test(*four)),
    }


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

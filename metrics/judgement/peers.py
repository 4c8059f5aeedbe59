"""Each unit beside the rest of the force, the rest of the unit above it, and units like it.

A benchmark is made of added-up counts, never of averaged rates, and leaves the unit itself out: a
large unit would otherwise be held against itself.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Judging, Kind, Metric, Tally
from metrics.definitions.organisation import Organisation
from metrics.judgement import benchmarks
from metrics.judgement.disparity import times
from metrics.judgement.intervals import FloatArray
from metrics.judgement.measuring import PERCENT, least_base
from metrics.judgement.status import Status

SPOT = ["type", "end"]
COUNTS = [
    "numerator", "denominator", "reference_numerator", "reference_denominator",
    "comparator_numerator", "comparator_denominator",
]  # fmt: skip
# These are the same wherever the unit is: the shares of groups among the force's residents.
FIXED = {"comparator_numerator", "comparator_denominator"}
POOLED = {Kind.PROPORTION, Kind.RATE, Kind.REPRESENTATION}
# One other unit would be named by its benchmark.
FEWEST_PEERS = 2
PREFIXES = {"": "the force", "parent_": "the unit above", "similar_": "similar units"}
FIELDS = ("comparison", "comparison_reason", "comparison_level", "comparator")
COMPARISONS = tuple(prefix + name for prefix in PREFIXES for name in FIELDS)
# The level of a figure whose intervals at 95% and at 99.8% both leave its benchmark out.
FAR_APART = 2
NOT_ADDED = "people counted once do not add up"


@dataclass(frozen=True)
class Benchmark:
    """What each row is held against: counts without the unit's own, or else a value; and why not.

    `counts` has the columns COUNTS; `value` is used where counts cannot be added up.
    """

    name: str
    counts: pd.DataFrame
    value: pd.Series
    reason: pd.Series


def compare_units(
    judged: pd.DataFrame, metric: Metric, configuration: Configuration
) -> pd.DataFrame:
    """Each judged figure beside its three benchmarks: the columns COMPARISONS.

    The word is from the unit's own 95% interval: Similar if it holds the benchmark's figure.
    `comparison_level` says at which level the two are apart: 95% or 99.8%.
    """
    organisation, judging = configuration.organisation, configuration.scorecard.judging
    found = []
    for prefix, benchmark in (
        ("", _rest_of(judged, _force(judged, organisation), "the force")),
        ("parent_", _rest_of(judged, _parents(judged, organisation), "the unit above")),
        ("similar_", _similar(judged, organisation)),
    ):
        found.append(_compared(judged, benchmark, metric, judging).add_prefix(prefix))
    return pd.concat(found, axis=1)


def _force(judged: pd.DataFrame, organisation: Organisation) -> pd.Series:
    code = organisation.force.code
    return pd.Series(code, index=judged.index).mask(judged["unit"] == code, "")


def _parents(judged: pd.DataFrame, organisation: Organisation) -> pd.Series:
    spots = judged[["unit", "end"]].drop_duplicates()
    known = {
        (unit, end): organisation.parent(unit, end.date()) or ""
        for unit, end in spots.itertuples(index=False)
    }
    pairs = zip(judged["unit"], judged["end"], strict=True)
    return pd.Series([known[pair] for pair in pairs], index=judged.index, dtype="object")


def _rest_of(judged: pd.DataFrame, units: pd.Series, name: str) -> Benchmark:
    """The counts of another unit in the same period, less the unit's own."""
    asked = pd.DataFrame({"unit": units, **{column: judged[column] for column in SPOT}})
    known = judged[["unit", *SPOT, *COUNTS, "judged"]]
    theirs = asked.merge(known, how="left", on=["unit", *SPOT]).set_index(judged.index)
    counts = theirs[COUNTS].astype("float64")
    for column in set(COUNTS) - FIXED:
        counts[column] -= judged[column]
    nobody = f"{name} has no benchmark" if name != "the unit above" else "no unit above"
    reason = pd.Series("", index=judged.index).mask(units == "", nobody)
    return Benchmark(name, counts, theirs["judged"].astype("float64"), reason)


def _similar(judged: pd.DataFrame, organisation: Organisation) -> Benchmark:
    """The counts of the other units of a unit's group, where all of them can be seen."""
    group = _groups(judged, organisation)
    members = judged.assign(group=group)
    keys = [members["group"], *(members[column] for column in SPOT)]
    counts = members[COUNTS].astype("float64")
    # Where one unit's count is hidden, so is their sum: else the others would give it away.
    known = counts.notna().groupby(keys).transform("all")
    sums = counts.groupby(keys).transform("sum").where(known)
    for column in set(COUNTS) - FIXED:
        sums[column] -= counts[column]
    for column in FIXED:
        sums[column] = counts[column]
    others = members.groupby(keys)["unit"].transform("size") - 1
    few = f"fewer than {FEWEST_PEERS} similar units to compare with"
    reason = pd.Series("", index=judged.index).mask(others < FEWEST_PEERS, few)
    reason = reason.mask(group == "", "no similar units are named")
    absent = pd.Series(np.nan, index=judged.index)
    return Benchmark("similar units", sums, absent, reason)


def _groups(judged: pd.DataFrame, organisation: Organisation) -> pd.Series:
    """The name of the group of similar units that each row's unit is in at the period's end."""
    groups = organisation.similar_to
    spots = zip(judged["unit"], judged["end"], strict=True)
    held = ((groups.get(unit), end) for unit, end in spots)
    names = [like.name if like and like.since <= end.date() else "" for like, end in held]
    return pd.Series(names, index=judged.index, dtype="object")


def _compared(
    judged: pd.DataFrame, benchmark: Benchmark, metric: Metric, judging: Judging
) -> pd.DataFrame:
    figure, reason = _figure(benchmark, metric, judging)
    reason = _own_reason(judged).where(lambda own: own != "", reason)
    figure = np.where(reason == "", figure, np.nan)
    near = (judged["judged_lower"].to_numpy(), judged["judged_upper"].to_numpy())
    far = (judged["judged_lower_998"].to_numpy(), judged["judged_upper_998"].to_numpy())
    sides, levels = benchmarks.side(near, figure), benchmarks.level(near, far, figure)
    value = judged["judged"].to_numpy("float64")
    word = benchmarks.words_for(sides, value, figure, metric.better)
    # A percentile of a few has limits at 95% alone.
    level = np.select([abs(levels) == FAR_APART, abs(sides) == 1], ["99.8%", "95%"], "")
    found = zip(FIELDS, (word, reason, level, figure), strict=True)
    return pd.DataFrame(dict(found), index=judged.index)


def _own_reason(judged: pd.DataFrame) -> pd.Series:
    """Why a unit's own figure is compared with nothing, else empty."""
    reason = judged["status_reason"].where(judged["judged"].isna(), "")
    reason = reason.mask(judged["judged"].isna() & (reason == ""), "the figure is not there")
    limits = judged[["judged_lower", "judged_upper"]].isna().any(axis=1)
    reason = reason.mask(judged["judged"].notna() & limits, "this kind of measure has no interval")
    return reason.mask(judged["status"] == Status.TOO_FEW, judged["status_reason"])


def _figure(benchmark: Benchmark, metric: Metric, judging: Judging) -> tuple[FloatArray, pd.Series]:
    """The benchmark's own figure, made as the unit's is, and why there is none."""
    reason = benchmark.reason
    if metric.kind not in POOLED:
        value = benchmark.value.to_numpy("float64")
        absent = np.isnan(value) & (reason == "")
        return value, reason.mask(absent, f"no figure for {benchmark.name}")
    four = [benchmark.counts[name].to_numpy("float64") for name in COUNTS]
    with np.errstate(divide="ignore", invalid="ignore"):
        value = _pooled(four, metric)
    value = np.where(np.isfinite(value), value, np.nan)
    if _counts_people(metric):
        value, reason = np.full_like(value, np.nan), reason.mask(reason == "", NOT_ADDED)
    thin = _is_thin(four, metric, judging)
    reason = reason.mask(np.isnan(value) & (reason == ""), f"no figure for {benchmark.name}")
    return value, reason.mask(thin & (reason == ""), f"too few cases in {benchmark.name}")


def _counts_people(metric: Metric) -> bool:
    """Whether a side counts different values: who is in two units is one person in their sum."""
    sides = (metric.numerator, metric.denominator)
    return any(isinstance(side, Tally) and bool(side.distinct) for side in sides)


def _pooled(counts: list[FloatArray], metric: Metric) -> FloatArray:
    """Value, gap or ratio of added-up counts, in the metric's unit; nothing is divided by zero."""
    events, base, ref_events, ref_base, residents, everyone = counts
    scale = PERCENT if metric.kind is Kind.PROPORTION else float(metric.per or 1)
    if metric.kind is Kind.REPRESENTATION:
        return _over(events, base * _over(residents, everyone))
    head = metric.headline
    if head is None or head.value:
        return _over(events, base) * scale
    mine, theirs = _over(events, base), _over(ref_events, ref_base)
    return times(_positive(mine), _positive(theirs)) if head.ratio else (mine - theirs) * scale


def _over(events: FloatArray, base: FloatArray) -> FloatArray:
    return _positive(events) / np.where(base > 0, base, np.nan)


def _positive(counts: FloatArray) -> FloatArray:
    """Counts that are not below zero: a rounded part may exceed a rounded whole by a little."""
    return np.where(counts >= 0, counts, np.nan)


def _is_thin(counts: list[FloatArray], metric: Metric, judging: Judging) -> np.ndarray:
    """Whether the benchmark rests on too few for a figure of its own to be judged."""
    events, base, ref_events, ref_base = counts[:4]
    head = metric.headline
    if head is not None and not head.value:
        events, base = np.fmin(events, ref_events), np.fmin(base, ref_base)
    if metric.kind is Kind.RATE:
        return np.asarray(events < judging.minimum_events)
    return np.asarray(base < least_base(metric, judging))

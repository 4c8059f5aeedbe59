"""Each unit beside the rest of the force, the rest of the unit above it, and units like it.

A benchmark is made of added-up counts, never of averaged rates, and leaves the unit itself out: a
large unit would otherwise be held against itself.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Judging, Kind, Metric, Tally
from metrics.definitions.organisation import Organisation
from metrics.judgement import benchmarks
from metrics.judgement.disparity import times
from metrics.judgement.intervals import FloatArray
from metrics.judgement.measuring import PERCENT, least_base
from metrics.judgement.places import NOWHERE, Places, Words, places_of
from metrics.judgement.status import Status

COUNTS = [
    "numerator", "denominator", "reference_numerator", "reference_denominator",
    "comparator_numerator", "comparator_denominator",
]  # fmt: skip
# These are the same wherever the unit is: the shares of groups among the force's residents.
IS_FIXED = np.array([name.startswith("comparator") for name in COUNTS])
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

    `counts` has a column for each of COUNTS; `value` is used where counts cannot be added up.
    """

    name: str
    counts: FloatArray
    value: FloatArray
    reason: Words


def compare_units(
    judged: pd.DataFrame, metric: Metric, configuration: Configuration
) -> pd.DataFrame:
    """Each judged figure beside its three benchmarks: the columns COMPARISONS.

    The word is from the unit's own 95% interval: Similar if it holds the benchmark's figure.
    `comparison_level` says at which level the two are apart: 95% or 99.8%.
    """
    organisation, judging = configuration.organisation, configuration.scorecard.judging
    places, own = places_of(judged), _own_reason(judged)
    columns: dict[str, np.ndarray] = {}
    for prefix, benchmark in (
        ("", _rest_of(judged, places, _force(places, organisation), "the force")),
        ("parent_", _rest_of(judged, places, _parents(places, organisation), "the unit above")),
        ("similar_", _similar(judged, places, organisation)),
    ):
        figure, reason = _figure(benchmark, metric, judging)
        found = _compared(judged, figure, np.where(own != "", own, reason), metric)
        columns |= {prefix + name: numbers for name, numbers in found.items()}
    return pd.DataFrame(columns, index=judged.index)


def _force(places: Places, organisation: Organisation) -> Words:
    code = organisation.force.code
    return places.named(lambda unit, day: "" if unit == code else code)


def _parents(places: Places, organisation: Organisation) -> Words:
    return places.named(lambda unit, day: organisation.parent(unit, day) or "")


def _counts(judged: pd.DataFrame) -> FloatArray:
    numbers: FloatArray = judged[COUNTS].to_numpy("float64")
    return numbers


def _rest_of(judged: pd.DataFrame, places: Places, units: Words, name: str) -> Benchmark:
    """The counts of another unit in the same period, less the unit's own."""
    rows, mine = places.rows_of(units), _counts(judged)
    theirs = np.where(rows == NOWHERE, np.nan, mine[rows].T).T
    value = np.where(rows == NOWHERE, np.nan, judged["judged"].to_numpy("float64")[rows])
    nobody = f"{name} has no benchmark" if name != "the unit above" else "no unit above"
    reason = np.where(units == "", nobody, "").astype(object)
    return Benchmark(name, np.where(IS_FIXED, theirs, theirs - mine), value, reason)


def _similar(judged: pd.DataFrame, places: Places, organisation: Organisation) -> Benchmark:
    """The counts of the other units of a unit's group, where all of them can be seen."""
    group = places.named(lambda unit, day: _group(organisation, unit, day))
    mine, together = _counts(judged), places.together(group)
    size = np.bincount(together)
    # Where one unit's count is hidden, so is their sum: else the others would give it away.
    known = [np.bincount(together, ~np.isnan(column)) == size for column in mine.T]
    sums = [np.bincount(together, np.nan_to_num(column)) for column in mine.T]
    whole = np.where(known, sums, np.nan)[:, together].T
    others = size[together] - 1
    few = f"fewer than {FEWEST_PEERS} similar units to compare with"
    reason = np.select(
        [group == "", others < FEWEST_PEERS], ["no similar units are named", few], ""
    ).astype(object)
    absent = np.full(len(mine), np.nan)
    return Benchmark("similar units", np.where(IS_FIXED, mine, whole - mine), absent, reason)


def _group(organisation: Organisation, unit: str, day: date) -> str:
    """The name of the group of similar units that a unit is in on a day."""
    like = organisation.similar_to.get(unit)
    return like.name if like and like.since <= day else ""


def _compared(
    judged: pd.DataFrame, figure: FloatArray, reason: Words, metric: Metric
) -> dict[str, np.ndarray]:
    """The word, why there is none, the level and the benchmark's figure: FIELDS of each row."""
    figure = np.where(reason == "", figure, np.nan)
    near = (judged["judged_lower"].to_numpy(), judged["judged_upper"].to_numpy())
    far = (judged["judged_lower_998"].to_numpy(), judged["judged_upper_998"].to_numpy())
    sides, levels = benchmarks.side(near, figure), benchmarks.level(near, far, figure)
    value = judged["judged"].to_numpy("float64")
    word = benchmarks.words_for(sides, value, figure, metric.better)
    # A percentile of a few has limits at 95% alone.
    level = np.select([abs(levels) == FAR_APART, abs(sides) == 1], ["99.8%", "95%"], "")
    return dict(zip(FIELDS, (word, reason, level.astype(object), figure), strict=True))


def _own_reason(judged: pd.DataFrame) -> Words:
    """Why a unit's own figure is compared with nothing, else empty."""
    said = judged["status_reason"].to_numpy("object")
    absent = judged["judged"].isna().to_numpy()
    limits = judged[["judged_lower", "judged_upper"]].isna().any(axis=1).to_numpy()
    few = (judged["status"] == Status.TOO_FEW).to_numpy()
    chosen = [said, said, np.array("the figure is not there", dtype=object),
              np.array("this kind of measure has no interval", dtype=object)]  # fmt: skip
    asked = [few, absent & (said != ""), absent, limits]
    return np.select(asked, chosen, np.array("", dtype=object))


def _figure(benchmark: Benchmark, metric: Metric, judging: Judging) -> tuple[FloatArray, Words]:
    """The benchmark's own figure, made as the unit's is, and why there is none."""
    reason, nothing = benchmark.reason, f"no figure for {benchmark.name}"
    if metric.kind not in POOLED:
        value = benchmark.value
        return value, np.where(np.isnan(value) & (reason == ""), nothing, reason)
    four = list(benchmark.counts.T)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = _pooled(four, metric)
    value = np.where(np.isfinite(value), value, np.nan)
    if _counts_people(metric):
        value, reason = np.full_like(value, np.nan), np.where(reason == "", NOT_ADDED, reason)
    thin = _is_thin(four, metric, judging)
    reason = np.where(np.isnan(value) & (reason == ""), nothing, reason)
    return value, np.where(thin & (reason == ""), f"too few cases in {benchmark.name}", reason)


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

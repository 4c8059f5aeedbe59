"""Status against target, and since when: the word that a board member reads first."""

from collections.abc import Iterator
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.definitions.models import Better, Judging, Kind, Metric, Step, Target


class Status(StrEnum):
    """What can be said of a judged figure; every figure has exactly one."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    NO_TARGET = "no_target"
    CONTEXT = "context"
    TOO_FEW = "too_few"
    NOT_REPORTED = "not_reported"
    WITHHELD = "withheld"
    NOT_APPLICABLE = "not_applicable"


ABSENT = {
    "c": Status.WITHHELD,
    "u": Status.TOO_FEW,
    "x": Status.NOT_REPORTED,
    "z": Status.NOT_APPLICABLE,
}

NO_CASES = "no cases in the reference group"
# 29 of 100 is 28.999999999999996% in floating point, and is on track for a target of 29.
NOISE = 1e-9


def pick_judged(figures: pd.DataFrame, metric: Metric) -> pd.DataFrame:
    """The rows that are judged, with `judged` and its limits at 95% and at 99.8%.

    That is the total's value, or the value, ratio or gap of the group that the headline names.
    """
    head = metric.headline
    if head is None:
        rows, name = figures["breakdown"] == "", "value"
    else:
        breakdown = head.value or head.ratio or head.gap
        rows = (figures["breakdown"] == breakdown) & (figures["group"] == head.of)
        name = "ratio" if head.ratio else "gap" if head.gap else "value"
    picked = figures[rows].copy()
    start = "" if name == "value" else f"{name}_"
    ends = [f"{end}{level}" for level in ("", "_998") for end in ("lower", "upper")]
    columns = {"judged": name} | {f"judged_{end}": f"{start}{end}" for end in ends}
    return picked.assign(**{new: picked[old] for new, old in columns.items()})


def judge(picked: pd.DataFrame, metric: Metric, judging: Judging) -> pd.DataFrame:
    """Judged rows with `status`, and `status_reason`, which says it in a few words.

    And `target`, the number that each period is held to; NaN where the metric has no target.
    """
    shorthand, said = _absence(picked, metric)
    absent = shorthand.map({key: str(word) for key, word in ABSENT.items()})
    thin = _too_thin(picked, metric, judging)
    target = metric.target
    if isinstance(target, Target):
        status = _against_in_turn(picked, metric.better, target)
    else:
        word = Status.CONTEXT if metric.better is Better.NONE else Status.NO_TARGET
        status = np.full(len(picked), str(word), dtype=object)
    # Both groups have a value, and yet there is no ratio: the reference group's value is zero.
    endless = picked["judged"].isna() & (shorthand == "")
    status = np.where(endless, str(Status.NOT_APPLICABLE), status)
    status = np.where(thin, str(Status.TOO_FEW), status)
    final = absent.where(absent.notna(), pd.Series(status, index=picked.index))
    fewer = f"fewer than {judging.minimum_events} cases in a group"
    reason = said.mask(endless, NO_CASES).mask(thin & (shorthand == ""), fewer)
    return picked.assign(status=final, status_reason=reason, target=_targets(picked, target))


def _targets(picked: pd.DataFrame, target: Target | str) -> np.ndarray:
    aims = np.full(len(picked), np.nan)
    if isinstance(target, Target):
        for aim, mine in held_to(target, picked["end"]):
            aims[mine] = aim.value
    return aims


def _absence(picked: pd.DataFrame, metric: Metric) -> tuple[pd.Series, pd.Series]:
    """The shorthand and the reason of a judged figure that is absent, else empty.

    A ratio or a gap is absent for its own group's reason, else for the reference group's.
    """
    shorthand, reason = picked["shorthand"], picked["reason"]
    if metric.headline is None or metric.headline.value:
        return shorthand, reason
    theirs = (shorthand == "") & (picked["reference_shorthand"] != "")
    named = picked["reference"] + ": " + picked["reference_reason"]
    return shorthand.mask(theirs, picked["reference_shorthand"]), reason.mask(theirs, named)


def _too_thin(picked: pd.DataFrame, metric: Metric, judging: Judging) -> pd.Series:
    """Whether a rate, or a ratio of rates, has too few events on either side to be judged."""
    if metric.kind is not Kind.RATE:
        return pd.Series(False, index=picked.index)
    few = picked["numerator"] < judging.minimum_events
    return few | (picked["disparity"] == "Too few to judge") if metric.headline else few


def held_to(target: Target, ends: pd.Series) -> Iterator[tuple[Step | Target, NDArray[np.bool_]]]:
    """Each step of a target, then the target itself, with the periods that are held to it.

    `ends` are the ends of periods (datetime64). A period is held to the first step whose day it
    does not pass, and after the last to the target.
    """
    free = np.ones(len(ends), dtype=bool)
    for step in target.steps:
        mine = free & (ends <= pd.Timestamp(step.by)).to_numpy()
        yield step, mine
        free &= ~mine
    yield target, free


def _against_in_turn(picked: pd.DataFrame, better: Better, target: Target) -> np.ndarray:
    """The status of each value against what its period is held to."""
    values = picked["judged"].to_numpy("float64")
    status = np.full(len(values), "", dtype=object)
    for aim, mine in held_to(target, picked["end"]):
        status[mine] = _against(values[mine], better, aim)
    return status


def _against(values: np.ndarray, better: Better, target: Step | Target) -> np.ndarray:
    """On track at the target or beyond it; at risk within the band next to it; else off track."""
    distance, allowed, band = _distances(values, better, target)
    allowed, band = allowed + NOISE, band + NOISE
    words = [str(Status.ON_TRACK), str(Status.AT_RISK)]
    return np.select([distance <= allowed, distance <= band], words, str(Status.OFF_TRACK))


def _distances(
    values: np.ndarray, better: Better, target: Step | Target
) -> tuple[np.ndarray, float, float]:
    """How far each value is from the good end, and how far is still on track and at risk.

    A ratio is as far from 1 at 0.8 as at 1.25, so its target may stand on either side of 1.
    """
    aim, amber = target.value, target.amber_within
    if better is Better.HIGHER:
        return -values, -aim, -(aim - amber)
    if better is Better.LOWER:
        return values, aim, aim + amber
    if better is Better.ZERO:
        return np.abs(values), aim, aim + amber
    further = aim + amber if aim >= 1 else aim - amber
    with np.errstate(divide="ignore"):
        return np.abs(np.log(values)), abs(np.log(aim)), abs(np.log(further))

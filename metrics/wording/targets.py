"""A target in words: where a measure should be by when, and how near is at risk."""

from metrics.definitions.models import Better, Metric, Step, Target
from metrics.wording.judgements import judged_decimals, judged_number, judged_unit
from metrics.wording.numbers import decimals_apart, number
from metrics.wording.periods import MONTH, day_text


def target_text(metric: Metric) -> str:
    """The target with its date, after the steps on the way to it, or that there is none."""
    if not isinstance(metric.target, Target):
        return "No target"
    return ", then ".join(_aim_text(step, metric) for step in metric.target.in_turn)


def set_by_text(metric: Metric) -> str:
    """Who set the target and when, or that there is none."""
    if not isinstance(metric.target, Target):
        return "No target"
    return f"{metric.target.set_by}, {day_text(metric.target.set_on)}"


def band_text(metric: Metric) -> str:
    """How near to its target a measure is at risk and not off track; that none is, or no target."""
    if not isinstance(metric.target, Target):
        return "No target, so nothing is at risk"
    if not metric.target.amber_within:
        return "None: what misses the target is off track"
    unit = "percentage points" if judged_unit(metric) == "%" else judged_unit(metric)
    decimals = decimals_apart(judged_decimals(metric), (0.0,), metric.target.amber_within)
    return f"Short of the target by {number(metric.target.amber_within, decimals)} {unit} at most"


def _aim_text(target: Step | Target, metric: Metric) -> str:
    side = {Better.HIGHER: "at least", Better.LOWER: "at most", Better.ZERO: "within"}
    aim = side.get(metric.better, "within" if target.value >= 1 else "at least")
    return f"{aim} {judged_number(target.value, metric)} by {target.by.strftime(MONTH)}"

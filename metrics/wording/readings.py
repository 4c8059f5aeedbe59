"""Each judgement of a figure as one sentence that can be read aloud, for screens and files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from metrics.definitions.contracts import Coding
from metrics.definitions.models import Kind, Metric, Target
from metrics.definitions.organisation import Similar, Unit
from metrics.figure import Figure, Looks, Point
from metrics.judgement.control_charts import ENOUGH_POINTS, Signal
from metrics.judgement.recent import UNDERNEATH, Trend
from metrics.judgement.status import Status
from metrics.judgement.trend import POINTS
from metrics.periods import PeriodType
from metrics.series_breaks import SeriesBreak
from metrics.wording.breaks import breaks_alt
from metrics.wording.groups import group_words
from metrics.wording.judgements import (
    STATUS,
    absent_words,
    gap_number,
    judged_decimals,
    judged_number,
    since_text,
)
from metrics.wording.numbers import interval_text, number, plural
from metrics.wording.periods import day_text
from metrics.wording.targets import band_text, target_text
from metrics.wording.verdicts import TREND

HELD = (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK)
ABSENT = (Status.WITHHELD, Status.NOT_REPORTED, Status.NOT_APPLICABLE)
PERIODS = {
    PeriodType.QUARTER: "quarters", PeriodType.MONTH: "months",
    PeriodType.FINANCIAL_YEAR: "financial years", PeriodType.SNAPSHOT: "snapshots",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Beside:
    """One comparison of a figure: the benchmark's name, the word, its level, figure and reason."""

    benchmark: str
    word: str
    level: str
    comparator: float | None
    reason: str


def comparisons(figure: Figure, above: str, similar: str) -> tuple[Beside, Beside, Beside]:
    """A figure beside the rest of the force, the rest of the unit above, and the similar units.

    `above` is the name of the unit above, `similar` that of the group of similar units.
    """
    alike = f"the rest of its group ({similar})" if similar else "similar units"
    return (
        Beside("the rest of the force", figure.comparison, figure.comparison_level,
               figure.comparator, figure.comparison_reason),
        Beside(f"the rest of {above}", figure.parent_comparison, figure.parent_comparison_level,
               figure.parent_comparator, figure.parent_comparison_reason),
        Beside(alike, figure.similar_comparison,
               figure.similar_comparison_level, figure.similar_comparator,
               figure.similar_comparison_reason),
    )  # fmt: skip


def similar_sentence(unit: Unit, group: Similar | None, names: Mapping[str, str]) -> str:
    """Which units a unit is compared with as similar, and why; `names` is by code."""
    if group is None:
        return f"No units are named as similar to {unit.name}."
    others = [names[code] for code in group.units if code != unit.code]
    listed = f"{', '.join(others[:-1])} and {others[-1]}" if others[1:] else "".join(others)
    return f"Similar units ({group.name}, since {day_text(group.since)}): {listed}. {group.why}"


def status_sentence(figure: Figure, metric: Metric) -> str:
    """The status: since when, the figure and its target, or why it is not judged."""
    status = Status(figure.status)
    word = STATUS[status].word
    if status in ABSENT:
        said = absent_words(figure)
        return f"{said[0].upper()}{said[1:]}."
    if figure.judged is None or status is Status.TOO_FEW:
        return f"{word}: {figure.status_reason or absent_words(figure)}."
    value = judged_number(figure.judged, metric) + _whose(metric)
    if status not in HELD:
        return f"{word}: {value}."
    since = since_text(figure, metric)
    return f"{word} {since}: {value}. Target: {target_text(metric)}."


def status_reason(figure: Figure, metric: Metric) -> str:
    """Why a figure has its status: as `status_sentence` says, and how near is at risk."""
    said = status_sentence(figure, metric)
    if Status(figure.status) not in HELD or figure.judged is None:
        return said
    if not (isinstance(metric.target, Target) and metric.target.amber_within):
        return f"{said} Nothing is at risk: what misses the target is off track."
    band = band_text(metric)
    return f"{said} At risk: {band[0].lower()}{band[1:]}."


def _whose(metric: Metric) -> str:
    """Of which group the judged figure is, and compared with which; nothing for everyone."""
    head = metric.headline
    if head is None:
        return ""
    return f", {head.of} compared with {head.against}" if head.against else f", {head.of}"


def comparison_sentence(figure: Figure, metric: Metric, beside: Beside) -> str:
    """A figure beside one benchmark, with both figures and the interval, or why it is not."""
    if beside.comparator is None or figure.judged is None:
        return f"Not compared with {beside.benchmark}: {beside.reason}."
    link = "to" if beside.word == "Similar" else "than"
    decimals = judged_decimals(metric)
    interval = interval_text(figure.judged_lower, figure.judged_upper, decimals)
    level = " The 99.8% interval says so too." if beside.level == "99.8%" else ""
    return (
        f"{beside.word} {link} {beside.benchmark}: {judged_number(figure.judged, metric)} "
        f"against {judged_number(beside.comparator, metric)} (95% interval {interval}).{level}"
    )


def trend_sentence(figure: Figure) -> str:
    """The recent trend and what it is of, or why it could not be calculated."""
    trend = Trend(figure.trend)
    if trend is Trend.NOT_CALCULATED:
        return f"The recent trend could not be calculated: {figure.trend_reason}."
    periods = PERIODS[PeriodType(UNDERNEATH[str(figure.type)])]
    over = f"over the last {POINTS} {periods}"
    if trend is Trend.NO_CHANGE:
        return f"No significant change {over}."
    return f"{TREND[trend].word} {over}, by more than chance (99.8%)."


def signal_sentence(figure: Figure) -> str:
    """What the control chart says of the figure, and whether its target is in reach."""
    if Signal(figure.signal) is Signal.NONE:
        return f"The signal could not be calculated: {figure.signal_reason}."
    of = PERIODS[PeriodType(figure.signal_type)]
    when = f" ({figure.signal_reason})" if figure.signal_reason else ""
    assured = f" {figure.assurance}." if figure.assurance else ""
    return f"{figure.signal}, by the control chart of its {of}{when}.{assured}"


def gap_change_sentence(figure: Figure, metric: Metric, coding: Coding) -> str:
    """How a gap has changed in a year, with its interval, and which side moved; else empty."""
    head = metric.headline
    lower, upper, change = figure.gap_change_lower, figure.gap_change_upper, figure.gap_change
    if head is None or change is None or lower is None or upper is None or figure.gap is None:
        return ""
    interval = f"95% interval {interval_text(lower, upper, 1)}"
    how = _gap_way(figure.gap - change, figure.gap) if lower > 0 or upper < 0 else ""
    by = f"{how} by {gap_number(abs(change), metric)}" if how else "not changed by more than chance"
    said = f"The gap has {by} in a year ({interval})."
    sides = {"group": head.of, "reference": head.against}
    what = "rate" if metric.kind is Kind.RATE else "percentage"
    if figure.gap_moved in sides:
        mover = group_words(sides[figure.gap_moved], coding)
        return f"{said} The {what} for {mover} has moved, the other has not."
    both = f"Both {what}s have" if figure.gap_moved == "both" else f"Neither {what} has"
    return f"{said} {both} moved."


def _gap_way(before: float, now: float) -> str:
    """What a gap has done: one that has passed zero is neither narrower nor wider."""
    if before * now < 0:
        return "turned round"
    return "narrowed" if abs(now) < abs(before) else "widened"


def looks_sentence(looks: Looks, over: str) -> str:
    """How many disparities of a period were looked at and flagged, and how many by chance."""
    if not looks.looked_at:
        return f"No disparity could be looked at in {over}."
    flagged, many = plural(looks.stand_out, "disparity", "disparities"), number(looks.looked_at, 0)
    chance = f"about {number(looks.by_chance, 1)} of the {many} intervals at 95% would"
    verb = "is" if looks.stand_out == 1 else "are"
    return (
        f"Over all measures of {over}, {flagged} of {many} looked at {verb} flagged, "
        f"{looks.stand_out_998} of them by the 99.8% interval too. If no group differed, {chance} "
        "leave out 1 by chance, and "
        f"{number(looks.by_chance_998, 1)} at 99.8%."
    )


def limits_sentence(points: Sequence[Point]) -> str:
    """That the limits of a control chart are on trial, and until when; else empty."""
    last = next((p for p in reversed(points) if p.value is not None), None)
    if last is None or not last.limits:
        return ""
    few = plural(sum(p.value is not None for p in points if p.segment == last.segment), "figure")
    return f"{last.limits}: they rest on {few}, and from {ENOUGH_POINTS} on a signal is looked for."


def control_chart_alt(
    points: Sequence[Point], metric: Metric, unit: str, breaks: Sequence[SeriesBreak] = ()
) -> str:
    """Alternative text of a control chart."""
    last = next((p for p in reversed(points) if p.value is not None), None)
    start = f"Control chart: {metric.title}, {unit}, {plural(len(points), 'period')}."
    if last is None:
        return f"{start} No period can be shown. Table follows."
    value = judged_number(last.value or 0.0, metric)
    limits = interval_text(last.lower_limit, last.upper_limit, judged_decimals(metric))
    within = f" Limits {limits}." if last.lower_limit is not None else ""
    trial = f" {last.limits}." if last.limits else ""
    ends = f"{within}{trial}{breaks_alt(breaks)} Table follows."
    return f"{start} Last {value}, {last.signal}.{ends}"

"""One released figure, as the release has it and as pages and files show it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from metrics.judgement.benchmarks import NOT_COMPARED
from metrics.judgement.control_charts import Signal
from metrics.judgement.recent import Trend
from metrics.judgement.status import Status
from metrics.periods import Period, PeriodType

NUMBERS = (
    "numerator", "denominator", "value", "lower", "upper", "ratio", "ratio_lower", "ratio_upper",
    "gap", "gap_lower", "gap_upper", "reference_numerator", "reference_denominator",
    "disparity_p", "judged", "judged_lower", "judged_upper",
    "judged_lower_998", "judged_upper_998", "comparator", "parent_comparator", "similar_comparator",
    "gap_change", "gap_change_lower", "gap_change_upper", "periods_in_run",
)  # fmt: skip
# What a figure that has not come says of itself: nothing, why, and that it is not compared.
UNSAID = (
    "disparity", "disparity_level", "comparison_level", "parent_comparison_level",
    "similar_comparison_level", "gap_moved", "signal_type", "assurance", "since_reason",
    "reference_shorthand",
)  # fmt: skip
REASONS = (
    "reason", "status_reason", "comparison_reason", "parent_comparison_reason",
    "similar_comparison_reason", "trend_reason", "signal_reason",
)  # fmt: skip
UNCOMPARED = ("comparison", "parent_comparison", "similar_comparison")


@dataclass(frozen=True, slots=True)
class Figure:
    """One released figure, as the release has it; a number that is not there is None."""

    metric: str
    unit: str
    type: PeriodType
    start: date
    end: date
    breakdown: str
    group: str
    numerator: float | None
    denominator: float | None
    value: float | None
    lower: float | None
    upper: float | None
    shorthand: str
    reason: str
    reference: str
    reference_numerator: float | None
    reference_denominator: float | None
    reference_shorthand: str
    ratio: float | None
    ratio_lower: float | None
    ratio_upper: float | None
    gap: float | None
    gap_lower: float | None
    gap_upper: float | None
    disparity: str
    disparity_level: str
    disparity_p: float | None
    judged: float | None
    judged_lower: float | None
    judged_upper: float | None
    judged_lower_998: float | None
    judged_upper_998: float | None
    status: str
    status_reason: str
    comparison: str
    comparison_reason: str
    comparison_level: str
    comparator: float | None
    parent_comparison: str
    parent_comparison_reason: str
    parent_comparison_level: str
    parent_comparator: float | None
    similar_comparison: str
    similar_comparison_reason: str
    similar_comparison_level: str
    similar_comparator: float | None
    trend: str
    trend_reason: str
    signal: str
    signal_reason: str
    signal_type: str
    signal_end: date | None
    assurance: str
    gap_change: float | None
    gap_change_lower: float | None
    gap_change_upper: float | None
    gap_moved: str
    since: date | None
    since_reason: str
    periods_in_run: float | None

    @property
    def period(self) -> Period:
        """The period that the figure is about."""
        return Period(self.end, self.start, self.type)


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a control chart, as it is drawn and as its table has it."""

    type: PeriodType
    start: date
    end: date
    value: float | None
    mean: float | None
    lower_limit: float | None
    upper_limit: float | None
    pattern: str
    signal: str
    chart: str
    segment: int
    limits: str

    @property
    def period(self) -> Period:
        """The period of the point."""
        return Period(self.end, self.start, self.type)


@dataclass(frozen=True, slots=True)
class Looks:
    """How many figures a list looked at, how many stand out, and how many would by chance."""

    looked_at: int
    stand_out: int
    stand_out_998: int
    by_chance: float
    by_chance_998: float


@dataclass(frozen=True, slots=True)
class Placed:
    """How many units a measure compares with the force, how many are hidden, and why not all."""

    compared: int
    hidden: int
    reason: str


@dataclass(frozen=True, slots=True)
class Disparity:
    """A group's figure beside that of the reference group it is compared with."""

    group: Figure
    reference: Figure


@dataclass(frozen=True, slots=True)
class Spread:
    """How far the units of one level spread around their average, in one period.

    `centre` is in events per one of the base; `phi` is how many times chance they spread.
    """

    centre: float
    units: int
    phi: float
    tau_squared: float
    offer_wider: bool


def not_come(figure: Figure, as_at: date, reason: str) -> Figure:
    """The figure of a period for which its extract has not come: nothing but the reason."""
    absent: dict[str, Any] = dict.fromkeys(NUMBERS) | dict.fromkeys(UNSAID, "")
    absent |= dict.fromkeys(REASONS, reason) | dict.fromkeys(UNCOMPARED, NOT_COMPARED)
    return replace(
        figure,
        **absent,
        start=as_at, end=as_at, since=None, signal_end=None, shorthand="x",
        status=str(Status.NOT_REPORTED), trend=str(Trend.NOT_CALCULATED),
        signal=str(Signal.NONE),
    )  # fmt: skip


def figure_of(row: tuple[Any, ...]) -> Figure:
    """A row of a release's `figures` or `judged` as a figure."""
    metric, unit, type_, *rest = row
    return Figure(metric, unit, PeriodType(type_), *rest)


def spots(figures: Sequence[Figure]) -> list[list[object]]:
    """What finds these figures of other units: each one's metric, type and end."""
    return [
        [figure.metric for figure in figures],
        [str(figure.type) for figure in figures],
        [figure.end for figure in figures],
    ]

"""What a workbook says around its tables: titles, heads, cover."""

from datetime import date

from metrics.definitions.audiences import Tier
from metrics.definitions.contracts import Coding
from metrics.definitions.models import Metric, Scorecard
from metrics.periods import Period
from metrics.records import KeptRelease
from metrics.wording.disclosure import rounding_text
from metrics.wording.judgements import judged_unit
from metrics.wording.periods import day_text, long_period
from metrics.wording.provenance import release_text

ONE_TABLE = (
    "This sheet has one table. A mark in brackets stands for a number that is not there; the sheet "
    "Notes says what each means."
)


def title_text(metric: Metric, unit: str, as_at: date) -> str:
    """What the workbook is of."""
    return f"{metric.title}, {unit}, figures up to {day_text(as_at)}"


UNROUNDED = "Numbers are not rounded"
SHEETS = (
    "The sheet Contents lists the tables, the sheet Notes says what is measured, what must not be "
    "misread, and what each mark means."
)


def cover_lines(scorecard: Scorecard, tier: Tier, kept: KeptRelease) -> list[str]:
    """Whose figures they are, for whom, of which release, and whom to ask."""
    return [
        f"{scorecard.title}, {scorecard.organisation}", scorecard.status_of_figures,
        f"{tier.title} tier: {tier.audience}", f"Release of {release_text(kept)}",
        f"{rounding_text(tier) or UNROUNDED}. {SHEETS}",
        f"Questions, or another format: {scorecard.contact}",
    ]  # fmt: skip


def judged_heads(metric: Metric) -> tuple[str, ...]:
    """The heads of a table of judged figures, after that of the row."""
    return (
        f"Value ({judged_unit(metric)})", "95% interval, lower end", "95% interval, upper end",
        "Numerator", "Denominator", "Status", "Compared with the rest of the force",
    )  # fmt: skip


def group_heads(metric: Metric, coding: Coding) -> tuple[str, ...]:
    """The heads of a table of groups, with the ratio where there is a group to compare with."""
    heads = (
        coding.title, f"Value ({metric.unit_of_value})", "95% interval, lower end",
        "95% interval, upper end", "Numerator", "Denominator",
    )  # fmt: skip
    if not coding.reference:
        return heads
    ratio = (f"Ratio to {coding.reference}", "Ratio, lower end", "Ratio, upper end")
    return (*heads, *ratio, "Disparity")


def over_time(metric: Metric, unit: str) -> str:
    """The title of the table of periods."""
    return f"{metric.title}, {unit}, each period, oldest first"


def by_group(metric: Metric, coding: Coding, unit: str, period: Period) -> str:
    """The title of a table of groups."""
    return f"{metric.title} by {coding.title}, {unit}, {long_period(period)}"


def by_unit(metric: Metric, period: Period) -> str:
    """The title of the table of units."""
    return f"{metric.title}, every unit in organisation order, {long_period(period)}"

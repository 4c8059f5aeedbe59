"""What of a screening is kept on the register with the load, and how it is read again."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from metrics.extracts.reading import Converted
from metrics.extracts.screening.checks import Acceptance, Check, Report
from metrics.extracts.screening.facts import Earlier
from metrics.records import Screening

SET_ASIDE = "set aside: a cell could not be read"
CHECKS = TypeAdapter(tuple[Check, ...])


def kept_screening(
    report: Report, converted: Converted, acceptance: Acceptance | None
) -> Screening:
    """A report as the register keeps it, with what later loads are compared with."""
    accepted = acceptance if report.wants_acceptance else None
    facts = converted.facts
    return Screening(
        CHECKS.dump_python(report.checks, mode="json"),
        {day.isoformat(): asdict(x) for day, x in facts.by_period.items()} if facts else {},
        [asdict(cell) for cell in report.bad_cells],
        converted.sent,
        report.set_aside,
        accepted.by if accepted else "",
        accepted.because if accepted else "",
    )


def left_out(converted: Converted) -> dict[str, int]:
    """The rows that a load leaves out, by reason, those that were set aside among them."""
    aside = {SET_ASIDE: converted.set_aside} if converted.set_aside else {}
    return {**(converted.left_out or {}), **aside}


def checks_of(screening: Screening) -> tuple[Check, ...]:
    """The checks of a kept screening."""
    return CHECKS.validate_python(screening.checks)


def earlier_of(summaries: Iterable[Mapping[str, Any]]) -> dict[date, Earlier]:
    """The periods of earlier loads, by their end; where two loads share one, the later load's."""
    return {
        date.fromisoformat(end): Earlier(period["count"], period["labels"])
        for summary in summaries
        for end, period in summary.items()
    }

"""What inspectors and inquiries asked for, and what became of it. Read from `recommendations.yaml`.

As with actions, the list is no part of the configuration that a release is made under.
"""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from pydantic import Field
from pydantic.dataclasses import dataclass

from metrics.definitions.checking import Fault
from metrics.definitions.configuration import Configuration
from metrics.definitions.promises import (
    Days,
    Evidence,
    Update,
    day_faults,
    metric_faults,
    order_faults,
    proof_faults,
    read_list,
)
from metrics.definitions.values import CLOSED, Day, Name, Switch, Words

FILE = "recommendations.yaml"


class Standing(StrEnum):
    """What is said of a recommendation; that it is overdue is never written, it follows."""

    IN_PROGRESS = "in_progress"
    DELIVERED = "delivered"
    VERIFIED = "verified"
    NOT_ACCEPTED = "not_accepted"
    ANOTHER_BODY = "another_body"


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Recommendation:
    """One recommendation in its exact words, with who answers for it and who verifies it."""

    id: Name
    reference: Words
    made_by: Words
    made_on: Day
    text: Words
    response: str = ""
    owner: Words
    due: Day | None = None
    first_due: Day | None = None
    status: Standing = Standing.IN_PROGRESS
    delivered_on: Day | None = None
    verifier: str = ""
    verified_on: Day | None = None
    evidence: tuple[Evidence, ...] = ()
    metrics: tuple[Words, ...] = ()
    updates: tuple[Update, ...] = ()
    because: str = ""


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class RecommendationList:
    """Every recommendation, in the file's order; `examples` are shown with the sample alone."""

    examples: Switch = False
    recommendations: tuple[Recommendation, ...] = Field(default=())


def load_recommendations(folder: Path, configuration: Configuration) -> RecommendationList:
    """Read and check the recommendations of a folder, against the measures that there are.

    A folder without the file has none. Raises ScorecardError with every finding.
    """
    return read_list(
        folder / FILE, "recommendations", RecommendationList,
        lambda one: _faults(one, configuration),
    )  # fmt: skip


def _faults(one: Recommendation, configuration: Configuration) -> Iterator[Fault]:
    yield from metric_faults(one.metrics, configuration.metrics, ("metrics",))
    moved = (one.first_due, one.delivered_on, one.because)
    yield from day_faults(Days(one.made_on, one.due, *moved), "made")
    yield from _proof_faults(one)
    if one.status in {Standing.NOT_ACCEPTED, Standing.ANOTHER_BODY} and not one.because:
        yield ("status",), f"it is {one.status} without a reason", "Add 'because: …'."
    yield from order_faults("updates", [each.dated for each in one.updates], "an update")


def _proof_faults(one: Recommendation) -> Iterator[Fault]:
    done = one.status in {Standing.DELIVERED, Standing.VERIFIED}
    yield from proof_faults(one.status, done, one.evidence, one.delivered_on, "in_progress")
    if one.status is Standing.VERIFIED and one.verifier in {"", one.owner}:
        cure = "Name a 'verifier' that is not its owner, or write 'status: delivered'."
        yield ("status",), "nobody but its owner has verified it", cure
    if (one.status is Standing.VERIFIED) != (one.verified_on is not None):
        cure = "Give 'status: verified' and 'verified_on: …' together, or neither."
        yield ("status",), "its status and the day of its verification do not agree", cure

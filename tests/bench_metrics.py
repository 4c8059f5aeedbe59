"""What `make bench` counts and judges: one extract with few metrics, and with many."""

from collections.abc import Callable
from dataclasses import replace
from itertools import islice, product

from metrics.connections import open_connection, text
from metrics.counting.calculation import Calculation
from metrics.definitions.configuration import Configuration
from metrics.definitions.planning import Planner
from metrics.disclosure.suppression import protect
from metrics.judgement.assessment import assess_each

FEW, MANY = 15, 70
# Each is this measure with a condition of its own, by as many breakdowns.
LIKE = "stop_search_arrest_rate"


def with_metrics(configuration: Configuration, number: int) -> Configuration:
    """The configuration with so many metrics over searches, no two of which count the same."""
    first = configuration.metrics[LIKE]
    outcomes, objects = (
        configuration.coding(first.extract, name).values for name in ("outcome", "object")
    )
    asked = islice(product(outcomes, objects), number)
    metrics = tuple(
        replace(first, id=f"{LIKE}_{n}",
                numerator=f"outcome = {text(outcome)} AND object = {text(found)}")
        for n, (outcome, found) in enumerate(asked)
    )  # fmt: skip
    assert len(metrics) == number
    planner = Planner(
        dict(configuration.extracts), dict(configuration.codings),
        frozenset(configuration.extracts), [metric.id for metric in metrics],
    )  # fmt: skip
    for metric in metrics:
        _, faults = planner.plan(metric)
        assert not faults
    scorecard = replace(configuration.scorecard, metrics=metrics)
    return replace(configuration, scorecard=scorecard, plans=planner.plans)


def counting_and_judging(calculation: Calculation) -> Callable[[], None]:
    """Counts every metric of a calculation and judges the tier that has months."""
    configuration = calculation.configuration
    tier = next(tier for tier in configuration.access.tiers if tier.threshold == 0)

    def work() -> None:
        with open_connection() as connection:
            counts = calculation.counts(connection, lambda _: None)
        released = protect(counts, tier, configuration).counts
        # As a release does: no metric's figures wait in memory for those of the others.
        for _ in assess_each(released, configuration):
            pass

    return work

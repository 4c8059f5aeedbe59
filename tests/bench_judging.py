"""What `make bench` judges: the released figures of an extract, until there are enough of them."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from metrics.definitions.configuration import Configuration
from metrics.disclosure.suppression import protect
from metrics.judgement.assessment import assess
from metrics.judgement.looks import count_looks
from metrics.judgement.spreads import spread_of_units

FIGURES = 500_000
# The measure whose figures are judged again until there are FIGURES.
REPEATED = "stop_search_arrest_rate"


def judging(counts: pd.DataFrame, configuration: Configuration) -> Callable[[], None]:
    """Judges FIGURES figures of the tier that has months: with charts, looks and spreads."""
    first = next(m for m in configuration.scorecard.metrics if m.id == REPEATED)
    mine = counts[counts["metric"] == first.id]
    copies = range(max(0, -(-(FIGURES - len(counts)) // len(mine))))
    again = [replace(first, id=f"{first.id}_{i}") for i in copies]
    parts = [counts, *(mine.assign(metric=metric.id) for metric in again)]
    figures = pd.concat(parts, ignore_index=True).head(FIGURES)
    metrics = (*configuration.scorecard.metrics, *again)
    scorecard = replace(configuration.scorecard, metrics=metrics)
    whole = replace(configuration, scorecard=scorecard)
    tier = next(tier for tier in whole.access.tiers if tier.threshold == 0)
    released = protect(figures, tier, whole).counts

    def judges() -> None:
        assessed = assess(released, whole)
        count_looks(assessed.figures)
        spread_of_units(assessed.figures, whole)

    return judges

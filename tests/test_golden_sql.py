"""The SQL of counting, held to reviewed files: one for each kind of metric.

A change in how figures are counted shows as a change in these files, and is reviewed there. It is
the text that the Measure page shows.
"""

from pathlib import Path

import pytest
from builders import delivered, small

from metrics.definitions.models import Kind
from metrics.query_text import query_steps, written

GOLDEN = Path(__file__).with_name("golden")
METRICS = [
    "searches_made", "arrests", "search_rate", "minutes_per_search", "black_staff", "trust",
    "mean_minutes", "days_to_close", "people_arrested", "treated_fairly", "arrests_of_results",
    "furthest_outcome",
]  # fmt: skip


@pytest.mark.parametrize("metric", METRICS)
def test_a_metric_is_counted_by_the_reviewed_sql(metric: str) -> None:
    """The SQL of a metric is, to the letter, the SQL that was reviewed."""
    golden = (GOLDEN / f"{metric}.sql").read_text(encoding="utf-8")
    assert written(query_steps(small(), small().plans[metric], "FORCE")) == golden


def test_every_delivered_metric_has_its_sql() -> None:
    """Each metric's own conditions stand in the text that its page shows."""
    for plan in delivered().plans.values():
        sql = written(query_steps(delivered(), plan, "MPS"))
        assert plan.numerator.condition in sql, plan.metric.id


def test_every_kind_and_every_reviewed_file_is_covered() -> None:
    """No kind is without a reviewed file, and none is left over but that of links."""
    assert {small().metrics[metric].kind for metric in METRICS} == set(Kind)
    assert {path.stem for path in GOLDEN.glob("*.sql")} == {*METRICS, "link"}

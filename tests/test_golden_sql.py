"""The SQL of counting, held to reviewed files: one for each kind of metric.

A change in how figures are counted shows as a change in these files, and is reviewed there.
"""

from pathlib import Path

import pytest
from builders import small

from metrics.counting import queries, spreads
from metrics.counting.tallying import Needs, needs_of, tally_names
from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Kind
from metrics.definitions.plans import Counted, Measure, Plan

GOLDEN = Path(__file__).with_name("golden")
METRICS = [
    "searches_made", "arrests", "search_rate", "minutes_per_search", "black_staff", "trust",
    "mean_minutes", "days_to_close", "people_arrested", "treated_fairly", "arrests_of_results",
    "furthest_outcome",
]  # fmt: skip


def sql_of(configuration: Configuration, plan: Plan) -> str:
    """Every query that counts one metric, in the order in which they run."""
    steps = []
    for id_ in dict.fromkeys(part.extract for part in (plan.numerator, plan.denominator) if part):
        extract = configuration.extracts[id_]
        needs = needs_of(extract, [plan])
        rows = f"rows_of_{id_}"
        grain = queries.finest_grain(rows, needs.keys, needs.added, extract.weight)
        steps.append((f"the finest grain of {id_}", grain))
        if plan.metric.kind is Kind.PUBLISHED:
            force_column = plan.metric.value.force_column
            value = queries.published(f"grain_{id_}", plan.numerator, force_column, "FORCE")
            return written([*steps, ("the values", value)])
        if plan.metric.kind is Kind.LEVEL:
            value = queries.level(f"grain_{id_}", plan.numerator, plan.metric.levels)
            return written([*steps, ("the levels", value)])
        every = tally_names(needs)
        names = {key: name for key, name in every.items() if key[0].is_additive}
        tallied = [queries.tally(name, *key) for key, name in names.items()]
        tallies = queries.tallies(f"grain_{id_}", tallied, needs.breakdowns)
        rolled = queries.rolled_up("tallied", list(names.values()))
        steps += [
            (f"the tallies of {id_}", tallies),
            (f"{id_} rolled up", rolled),
            (f"{id_} with a row for everything", queries.completed("rolled", [*names.values()])),
        ]
        for counted in needs.valued:
            steps += valued(id_, needs, counted, every[counted, False])
    return written(steps)


def valued(id_: str, needs: Needs, counted: Counted, name: str) -> list[tuple[str, str]]:
    """The queries of a count that does not add up."""
    ((value, keys),) = needs.values().items()
    grain = f"grain_{id_}_0"
    made = [("the different values", spreads.told_apart("spread", name))]
    if counted.measure is Measure.PERCENTILE:
        made = [
            ("how many there are", spreads.totals("spread")),
            ("the percentile", spreads.placed("spread", name)),
        ]
    return [
        (f"the values of {id_}", spreads.valued_grain(f"rows_of_{id_}", keys, value, "")),
        ("the spread of the values", spreads.spread(grain, counted.condition, needs.breakdowns)),
        *made,
    ]


def written(steps: list[tuple[str, str]]) -> str:
    """Named queries as one file of SQL."""
    return "\n\n".join(f"-- {name}\n{sql};" for name, sql in steps) + "\n"


@pytest.mark.parametrize("metric", METRICS)
def test_a_metric_is_counted_by_the_reviewed_sql(metric: str) -> None:
    """The SQL of a metric is, to the letter, the SQL that was reviewed."""
    golden = (GOLDEN / f"{metric}.sql").read_text(encoding="utf-8")
    assert sql_of(small(), small().plans[metric]) == golden


def test_every_kind_and_every_reviewed_file_is_covered() -> None:
    """No kind is without a reviewed file, and none is left over but that of links."""
    assert {small().metrics[metric].kind for metric in METRICS} == set(Kind)
    assert {path.stem for path in GOLDEN.glob("*.sql")} == {*METRICS, "link"}

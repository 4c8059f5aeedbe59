"""The SQL that counts one metric, as text for whoever wants to check it: no row is read here."""

from dataclasses import dataclass

from metrics.counting import queries, spreads
from metrics.counting.tallying import Needs, needs_of, tally_names
from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Kind
from metrics.definitions.plans import Counted, Measure, Plan


@dataclass(frozen=True, slots=True)
class Step:
    """One query, and what it gives."""

    name: str
    sql: str


def query_steps(configuration: Configuration, plan: Plan, force: str) -> list[Step]:
    """Every query that counts one metric, in the order in which they run.

    A release counts all metrics of an extract in one pass; this is the pass with this one alone.
    """
    steps: list[Step] = []
    for id_ in dict.fromkeys(part.extract for part in (plan.numerator, plan.denominator) if part):
        extract = configuration.extracts[id_]
        needs = needs_of(extract, [plan])
        grain = queries.finest_grain(f"rows_of_{id_}", needs.keys, needs.added, extract.weight)
        steps.append(Step(f"the finest grain of {id_}", grain))
        if plan.metric.kind is Kind.LEVEL:
            sql = queries.level(f"grain_{id_}", plan.numerator, plan.metric.levels)
            return [*steps, Step("the levels", sql)]
        if plan.metric.value:
            column = plan.metric.value.force_column
            sql = queries.published(f"grain_{id_}", plan.numerator, column, force)
            return [*steps, Step("the values", sql)]
        steps += _tallied(id_, needs)
    return steps


def _tallied(id_: str, needs: Needs) -> list[Step]:
    """The queries over the finest grain of one extract."""
    every = tally_names(needs)
    names = {key: name for key, name in every.items() if key[0].is_additive}
    tallied = [queries.tally(name, *key) for key, name in names.items()]
    added = queries.tallies(f"grain_{id_}", tallied, needs.breakdowns)
    rolled = queries.rolled_up("tallied", list(names.values()))
    steps = [
        Step(f"the tallies of {id_}", added),
        Step(f"{id_} rolled up", rolled),
        Step(f"{id_} with a row for everything", queries.completed("rolled", [*names.values()])),
    ]
    for counted in needs.valued:
        steps += _valued(id_, needs, counted, every[counted, False])
    return steps


def _valued(id_: str, needs: Needs, counted: Counted, name: str) -> list[Step]:
    """The queries of a count that does not add up."""
    ((value, keys),) = needs.values().items()
    made = [Step("the different values", spreads.told_apart("spread", name))]
    if counted.measure is Measure.PERCENTILE:
        made = [
            Step("how many there are", spreads.totals("spread")),
            Step("the percentile", spreads.placed("spread", name)),
        ]
    spread = spreads.spread(f"grain_{id_}_0", counted.condition, needs.breakdowns)
    return [
        Step(f"the values of {id_}", spreads.valued_grain(f"rows_of_{id_}", keys, value, "")),
        Step("the spread of the values", spread),
        *made,
    ]


def written(steps: list[Step]) -> str:
    """The queries as one text of SQL, each under what it gives."""
    return "\n\n".join(f"-- {step.name}\n{step.sql};" for step in steps) + "\n"

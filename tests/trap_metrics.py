"""The traps of the systems: metrics as an author might write them, that must be refused."""

from datetime import date
from typing import Any

from metrics.definitions.models import Better, Kind, Tally
from metrics.periods import PeriodType

# By system: the metric, how an author might write it, and what is said.
REFUSED: list[tuple[str, str, dict[str, Any], str]] = [
    (
        "grievances",
        "grievances_found_for",
        {"numerator": "outcome = 'Upheld'", "where": "discrimination"},
        "'outcome' alone does not say how a row ended",
    ),
    ("sanctions", "proven_without_sanction", {"where": ""}, "'sanction' is told of rows with"),
    ("victimisation", "complainants_worse_off", {"where": ""}, "'adverse_event' is told of rows"),
    ("recommendations", "recommendations_verified", {"where": ""}, "'verified_on' is told of rows"),
    ("helpline", "helpline_volume", {"better": Better.LOWER}, "more of it may be more trust"),
    ("anonymous_lines", "anonymous_volume", {"better": Better.HIGHER}, "may be more trust"),
    ("mediation", "mediation_holds", {"where": ""}, "'held_up' is told of rows with"),
    ("complainant_contact", "meetings_held", {"where": ""}, "'meeting_held' is told of rows with"),
    (
        "stop_and_search",
        "stop_search_arrest_rate",
        {"where": "ethnicity_self_defined = 'Black'"},
        "they never meet",
    ),
    ("victims", "hate_crimes", {"numerator": ""}, "would count twice"),
    ("impact_assessments", "assessments_complete", {"where": ""}, "'complete' is told of rows"),
    ("governance", "board_actions_closed", {"where": ""}, "'action_closed' is told of rows with"),
    ("grievances", "cases_received", {"breakdowns": ()}, "all groups of 'kind' are in one number"),
    ("grievances", "grievances_received", {"better": Better.LOWER}, "may be more trust"),
    (
        "helpline",
        "helpline_volume",
        {
            "kind": Kind.RATE,
            "denominator": Tally(extract="workforce"),
            "per": 1000,
            "breakdowns": (),
        },
        "rows of 'helpline_calls' meet no other extract",
    ),
    (
        "anonymous_lines",
        "anonymous_volume",
        {
            "kind": Kind.RATE,
            "denominator": Tally(extract="workforce"),
            "per": 1000,
            "breakdowns": (),
        },
        "rows of 'anonymous_reports' meet no other extract",
    ),
    ("investigation_reviews", "reviews_done", {"better": Better.HIGHER}, "and not how well"),
    ("investigation_reviews", "reviews_independent", {"output": False}, "says what was done"),
    ("case_outcomes", "learning_closed", {"output": False}, "says what was done"),
    (
        "training",
        "training_in_date",
        {
            "kind": Kind.RATE,
            "denominator": Tally(extract="workforce"),
            "per": 100,
            "breakdowns": (),
        },
        "stands in 'training' itself",
    ),
    ("training", "training_in_date", {"output": False}, "'state' says what was done"),
    ("force", "force_rate", {"better": Better.LOWER}, "are not those whom 'use_of_force' is about"),
    (
        "force",
        "force_used",
        {"since": date(2016, 4, 1)},
        "recorded in another way since 2017-04-01",
    ),
    (
        "victimisation",
        "victimisation_answered",
        {"since": date(2020, 4, 1)},
        "'victimisation_asked' is recorded in another way since",
    ),
    ("stop_and_search", "stop_search_drugs_share", {"where": ""}, "is told of rows with"),
    (
        "representation",
        "officers_women",
        {"where": "worker_type = 'Officer'"},
        "those whose 'sex' is Not recorded are in the base",
    ),
    ("staff_survey", "staff_could_report", {"denominator": ""}, "is Not answered are in the base"),
    (
        "progression",
        "selection_eligible",
        {"numerator": "stage <> 'Applied'", "period": PeriodType.ROLLING_YEAR},
        "year by year",
    ),
    ("sanctions", "proven_without_sanction", {"period": PeriodType.ROLLING_YEAR}, "year by year"),
    ("retention", "resignations", {"numerator": ""}, "all groups of 'route' are in one number"),
    (
        "equality_standard",
        "standard_operational_delivery",
        {"where": "area = 'Operational delivery'"},
        "'level' is told of rows with",
    ),
    (
        "race_and_faith_inquiry",
        "inquiry_recommendations_delivered",
        {"where": "made_by = 'Race and Faith Inquiry'"},
        "neither a success nor a failure",
    ),
    (
        "guidance_of_others",
        "recommendations_of_others",
        {"better": Better.LOWER},
        "neither a success nor a failure",
    ),
    ("engagement", "events_seldom_heard", {"output": False}, "'community' says what was done"),
    ("reviews", "reviews_with_objective", {"output": False}, "'state' says what was done"),
]  # fmt: skip
# By system: a metric, what must stand beside it, and what is said where it does not.
ALONE: list[tuple[str, str, str, str]] = [
    ("procurement", "spend_diverse", "contracts_diverse", "no metric counts the rows"),
    ("procurement", "contracts_clause_value", "contracts_with_clause", "no metric counts the rows"),
    ("internal_discrimination", "internal_median_days", "open_cases_age", "have waited is in no"),
    ("grievances", "grievance_median_days", "open_cases_age", "have waited is in no metric"),
]  # fmt: skip

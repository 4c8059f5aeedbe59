"""The delivered scorecard covers the strategy: its key actions, its systems, and their guards."""

from collections import Counter
from datetime import date

import pytest
from builders import Key, by_key, counted

from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Better, Kind
from metrics.definitions.sides import tally_of

ACTIONS = {1: 9, 2: 6, 3: 8, 4: 6}
SYSTEMS = 33
FEWEST_OF_A_THEME = 12
# Commitments of which what was done is measured, and what came of it is owed by the owner.
OWED = {"3.1"}


def test_every_key_action_has_a_measure_of_effect_or_is_owed_one(
    configuration: Configuration,
) -> None:
    """29 key actions, all but those listed with a measure of effect; those have another metric."""
    themes = configuration.scorecard.themes
    assert {theme.id: len(theme.key_actions) for theme in themes} == ACTIONS
    actions = [action.id for theme in themes for action in theme.key_actions]
    assert {id_ for id_ in actions if not configuration.measures_of(id_)[0]} == OWED
    assert all(configuration.measures_of(id_)[1] for id_ in OWED)


def test_every_theme_has_its_metrics_and_four_headlines_of_effect(
    configuration: Configuration,
) -> None:
    """Twelve metrics or more in each theme; its headlines are measures of effect, and argued."""
    scorecard = configuration.scorecard
    held = Counter(configuration.theme_of(metric).id for metric in scorecard.metrics)
    assert min(held.values()) >= FEWEST_OF_A_THEME
    effects = {m.id for a in _actions(configuration) for m in configuration.measures_of(a)[0]}
    for theme in scorecard.themes:
        assert len(theme.headlines) == 4
        assert set(theme.headlines) <= effects
        assert theme.headlines_because


def _actions(configuration: Configuration) -> list[str]:
    return [action.id for theme in configuration.scorecard.themes for action in theme.key_actions]


def test_every_system_has_its_guard_and_every_metric_its_system(
    configuration: Configuration,
) -> None:
    """33 systems; a metric that is in none is one of those that check or repeat another."""
    systems = configuration.scorecard.systems
    assert len(systems) == SYSTEMS
    assert all(system.guard for system in systems)
    placed = {name for system in systems for name in system.metrics}
    assert set(configuration.metrics) - placed == {
        "published_stop_search_rate", "published_stop_search_ratio_black",
        "officer_unit_positive_outcome", "officer_unit_ethnicity_recorded", "complainants",
        "complaint_median_days", "complaint_slowest_days", "complaint_mean_days",
    }  # fmt: skip


@pytest.mark.parametrize("extract", ["internal_complaints", "open_cases", "grievances",
                                     "helpline_calls", "mediations", "anonymous_reports",
                                     "tribunal_claims", "hate_crime",
                                     "cases_received"])  # fmt: skip
def test_more_reports_are_never_judged(configuration: Configuration, extract: str) -> None:
    """Whatever counts reports, or rates them, is shown for context."""
    assert configuration.extracts[extract].reporting_route
    volumes = [metric for metric in configuration.scorecard.metrics
               if metric.extract == extract and metric.kind in {Kind.COUNT, Kind.RATE}]  # fmt: skip
    assert volumes or extract in {"mediations"}
    assert {metric.better for metric in volumes} <= {Better.NONE}


def test_what_is_counted_has_a_noun_for_one_of_it(configuration: Configuration) -> None:
    """One recommendation, not 1 recommendations; whatever else is said is said per what."""
    for metric in configuration.scorecard.metrics:
        if metric.kind is Kind.COUNT:
            assert metric.unit_of_one, metric.id
        elif metric.kind is Kind.RATE:
            assert metric.unit_of_value.startswith(f"per {metric.per:,} "), metric.id


def test_what_names_people_by_being_rare_is_for_the_force_alone(
    configuration: Configuration,
) -> None:
    """Complaints of discrimination, anonymous lines, surveys of few; faith and orientation."""
    extracts = configuration.extracts.values()
    assert {extract.id for extract in extracts if extract.force_only} == {
        "internal_complaints", "open_cases", "misconduct", "standards_reviews",
        "anonymous_reports", "tribunal_claims", "prevent_events", "staff_survey",
        "user_satisfaction", "adverse_events", "follow_ups", "cases_received", "review_points",
        "reviews_due", "exit_survey",
    }  # fmt: skip
    assert {coding.id for coding in configuration.codings.values() if coding.force_only} == {
        "sexual_orientation", "faith",
    }  # fmt: skip
    assert configuration.extracts["anonymous_reports"].anonymous


def test_a_grievance_is_followed_into_its_misconduct_case(configuration: Configuration) -> None:
    """146 grievances of which 15 were referred do not give an upheld rate of zero."""
    metric = configuration.metrics["grievances_found_for"]
    assert "linked_outcome" in tally_of(metric.numerator).where
    assert configuration.plans[metric.id].numerator.columns >= {"outcome", "linked_outcome"}


MARCH = date(2026, 3, 31)
MONTH = ("MPS", "month", "2026-03-31")


def test_grievances_that_left_for_a_misconduct_case_are_found_there(
    configuration: Configuration,
) -> None:
    """146 grievances of which none is upheld, 15 referred, 6 proven there and 4 open: 6 of 142."""
    row = {"unit": "PROF", "period_end": MARCH, "discrimination": True,
           "outcome": "Not upheld", "linked_outcome": "No case"}  # fmt: skip
    away = {**row, "outcome": "Referred to professional standards"}
    ends = ["Case proven"] * 6 + ["Case not proven"] * 5 + ["Case still open"] * 4
    rows = [row] * 131 + [{**away, "linked_outcome": end} for end in ends]
    found = by_key(counted(configuration, grievances=rows))
    count = found[Key("grievances_found_for", *MONTH)]
    assert (count.numerator, count.denominator) == (6, 142)


def test_a_crime_of_two_strands_is_one_crime(configuration: Configuration) -> None:
    """Two crimes with three strands between them are two, and each strand has its own count."""
    row = {"unit": "CE", "period_end": MARCH, "outcome": "Other outcome"}
    strands = [("H1", "Ethnicity"), ("H1", "Faith"), ("H2", "Disability")]
    rows = [{**row, "crime": crime, "strand": strand} for crime, strand in strands]
    found = by_key(counted(configuration, hate_crime=rows))
    assert found[Key("hate_crimes", *MONTH)].numerator == 2
    assert found[Key("hate_crimes_race", *MONTH)].numerator == 1


def test_a_sanction_is_a_share_of_what_is_proven(configuration: Configuration) -> None:
    """Of nine allegations three are proven, and one of those has no sanction: one of three."""
    row = {"unit": "MPS", "period_end": MARCH, "ground": "Other breach"}
    rows = [{**row, "finding": "Not proven", "sanction": "None due"}] * 6
    rows += [{**row, "finding": "Proven", "sanction": end}
             for end in ("No sanction", "Dismissal", "Written warning")]  # fmt: skip
    found = by_key(counted(configuration, misconduct=rows))
    count = found[Key("proven_without_sanction", *MONTH)]
    assert (count.numerator, count.denominator) == (1, 3)

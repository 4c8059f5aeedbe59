"""Each system of the strategy with its trap set: the figure is right, and the guard speaks."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from builders import Key, by_key, counted, released
from test_examples import said
from test_readings import figure
from test_revisions import NOW, _figures
from trap_cases import CASES, Rows
from trap_metrics import ALONE, REFUSED

from metrics.definitions import guards
from metrics.definitions.configuration import Configuration
from metrics.definitions.guards_of_partners import partner_faults
from metrics.definitions.links import link_faults
from metrics.definitions.models import Better, Example, Metric
from metrics.definitions.planning import Planner
from metrics.judgement.assessment import assess
from metrics.judgement.control_charts import Signal
from metrics.judgement.status import Status
from metrics.periods import PeriodType
from metrics.revisions import first_kept, next_kept
from metrics.wording import sentences

# Held by tests of their own below; which side of a gap moved, in the tests of recent changes.
ELSEWHERE = {
    "improvement_plan", "helpline", "anonymous_lines", "satisfaction", "confidence", "retention",
    "staff_survey", "engagement",
}  # fmt: skip


def test_every_system_has_its_case(configuration: Configuration) -> None:
    """No system of the strategy is without a trap that is set here."""
    set_up = {name for name, *_ in CASES} | {name for name, *_ in REFUSED} | ELSEWHERE
    assert {system.id for system in configuration.scorecard.systems} == set_up
    metrics_of = {system.id: system.metrics for system in configuration.scorecard.systems}
    assert {system for system, metric, *_ in [*CASES, *REFUSED]
            if metric not in metrics_of[system]} == set()  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_figure_is_right_where_the_trap_is_set(
    configuration: Configuration, case: tuple[str, str, Rows, float, float | None]
) -> None:
    """Rows that would mislead, through the engine, give the figure that does not."""
    system, metric, rows, numerator, denominator = case
    every = tuple(row for times, row in rows for _ in range(times))
    expect = {"numerator": numerator}
    expect |= {} if denominator is None else {"denominator": denominator}
    assert said(configuration, metric, Example(rows=every, expect=expect)) == [], system


def _faults(configuration: Configuration, changed: Metric, without: str = "") -> list[str]:
    """What the guards say of one metric of the scorecard, written in another way or left alone."""
    contracts, codings = dict(configuration.extracts), dict(configuration.codings)
    planner = Planner(contracts, codings, frozenset(contracts), list(configuration.metrics))
    planner.plans = {id_: p for id_, p in configuration.plans.items() if id_ != without}
    plan, faults = planner.plan(changed)
    assert plan, faults
    found = [*guards.metric_faults(plan, contracts, codings, planner.plans),
             *partner_faults(plan, contracts[changed.extract], planner.plans)]  # fmt: skip
    return [fault for _, fault, _ in found]


@pytest.mark.parametrize(("system", "metric", "change", "words"), REFUSED)
def test_the_guard_speaks(
    configuration: Configuration, system: str, metric: str, change: dict[str, Any], words: str
) -> None:
    """A metric that would fall into the trap is refused; as it is delivered it is not."""
    right = configuration.metrics[metric]
    assert _faults(configuration, right) == []
    assert words in " ".join(_faults(configuration, replace(right, **change))), system


@pytest.mark.parametrize(("system", "metric", "beside", "words"), ALONE)
def test_a_guard_wants_another_metric_beside(
    configuration: Configuration, system: str, metric: str, beside: str, words: str
) -> None:
    """Pounds without a number, and days of closed cases without those of open ones, are refused."""
    told = configuration.metrics[metric]
    assert _faults(configuration, told) == []
    assert words in " ".join(_faults(configuration, told, beside)), system


def test_whoever_called_or_reported_is_linked_with_nobody(configuration: Configuration) -> None:
    """A link from or to the helpline or an anonymous line is refused, whatever the key."""
    follow_ups = configuration.extracts["follow_ups"]
    for closed in ("helpline_calls", "anonymous_reports", "prevent_events"):
        link = replace(follow_ups.links[0], extract=closed)
        linked = replace(follow_ups, links=(link,))
        said_of = [fault for _, fault, _ in link_faults(linked, configuration.extracts)]
        assert f"rows of '{closed}' are linked with no other's" in said_of


def test_force_at_searches_is_of_searches(configuration: Configuration) -> None:
    """Ten uses of force, two of them at searches, on a hundred searches: 2 of 100, not 10."""
    used = tuple({"encounter": at} for at in ["Stop and search"] * 2 + ["Arrest"] * 8)
    searches = tuple({"search_type": "Person search"} for _ in range(100))
    expect = {"numerator": 2, "denominator": 100, "value": 2}
    example = Example(rows=used, against=searches, expect=expect)
    assert said(configuration, "force_per_search", example) == []


def test_force_at_arrests_is_of_arrests(configuration: Configuration) -> None:
    """Eight uses at arrests on forty arrests: 20 of 100, whatever was used at searches."""
    used = tuple({"encounter": at} for at in ["Stop and search"] * 2 + ["Arrest"] * 8)
    made = ({"ethnicity": "White", "arrests": "40"},)
    expect = {"numerator": 8, "denominator": 40, "value": 20}
    example = Example(rows=used, against=made, expect=expect)
    assert said(configuration, "force_per_arrest", example) == []


def test_staff_who_are_37_in_100_and_raise_48_are_over_represented(
    configuration: Configuration,
) -> None:
    """48 of 100 grievances by those who are 37 of 100: 1.3 times their share."""
    cases = tuple({"kind": "Grievance", "worker_type": who} for who in
                  ["Staff"] * 48 + ["Officer"] * 52)  # fmt: skip
    strength = ({"worker_type": "Staff", "headcount": "37"},
                {"worker_type": "Officer", "headcount": "63"})  # fmt: skip
    expect = {"numerator": 48, "denominator": 100, "value": 48 / 37}
    example = Example(rows=cases, against=strength, group="Staff", expect=expect)
    assert said(configuration, "grievances_from_staff", example) == []


def test_a_pool_is_not_everybody(configuration: Configuration) -> None:
    """4 of 100 officers against 10 of 100 of working age are 0.4, whoever could be recruited."""
    officers = ({"worker_type": "Officer", "ethnicity": "Black", "headcount": "4"},
                {"worker_type": "Officer", "ethnicity": "White", "headcount": "96"})  # fmt: skip
    pools = tuple({"pool": pool, "ethnicity": group, "people": n} for pool, group, n in
                  [("Working age", "Black", "10"), ("Working age", "White", "90"),
                   ("Could be recruited", "Black", "90")])  # fmt: skip
    expect = {"numerator": 4, "denominator": 100, "value": 0.4}
    example = Example(rows=officers, against=pools, group="Black", expect=expect)
    assert said(configuration, "officers_black_representation", example) == []


def _year(metric: str, *counts: float) -> list[dict[str, Any]]:
    """Twelve months to the end of each of as many quarters, with these counts."""
    ends = [(2023 + n // 4, 3 * (n % 4) + 3) for n in range(len(counts))]
    days = [(date(y, m, 30 if m in (6, 9) else 31), date(y - (m < 12), m % 12 + 1, 1))
            for y, m in ends]  # fmt: skip
    return [
        {"metric": metric, "unit": "MPS", "type": "rolling_year", "start": start, "end": end,
         "numerator": count} for (end, start), count in zip(days, counts, strict=True)
    ]  # fmt: skip


def test_more_anonymous_reports_are_never_red(configuration: Configuration) -> None:
    """Reports that double year after year are context: no status, no concern, nothing worse."""
    rows = _year("anonymous_volume", *[10.0 * 1.3**n for n in range(16)])
    found = assess(released(*rows), configuration).figures
    mine = found[found["status"] != ""]
    assert set(mine["status"]) == {str(Status.CONTEXT)}
    assert str(Signal.CONCERN) not in set(mine["signal"])
    assert not mine["trend"].str.contains("worse").any()
    assert not (mine["comparison"] == "Worse").any()


def test_301_cases_in_12_months_are_25_a_month(configuration: Configuration) -> None:
    """301 in 12 months is 25.1 a month, never the 21.4 that stood in a report; 257 is 21.4."""
    metric = configuration.metrics["repair_eligible"]
    said_of = [
        sentences.finding_sentence(
            figure(metric=metric.id, type=PeriodType.ROLLING_YEAR, start=date(2010, 4, 1),
                   end=date(2011, 3, 31), judged=count), metric, "Force", None,
        ) for count in (301.0, 257.0)
    ]  # fmt: skip
    assert [words.split(", ")[2] for words in said_of] == ["25.1 a month", "21.4 a month"]
    assert "301" in said_of[0]


@pytest.mark.parametrize(
    ("metric", "type_", "start"),
    [("repair_eligible", PeriodType.MONTH, date(2011, 3, 1)),
     ("open_cases_held", PeriodType.SNAPSHOT, date(2011, 3, 31)),
     ("repair_offered", PeriodType.ROLLING_YEAR, date(2010, 4, 1)),
     ("internal_complainants", PeriodType.ROLLING_YEAR, date(2010, 4, 1))],
)  # fmt: skip
def test_one_month_a_snapshot_a_share_and_people_have_no_monthly_number(
    configuration: Configuration, metric: str, type_: PeriodType, start: date
) -> None:
    """A month is one, a stock is no flow, a share is no count, and who came twice counts once."""
    one = figure(metric=metric, type=type_, start=start, end=date(2011, 3, 31), judged=60.0)
    said_of = sentences.finding_sentence(one, configuration.metrics[metric], "Force", None)
    assert "a month" not in said_of


def test_255_revised_to_257_is_marked_and_both_are_kept(small: Configuration) -> None:
    """A year that was 255 and is 257 is a revision, with both numbers, the day and the reason."""
    before, after = (first_kept(_figures(n), small) for n in (255, 257))
    found = next_kept(before, after, NOW, "load 9 added").revisions
    columns = ["numerator_old", "numerator_new", "revised_on", "reason"]
    assert found[columns].values.tolist() == [[255.0, 257.0, NOW, "load 9 added"]]


def test_outputs_alone_are_no_success(configuration: Configuration) -> None:
    """A key action of which only what was done is measured has no measure of effect."""
    kept = tuple(m for m in configuration.scorecard.metrics if m.output or m.key_action != "4.1")
    scorecard = replace(configuration.scorecard, metrics=kept)
    assert configuration.measures_of("4.1")[0]
    effects, beside = replace(configuration, scorecard=scorecard).measures_of("4.1")
    assert effects == ()
    assert "recommendations_delivered" in {metric.id for metric in beside}


def test_routes_of_leaving_are_never_added_up(configuration: Configuration) -> None:
    """Six retired, three resigned and one dismissed: each route by itself, of the same officers."""
    rows = tuple({"worker_type": "Officer", "route": route}
                 for route in ["Retired"] * 6 + ["Resigned"] * 3 + ["Dismissed"])  # fmt: skip
    staff = ({"worker_type": "Officer", "headcount": "1000"},)
    for metric, n in (("resignations", 3), ("dismissals", 1)):
        expect = {"numerator": n, "denominator": 1000}
        assert said(configuration, metric, Example(rows=rows, against=staff, expect=expect)) == []


def test_a_unit_without_residents_has_no_rate(configuration: Configuration) -> None:
    """Searches at an airport have no residents: [z], with the searches themselves shown."""
    row = {"unit": "SO18", "period_end": date(2026, 3, 31), "search_type": "Person search"}
    found = by_key(counted(configuration, stop_search=[row]))
    count = found[Key("stop_search_rate", "SO18", "month", "2026-03-31")]
    assert (count.numerator, count.denominator, count.shorthand) == (1, None, "z")


def test_where_people_do_not_live_a_rate_of_residents_is_switched_off(
    configuration: Configuration,
) -> None:
    """Force in Westminster has a count and no rate; the unit above it, and its neighbour, have."""
    rows = [{"unit": unit, "period_end": date(2026, 3, 31), "encounter": "Arrest"}
            for unit in ("E09000033", "E09000007")]  # fmt: skip
    people = [{"unit": code, "period_end": date(2021, 3, 21), "ethnicity": "White", "people": 1000}
              for code, unit in configuration.organisation.by_code.items()
              if unit.level == "borough" and unit.residents]  # fmt: skip
    found = by_key(counted(configuration, use_of_force=rows, population=people))
    keys = {unit: Key("force_rate", unit, "month", "2026-03-31")
            for unit in ("E09000033", "E09000007", "AW", "MPS")}  # fmt: skip
    here = found[keys["E09000033"]]
    assert (here.numerator, here.denominator, here.shorthand) == (1, None, "z")
    bases = [found[keys[unit]].denominator for unit in ("E09000007", "AW", "MPS")]
    assert bases == [1000, 3000, 32000]


def test_few_answers_are_too_few(configuration: Configuration) -> None:
    """Nine respondents of one group have no percentage, and the figure says so."""
    answers = {"unit": "MPS", "type": "snapshot", "start": date(2026, 3, 31),
               "end": date(2026, 3, 31), "metric": "staff_treated_fairly", "numerator": 6,
               "denominator": 9, "weighted": 6.0, "weights": 9.0, "squares": 9.0}  # fmt: skip
    rows = [{**answers, "breakdown": "ethnicity", "group": group} for group in ("Black", "White")]
    found = assess(released(*rows), configuration).figures
    assert set(found["shorthand"]) == {"u"}
    assert found["value"].isna().all()
    assert set(found.loc[found["status"] != "", "status"]) == {str(Status.TOO_FEW)}


def test_events_of_engagement_are_outputs_and_prevent_is_a_count(
    configuration: Configuration,
) -> None:
    """Events are shown for context; of Prevent there is a count for the force and nobody in it."""
    metrics = configuration.metrics
    assert metrics["events_held"].better is Better.NONE
    assert metrics["events_seldom_heard"].output
    assert metrics["prevent_events"].breakdowns == ()
    assert configuration.extracts["prevent_events"].force_only

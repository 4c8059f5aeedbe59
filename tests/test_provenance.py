"""What stands behind a release: who may read which report, and what it says in words."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from builders import delivered
from released import figure, reader_of

from metrics.access import scope_of_role, scope_of_tier
from metrics.errors import ScorecardError
from metrics.periods import PeriodType
from metrics.provenance import Sparse, graded, report_of, revision_log, sparse_tables
from metrics.quality import Grade, Graded
from metrics.wording import provenance as words
from metrics.wording.disclosure import offers_told

METRIC, OTHER = "stop_search_positive_outcome", "stop_search_rate"
TODAY = date(2025, 6, 30)
YEAR = PeriodType.ROLLING_YEAR
REPORT = pd.DataFrame({
    "metric": [METRIC, OTHER], "counts": [200, 100], "first_hand": [10, 0], "to_protect": [20, 0],
    "narrowest": [7.0, float("nan")],
})  # fmt: skip


def release_of(tier: str, **tables: pd.DataFrame) -> object:
    """An open release of one tier."""
    return reader_of(delivered(), [], scope_of_tier(delivered(), tier), **tables).release


@pytest.mark.parametrize(
    ("role", "tier", "may"),
    [
        ("board_member", "board", True), ("board_member", "public", False),
        ("reviewer", "oversight", True), ("reviewer", "restricted", False),
        ("analyst", "public", True), ("analyst", "board", True),
        ("unit_lead", "unit", True), ("unit_lead", "board", False),
    ],
)  # fmt: skip
def test_who_may_read_a_report(role: str, tier: str, may: bool) -> None:
    """A tier reads its own; whoever sees every count signs off, and reads all."""
    release, scope = (
        release_of(tier, disclosure=REPORT),
        scope_of_role(delivered(), role, "CE", TODAY),
    )
    if may:
        assert len(report_of(release, scope)) == 2
    else:
        with pytest.raises(ScorecardError, match="is not in your scope"):
            report_of(release, scope)


def test_a_report_in_words() -> None:
    """How many counts are withheld and why, and the least distance between what they could be."""
    report = report_of(release_of("board", disclosure=REPORT), scope_of_tier(delivered(), "board"))
    assert words.report_sentence(report, "Board") == (
        "30 of 300 counts (10.0%) are withheld from the Board tier: 10 are small, 20 more would "
        "give one of them away. In the attack before the release each withheld count could be "
        "numbers at least 7 apart."
    )
    by_metric = {row.metric: row for row in report}
    assert words.shown_text(by_metric[METRIC]) == "85.0%"
    assert words.apart_text(by_metric[METRIC]) == "7"
    assert words.apart_text(by_metric[OTHER]) == "none withheld"


def test_what_nothing_limits_could_be_any_number() -> None:
    """A tier that is shown nothing cannot narrow down what it is not shown."""
    scope = scope_of_tier(delivered(), "board")
    hidden = REPORT.assign(narrowest=float("inf"))
    report = report_of(release_of("board", disclosure=hidden), scope)
    assert "count could be any number." in words.report_sentence(report, "Board")
    assert words.apart_text(report[0] if report[0].first_hand else report[1]) == (
        "could be any number"
    )


def test_tables_of_which_most_is_withheld_are_named_with_what_could_be_shown() -> None:
    """More than half, of a force or of its units, by quarter or not: each is a table of its own."""
    told = {"metric": METRIC, "breakdown": "sex", "numerator": 9.0}
    absent = {**told, "numerator": None, "shorthand": "c"}
    figures = [
        figure(**absent, unit="MPS", group="Male"),
        *(figure(**absent, unit=unit, group="Male", type=YEAR) for unit in ("CE", "NE")),
        figure(**told, unit="SW", group="Male", type=YEAR),
        figure(**absent, unit="MPS", group="Male", type=YEAR),
        figure(**told, unit="MPS", group="Female", type=YEAR),
        figure(**{**absent, "shorthand": "x"}, unit="CN", group="Other", type=YEAR),
    ]
    scope = scope_of_tier(delivered(), "board")
    tables = sparse_tables(reader_of(delivered(), figures, scope).release, scope)
    assert tables == [
        Sparse(METRIC, "sex", of_force=True, short=True, figures=1, withheld=1),
        Sparse(METRIC, "sex", of_force=False, short=False, figures=3, withheld=2),
    ]
    assert offers_told(tables).endswith(
        f"{METRIC} by sex (the force, by quarter): 1 of 1 figures withheld. "
        "Show these groups for 12 months only.\n"
        f"{METRIC} by sex (units below the force, 12 months or longer): 2 of 3 figures withheld. "
        "Show these groups for the force only, or merge the small ones in the coding."
    )
    assert offers_told([]).startswith("There is no table")
    with pytest.raises(ScorecardError, match="is not in your scope"):
        sparse_tables(release_of("public"), scope)


def test_a_release_without_a_report_says_so() -> None:
    """Nothing withheld and nothing known are two things."""
    scope = scope_of_tier(delivered(), "board")
    assert words.report_sentence(report_of(release_of("board"), scope), "Board") == (
        "Nothing is known of what is withheld from the Board tier."
    )
    clear = REPORT.assign(first_hand=0, to_protect=0, narrowest=float("nan"))
    report = report_of(release_of("board", disclosure=clear), scope)
    assert words.report_sentence(report, "Board") == (
        "Nothing is withheld from the Board tier: 300 counts are shown."
    )


def test_every_revision_is_logged() -> None:
    """One line a day, a metric and a reason, the newest first."""
    rows = pd.DataFrame({
        "metric": [METRIC, METRIC, OTHER], "unit": "CE",
        "revised_on": ["2025-01-14", "2025-01-14", "2025-07-14"], "reason": "load 2 added",
    })  # fmt: skip
    log = revision_log(reader_of(delivered(), [], revisions=rows))
    assert [(r.on, r.metric, r.figures) for r in log] == [
        ("2025-07-14", OTHER, 1), ("2025-01-14", METRIC, 2),
    ]  # fmt: skip
    assert revision_log(reader_of(delivered(), [])) == []


def test_the_poorest_data_come_first() -> None:
    """Figures in the order of their grades; one without a grade is left out."""
    reader = reader_of(delivered(), [])
    named = [figure(metric=name) for name in ("a", "b", "c", "d")]
    grades = {
        (name, "quarter", TODAY): Graded(grade)
        for name, grade in (("a", Grade.GOOD), ("b", Grade.POOR), ("c", Grade.FAIR))
    }
    reader = replace(reader, release=replace(reader.release, grades=grades))
    found = graded(reader, named)
    assert [f.metric for f, _ in found] == ["b", "c", "a"]
    assert words.grades_sentence(found) == "Data quality of 3 measures: 1 good, 1 fair, 1 poor."
    assert set(words.GRADES) == set(Grade)


def test_an_old_release_says_that_it_is_old() -> None:
    """A release that another has replaced names both days; the newest says nothing."""
    newest = reader_of(delivered(), []).release.kept
    old = replace(newest, id=0, made_at="2025-04-14T09:00:00+00:00")
    assert words.as_published(newest, newest) == ""
    assert words.as_published(old, newest) == (
        "As published on 14 April 2025. A newer release, of 14 July 2025, has taken its place."
    )
    assert words.release_text(old) == "14 April 2025, release 0"

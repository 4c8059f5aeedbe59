"""Since when a status holds: runs of one word, over the periods of one unit and type."""

from dataclasses import replace
from datetime import date

import pandas as pd
from builders import small

from metrics.definitions.models import Metric
from metrics.judgement.manners import manner_of
from metrics.judgement.runs import add_since, in_order
from metrics.periods import PeriodType, period_ending

OLD = replace(small().metrics["arrests"], since=date(2020, 1, 1))
NEW = replace(OLD, since=date(2025, 1, 1))


def run(*words: str, unit: str = "FORCE", type_: str = "quarter") -> pd.DataFrame:
    """A series of statuses, one a quarter from June 2024; a word of nothing has no period."""
    ends = pd.date_range("2024-06-30", periods=len(words), freq="QE")
    starts = [period_ending(PeriodType(type_), end.date()).start for end in ends]
    frame = pd.DataFrame({"metric": "arrests", "unit": unit, "type": type_, "end": ends,
                          "start": pd.to_datetime(starts), "status": list(words)})  # fmt: skip
    return frame[frame["status"] != ""]


def ordered(figures: pd.DataFrame, metric: Metric = OLD, extract: str = "searches") -> pd.DataFrame:
    """The series with its runs."""
    return add_since(in_order(figures, manner_of(replace(metric, extract=extract), small())))


def since(figures: pd.DataFrame, **of: object) -> list[tuple[str, int]]:
    """The start and the length of the run that each figure ends, in order of unit and time."""
    found = ordered(figures, **of)
    starts = found["since"].dt.strftime("%Y-%m")
    return list(zip(starts, found["periods_in_run"], strict=True))


def test_a_status_holds_since_the_first_of_its_run() -> None:
    """Another word ends a run, and the same word later starts a new one."""
    assert since(run("on_track", "on_track", "at_risk", "on_track", "on_track")) == [
        ("2024-06", 1), ("2024-06", 2), ("2024-12", 1), ("2025-03", 1), ("2025-03", 2),
    ]  # fmt: skip


def test_an_absent_figure_ends_a_run() -> None:
    """After a quarter that was withheld, on track starts anew."""
    assert since(run("on_track", "withheld", "on_track"))[-1] == ("2024-12", 1)


def test_a_period_that_is_not_there_ends_a_run() -> None:
    """A quarter without any row breaks the run, as a withheld one does."""
    series = run("on_track", "on_track", "", "on_track", "on_track")
    assert since(series)[-2:] == [("2025-03", 1), ("2025-03", 2)]


def test_a_missing_wave_of_a_published_series_ends_a_run() -> None:
    """A quarterly survey that skipped a quarter does not say that nothing changed meanwhile."""
    series = run("on_track", "", "on_track", "on_track", type_="rolling_year")
    assert since(series, extract="survey") == [("2024-06", 1), ("2024-12", 1), ("2024-12", 2)]


def test_snapshots_follow_one_another_at_the_pace_of_their_extract() -> None:
    """Quarterly snapshots a quarter apart are one run; the census keeps no pace to break."""
    series = run("on_track", "", "on_track", type_="snapshot")
    assert since(series, extract="staff")[-1] == ("2024-12", 1)
    assert since(series, extract="people")[-1] == ("2024-06", 2)


def test_another_definition_ends_a_run() -> None:
    """A definition from 2025 on: what came before it is another run."""
    assert since(run("on_track", "on_track", "on_track", "on_track"), metric=NEW) == [
        ("2024-06", 1), ("2024-06", 2), ("2024-06", 3), ("2025-03", 1),
    ]  # fmt: skip


def test_a_year_with_some_of_each_definition_stands_apart() -> None:
    """12 months that began before the definition did are neither of the old nor of the new."""
    series = run(*["on_track"] * 7, type_="rolling_year")
    lengths = [length for _, length in since(series, metric=NEW)]
    assert lengths == [1, 2, 3, 1, 2, 3, 1]


def test_runs_are_of_one_unit_and_one_type_of_period() -> None:
    """The force's run does not go on in a unit, nor a quarter's in a year to date."""
    series = [run("on_track", "on_track"), run("on_track", unit="EAST"),
              run("on_track", type_="year_to_date")]  # fmt: skip
    found = ordered(pd.concat(series, ignore_index=True))
    spots = found.groupby(["unit", "type"])["periods_in_run"].agg(list).to_dict()
    assert spots == {
        ("EAST", "quarter"): [1],
        ("FORCE", "quarter"): [1, 2],
        ("FORCE", "year_to_date"): [1],
    }


def test_a_run_says_why_it_may_have_begun_before_it_is_seen() -> None:
    """With the first data held, after a hole, or with another definition: at least since then."""
    found = ordered(run("on_track", "on_track", "at_risk", "at_risk", "", "at_risk"))
    first, hole = "no earlier figure is held", "the period before it is missing"
    assert found["since_reason"].tolist() == [first, first, "", "", hole]
    redefined = ordered(run(*["on_track"] * 5), metric=NEW)
    changed = "another definition counted before it"
    assert redefined["since_reason"].tolist() == [first] * 3 + [changed] * 2
    two = ordered(pd.concat([run("on_track"), run("on_track", unit="EAST")], ignore_index=True))
    assert two["since_reason"].tolist() == [first, first]


def test_a_run_does_not_depend_on_the_order_of_the_rows() -> None:
    """Rows that come backwards give the same run."""
    series = run("at_risk", "on_track", "on_track").iloc[::-1].reset_index(drop=True)
    assert since(series) == [("2024-06", 1), ("2024-09", 1), ("2024-09", 2)]

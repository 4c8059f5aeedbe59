"""Since when a status holds: runs of one word, over the periods of one unit and type."""

import pandas as pd

from metrics.judgement.status import add_since


def run(*words: str, unit: str = "FORCE", type_: str = "quarter") -> pd.DataFrame:
    """A series of statuses, one a quarter from June 2024."""
    ends = pd.date_range("2024-06-30", periods=len(words), freq="QE")
    return pd.DataFrame({"unit": unit, "type": type_, "end": ends, "status": list(words)})


def since(figures: pd.DataFrame) -> list[tuple[str, int]]:
    """The start and the length of the run that each figure ends, in order of unit and time."""
    found = add_since(figures)
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


def test_runs_are_of_one_unit_and_one_type_of_period() -> None:
    """The force's run does not go on in a unit, nor a quarter's in a year to date."""
    series = [run("on_track", "on_track"), run("on_track", unit="EAST"),
              run("on_track", type_="year_to_date")]  # fmt: skip
    found = add_since(pd.concat(series, ignore_index=True))
    spots = found.groupby(["unit", "type"])["periods_in_run"].agg(list).to_dict()
    assert spots == {
        ("EAST", "quarter"): [1],
        ("FORCE", "quarter"): [1, 2],
        ("FORCE", "year_to_date"): [1],
    }


def test_a_run_does_not_depend_on_the_order_of_the_rows() -> None:
    """Rows that come backwards give the same run."""
    series = run("at_risk", "on_track", "on_track").iloc[::-1].reset_index(drop=True)
    assert since(series) == [("2024-06", 1), ("2024-09", 1), ("2024-09", 2)]

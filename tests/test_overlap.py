"""A changed definition: its figures under both, over the periods that both can be counted for."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from builders import DELIVERED, delivered, small
from click.testing import CliRunner
from extract_files import STOPS_HEADER, load, written
from test_readings import figure

from dashboard import definitions_shown
from metrics import overlap
from metrics.cli import main
from metrics.counting.apart import counts_here
from metrics.definition_changes import Difference, differences
from metrics.overlap import under_new
from metrics.periods import PeriodType, month_ends, period_ending
from metrics.store import Store
from metrics.wording.overlap import Both, overlap_words, preview_words, released_words

pytestmark = pytest.mark.usefixtures("at_once")
METRIC = "officer_unit_positive_outcome"
OLD = "numerator: \"outcome <> 'No further action'\""
OUTCOMES = {"Arrest": 3, "Community resolution": 2, "A no further action disposal": 5}
YEAR = period_ending(PeriodType.ROLLING_YEAR, date(2026, 6, 30))


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of 18 months, and a configuration in which an outcome is an arrest."""
    folder = tmp_path_factory.mktemp("changed")
    rows = [
        f"{end:05/%m/%Y},Central West,Westminster,Person,{outcome},Female,IC3,B1,{10 * n}"
        for end in month_ends(date(2025, 1, 1), date(2026, 6, 30))
        for outcome, n in OUTCOMES.items()
    ]
    load(folder, "mps_stops", [written(folder, "stops.csv", [STOPS_HEADER, *rows])])
    config = Path(shutil.copytree(DELIVERED, folder / "config"))
    text = (config / "scorecard.yaml").read_text(encoding="utf-8")
    place = text.index(f"id: {METRIC}\n")
    mine = text[place:].replace(OLD, "numerator: \"outcome = 'Arrest'\"", 1)
    mine = mine.replace("since: 2021-04-01", "since: 2025-07-01\n    because: it was too wide", 1)
    (config / "scorecard.yaml").write_text(text[:place] + mine, encoding="utf-8")
    return folder


def diff(folder: Path) -> list[str]:
    """What `scorecard diff` says on standard output, with the store in a folder."""
    words = ["diff", str(DELIVERED), str(folder / "config"), "--store", str(folder / "store")]
    return CliRunner().invoke(main, words).stdout.splitlines()


def test_the_break_is_counted_under_both(changed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each period under the old and the new definition, and the size of the break at its start."""
    monkeypatch.setattr(overlap, "counts_apart", counts_here)
    sides = "from [outcome <> 'No further action'] to [outcome = 'Arrest']"
    wanted = [
        f"metric '{METRIC}': Numerator changed {sides}.",
        (
            f"metric '{METRIC}': its series breaks [b] from 1 July 2025, because it was too wide; "
            "nobody has approved it."
        ),
    ]
    both = "50.0% as it was defined, 30.0% as it is now."
    wanted += [f"  12 months to {end}: {both}" for end in ("Dec 2025", "Mar 2026", "Jun 2026")]
    wanted += ["  The break, at 12 months to Jun 2026: lower by 20.0 percentage points."]
    assert diff(changed) == wanted  # fmt: skip


@pytest.mark.parametrize(
    ("metric", "unit", "old", "new", "words"),
    [
        ("arrests", "%", 2.0, 5.5, "higher by 3.5 percentage points."),
        ("arrests", "%", 2.0, 2.0, "the two agree."),
        ("arrests", "%", None, 2.0, "one of the two has no figure."),
        ("searches_made", "stops", 120.0, 90.0, "the two are not of one unit."),
        ("searches_made", "", 120.0, 90.0, "lower by 30 searches."),
    ],
)
def test_the_size_of_a_break(
    metric: str, unit: str, old: float | None, new: float | None, words: str
) -> None:
    """In the unit of what is judged, more or less; and no number where there can be none."""
    mine = small().metrics[metric]
    before = replace(mine, unit_of_value=unit) if unit else mine
    told = [*overlap_words(before, mine, [Both(YEAR, old, new)])]
    assert told[-1] == f"The break, at 12 months to Jun 2026: {words}"


def test_nothing_in_common_is_said() -> None:
    """No period under both is no break of size zero."""
    mine = small().metrics["arrests"]
    assert [*overlap_words(mine, mine, [])] == [
        "No period that is loaded can be counted under both definitions."
    ]


def test_a_new_metric_is_seen_before_it_is_released(
    changed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The force's latest figures of a metric that was not there, on the loads that are."""
    monkeypatch.setattr(overlap, "counts_apart", counts_here)
    whole = delivered()
    others = tuple(m for m in whole.scorecard.metrics if m.id != METRIC)
    less = replace(whole, scorecard=replace(whole.scorecard, metrics=others))
    (added,) = [found.added for found in differences(less, whole) if found.added]
    found = under_new(Store(changed / "store"), whole, [added], lambda _: None)
    assert [*preview_words(whole.metrics[METRIC], found[METRIC])] == [
        f"12 months to {end}: 50.0%." for end in ("Dec 2025", "Mar 2026", "Jun 2026")
    ]
    assert [*preview_words(whole.metrics[METRIC], [])] == ["No period of it is loaded."]


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ({"judged": 5.5}, "higher by 3.5 percentage points."),
        ({"judged": None, "shorthand": "c"}, "one of the two has no figure."),
    ],
)
def test_a_break_between_two_releases(now: dict[str, Any], words: str) -> None:
    """From released figures of one period; what is withheld now is not told as it was."""
    mine = small().metrics["arrests"]
    then = figure(metric="arrests", judged=2.0)
    said = released_words(mine, mine, then, figure(metric="arrests", **now))
    told, size = said.split(": ")[1:]
    assert size == words
    assert ("2.0 percentage points as it was defined" in told) is (now["judged"] is not None)
    later = figure(metric="arrests", end=date(2027, 3, 31), **now)
    assert released_words(mine, mine, then, later) == ""


def test_the_page_of_definitions_has_the_size_of_a_break(monkeypatch: pytest.MonkeyPatch) -> None:
    """A redefined measure is told with what its unit's figure was and is, from two releases."""
    mine = small()
    metrics = tuple(replace(m, numerator="outcome = 'Warning'") if m.id == "arrests" else m
                    for m in mine.scorecard.metrics)  # fmt: skip
    before = replace(mine, scorecard=replace(mine.scorecard, metrics=metrics))
    monkeypatch.setattr(definitions_shown, "differences", lambda *_: [
        Difference("Numerator changed.", broken="arrests"), Difference("Its title changed."),
    ])  # fmt: skip

    def reader(judged: float) -> SimpleNamespace:
        found = {"arrests": figure(metric="arrests", judged=judged)}
        return SimpleNamespace(headlines=lambda *_: found, quarter_ends=lambda: [date(2026, 3, 31)])

    release = SimpleNamespace(configuration=before, reader=lambda _: reader(2.0),
                              kept=SimpleNamespace(made_at="2026-05-01"))  # fmt: skip
    view = SimpleNamespace(configuration=mine, reader=reader(5.5), scope=None,
                           unit=mine.organisation.force, as_at=date(2026, 6, 30))  # fmt: skip
    said = definitions_shown.changes_section(view, release).html
    assert "5.5 percentage points as it is now: higher by 3.5 percentage points." in said
    assert said.count("as it was defined") == 1
    assert "as released then and now" in said

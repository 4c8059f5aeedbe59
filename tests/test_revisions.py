"""Figures that change after they were released: found, flagged, explained, and not unhidden."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from builders import small
from extract_files import written
from hypothesis import given
from hypothesis import strategies as st

from metrics.access import scope_of_tier
from metrics.definitions.configuration import Configuration
from metrics.export import write_figures
from metrics.extracts.loading import Loader
from metrics.extracts.staging import SentFile
from metrics.figures import open_release
from metrics.release import release_all
from metrics.revisions import KEYS, SHOWN, changed, first_kept, next_kept, only_in, read_kept
from metrics.store import Store

pytestmark = pytest.mark.usefixtures("at_once")

SEARCHES = "searched_on,borough,outcome,said,seen,vehicle,minutes,closed_on,note"
NOW = "2026-11-22"


def _figures(*values: float | None, shorthand: str = "") -> pd.DataFrame:
    """Figures of one metric and unit in as many years, of these values."""
    rows: list[dict[str, Any]] = [
        {
            "metric": "arrests", "unit": "FORCE", "type": "financial_year",
            "start": pd.Timestamp(2000 + i, 4, 1), "end": pd.Timestamp(2001 + i, 3, 31),
            "breakdown": "", "group": "All", "numerator": value, "denominator": 100.0,
            "value": value, "shorthand": shorthand if value is None else "",
        }
        for i, value in enumerate(values)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=[*KEYS, *SHOWN]).astype({"numerator": float, "value": float})


NUMBERS = st.one_of(st.none(), st.integers(0, 50).map(float))


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=8))
def test_changed_is_what_differs(pairs: list[tuple[float | None, float | None]]) -> None:
    """A figure is among the changed exactly when one of its numbers or its shorthand differs."""
    before = _figures(*(old for old, _ in pairs), shorthand="x")
    after = _figures(*(new for _, new in pairs), shorthand="x")
    found = {start.year - 2000 for start in changed(before, after)["start"]}
    assert found == {i for i, (old, new) in enumerate(pairs) if old != new}
    assert changed(before, before).empty


def test_figures_in_one_release_only() -> None:
    """A figure that appears or goes is not changed, and is counted apart."""
    long, short = _figures(1, 2, 3), _figures(1, 2)
    assert changed(long, short).empty
    assert (only_in(long, short), only_in(short, long)) == (1, 0)


def test_last_digits_are_no_change() -> None:
    """A sum that was added up in another order is the same figure."""
    assert changed(_figures(0.1 + 0.2), _figures(0.3)).empty


def test_a_number_that_comes_late_is_no_revision() -> None:
    """Only a number that was released can be revised; one that was absent is new."""
    before, after = (first_kept(f, small()) for f in (_figures(None, 2), _figures(1, 3)))
    found = next_kept(before, after, NOW, "load 2 added").revisions
    assert found[["value_old", "value_new", "revised_on", "reason"]].values.tolist() == [
        [2.0, 3.0, NOW, "load 2 added"]
    ]


def test_a_hidden_number_is_not_told_as_it_was() -> None:
    """A figure that is hidden now is flagged, and neither number is in the list of revisions."""
    before = first_kept(_figures(12), small())
    hidden = _figures(None, shorthand="c").assign(numerator=None, denominator=None)
    after = first_kept(hidden, small())
    found = next_kept(before, after, NOW, "load 2 added").revisions
    assert found[["shorthand_old", "shorthand_new"]].values.tolist() == [["", "c"]]
    assert found.filter(regex="^(value|numerator|denominator)_").isna().all(axis=None)


def test_earlier_revisions_stay() -> None:
    """A revision stays in every later release; a later one comes beside it."""
    kept = first_kept(_figures(1), small())
    for value, on in ((2, "2026-10-01"), (2, "2026-11-01"), (5, "2026-12-01")):
        kept = next_kept(kept, first_kept(_figures(value), small()), on, "why")
    assert kept.revisions[["value_old", "value_new", "revised_on"]].values.tolist() == [
        [1.0, 2.0, "2026-10-01"],
        [2.0, 5.0, "2026-12-01"],
    ]


def _changed_definition() -> Configuration:
    """The small configuration in which arrests count something else."""
    plan = small().plans["arrests"]
    other = replace(plan, numerator=replace(plan.numerator, condition="outcome = 'Warning'"))
    return replace(small(), plans={**small().plans, "arrests": other})


def test_a_changed_definition_breaks_the_series() -> None:
    """A metric that counts something else is broken, not revised; others are neither."""
    before = first_kept(_figures(1), small())
    after = first_kept(_figures(2), _changed_definition())
    kept = next_kept(before, after, NOW, "why")
    assert kept.revisions.empty
    assert kept.breaks.values.tolist() == [["arrests", NOW, "the definition or a coding changed"]]
    again = next_kept(kept, first_kept(_figures(3), _changed_definition()), NOW, "why")
    assert len(again.breaks) == 1
    assert len(again.revisions) == 1


def _load(folder: Path, name: str, arrests: int, *, replace_: bool = False) -> None:
    rows = [
        f"2025-04-{day:02},Ash,{'Arrest' if day <= arrests else 'Warning'},White,Black,false,5,,"
        for day in range(1, 29)
    ]
    file = written(folder, name, [SEARCHES, *rows])
    loader = Loader(Store(folder / "store"), small(), Path(), lambda _: None)
    loader.load("searches", [SentFile(name, file)], replace=replace_)


def _of_one_tier() -> Configuration:
    """The small configuration with the tier that is looked at."""
    access = small().access
    inside = tuple(tier for tier in access.tiers if tier.id == "inside")
    return replace(small(), access=replace(access, tiers=inside))


def _exported(folder: Path, tier: str) -> pd.DataFrame:
    store = Store(folder / "store")
    kept = store.releases(tier)[-1]
    target = folder / "figures.csv"
    write_figures(open_release(store, kept), scope_of_tier(small(), tier), target)
    frame: pd.DataFrame = duckdb.execute(f"SELECT * FROM '{target}'").df()
    return frame


def test_a_replaced_load_flags_what_it_changes(tmp_path: Path) -> None:
    """After a corrected file each figure that changed carries [r], with the numbers and why."""
    _load(tmp_path, "first.csv", 10)
    store = Store(tmp_path / "store")
    release_all(store, _of_one_tier(), lambda _: None)
    before = _exported(tmp_path, "inside")
    assert before["flags"].isna().all()
    _load(tmp_path, "second.csv", 15, replace_=True)
    release_all(store, _of_one_tier(), lambda _: None)
    after = _exported(tmp_path, "inside")
    keys = ["metric", "unit", "period_type", "period_end", "breakdown", "group"]
    both = before.merge(after, on=keys, suffixes=("_old", "_new"))
    moved = both["value_old"].fillna(-1) != both["value_new"].fillna(-1)
    moved |= both["numerator_old"].fillna(-1) != both["numerator_new"].fillna(-1)
    assert moved.any()
    assert not moved.all()
    assert ((both["flags_new"] == "[r]") == moved).all()
    revisions = read_kept(store.releases("inside")[-1].file, []).revisions
    assert set(revisions["reason"]) == {"load 2 added; load 1 replaced: by load 2"}
    assert len(revisions) == moved.sum()


def test_no_figure_is_doubled_by_two_revisions(tmp_path: Path) -> None:
    """A figure revised twice stands once in the file, with one flag."""
    for number, arrests in enumerate((10, 15, 20)):
        _load(tmp_path, f"{number}.csv", arrests, replace_=number > 0)
        release_all(Store(tmp_path / "store"), _of_one_tier(), lambda _: None)
    figures = _exported(tmp_path, "inside")
    keys = ["metric", "unit", "period_type", "period_end", "breakdown", "group"]
    assert not figures.duplicated(keys).any()
    assert set(figures["flags"].dropna()) == {"[r]"}


def test_an_old_release_has_no_revisions(tmp_path: Path) -> None:
    """A release file made before revisions were kept is read as one that has none."""
    path = tmp_path / "old.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.register("old", _figures(1))
        connection.execute("CREATE TABLE figures AS SELECT * FROM old")
    kept = read_kept(path, ["arrests"])
    assert (len(kept.figures), len(kept.revisions), len(kept.breaks)) == (1, 0, 0)
    after = next_kept(kept, first_kept(_figures(2), small()), NOW, "load 4 added")
    assert len(after.revisions) == 1

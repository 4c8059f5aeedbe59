"""Residents of each unit, added up from the areas that it holds in the period asked about.

A census is of one day, and units change between censuses: the areas are counted as at the census,
and added up by the tree of units of the figure's own period.
"""

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
import pandas as pd

from metrics.definitions.organisation import Organisation

CELL = ["breakdown", "group", "as_at"]


def residents_of(asked: pd.DataFrame, areas: pd.DataFrame, organisation: Organisation) -> pd.Series:
    """The residents of each unit and group asked for; absent where an area has none loaded.

    `asked` has columns unit, end, breakdown, group; `areas` has unit, breakdown, group, as_at,
    people, with a row for every area and date. Each period takes the last date before its end, or
    the first of all.
    """
    dates = np.sort(areas["as_at"].unique())
    place = np.searchsorted(dates, asked["end"].to_numpy(), side="right") - 1
    changes = _changes(organisation)
    wanted = asked[["unit", "breakdown", "group"]].assign(
        as_at=dates[np.maximum(place, 0)],
        era=np.searchsorted(changes, asked["end"].to_numpy("datetime64[D]"), side="right"),
    )
    homes = _homes(areas["unit"].unique(), changes, organisation)
    held = _lowest(areas, homes)
    held = held.assign(people=held["people"].where(_is_held(held)))
    parts = homes.merge(held, left_on="area", right_on="unit", suffixes=("", "_area"))
    parts = parts.assign(gap=parts["people"].isna(), people=parts["people"].fillna(0.0))
    spot = ["era", "unit", *CELL]
    sums = parts.groupby(spot, as_index=False)[["people", "gap"]].sum()
    found = wanted.merge(sums, how="left", on=spot)
    return pd.Series(found["people"].where(found["gap"] == 0).to_numpy(), index=asked.index)


def _changes(organisation: Organisation) -> np.ndarray:
    """The days on which the tree of units changes: between two of them it stays as it is."""
    starts = {m.start for unit in organisation.units for m in unit.within}
    ends = {
        m.end + timedelta(days=1) for u in organisation.units for m in u.within if m.end < date.max
    }
    return np.array(sorted((starts | ends) - {date.min}), dtype="datetime64[D]")


def _homes(units: Iterable[str], changes: np.ndarray, organisation: Organisation) -> pd.DataFrame:
    """For each era of the tree, every unit with each area that it held: era, unit, area."""
    days = [date.min, *(day.item() for day in changes)]
    rows = [
        (era, ancestor, unit)
        for era, day in enumerate(days)
        for unit in units
        for ancestor in organisation.ancestors(unit, day)
    ]
    return pd.DataFrame(rows, columns=["era", "unit", "area"])


def _lowest(areas: pd.DataFrame, homes: pd.DataFrame) -> pd.DataFrame:
    """The rows of areas that hold no other area: their sums are in the units above them."""
    above = homes.loc[homes["unit"] != homes["area"], "unit"]
    return areas[~areas["unit"].isin(above)]


def _is_held(areas: pd.DataFrame) -> pd.Series:
    """Whether an area was loaded for a date at all: no area has no residents."""
    totals = areas["people"].where(areas["breakdown"] == "", 0.0)
    return totals.groupby([areas["unit"], areas["as_at"]]).transform("sum") > 0

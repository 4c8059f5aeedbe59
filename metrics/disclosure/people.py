"""Which counts of people stand in the figures: each is one cell, however many metrics use it.

A count is known by what is counted (an extract, a condition, a measure), by its unit, by the first
and the last day of its period, and by its group. A quarter that is the year to date as well is one
cell, and so are the denominators of two metrics that count the same rows. Staff by whom a quarter's
and a year's leavers are divided are the staff of one snapshot, not of the quarter and of the year.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Kind
from metrics.definitions.plans import Counted, Measure, Plan
from metrics.disclosure.cells import Mask
from metrics.disclosure.same_people import as_first_said, bundles, parts_within
from metrics.periods import PeriodType
from metrics.rows import places_of_each

SPAN = ["start", "end"]
SPOT = ["unit", *SPAN, "breakdown", "group"]
KEY = ["counted", *SPOT]
# In these the numerator is part of the denominator, so the rest of it is a count of people too.
PARTS = (Kind.PROPORTION, Kind.REPRESENTATION, Kind.SURVEY)
# In these the numerator is no number of people: a sum of days, or nothing.
NO_PEOPLE = (Kind.MEAN, Kind.MEDIAN)
NONE = -1


@dataclass(frozen=True)
class People:
    """The cells, and where they stand in the rows of figures.

    `cells` has KEY and `n`, one row a cell; `counted` says what the numbers in its column of that
    name are. `numerators` and `denominators` have for each row of figures the place of its cell,
    NONE where it is no count of people that may be withheld. `shares` has two columns of places:
    each cell that is a part of another, and that other. Of which people a count is, by whatever
    name, the `configuration` says; it is worked out when it is first asked for.
    """

    counted: tuple[Counted, ...]
    cells: pd.DataFrame
    numerators: np.ndarray
    denominators: np.ndarray
    shares: np.ndarray
    configuration: Configuration

    @cached_property
    def bundles(self) -> np.ndarray:
        """For each cell the number of those that are shown or hidden together."""
        return bundles(self.counted, self.cells, self.configuration)

    @cached_property
    def within(self) -> np.ndarray:
        """The shares, and all other pairs of which one is a part of the other by what they mean."""
        more = parts_within(self.counted, self.cells, self.configuration)
        return np.concatenate([self.shares, more])

    @cached_property
    def extracts(self) -> np.ndarray:
        """The extract that each cell is of."""
        extracts = np.array([count.extract for count in self.counted], dtype=object)
        return np.asarray(extracts[self.cells["counted"].to_numpy()])

    def bundled(self, hidden: Mask) -> Mask:
        """The hidden cells, and all that are of the same people, but for parts of nobody."""
        together = np.bincount(self.bundles, weights=hidden)[self.bundles] > 0
        part, whole = self.shares.T
        together[part[self.cells["n"].to_numpy()[whole] == 0]] = False
        return np.asarray(hidden | together)


def people_in(figures: pd.DataFrame, configuration: Configuration) -> People:
    """The cells of figures: columns metric, type, SPOT, numerator, denominator, in any order.

    A count that is absent has no cell. Published values, levels, counts of public extracts and
    numerators that are no people have none either.
    """
    counted: dict[Counted, int] = {}
    none = figures.iloc[:0][SPOT].assign(counted=0, n=0.0, row=0)
    frames = {"numerator": [none], "denominator": [none]}
    for _, column, count, spots in counts_in(figures, configuration):
        number = counted.setdefault(count, len(counted))
        frames[column].append(spots.assign(counted=number))
    cells, numerators, denominators = _linked(frames, len(figures))
    metrics = configuration.scorecard.metrics
    parts = figures["metric"].isin([metric.id for metric in metrics if metric.kind in PARTS])
    both = parts.to_numpy() & (numerators != NONE) & (denominators != NONE)
    shares = np.unique(np.column_stack([numerators, denominators])[both], axis=0)
    return People(tuple(counted), cells, numerators, denominators, shares, configuration)


def counts_in(
    figures: pd.DataFrame, configuration: Configuration
) -> Iterator[tuple[str, str, Counted, pd.DataFrame]]:
    """The metric and the column of each count of people, what is counted, and where it stands.

    The last has SPOT, `n`, the count, and `row`, the place of its row in the figures.
    """
    rows, place = places_of_each(figures), np.arange(len(figures))
    plans = [plan for plan in configuration.plans.values() if plan.metric.id in rows]
    counted = (count for plan in plans for count in (plan.numerator, plan.denominator) if count)
    first = as_first_said(configuration, {count.extract for count in counted})
    days = _snapshots(figures, plans, configuration)
    told = figures[[*SPOT, "numerator", "denominator"]]
    for plan in plans:
        mine = told.iloc[rows[plan.metric.id]]
        for column, count, breakdowns in _counts_of(plan, configuration):
            spots = mine[SPOT].assign(n=mine[column], row=place[rows[plan.metric.id]])
            spots["breakdown"] = spots["breakdown"].map(breakdowns)
            if count.extract in days:
                spots["end"] = spots["start"] = _last_of(days[count.extract], spots["end"])
            there = spots["n"].notna()
            # To pick rows out of words takes longer than all else here, and often all are there.
            told_of = spots if there.all() else spots[there]
            yield plan.metric.id, column, first[count], told_of


def _counts_of(
    plan: Plan, configuration: Configuration
) -> Iterator[tuple[str, Counted, Mapping[str, str]]]:
    """Each count of people in a metric's figures: its column, what it is, its breakdowns' names."""
    kind, own = plan.metric.kind, {mine: mine for mine, _ in plan.matched} | {"": ""}
    if plan.metric.value:
        return
    if kind not in NO_PEOPLE and not configuration.extracts[plan.numerator.extract].public:
        yield "numerator", plan.numerator, own
    base = plan.denominator
    # The base of a representation is no cell of its own: everybody less those who are not known.
    if base is None or kind is Kind.REPRESENTATION or configuration.extracts[base.extract].public:
        return
    same = base.extract == plan.metric.extract
    yield "denominator", base, own if same else dict(plan.matched) | {"": ""}


def _snapshots(
    figures: pd.DataFrame, plans: Sequence[Plan], configuration: Configuration
) -> Mapping[str, np.ndarray]:
    """The days of the snapshots of each extract that comes as snapshots, in order."""
    taken = figures.loc[figures["type"] == str(PeriodType.SNAPSHOT), ["metric", "end"]]
    days: dict[str, np.ndarray] = {}
    for plan in plans:
        id_ = plan.denominator.extract if plan.denominator else plan.metric.extract
        if configuration.extracts[id_].period.type is PeriodType.SNAPSHOT and id_ not in days:
            mine = [other.metric.id for other in plans if other.metric.extract == id_]
            days[id_] = np.sort(taken.loc[taken["metric"].isin(mine), "end"].unique())
    return days


def _last_of(days: np.ndarray, ends: pd.Series) -> np.ndarray:
    """The last of the days up to each end; the end itself where no figure tells the days."""
    place = np.searchsorted(days, ends.to_numpy(), side="right") - 1
    known = days[np.maximum(place, 0)] if len(days) else ends.to_numpy()
    return np.where(place >= 0, known, ends.to_numpy())


def _linked(
    frames: Mapping[str, list[pd.DataFrame]], rows: int
) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Each different cell once, and the place of that of each row's numerator and denominator."""
    sides = [pd.concat(side) for side in frames.values()]
    every = pd.concat(sides, ignore_index=True)
    place = every.groupby(KEY, sort=False).ngroup().to_numpy()
    numerators, denominators = np.full(rows, NONE), np.full(rows, NONE)
    upto = len(sides[0])
    numerators[every["row"].to_numpy()[:upto]] = place[:upto]
    denominators[every["row"].to_numpy()[upto:]] = place[upto:]
    cells = every.loc[~pd.Series(place).duplicated(), [*KEY, "n"]].reset_index(drop=True)
    return cells, numerators, denominators


def adds_up(counted: Counted) -> bool:
    """Whether groups, units and periods of a count add up: people counted once do not."""
    return counted.measure is not Measure.DISTINCT

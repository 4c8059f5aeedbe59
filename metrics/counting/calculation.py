"""From extracts to counts: numerator and denominator of every metric, unit, period and group."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import duckdb
import numpy as np
import pandas as pd

from metrics.connections import lock, telling
from metrics.counting import tallying
from metrics.counting.counts import COUNT_COLUMNS, KEYS, tidied
from metrics.counting.linking import linked
from metrics.counting.matching import as_last_counted, in_the_same_period
from metrics.counting.queries import ALL
from metrics.counting.reasons import (
    FEW_LIVE_THERE,
    GAP,
    NO_KEY,
    NO_OTHER_SIDE,
    NO_POPULATION,
    NO_RESIDENTS,
    NOT_LINKED,
    NOT_LOADED,
    say,
)
from metrics.counting.residents import residents_of
from metrics.counting.tallying import Needs, Source
from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Kind, Metric
from metrics.definitions.plans import Counted, Measure, Plan
from metrics.percentiles import LIMITS
from metrics.periods import PeriodType


@dataclass(frozen=True)
class Calculation:
    """Counts every metric of a configuration over the sources that are there."""

    configuration: Configuration
    sources: Mapping[str, Source]

    @cached_property
    def needs(self) -> dict[str, Needs]:
        """What the metrics ask of each extract."""
        plans = self.configuration.plans.values()
        return {
            id_: tallying.needs_of(source.extract, plans) for id_, source in self.sources.items()
        }

    def counts(
        self, connection: duckdb.DuckDBPyConnection, progress: Callable[[str], None]
    ) -> pd.DataFrame:
        """The counts of every metric whose extract is loaded: one row a figure, COUNT_COLUMNS.

        `start` and `end` are datetime64; a number that is not there is NaN, and then `shorthand`
        and `reason` say why. The connection is locked before any condition runs.
        """
        asked = {id_: source for id_, source in self.sources.items() if self.needs[id_].is_asked}
        for id_, source in asked.items():
            with telling(connection, progress, f"Counting the rows of {source.extract.title}"):
                rows = linked(source, self.sources)
                tallying.make_grain(connection, rows, self.needs[id_])
        lock(connection)
        tallies = {}
        for id_, source in asked.items():
            progress(f"Adding up {source.extract.title}")
            needs = self.needs[id_]
            tallies[id_] = tallying.tally_all(connection, source, needs, self.configuration)
        frames = [
            self._metric_counts(connection, plan, tallies)
            for plan in self.configuration.plans.values()
            if plan.numerator.extract in self.sources
        ]
        empty = pd.DataFrame(columns=list(COUNT_COLUMNS))
        return pd.concat(frames, ignore_index=True) if frames else empty

    def _metric_counts(
        self, connection: duckdb.DuckDBPyConnection, plan: Plan, tallies: Mapping[str, pd.DataFrame]
    ) -> pd.DataFrame:
        if plan.metric.value:
            source = self.sources[plan.metric.extract]
            force = self.configuration.organisation.force.code
            frame = _published(tallying.published_values(connection, plan, source, force))
        else:
            frame = self._counted(plan, tallies)
        return tidied(plan.metric, frame)

    def _counted(self, plan: Plan, tallies: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
        frame = self._rows(plan, tallies[plan.metric.extract])
        say(frame, frame["missing"] > 0, "x", "months missing from the extract")
        if self._lacks_link(plan):
            say(frame, frame["missing"] >= 0, "x", NOT_LINKED)
            return frame
        for column, counted in plan.also:
            frame[column] = self._tally(counted, frame)
        if plan.numerator.measure is Measure.PERCENTILE:
            return self._placed(plan, frame)
        frame["numerator"] = self._tally(plan.numerator, frame)
        if plan.numerator.is_whole:
            self._blank_gaps(plan.numerator, frame, "numerator")
        if plan.metric.kind is Kind.REPRESENTATION:
            return self._represented(plan, frame, tallies)
        if plan.denominator and plan.denominator.extract == plan.metric.extract:
            return self._divided_within(plan, plan.denominator, frame)
        return self._per_resident(plan, frame, tallies) if plan.denominator else frame

    def _lacks_link(self, plan: Plan) -> bool:
        """Whether it reads what an extract that is not loaded knows of its rows."""
        links = self.sources[plan.metric.extract].extract.links
        asked = {link.name for link in links if link.extract not in self.sources}
        return bool(asked & plan.numerator.columns)

    def _placed(self, plan: Plan, frame: pd.DataFrame) -> pd.DataFrame:
        """A percentile and its limits, with how many rows it rests on as the denominator."""
        name = tallying.tally_names(self.needs[plan.numerator.extract])[plan.numerator, False]
        for limit in ("", *(f"_{limit}" for limit in LIMITS)):
            frame[f"percentile{limit}"] = frame[f"{name}{limit}"].astype("float64")
        return self._divided_within(plan, plan.denominator, frame) if plan.denominator else frame

    def _divided_within(self, plan: Plan, counted: Counted, frame: pd.DataFrame) -> pd.DataFrame:
        """The denominator in the same extract; absent where a known group's number is missing.

        Those whose group is unknown have no residents, for one, and their gap is no fault.
        """
        frame["denominator"] = self._tally(counted, frame)
        if counted.measure is Measure.DISTINCT:
            self._blank_gaps(counted, frame, "denominator")
        if counted.measure is not Measure.SUM:
            return frame
        gaps = self._tally(counted, frame, gaps=True) > 0
        total = frame["breakdown"] == ""
        short = gaps & ~total & ~self._is_unknown(plan.metric, frame)
        spot = [frame[name] for name in ("unit", "type", "start", "end")]
        short |= total & (short.groupby(spot).transform("any") if plan.matched else gaps)
        nobody = gaps & (frame["denominator"] == 0)
        frame.loc[short | nobody, "denominator"] = np.nan
        say(frame, short, "x", GAP)
        say(frame, nobody & ~short, "z", NO_RESIDENTS)
        return frame

    def _blank_gaps(self, counted: Counted, frame: pd.DataFrame, column: str) -> None:
        """Make a count absent where a row lacks the number or the key that it is made of."""
        gaps = self._tally(counted, frame, gaps=True) > 0
        say(frame, gaps, "x", NO_KEY if counted.measure is Measure.DISTINCT else GAP)
        frame.loc[gaps, column] = np.nan

    def _tally(self, counted: Counted, frame: pd.DataFrame, gaps: bool = False) -> pd.Series:
        name = tallying.tally_names(self.needs[counted.extract])[counted, gaps]
        return frame[name].astype("float64")

    def _rows(self, plan: Plan, tallies: pd.DataFrame) -> pd.DataFrame:
        """The rows of the tallies for the metric's total and its breakdowns.

        Three years are for a metric that is shown over three years, and for no other.
        """
        wanted = ["", *(name for name, _ in plan.matched)]
        mine = tallies["breakdown"].isin(wanted)
        if plan.metric.period is not PeriodType.THREE_YEARS:
            mine &= tallies["type"] != str(PeriodType.THREE_YEARS)
        counted = {plan.numerator, plan.denominator, *(other for _, other in plan.also)}
        columns = tallying.columns_of(self.needs[plan.metric.extract], counted, tallies)
        return tallies.loc[mine, columns]

    def _residents(
        self, plan: Plan, frame: pd.DataFrame, tallies: Mapping[str, pd.DataFrame]
    ) -> pd.Series:
        """The denominator in another extract: of residents, by the tree of each figure's period."""
        counted = plan.denominator
        if counted is None or counted.extract not in tallies:
            return pd.Series(np.nan, index=frame.index)
        back = {theirs: mine for mine, theirs in plan.matched} | {"": ""}
        theirs = tallies[counted.extract]
        asked = theirs["breakdown"].isin(list(back))
        there = theirs.loc[asked, [*KEYS, "missing"]]
        there = there.assign(
            breakdown=there["breakdown"].map(back), count=self._tally(counted, theirs)[asked]
        )
        base = self.configuration.extracts[counted.extract]
        if base.unit.residents_only:
            areas = there.rename(columns={"end": "as_at", "count": "people"})
            return residents_of(frame, areas, self.configuration.organisation)
        snapshot = base.period.type is PeriodType.SNAPSHOT
        return (as_last_counted if snapshot else in_the_same_period)(frame, there)

    def _per_resident(
        self, plan: Plan, frame: pd.DataFrame, tallies: Mapping[str, pd.DataFrame]
    ) -> pd.DataFrame:
        """Events for the people, or the events, of another extract."""
        counted = plan.denominator
        loaded = counted is not None and counted.extract in tallies
        frame["denominator"] = self._residents(plan, frame, tallies)
        base = self.configuration.extracts[counted.extract if counted else plan.metric.extract]
        if not base.unit.residents_only:
            absent = NO_OTHER_SIDE if loaded else NOT_LOADED
            say(frame, frame["denominator"].isna(), "x", absent)
            return frame
        homes = self.configuration.organisation.by_code
        without = ~frame["unit"].map(lambda code: homes[code].residents)
        elsewhere = frame["unit"].isin(plan.metric.not_in)
        frame.loc[without | elsewhere, "denominator"] = np.nan
        unknown = self._is_unknown(plan.metric, frame)
        say(frame, without | unknown, "z", NO_RESIDENTS)
        say(frame, elsewhere, "z", FEW_LIVE_THERE)
        say(frame, frame["denominator"].isna(), "x", NO_RESIDENTS if loaded else NO_POPULATION)
        return frame

    def _represented(
        self, plan: Plan, frame: pd.DataFrame, tallies: Mapping[str, pd.DataFrame]
    ) -> pd.DataFrame:
        """Shares of those whose group is known, here and among the residents of the whole force."""
        known = (frame["breakdown"] != "") & ~self._is_unknown(plan.metric, frame)
        spot = ["unit", "type", "start", "end", "breakdown"]
        totals = frame[known].groupby(spot)["numerator"].sum(min_count=1).rename("known")
        frame["denominator"] = frame.join(totals, on=spot)["known"].to_numpy()
        force = frame.assign(unit=self.configuration.organisation.force.code)
        frame["comparator_numerator"] = self._residents(plan, force, tallies).where(known)
        everyone = self._residents(plan, force.assign(breakdown="", group=ALL), tallies)
        frame["comparator_denominator"] = everyone.where(known)
        say(frame, ~known, "z", "a share of residents is of one group")
        say(frame, frame["comparator_numerator"].isna(), "x", NO_POPULATION)
        return frame

    def _is_unknown(self, metric: Metric, frame: pd.DataFrame) -> pd.Series:
        unknowns = {
            name: self.configuration.breakdown(metric, name).unknown for name in metric.breakdowns
        }
        return frame["group"] == frame["breakdown"].map(unknowns)


def _published(values: pd.DataFrame) -> pd.DataFrame:
    frame = values.assign(breakdown="", group=ALL, published=values["value"])
    say(frame, frame["published"].isna(), "x", GAP)
    twice = frame["times"] > 1
    frame.loc[twice, "published"] = np.nan
    say(frame, twice, "x", "the extract gives two values")
    return frame

"""The configuration as one frozen whole: everything downstream reads this and sees no dict."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from metrics.connections import nothing_kept
from metrics.definitions.audiences import Access
from metrics.definitions.contracts import Coding, Extract
from metrics.definitions.meanings import Meanings, meanings_of
from metrics.definitions.models import Better, Metric, Scorecard, Theme
from metrics.definitions.organisation import Organisation
from metrics.definitions.plans import Counted, Plan

FILES = ("scorecard.yaml", "extracts.yaml", "organisation.yaml", "access.yaml")


@dataclass(frozen=True)
class Configuration:
    """The four files, read, checked and planned; `digest` changes when any of them does."""

    scorecard: Scorecard
    extracts: Mapping[str, Extract]
    codings: Mapping[str, Coding]
    organisation: Organisation
    access: Access
    plans: Mapping[str, Plan]
    texts: Mapping[str, str]
    digest: str
    folder: str

    @cached_property
    def metrics(self) -> Mapping[str, Metric]:
        """Each metric by its id, in the order of the scorecard."""
        return {metric.id: metric for metric in self.scorecard.metrics}

    @property
    def extracts_counted(self) -> frozenset[str]:
        """The extracts that any metric rests on."""
        return frozenset(e for metric in self.scorecard.metrics for e in self.extracts_of(metric))

    def narrowed(self, metrics: Collection[str]) -> "Configuration":
        """The same with these metrics only, as if the others had not been asked for."""
        kept = tuple(metric for metric in self.scorecard.metrics if metric.id in metrics)
        plans = {id_: plan for id_, plan in self.plans.items() if id_ in metrics}
        return replace(self, scorecard=replace(self.scorecard, metrics=kept), plans=plans)

    def meanings(self, extract: str) -> Meanings:
        """What the conditions on an extract mean; it is worked out once, when it is asked for."""
        if extract not in self._meanings:
            counts = [count for count in self._counted if count.extract == extract]
            with nothing_kept() as connection:
                found = meanings_of(self.extracts[extract], self.codings, counts, connection)
            self._meanings[extract] = found
        return self._meanings[extract]

    @cached_property
    def _meanings(self) -> dict[str, Meanings]:
        return {}

    @cached_property
    def _counted(self) -> tuple[Counted, ...]:
        """What the metrics count, numerators and denominators."""
        both = ((plan.numerator, plan.denominator) for plan in self.plans.values())
        return tuple(count for pair in both for count in pair if count)

    def theme_of(self, metric: Metric) -> Theme:
        """The theme whose key action the metric measures."""
        return self._themes[metric.key_action]

    @cached_property
    def _themes(self) -> Mapping[str, Theme]:
        """Each theme by the ids of its key actions."""
        themes = self.scorecard.themes
        return {action.id: theme for theme in themes for action in theme.key_actions}

    def extracts_of(self, metric: Metric) -> tuple[str, ...]:
        """The extracts that a metric rests on: its own, that divided by, those linked with."""
        plan = self.plans[metric.id]
        counted = [part for part in (plan.numerator, plan.denominator) if part]
        read = {column for part in counted for column in part.columns}
        links = self.extracts[metric.extract].links
        linked = [link.extract for link in links if link.name in read]
        return tuple(dict.fromkeys([*(part.extract for part in counted), *linked]))

    def measures_of(self, action: str) -> tuple[tuple[Metric, ...], tuple[Metric, ...]]:
        """The measures of effect of a key action, and its other metrics.

        What was done (`output`) and what is shown for context (`better: none`) is no effect.
        """
        mine = [metric for metric in self.scorecard.metrics if metric.key_action == action]
        effects = tuple(m for m in mine if not m.output and m.better is not Better.NONE)
        return effects, tuple(metric for metric in mine if metric not in effects)

    def coding(self, extract: str, column: str) -> Coding:
        """The coding of a coded column."""
        return self.codings[self.extracts[extract].column(column).coding]

    def groups(self, metric: Metric) -> tuple[tuple[str, str], ...]:
        """Every breakdown and group that a metric has figures for, in fixed order, "Unknown" last.

        The total, whose breakdown is empty, is not among them.
        """
        return tuple(
            (name, value)
            for name in metric.breakdowns
            for value in self.breakdown(metric, name).values
        )

    def breakdown(self, metric: Metric, column: str) -> Coding:
        """The coding of one of the metric's breakdowns."""
        return self.coding(metric.extract, column)

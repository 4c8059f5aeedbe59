"""One person's view: who asks, what is open, and what they have chosen."""

from dataclasses import dataclass
from datetime import date

from metrics.access import Scope
from metrics.definitions.configuration import Configuration
from metrics.definitions.contracts import Coding
from metrics.definitions.models import Metric
from metrics.definitions.organisation import Similar, Unit
from metrics.figures import Figure, Reader

FORCE, ABOVE, SIMILAR = "the force", "the unit above", "similar units"
# What a figure is said to be better or worse than: a unit is left out of what it is held against.
BESIDE = {
    FORCE: "the rest of the force",
    ABOVE: "the rest of the unit above",
    SIMILAR: "the rest of its group",
}


@dataclass(frozen=True)
class View:
    """One person's view for one run of a page: who asks, what is open, what they have chosen.

    `published` names the release where it is not the newest one.
    """

    configuration: Configuration
    reader: Reader
    unit: Unit
    as_at: date
    benchmark: str
    published: str = ""

    @property
    def scope(self) -> Scope:
        """What the person may see."""
        return self.reader.scope

    @property
    def force(self) -> Unit:
        """The force."""
        return self.configuration.organisation.force

    def coding_judged(self, metric: Metric) -> Coding | None:
        """The coding of the breakdown that the metric's headline names, if it names one."""
        head = metric.headline
        breakdown = (head.value or head.ratio or head.gap) if head else ""
        return self.configuration.breakdown(metric, breakdown) if breakdown else None

    def comparison(self, figure: Figure) -> str:
        """The word of a figure against the chosen benchmark."""
        words = {ABOVE: figure.parent_comparison, SIMILAR: figure.similar_comparison}
        return words.get(self.benchmark, figure.comparison)

    @property
    def beside(self) -> str:
        """What a figure is held against, in words."""
        return BESIDE[self.benchmark]

    @property
    def similar(self) -> Similar | None:
        """The group of similar units that the unit is in, if it is in one by now."""
        group = self.configuration.organisation.similar_to.get(self.unit.code)
        return group if group and group.since <= self.as_at else None

    @property
    def above(self) -> str:
        """The name of the unit above; the force's own where there is none."""
        organisation = self.configuration.organisation
        parent = organisation.parent(self.unit.code, self.as_at)
        return organisation.by_code[parent].name if parent else self.force.name

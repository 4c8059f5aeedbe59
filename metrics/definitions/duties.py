"""What the law says must be published, and what was. Read from `duties.yaml`.

As with actions, the list is no part of the configuration that a release is made under.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

from pydantic import Field
from pydantic.dataclasses import dataclass

from metrics.definitions.checking import Fault
from metrics.definitions.configuration import Configuration
from metrics.definitions.promises import metric_faults, order_faults, read_list
from metrics.definitions.values import CLOSED, Day, Integer, Name, Switch, Words

FILE = "duties.yaml"


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Publication:
    """What was published on a day, and where it can be read; a draft is of that day and is not."""

    dated: Day
    what: Words
    where: str = ""
    draft: Switch = False


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Objective:
    """One equality objective in its words, with the measures that say how it goes."""

    text: Words
    metrics: tuple[Words, ...] = ()


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Duty:
    """Something that must be published again before so many months are over."""

    id: Name
    title: Words
    law: Words
    owner: Words
    months: Integer
    published: tuple[Publication, ...] = ()
    objectives: tuple[Objective, ...] = ()


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class DutyList:
    """Every duty, in the order of the file; `examples` are shown with the sample alone."""

    examples: Switch = False
    duties: tuple[Duty, ...] = Field(default=())


def load_duties(folder: Path, configuration: Configuration) -> DutyList:
    """Read and check the duties of a folder, against the measures that there are.

    A folder without the file has none. Raises ScorecardError with every finding.
    """
    metrics = configuration.metrics
    return read_list(folder / FILE, "duties", DutyList, lambda duty: _faults(duty, metrics))


def _faults(duty: Duty, metrics: Collection[str]) -> Iterator[Fault]:
    if duty.months < 1:
        yield ("months",), "it is due again at once", "Write 12 for a year, 48 for four."
    for place, one in enumerate(duty.published):
        if not one.draft and not one.where:
            cure = "Add 'where: …', the address at which anybody can read it, or 'draft: true'."
            yield ("published", place), "it is published, and nobody can say where", cure
    yield from order_faults("published", [one.dated for one in duty.published], "one")
    for place, objective in enumerate(duty.objectives):
        yield from metric_faults(objective.metrics, metrics, ("objectives", place, "metrics"))

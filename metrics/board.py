"""What a board reads first: what is off track, what has moved, what could not be judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, log

from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Better, Metric
from metrics.figures import Figure, Reader
from metrics.judgement.status import Status

EXCEPTIONS = (Status.OFF_TRACK, Status.AT_RISK, Status.NOT_REPORTED)
SILENT = (Status.TOO_FEW, Status.WITHHELD, Status.NO_TARGET)
PLACES = ("command_unit", "borough")


@dataclass(frozen=True, slots=True)
class Move:
    """A measure whose status is another one than a quarter before."""

    metric: str
    before: Status
    now: Status


def exceptions(figures: Sequence[Figure]) -> list[Figure]:
    """The figures that are off track, at risk or not reported, in this order, longest run first."""
    found = [figure for figure in figures if Status(figure.status) in EXCEPTIONS]
    return sorted(
        found,
        key=lambda f: (EXCEPTIONS.index(Status(f.status)), -(f.periods_in_run or 0), f.metric),
    )


def silent(figures: Sequence[Figure]) -> list[Figure]:
    """The figures that could not be judged, in the order of their reasons."""
    found = [figure for figure in figures if Status(figure.status) in SILENT]
    return sorted(found, key=lambda f: (SILENT.index(Status(f.status)), f.metric))


def moves(now: Mapping[str, Figure], before: Mapping[str, Figure]) -> list[Move]:
    """Each measure whose status changed since the quarter before, in the order of the scorecard."""
    return [
        Move(id_, Status(before[id_].status), Status(figure.status))
        for id_, figure in now.items()
        if id_ in before and before[id_].status != figure.status
    ]


def worst_units(reader: Reader, figures: Sequence[Figure]) -> dict[str, Figure]:
    """By metric, of the units worse than the force in the same period, the furthest from good."""
    configuration = reader.release.configuration
    levels = configuration.organisation.by_code
    worst: dict[str, Figure] = {}
    for figure in reader.worse_units(figures):
        better = configuration.metrics[figure.metric].better
        so_far = worst.get(figure.metric)
        further = so_far is None or badness(figure, better) > badness(so_far, better)
        if levels[figure.unit].level in PLACES and further:
            worst[figure.metric] = figure
    return worst


def badness(figure: Figure, better: Better) -> float:
    """How far a judged figure is from good: larger is worse."""
    value = figure.judged if figure.judged is not None else -inf
    return {
        Better.HIGHER: -value,
        Better.LOWER: value,
        Better.ZERO: abs(value),
        Better.ONE: abs(log(value)) if value > 0 else inf,
        Better.NONE: 0.0,
    }[better]


def search(configuration: Configuration, words: str) -> list[Metric]:
    """The metrics in which every word stands: in the title, an alias, the action or the owner."""
    wanted = words.casefold().split()
    actions = {
        action.id: action.text
        for theme in configuration.scorecard.themes
        for action in theme.key_actions
    }

    def text(metric: Metric) -> str:
        parts = (metric.title, *metric.aliases, actions[metric.key_action], metric.owner.role)
        return " ".join((*parts, metric.id)).casefold()

    return [m for m in configuration.scorecard.metrics if all(w in text(m) for w in wanted)]

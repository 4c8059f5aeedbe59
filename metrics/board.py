"""What a board reads first: what is off track, what has moved, what could not be judged."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import inf, log

from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Better, KeyAction, Metric
from metrics.figure import Disparity, Figure, Placed
from metrics.figures import Reader
from metrics.judgement.control_charts import Signal
from metrics.judgement.status import Status

EXCEPTIONS = (Status.OFF_TRACK, Status.AT_RISK, Status.NOT_REPORTED)
SILENT = (Status.TOO_FEW, Status.WITHHELD, Status.NO_TARGET)
PLACES = ("command_unit", "borough")
MOST_FIRST = 5


@dataclass(frozen=True, slots=True)
class Silent:
    """Of one breakdown of a measure, the groups too few to judge, and those withheld."""

    metric: str
    breakdown: str
    few: tuple[str, ...]
    withheld: tuple[str, ...]


def exceptions(figures: Sequence[Figure], overdue: Collection[str] = ()) -> list[Figure]:
    """The figures that are off track, at risk or not reported, in the order a board reads them.

    Off track comes first, not reported last; then a signal of concern; then an action that is
    `overdue`, which has the metrics of such; then the longest run.
    """
    found = [figure for figure in figures if Status(figure.status) in EXCEPTIONS]
    return sorted(
        found,
        key=lambda f: (
            EXCEPTIONS.index(Status(f.status)), f.signal != Signal.CONCERN,
            f.metric not in overdue, -(f.periods_in_run or 0), f.metric,
        ),
    )  # fmt: skip


def silent(figures: Sequence[Figure]) -> list[Figure]:
    """The figures that could not be judged, in the order of their reasons."""
    found = [figure for figure in figures if Status(figure.status) in SILENT]
    return sorted(found, key=lambda f: (SILENT.index(Status(f.status)), f.metric))


def first(figures: Sequence[Figure], comparisons: Mapping[str, str]) -> list[Figure]:
    """What the lead of a unit should take up first: five of its exceptions at most.

    In the order of the board, but among those of one status what is worse than the benchmark comes
    before the rest; `comparisons` has the word of each metric. What is worse is likelier local.
    """
    ordered = exceptions(figures)
    worse = {id_ for id_, word in comparisons.items() if word == "Worse"}
    by_status = sorted(
        ordered, key=lambda f: (EXCEPTIONS.index(Status(f.status)), f.metric not in worse)
    )
    return by_status[:MOST_FIRST]


def worst_units(reader: Reader, figures: Sequence[Figure]) -> dict[str, Figure | str]:
    """By metric, the worst-placed command unit or borough, or in words why none can be named.

    It is worse than the rest of the force by its 95% interval, and furthest from good.
    """
    if not figures:
        return {}
    units = reader.release.configuration.organisation.units
    places = [unit.code for unit in units if unit.level in PLACES]
    if reader.scope.own_unit:
        return {figure.metric: "Other units are not shown to this role" for figure in figures}
    told = [figure for figure in figures if figure.status != Status.NOT_REPORTED]
    counts = reader.placed(told, places)
    worst: dict[str, Figure | str] = {figure.metric: "Not reported" for figure in figures}
    worst |= {figure.metric: _none_named(counts.get(figure.metric)) for figure in told}
    for figure in reader.worse_units(told, places):
        better = reader.release.configuration.metrics[figure.metric].better
        so_far = worst[figure.metric]
        if isinstance(so_far, str) or badness(figure, better) > badness(so_far, better):
            worst[figure.metric] = figure
    return worst


def _none_named(placed: Placed | None) -> str:
    if placed is None:
        return "Not held by unit"
    if not placed.compared:
        return f"No unit can be compared: {placed.reason}"
    some = "No unit that is shown" if placed.hidden else "No unit"
    return f"{some} is worse than the force (95% interval)"


def listed(pairs: Sequence[Disparity], configuration: Configuration) -> list[Disparity]:
    """Disparities in the order of the scorecard and of its groups, each count told once.

    Two measures may judge one count in two ways, as a rate and as a ratio of rates: their groups
    differ by the same.
    """
    metrics = list(configuration.metrics)
    kept: dict[object, Disparity] = {}
    places = {
        (id_, *group): place
        for id_ in {pair.group.metric for pair in pairs}
        for place, group in enumerate(configuration.groups(configuration.metrics[id_]))
    }
    for pair in sorted(pairs, key=lambda p: metrics.index(p.group.metric)):
        plan, group = configuration.plans[pair.group.metric], pair.group
        same = (plan.numerator, plan.denominator, group.breakdown, group.group)
        kept.setdefault(same, pair)

    def place(pair: Disparity) -> tuple[int, int]:
        figure = pair.group
        spot = (figure.metric, figure.breakdown, figure.group)
        return metrics.index(figure.metric), places[spot]

    return sorted(kept.values(), key=place)


def silent_groups(
    thin: Sequence[Disparity], hidden: Sequence[Figure], configuration: Configuration
) -> list[Silent]:
    """The groups of a unit of which nothing can be judged, by name, in the scorecard's order.

    `thin` are compared on too few, `hidden` are themselves withheld or too few. Those whose group
    is unknown are no group.
    """
    figures = [pair.group for pair in thin] + list(hidden)
    found = []
    for metric in configuration.scorecard.metrics:
        for breakdown in metric.breakdowns:
            mine = [f for f in figures if (f.metric, f.breakdown) == (metric.id, breakdown)]
            withheld = {f.group for f in mine if f.shorthand == "c"}
            few = {f.group for f in mine} - withheld
            groups = configuration.breakdown(metric, breakdown).groups
            named = (tuple(g for g in groups if g in named) for named in (few, withheld))
            silent = Silent(metric.id, breakdown, *named)
            found += [silent] if silent.few or silent.withheld else []
    return found


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
    """The metrics in which every word stands: title, aliases, key action, systems or owner."""
    actions = {action.id: f"{action.id} {action.text}" for action in _actions(configuration)}
    systems = configuration.scorecard.systems
    return [
        metric
        for metric in configuration.scorecard.metrics
        if _has(words, metric.title, *metric.aliases, actions[metric.key_action],
                metric.owner.role, metric.id, *(s.title for s in systems if metric.id in s.metrics))
    ]  # fmt: skip


def search_unmeasured(configuration: Configuration, words: str) -> list[KeyAction]:
    """The key actions without a measure of effect in whose text or owner every word stands."""
    return [
        action
        for action in _actions(configuration)
        if not configuration.measures_of(action.id)[0] and _has(words, action.text, action.owner)
    ]


def _actions(configuration: Configuration) -> list[KeyAction]:
    return [action for theme in configuration.scorecard.themes for action in theme.key_actions]


def _has(words: str, *parts: str) -> bool:
    """Whether every word stands in some part; the plural finds the singular too."""
    text = " ".join(parts).casefold()
    return all(word in text or word.removesuffix("s") in text for word in words.casefold().split())

"""Everything that is judged of one figure, as the sentences that pages say and files hold."""

from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Judging, Kind, Metric
from metrics.figure import Figure
from metrics.judgement.comparing import TOO_FEW
from metrics.judgement.measuring import least_base
from metrics.wording.groups import group_words
from metrics.wording.judgements import gap_number
from metrics.wording.numbers import interval_text
from metrics.wording.readings import (
    comparison_sentence,
    comparisons,
    gap_change_sentence,
    signal_sentence,
    status_sentence,
    trend_sentence,
)
from metrics.wording.sentences import disparity_sentence

# The columns of a file that hold them, in the order of `spoken`.
SENTENCES = (
    "sentence", "comparison_sentence", "parent_comparison_sentence", "similar_comparison_sentence",
    "trend_sentence", "signal_sentence", "gap_change_sentence",
)  # fmt: skip
DISPARITY_SENTENCE = "disparity_sentence"


def spoken(figure: Figure, configuration: Configuration) -> tuple[str, ...]:
    """A judged figure's status, three comparisons, trend, signal and change of its gap, in words.

    The sentences are in the order of SENTENCES. The last is empty where no gap is judged.
    """
    metric = configuration.metrics[figure.metric]
    beside = comparisons(figure, _above(figure, configuration), _similar(figure, configuration))
    return (
        status_sentence(figure, metric),
        *(comparison_sentence(figure, metric, each) for each in beside),
        trend_sentence(figure),
        signal_sentence(figure),
        _gap_change(figure, metric, configuration),
    )


def spoken_disparity(figure: Figure, configuration: Configuration) -> str:
    """A group's disparity: flag or none, ratio and gap, or the number that is needed to judge it.

    Empty where the group is not compared with a reference group.
    """
    if not figure.disparity:
        return ""
    metric = configuration.metrics[figure.metric]
    coding = configuration.breakdown(metric, figure.breakdown)
    mine, theirs = (group_words(name, coding) for name in (figure.group, figure.reference))
    if figure.disparity == TOO_FEW:
        few = _too_few(metric, configuration.scorecard.judging)
        return f"{TOO_FEW}, {mine} compared with {theirs}: {few} on a side."
    ratio = disparity_sentence(figure, metric, coding)
    if figure.ratio is None:
        ratio = f"no ratio, because there is nobody for {theirs}"
    interval = interval_text(figure.gap_lower, figure.gap_upper, 1)
    gap = gap_number(figure.gap or 0.0, metric)
    return f"{figure.disparity}: for {mine}, {ratio}; a gap of {gap} ({interval})."


def _too_few(metric: Metric, judging: Judging) -> str:
    if metric.kind is Kind.RATE:
        return f"fewer than {judging.minimum_events} events"
    return f"fewer than {least_base(metric, judging)} in the base"


def _gap_change(figure: Figure, metric: Metric, configuration: Configuration) -> str:
    head = metric.headline
    breakdown = (head.ratio or head.gap) if head else ""
    if not breakdown:
        return ""
    return gap_change_sentence(figure, metric, configuration.breakdown(metric, breakdown))


def _above(figure: Figure, configuration: Configuration) -> str:
    """The name of the unit above; the force's own where there is none."""
    organisation = configuration.organisation
    parent = organisation.parent(figure.unit, figure.end)
    return organisation.by_code[parent].name if parent else organisation.force.name


def _similar(figure: Figure, configuration: Configuration) -> str:
    group = configuration.organisation.similar_to.get(figure.unit)
    return group.name if group and group.since <= figure.end else ""

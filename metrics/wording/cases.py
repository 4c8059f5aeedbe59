"""Cases from stage to stage, in words."""

from collections.abc import Sequence

from metrics.cases import Step, Whole
from metrics.wording.judgements import cases_text, ratio_number, value_text
from metrics.wording.numbers import number, share_text

FAIR = (
    "Each stage is a share of the stage before it: whoever never came so far is in no later base. "
    "So a gap at one stage is not counted again at the next."
)


def cases_sentence(unit: str, steps: Sequence[Step]) -> str:
    """Of how many cases how many came through each stage, all groups together."""
    return f"{unit}: {'; '.join(map(_stage, steps))}."


def _stage(step: Step) -> str:
    title, cases = step.metric.title, cases_text(step.total, step.metric)
    return f"{title[0].lower()}{title[1:]}: {value_text(step.total, step.metric)} ({cases})"


def whole_text(whole: Whole) -> str:
    """Of the cases of a group at first, how many came through the last stage, and what share."""
    if whole.cases is None or whole.base is None:
        return "[c]"
    if not whole.base:
        return "[z]"
    counts = f"{number(whole.cases, 0)} of {number(whole.base, 0)}"
    return f"{counts} ({share_text(whole.cases, whole.base)})"


def whole_ratio_text(whole: Whole, reference: str) -> str:
    """The ratio over all stages with its interval, or why there is none."""
    if whole.group == reference:
        return "reference"
    if whole.ratio is None:
        return "not given"
    return ratio_number(whole.ratio, whole.lower, whole.upper)

"""A spine in words: from which to which figure the units of a level lie, and what lies between."""

from metrics.definitions.models import Metric
from metrics.figure import Figure
from metrics.spines import Spine
from metrics.wording.judgements import judged_decimals
from metrics.wording.numbers import number, plural

KEY = (
    ("\N{BLACK CIRCLE}", "this unit"),
    ("\N{LEFT ONE EIGHTH BLOCK}", "rest of the force"),
    ("\N{BLACK DIAMOND}", "rest of its group"),
    ("\N{WHITE RECTANGLE}", "middle half of units"),
    ("\N{BOX DRAWINGS LIGHT VERTICAL AND RIGHT}\N{BOX DRAWINGS LIGHT VERTICAL AND LEFT}",
     "lowest to highest unit"),
)  # fmt: skip


def spine_sentence(spine: Spine, metric: Metric) -> str:
    """The lowest and the highest figure of the units, and those between which half of them lie."""
    low, first, third, high = (
        _said(value, metric)
        for value in (spine.lowest, spine.lower_quartile, spine.upper_quartile, spine.highest)
    )
    return f"{plural(spine.units, 'unit')}: {low} to {high}; middle half {first} to {third}"


def marks_sentence(figure: Figure, metric: Metric) -> str:
    """The figures of the rest of the force and of the group; empty where there is neither."""
    found = (
        ("rest of the force", figure.comparator),
        ("rest of its group", figure.similar_comparator),
    )
    return "; ".join(f"{name} {_said(v, metric)}" for name, v in found if v is not None)


def _said(value: float, metric: Metric) -> str:
    if metric.levels:
        return metric.levels[round(value) - 1]
    return number(value, judged_decimals(metric))

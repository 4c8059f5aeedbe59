"""What the Metric workshop says: a measure to begin with, what to do, what a preview shows."""

from collections.abc import Iterable, Sequence

from metrics.definitions.models import Metric
from metrics.wording.judgements import judged_number
from metrics.wording.numbers import plural
from metrics.wording.overlap import Both
from metrics.wording.periods import short_period

NEW = "A new measure"
PRESENT, DRAFTED = "As it is defined now", "As drafted"
STEPS = (
    "Change the lines below, or write new ones. Nothing on this page changes the scorecard.",
    "Check them: each fault is told with its line and how to put it right.",
    "See what the figures would be on what is loaded, beside those of the present definition.",
    "Take the lines away and put them into config/scorecard.yaml.",
    "Let somebody else than the owner approve them: approved_by names the role.",
    "With the next release the definition counts from its since, and Definitions tells both apart.",
)
# What must be said of any measure; what it counts, against what and for whom comes with its kind.
TEMPLATE = """\
  - id: my_measure
    title: What it measures, in everyday words
    key_action: "1.5"
    kind: proportion
    extract: stop_search
    where: "search_type <> 'Vehicle search'"
    numerator: "outcome = 'Arrest'"
    unit_of_value: "%"
    breakdowns: [sex]
    better: none
    target: none
    owner: {role: Head of Stop and Search}
    why: What it is good for.
    limits: What it does not say.
    source: Where its rows come from
    since: 2026-04-01
    examples:
      - rows:
          - {search_type: Person search, outcome: Arrest}
          - {search_type: Person search, outcome: No further action}
        expect: {numerator: 1, denominator: 2}
"""


def approvals_sentence(metrics: Iterable[Metric]) -> str:
    """How many definitions say who approved them."""
    found = list(metrics)
    named = sum(bool(metric.approved_by) for metric in found)
    return f"{named} of {plural(len(found), 'definition')} name who approved them."


def numbered(text: str) -> str:
    """Lines with their numbers before them, by which faults are told."""
    return "\n".join(f"{n:>3}  {line}" for n, line in enumerate(text.rstrip().splitlines(), 1))


def preview_alt(old: Metric | None, new: Metric, periods: Sequence[Both]) -> str:
    """Alternative text of the chart of a preview, with the latest period that has a figure."""
    start = f"Line chart: {new.title}, the whole force, as drafted"
    last = next((each for each in reversed(periods) if each.new is not None), None)
    if last is None:
        return f"{start}. No period has a figure. Table follows."
    present = f"; as it is defined now {_value(last.old, old)}" if old else ""
    return f"{start}. {short_period(last.period)}: {_value(last.new, new)}{present}. Table follows."


def preview_rows(
    old: Metric | None, new: Metric, periods: Iterable[Both]
) -> list[tuple[str, str, str]]:
    """Each period, latest first: as it is defined now, and as it would be."""
    return [
        (short_period(each.period), _value(each.old, old or new) if old else "[z]",
         _value(each.new, new))
        for each in reversed(list(periods))
    ]  # fmt: skip


def _value(value: float | None, metric: Metric) -> str:
    return "no figure" if value is None else judged_number(value, metric)

"""Whole sentences, computed: what a page says first, and the alternative text of each chart."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from metrics.definitions.contracts import Coding
from metrics.definitions.models import Kind, Metric, Tally
from metrics.figure import Figure
from metrics.judgement.comparing import FLAG
from metrics.judgement.measuring import PERCENT
from metrics.judgement.status import Status
from metrics.news import SPECIAL
from metrics.periods import month_ends
from metrics.series_breaks import series_breaks
from metrics.wording.breaks import breaks_alt
from metrics.wording.edges import FLAG_EDGES, PARITY
from metrics.wording.groups import group_words
from metrics.wording.judgements import (
    AVERAGES,
    STATUS,
    absent_words,
    judged_number,
    judged_text,
    plain_value,
    value_text,
)
from metrics.wording.numbers import decimals_apart, interval_text, number, plural
from metrics.wording.periods import long_period, short_period

MOST_NAMED = 4
LONGEST_ALT = 250
SHORT_TITLE = 40
ABOVE_LIMIT = "! Data quality"
Titles = Callable[[str], str]
JUDGEABLE = (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK)
# From so many a month on a tenth more or less says nothing.
FEW_A_MONTH = 100
COULD_NOT = (Status.TOO_FEW, Status.NOT_REPORTED, Status.WITHHELD)


def status_counts(figures: Iterable[Figure]) -> Counter[Status]:
    """How many figures have each status."""
    return Counter(Status(figure.status) for figure in figures)


def headline_sentence(now: Sequence[Figure], before: Sequence[Figure]) -> str:
    """The first sentence of the Board view, computed from the statuses of this and last quarter."""
    counts, earlier = status_counts(now), status_counts(before)
    judged = sum(counts[status] for status in JUDGEABLE)
    off, risk = counts[Status.OFF_TRACK], counts[Status.AT_RISK]
    if not judged:
        return "No measure could be judged against a target. " + _not_judged(counts)
    change = _change(off - earlier[Status.OFF_TRACK]) if before else "no earlier quarter to compare"
    verb = "is" if off == 1 else "are"
    return (
        f"{off} of {plural(judged, 'measure')} with a target {verb} off track, {change}. "
        f"{risk} {'is' if risk == 1 else 'are'} at risk. {_not_judged(counts)}"
    )


def _not_judged(counts: Counter[Status]) -> str:
    silent = sum(counts[status] for status in COULD_NOT)
    return f"{plural(silent, 'measure')} could not be judged."


def _change(more: int) -> str:
    if more == 0:
        return "as many as a quarter before"
    return f"{abs(more)} {'more' if more > 0 else 'fewer'} than a quarter before"


def tile_change(figures: Sequence[Figure], before: Sequence[Figure]) -> str:
    """How the number of a theme's measures off track has changed since the quarter before."""
    if not before:
        return "No earlier quarter to compare"
    more = status_counts(figures)[Status.OFF_TRACK] - status_counts(before)[Status.OFF_TRACK]
    return f"Off track: {_change(more)}"


def status_sentence(whose: str, figures: Sequence[Figure]) -> str:
    """How many measures with a target are off track and at risk, and how many not judged."""
    counts = status_counts(figures)
    judged = sum(counts[status] for status in JUDGEABLE)
    return (
        f"{whose}: {counts[Status.OFF_TRACK]} of {plural(judged, 'measure')} with a target off "
        f"track, {counts[Status.AT_RISK]} at risk. {_not_judged(counts)}"
    )


def unit_sentence(
    unit: str, figures: Sequence[Figure], comparisons: Mapping[str, str], benchmark: str
) -> str:
    """The first sentence of a unit's page: how much is off track, and of that how much is local.

    `comparisons` has the word of each metric against the benchmark.
    """
    counts = status_counts(figures)
    judged = sum(counts[status] for status in JUDGEABLE)
    worse = [figure for figure in figures if comparisons[figure.metric] == "Worse"]
    local = sum(figure.status == Status.OFF_TRACK for figure in worse)
    signals = sum(figure.signal in SPECIAL for figure in figures)
    return (
        f"{unit}: {counts[Status.OFF_TRACK]} of {plural(judged, 'measure')} with a target off "
        f"track, {local} of them worse than {benchmark}; {len(worse)} worse in all. "
        f"{plural(signals, 'special-cause change')} in the latest figures. {_not_judged(counts)}"
    )


def finding_sentence(figure: Figure, metric: Metric, unit: str, coding: Coding | None) -> str:
    """What a measure's latest figure says, in one sentence that can be read aloud."""
    start, when = f"{metric.title}, {unit}:", long_period(figure.period)
    if figure.judged is None:
        return f"{start} {absent_words(figure)}"
    head = metric.headline
    if head is None or coding is None:
        return f"{start} {judged_text(figure, metric)}{_a_month(figure, metric)}, {when}"
    group = group_words(head.of, coding)
    if head.ratio:
        return f"{start} for {group}, {disparity_sentence(figure, metric, coding)}, {when}"
    if head.gap:
        other = group_words(head.against, coding)
        return f"{start} {_gap_words(figure, metric)} for {group} than for {other}, {when}"
    return f"{start} for {group}, {judged_text(figure, metric)}, {when}"


def _a_month(figure: Figure, metric: Metric) -> str:
    """How many a month that is, of a count over several: worked out from the months it counts.

    Not of people or cases that count once in the whole period: they may come in every month.
    """
    months = len(list(month_ends(figure.start, figure.end)))
    once = isinstance(metric.numerator, Tally) and metric.numerator.distinct
    if metric.kind is not Kind.COUNT or once or months == 1 or figure.judged is None:
        return ""
    mean = figure.judged / months
    return f", {number(mean, 1 if mean < FEW_A_MONTH else 0)} a month"


def _gap_words(figure: Figure, metric: Metric) -> str:
    """How much higher or lower, with the interval of that; turned round where it is lower."""
    gap, lower, upper = figure.judged or 0.0, figure.judged_lower, figure.judged_upper
    side = "lower" if gap < 0 else "higher"
    by = judged_number(abs(gap), metric)
    if lower is None or upper is None:
        return f"{by} {side}"
    ends = (-upper, -lower) if gap < 0 else (lower, upper)
    interval = interval_text(*ends, decimals_apart(1, (0.0,), *ends))
    return f"{by} {side} (95% interval {interval})"


def disparity_sentence(figure: Figure, metric: Metric, coding: Coding) -> str:
    """A ratio to the reference group as a person would read it aloud, with its interval.

    It has one decimal, or more where one would read as no difference, or as the edge of a flag.
    """
    if figure.ratio is None:
        return "No comparison: " + absent_words(figure)
    what = "the rate" if metric.kind is Kind.RATE else "the percentage"
    lower, upper = figure.ratio_lower, figure.ratio_upper
    wanted = decimals_apart(1, FLAG_EDGES, figure.ratio), decimals_apart(1, (PARITY,), lower, upper)
    decimals = min(2, max(wanted))
    ratio = number(figure.ratio, decimals_apart(decimals, FLAG_EDGES, figure.ratio))
    limits = interval_text(lower, upper, decimals_apart(decimals, (PARITY,), lower, upper))
    reference = group_words(figure.reference, coding)
    return f"{ratio} times {what} for {reference} (95% interval {limits})"


def unknown_sentence(
    figures: Sequence[Figure], metric: Metric, coding: Coding, limit: float
) -> str:
    """How many cases have no known group, as a share of all; a warning where that is too many."""
    total = next((_base(f, metric) for f in figures if f.breakdown == ""), None)
    unknown = next((_base(f, metric) for f in figures if f.group == coding.unknown), None)
    if not coding.unknown or unknown is None or not total:
        return ""
    share = PERCENT * unknown / total
    said = f"{coding.unknown}: {number(unknown, 0)} of {number(total, 0)} ({number(share, 1)}%)"
    warning = f" {ABOVE_LIMIT}: more than {number(limit, 0)}% unknown." if share > limit else ""
    return f"{said}, in the total and in no group.{warning}"


def _base(figure: Figure, metric: Metric) -> float | None:
    """The cases of which a group is a part: the base of a percentage, else the events counted."""
    based = {Kind.PROPORTION, Kind.SURVEY, *AVERAGES}
    return figure.denominator if metric.kind in based else figure.numerator


def groups_alt(figures: Sequence[Figure], metric: Metric, unit: str, coding: Coding) -> str:
    """Alternative text of a chart of groups; the flagged are left to the table if it is long."""
    return _fitting(lambda title: _groups_alt(figures, metric, unit, coding, title))


def _groups_alt(
    figures: Sequence[Figure], metric: Metric, unit: str, coding: Coding, title: Titles
) -> str:
    shown = [f for f in figures if f.value is not None]
    hidden = [f.group for f in figures if f.value is None]
    start = f"Bar chart: {title(metric.title)} by {title(coding.title)}, {unit}, "
    start += long_period(figures[0].period) + ". " if figures else ""
    absent = f" Not shown: {_named(hidden)}." if hidden else ""
    if not shown:
        return f"{start}No group can be shown.{absent} Table follows."
    top = max(shown, key=lambda f: f.value or 0.0)
    low = min(shown, key=lambda f: f.value or 0.0)
    said = (
        f"{start}Highest {top.group} {plain_value(top, metric)}; lowest {low.group} "
        f"{value_text(low, metric)}."
    )
    flagged = [f.group for f in figures if f.disparity == FLAG]
    ends = [f"{absent} Table follows."]
    ends += [f" Flagged: {_named(flagged)}.{ends[0]}"] if flagged else []
    return said + (ends[-1] if len(said + ends[-1]) <= LONGEST_ALT else ends[0])


def _named(groups: Sequence[str]) -> str:
    """The groups by name, or how many there are where a listener would lose count."""
    return ", ".join(groups) if len(groups) <= MOST_NAMED else plural(len(groups), "group")


def _fitting(text_of: Callable[[Titles], str]) -> str:
    """An alternative text with whole titles, or with their first words where it is too long."""
    whole = text_of(str)
    return whole if len(whole) <= LONGEST_ALT else text_of(_short)


def _short(title: str) -> str:
    start = title.partition(",")[0]
    return start if len(start) <= SHORT_TITLE else f"{start[:SHORT_TITLE].rpartition(' ')[0]} …"


def series_alt(figures: Sequence[Figure], metric: Metric, unit: str) -> str:
    """Alternative text of a chart over time."""
    return _fitting(lambda title: _series_alt(figures, title(metric.title), metric, unit))


def _series_alt(figures: Sequence[Figure], title: str, metric: Metric, unit: str) -> str:
    shown = [figure for figure in figures if figure.judged is not None]
    if not shown:
        return f"Line chart: {title}, {unit}. No period can be shown. Table follows."
    first, last = shown[0], shown[-1]
    return (
        f"Line chart: {title}, {unit}. From {judged_text(first, metric)}, "
        f"{short_period(first.period)}, to {judged_text(last, metric)}, "
        f"{short_period(last.period)}. {STATUS[Status(last.status)].word}."
        f"{breaks_alt(series_breaks([f.end for f in figures], metric))} Table follows."
    )

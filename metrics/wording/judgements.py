"""Judgements of one figure as words: symbol and word, value, interval, target, comparison."""

from dataclasses import dataclass

from metrics.definitions.contracts import Coding
from metrics.definitions.models import Better, Kind, Metric
from metrics.figure import Figure
from metrics.judgement.status import Status
from metrics.periods import PeriodType
from metrics.wording.edges import FLAG_EDGES, PARITY, target_ends
from metrics.wording.numbers import decimals_apart, interval_text, number, plural, with_unit


@dataclass(frozen=True, slots=True)
class Word:
    """A judgement as a symbol and a word: never a colour alone."""

    symbol: str
    word: str

    def __str__(self) -> str:
        """The symbol and the word."""
        return f"{self.symbol} {self.word}"


STATUS = {
    Status.ON_TRACK: Word("✓", "On track"),
    Status.AT_RISK: Word("!", "At risk"),
    Status.OFF_TRACK: Word("✕", "Off track"),
    Status.NO_TARGET: Word("○", "No target set"),
    Status.CONTEXT: Word("◇", "For context"),
    Status.TOO_FEW: Word("~", "Too few to judge"),
    Status.NOT_REPORTED: Word("–", "Not reported"),  # noqa: RUF001 - the dash is the symbol
    Status.WITHHELD: Word("[c]", "Withheld"),
    Status.NOT_APPLICABLE: Word("[z]", "Not applicable"),
}
SHORTHAND = {
    "c": "withheld to protect people",
    "x": "not available",
    "z": "not applicable",
    "u": "too few to be reliable",
}
# Counts and percentages of surveys are whole, ratios need two decimals in a table.
DECIMALS = {Kind.COUNT: 0, Kind.PUBLISHED: 0, Kind.SURVEY: 0, Kind.REPRESENTATION: 2}
AVERAGES = (Kind.MEAN, Kind.MEDIAN)
MOST_OF_A_GAP = 3
BETTER = {
    Better.HIGHER: "Higher is better",
    Better.LOWER: "Lower is better",
    Better.ZERO: "Nearer to zero is better",
    Better.ONE: "Nearer to 1 is better",
    Better.NONE: "For context: neither higher nor lower is better",
}


def headline_kind(metric: Metric) -> str:
    """Which figure is judged: "value", "ratio" or "gap"."""
    head = metric.headline
    return "ratio" if head and head.ratio else "gap" if head and head.gap else "value"


def value_decimals(metric: Metric) -> int:
    """How many decimals the metric's value is shown with.

    A mean of a column has two: one of points or of parts of full time moves by hundredths.
    """
    if metric.kind is Kind.MEAN and isinstance(metric.number, str):
        return 2
    return DECIMALS.get(metric.kind, 1)


def value_text(figure: Figure, metric: Metric) -> str:
    """The value of a figure with its unit, or its shorthand where it is absent."""
    if figure.value is None:
        return absent_text(figure)
    return _with_unit(figure.value, metric)


def judged_number(value: float, metric: Metric) -> str:
    """A judged number with its unit: the value's, times for a ratio, points for a gap."""
    kind, decimals = headline_kind(metric), _decimals_of(value, metric)
    if kind == "ratio":
        return f"{number(value, decimals)} times"
    if kind == "gap":
        return gap_number(value, metric, decimals)
    return _with_unit(value, metric, decimals)


def judged_plain(value: float, metric: Metric) -> str:
    """A judged number without its unit, for a column whose head names it; a level by its name."""
    if metric.levels:
        return _with_unit(value, metric)
    return number(value, _decimals_of(value, metric))


def _decimals_of(value: float, metric: Metric) -> int:
    """As many as the column has, or more where rounding would go against the status."""
    flag = FLAG_EDGES if headline_kind(metric) == "ratio" else ()
    return decimals_apart(judged_decimals(metric), (*flag, *target_ends(metric)), value)


def gap_number(value: float, metric: Metric, decimals: int = 1) -> str:
    """A gap between two groups with its unit: percentage points for a percentage."""
    points = "percentage points" if metric.unit_of_value == "%" else metric.unit_of_value
    return f"{number(value, decimals)} {points}"


def _with_unit(value: float, metric: Metric, decimals: int | None = None) -> str:
    """A value with its unit; a level by its name, which is in the list of them."""
    if metric.levels:
        return metric.levels[round(value) - 1]
    text = number(value, value_decimals(metric) if decimals is None else decimals)
    one = text == "1" and metric.unit_of_one
    return with_unit(text, metric.unit_of_one if one else metric.unit_of_value)


def judged_text(figure: Figure, metric: Metric) -> str:
    """The judged figure with its unit, or the shorthand that says why there is none."""
    if figure.judged is None:
        return absent_text(figure)
    return judged_number(figure.judged, metric)


def absent_text(figure: Figure) -> str:
    """The shorthand of an absent figure; a comparison whose other side is hidden is withheld."""
    return f"[{figure.shorthand or 'c'}]"


def absent_words(figure: Figure) -> str:
    """Why a figure is absent, in words."""
    mark = figure.shorthand or "c"
    reason = figure.reason or figure.status_reason
    return f"{SHORTHAND[mark]}: {reason}" if reason and mark != "c" else SHORTHAND[mark]


def count_text(count: float | None, figure: Figure) -> str:
    """A numerator or a denominator, or the shorthand that says why it is not shown."""
    if count is not None:
        return number(count, 0 if float(count).is_integer() else 1)
    return f"[{figure.shorthand}]" if figure.shorthand in {"c", "x"} else "[z]"


def cases_text(figure: Figure, metric: Metric) -> str:
    """On how many cases a figure rests: n of N, or how many, or that no base is published."""
    if metric.kind is Kind.PUBLISHED:
        return "no base published"
    if metric.kind is Kind.LEVEL:
        return "self-assessment"
    if metric.kind in AVERAGES:
        return count_text(figure.denominator, figure)
    numerator = count_text(figure.numerator, figure)
    if metric.kind is Kind.COUNT:
        return numerator
    return f"{numerator} of {count_text(figure.denominator, figure)}"


def judged_cases_text(figure: Figure, metric: Metric) -> str:
    """On how many cases a judged figure rests: those of both groups where it compares two."""
    mine, head = cases_text(figure, metric), metric.headline
    if head is None or not head.against:
        return mine
    mark = f"[{figure.reference_shorthand or figure.shorthand or 'c'}]"
    counts = (figure.reference_numerator, figure.reference_denominator)
    theirs = [mark if c is None else count_text(c, figure) for c in counts]
    return f"{head.of} {mine}; {head.against} {theirs[0]} of {theirs[1]}"


def plain_value(figure: Figure, metric: Metric) -> str:
    """The value without its unit, for a column whose head names it; or its shorthand."""
    if figure.value is None:
        return absent_text(figure)
    if metric.levels:
        return _with_unit(figure.value, metric)
    return number(figure.value, value_decimals(metric))


def judged_decimals(metric: Metric) -> int:
    """How many decimals the judged figure is shown with."""
    return {"ratio": 2, "gap": 1, "value": value_decimals(metric)}[headline_kind(metric)]


def judged_unit(metric: Metric) -> str:
    """The unit of the judged figure, as an axis names it."""
    points = "percentage points" if metric.unit_of_value == "%" else metric.unit_of_value
    units = {"ratio": "times", "gap": points, "value": metric.unit_of_value}
    return units[headline_kind(metric)]


def ratio_text(figure: Figure) -> str:
    """The ratio to the reference group with its interval, or that there is none."""
    if figure.ratio is None:
        return "not given"
    return ratio_number(figure.ratio, figure.ratio_lower, figure.ratio_upper)


def ratio_number(ratio: float, lower: float | None, upper: float | None) -> str:
    """A ratio with its interval, neither of which reads as what decides a flag and is not so."""
    limits = interval_text(lower, upper, decimals_apart(2, (PARITY,), lower, upper))
    return f"{ratio_plain(ratio)} ({limits})"


def ratio_plain(ratio: float) -> str:
    """A ratio without its interval."""
    return number(ratio, decimals_apart(2, FLAG_EDGES, ratio))


def gap_text(figure: Figure, metric: Metric) -> str:
    """The gap to the reference group with its interval, or that there is none.

    With so many decimals that no end that is not 0 reads as 0: few are so rare that 0.03 matters.
    """
    if figure.gap is None:
        return "not given"
    unit = "points" if metric.unit_of_value == "%" else metric.unit_of_value
    ends = (figure.gap, figure.gap_lower, figure.gap_upper)
    decimals = min(decimals_apart(1, (0.0,), *ends), MOST_OF_A_GAP)
    interval = interval_text(figure.gap_lower, figure.gap_upper, decimals)
    return f"{number(figure.gap, decimals)} {unit} ({interval})"


def what_is_judged(metric: Metric, coding: Coding | None) -> str:
    """The judged figure in words: "Black compared with White, ethnic group (self-defined)"."""
    head = metric.headline
    if head is None or coding is None:
        return metric.unit_of_value
    group = f"{head.of}, {coding.title}"
    return f"{head.of} compared with {head.against}, {coding.title}" if head.against else group


def comparison_text(word: str, benchmark: str) -> str:
    """A comparison with its benchmark, and its method."""
    if word in {"", "Not compared"}:
        return "Not compared"
    link = "to" if word == "Similar" else "than"
    return f"{word} {link} {benchmark} (95% interval)"


def since_text(figure: Figure, metric: Metric) -> str:
    """Since when a figure has had its status, and for how many figures in a row.

    It is at least since then where nothing is known of the period before.
    """
    if figure.since is None or figure.periods_in_run is None:
        return "since when is not known"
    step = "year" if figure.type is PeriodType.FINANCIAL_YEAR else "figure"
    least = "at least " if figure.since_reason else ""
    months = plural(int(figure.periods_in_run), step)
    return f"{least}since {figure.since.strftime('%b %Y')} ({months})"

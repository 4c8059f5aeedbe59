"""Trend and comparison as words with their symbols, and by which method each judgement was made."""

from metrics.definitions.chart_settings import Charts
from metrics.definitions.models import Kind, Metric
from metrics.figure import Figure
from metrics.judgement.control_charts import Signal
from metrics.judgement.recent import Trend
from metrics.wording.judgements import Word, headline_kind
from metrics.wording.periods import day_text

TREND = {
    Trend.INCREASING_BETTER: Word("↑", "Increasing, getting better"),
    Trend.INCREASING_WORSE: Word("↑", "Increasing, getting worse"),
    Trend.DECREASING_BETTER: Word("↓", "Decreasing, getting better"),
    Trend.DECREASING_WORSE: Word("↓", "Decreasing, getting worse"),
    Trend.INCREASING: Word("↑", "Increasing"),
    Trend.DECREASING: Word("↓", "Decreasing"),
    Trend.NO_CHANGE: Word("→", "No significant change"),
    Trend.NOT_CALCULATED: Word("–", "Could not be calculated"),  # noqa: RUF001 - as for a status
}
COMPARISON = {
    word: Word(symbol, word)
    for word, symbol in (
        ("Better", "✓"), ("Worse", "✕"), ("Higher", "↑"), ("Lower", "↓"), ("Similar", "="),
        ("Not compared", "–"),  # noqa: RUF001 - as for a status
    )
}  # fmt: skip
SIGNAL = {
    Signal.IMPROVEMENT: "●", Signal.CONCERN: "▲", Signal.HIGHER: "◆", Signal.LOWER: "◆",
    Signal.COMMON: "○", Signal.NONE: "–",  # noqa: RUF001 - as for a status
}  # fmt: skip
NO_INTERVAL = "no interval"
# How the interval of each kind of value is made; docs/method.md has the formulas.
INTERVALS = {
    Kind.PROPORTION: "Wilson's interval",
    Kind.RATE: "exact interval below 10 events, Byar's from 10",
    Kind.REPRESENTATION: "interval of observed over expected",
    Kind.MEAN: "Student's t interval",
    Kind.MEDIAN: "interval from the numbers in order",
    Kind.SURVEY: "Wilson's interval on the effective sample",
}
GAPS = {
    Kind.PROPORTION: "Newcombe's interval of a gap",
    Kind.RATE: "MOVER interval of a gap of rates",
    Kind.SURVEY: "Newcombe's interval of a gap, on the effective samples",
}
RATIOS = {
    Kind.PROPORTION: "MOVER interval of a ratio, from Wilson's",
    Kind.RATE: "exact interval of a ratio of rates",
    Kind.SURVEY: "MOVER interval of a ratio, on the effective samples",
}


def interval_method(metric: Metric) -> str:
    """How the interval of the judged figure is made, or that it has none."""
    methods = {"value": INTERVALS, "gap": GAPS, "ratio": RATIOS}[headline_kind(metric)]
    return methods.get(metric.kind, NO_INTERVAL)


def trend_method(metric: Metric) -> str:
    """How the trend of the judged figure is tested, or that it is not."""
    if interval_method(metric) == NO_INTERVAL:
        return "no test: there is no interval to weigh the figures by"
    if metric.kind is Kind.PROPORTION and headline_kind(metric) == "value":
        return "five periods, Cochran-Armitage chi-square, 99.8%"
    return "five periods, line weighted by the intervals, 99.8%"


def charts_text(charts: Charts) -> str:
    """How control charts are drawn, for the definition of a measure."""
    ranges = "the widest moving ranges are left out" if charts.screen else "no screening"
    first = charts.fix_after
    limits = f"limits fixed after {first} points" if first else "limits from all points"
    starts = "".join(f"; new limits from {day_text(r.on)} ({r.why})" for r in charts.rebase)
    return f"Runs of {charts.run} points; {ranges}; {limits}{starts}."


def trend_text(figure: Figure) -> str:
    """The trend with its symbol, or why there is none."""
    word = TREND[Trend(figure.trend)]
    return f"{word}: {figure.trend_reason}" if figure.trend_reason else str(word)


def signal_text(figure: Figure) -> str:
    """The signal with its symbol, or why there is none."""
    signal = Signal(figure.signal)
    if signal is Signal.NONE:
        return f"{SIGNAL[signal]} {signal}: {figure.signal_reason}"
    when = f" ({figure.signal_reason})" if figure.signal_reason else ""
    return f"{SIGNAL[signal]} {signal}{when}"

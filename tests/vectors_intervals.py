"""Files 01 and 03 to 08: the limits of a figure, of a gap and of a ratio, by row."""

from collections.abc import Callable, Iterator

import numpy as np
from vector_rows import Held, Row, Verdict, numbers, verdict

from metrics.judgement import disparity, intervals
from metrics.judgement.funnels import ratio_category
from metrics.judgement.intervals import Limits

ENDS = ("lower", "upper")
HALF_ADDED = "the other formula called Byar's, which adds a half to the events"
SCORE = "score limits: statsmodels gets them wrong at 0 and 100%, so the engine uses MOVER"
LOGS = "log limits: they do not exist where a group has no events"
JEFFREYS = "MOVER from Bayesian limits of each rate: the engine's are exact"
LIKELIHOOD = "a p-value that adds up the less likely outcomes: it can contradict the interval"


def pair(pattern: str, limits: Limits, factor: float = 1.0) -> Iterator[Held]:
    """Both ends of an interval, in the columns that a pattern stands for."""
    for end, limit in zip(ENDS, limits, strict=True):
        yield Held(pattern.format(end), float(limit) * factor)


def over(x: float, n: float) -> float:
    """One number over another, absent where there is nothing to divide by."""
    return x / n if n else float("nan")


def both(*patterns: str) -> Iterator[str]:
    """The columns that each pattern stands for."""
    return (pattern.format(end) for pattern in patterns for end in ENDS)


def wilson(row: Row) -> Verdict:
    """A proportion with its Wilson limits, in the row's units."""
    events, base, confidence, times = numbers(
        row, "numerator", "denominator", "confidence", "multiplier"
    )
    limits = intervals.wilson(events, base, confidence)
    held = [Held("value", over(events, base) * times), *pair("{}", limits, times)]
    return verdict(row, held, {}, ["numerator", "denominator"])


def rate(row: Row) -> Verdict:
    """A rate with its limits, exact for just the counts that the reference calls exact."""
    events, base, confidence, times = numbers(
        row, "numerator", "denominator", "confidence", "multiplier"
    )
    limits = intervals.poisson_limits(events, confidence)
    held = [Held("value", over(events, base) * times), *pair("{}", limits, over(times, base))]
    found = verdict(row, held, {}, ["numerator", "denominator"])
    method = "Exact" if events < intervals.BYAR_FROM else "Byars"
    wrong = [] if row["method"] == method else [f"method: {row['method']} and not {method}"]
    return Verdict(found.vector_id, found.compared, (*found.disagreements, *wrong))


def count_limits(row: Row) -> Verdict:
    """The limits of a number of events, by both methods."""
    events, confidence = numbers(row, "count", "confidence")
    held = [
        *pair("byars_{}", intervals.byar_limits(events, confidence)),
        *pair("exact_{}", intervals.exact_limits(events, confidence)),
    ]
    return verdict(row, held, dict.fromkeys(both("epitools_byar_{}"), HALF_ADDED), ["count"])


def observed_expected(row: Row) -> Verdict:
    """Observed over expected with its limits at both levels, and its place beside 1."""
    observed, expected, printed = numbers(row, "observed", "expected", "published_value")
    held = [Held("ratio", over(observed, expected))]
    times = over(printed, over(observed, expected))
    for name, confidence in (("95", 0.95), ("998", 0.998)):
        limits = intervals.observed_expected(observed, expected, confidence)
        held += [*pair("ratio_{}" + name, limits), *pair("published_{}" + name, limits, times)]
    held.append(Held("significance", str(ratio_category(observed, expected))))
    # The published value is the ratio times a rate of all: its limits are the ratio's, so scaled.
    return verdict(row, held, {}, ["observed", "expected", "published_value", "published_ref_rate"])


def two_proportions(row: Row) -> Verdict:
    """The gap and the ratio of two proportions with their limits."""
    *four, confidence = numbers(row, "x1", "n1", "x2", "n2", "confidence")
    mine, theirs = over(four[0], four[1]), over(four[2], four[3])
    ratio = mine / theirs if theirs else np.inf if mine else np.nan
    held = [
        Held("diff", mine - theirs), Held("ratio", ratio),
        *pair("newcombe_{}", disparity.difference(*four, confidence)),
        *pair("mover_rr_{}", disparity.ratio_of_proportions(*four, confidence)),
    ]  # fmt: skip
    reasons = dict.fromkeys(both("mn_{}", "koopman_rr_{}"), SCORE)
    reasons |= dict.fromkeys(both("katz_{}"), LOGS)
    return verdict(row, held, reasons, ["x1", "n1", "x2", "n2"])


def rate_ratio(row: Row) -> Verdict:
    """The ratio of two rates with its exact limits, and the exact limits of each rate."""
    *four, confidence = numbers(row, "x1", "t1", "x2", "t2", "confidence")
    mine, theirs = over(four[0], four[1]), over(four[2], four[3])
    held = [
        Held("rate1", mine), Held("rate2", theirs), Held("rate_diff", mine - theirs),
        Held("rate_ratio", mine / theirs if theirs else np.inf if mine else np.nan),
        *pair("exact_cond_{}", disparity.ratio_of_rates(*four, confidence)),
        *pair("exact1_{}", intervals.exact_limits(four[0], confidence), over(1, four[1])),
        *pair("exact2_{}", intervals.exact_limits(four[2], confidence), over(1, four[3])),
    ]  # fmt: skip
    reasons = {"exact_cond_p": LIKELIHOOD} | dict.fromkeys(both("score_{}"), SCORE)
    reasons |= dict.fromkeys(both("mover_jeffreys_{}"), JEFFREYS)
    reasons |= dict.fromkeys(both("log_wald_{}"), LOGS)
    reasons |= dict.fromkeys(both("byar1_{}", "byar2_{}"), HALF_ADDED)
    return verdict(row, held, reasons, ["x1", "t1", "x2", "t2"])


def by_row(judge: Callable[[Row], Verdict]) -> Callable[[list[Row]], list[Verdict]]:
    """A judge of a file whose rows stand each for itself."""
    return lambda rows: [judge(row) for row in rows]


JUDGES = {
    "01_wilson_proportion": by_row(wilson),
    "03_rate_byar_exact": by_row(rate),
    "04_poisson_count_limits": by_row(count_limits),
    "05_observed_expected_ratio": by_row(observed_expected),
    "06_two_proportions": by_row(two_proportions),
    "08_rate_ratio": by_row(rate_ratio),
}

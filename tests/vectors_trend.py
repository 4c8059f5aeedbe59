"""Files 17 and 18: the recent trend of a series, and the trend of proportions."""

import re
from itertools import groupby

import numpy as np
from scipy import stats
from vector_rows import Held, Row, Verdict, numbers, verdict

from metrics.judgement import trend
from metrics.judgement.trend import Line

GOES_IN = ["year", "count", "denominator", "value", "lower95", "upper95", "value_type", "polarity"]
GOOD = {"high_is_good": 1, "low_is_good": -1}
ENDINGS = {1: "AndGettingBetter", -1: "AndGettingWorse"}


def recent(rows: list[Row]) -> list[Verdict]:
    """The trend of each series: whether it is significant, its chi-square, and its way."""
    found = []
    for _, members in groupby(rows, key=lambda row: row["series_id"]):
        group = list(members)
        line = _line(group)
        found += [_verdict(row, line) for row in group]
    return found


def _line(rows: list[Row]) -> Line | None:
    valid = [row for row in rows if row["value"] and row["count"] and row["denominator"]]
    last = sorted(valid, key=lambda row: row["year"])[-trend.POINTS :]
    if len(last) < trend.POINTS:
        return None
    events, base, value, lower, upper = np.array([
        numbers(row, "count", "denominator", "value", "lower95", "upper95") for row in last
    ]).T  # fmt: skip
    if "prop" in last[0]["value_type"].lower() and "FingertipsNext" not in last[0]["source"]:
        # As the reference: where every case of a period is an event there is no trend. The newer
        # one takes the line by intervals for proportions as well.
        return None if (events == base).any() else trend.line_by_count(events, base)
    return trend.line_by_interval(value, lower, upper)


def _verdict(row: Row, line: Line | None) -> Verdict:
    said = row["expected_trend"]
    held = [Held("expected_trend", _word(said, row, line))]
    if row["expected_chi2"]:
        # The reference's own test rounds its chi-square to as many digits as it prints.
        near = 0.5 * 10.0 ** -len(row["expected_chi2"].partition(".")[2])
        value = float("nan") if line is None else float(line.chi_square)
        held.append(Held("expected_chi2", 0.0 if line is None else value, near))
    return verdict(row, held, {}, GOES_IN)


def _word(said: str, row: Row, line: Line | None) -> str:
    """The engine's trend, in the reference's words."""
    if line is None or np.isnan(line.direction):
        return said if re.search("(?i)cannot", said) else "CannotBeCalculated"
    way = int(line.direction)
    if "significant" in said:
        return "significant" if way else "not significant"
    if not way:
        return said if re.search("(?i)no ?change", said) else "NoChange"
    word = "Increasing" if way > 0 else "Decreasing"
    if "Getting" not in said:
        return word
    return word + ENDINGS[way * GOOD[row["polarity"]]]


def proportions(row: Row) -> Verdict:
    """The Cochran-Armitage chi-square of a series, with its p-value."""
    series = [np.array([float(cell) for cell in row[name].split(";")]) for name in ("x", "n")]
    chi_square = float(trend.line_by_count(*series).chi_square)
    held = [Held("chi2", chi_square), Held("p", float(stats.chi2.sf(chi_square, 1)))]
    return verdict(row, held, {}, ["x", "n"])


JUDGES = {
    "17_recent_trend": recent,
    "18_prop_trend_test": lambda rows: [proportions(row) for row in rows],
}

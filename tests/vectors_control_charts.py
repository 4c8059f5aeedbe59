"""Control charts against NHSRplotthedots: whole series, their points, and each rule by itself.

A series has its settings in one file and its points in another, so a judge may read the file
beside its own in the folder. Where the engine differs on purpose, a reason says so.
"""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from vector_rows import Row, Verdict, folder_of_vectors, rows_of
from vectors_control_chart_functions import (
    ABSENT,
    ASSURANCES,
    BETTER,
    COLLAPSED,
    NEAR_ZERO,
    Pair,
    judge_functions,
    number,
    verdict,
)

from metrics.judgement import control_chart_rules as rules
from metrics.judgement.control_chart_lines import ChartSettings, Lines, xmr_lines
from metrics.judgement.control_charts import ENOUGH_POINTS, assurance, signal_words

Judge = Callable[[list[Row]], list[Verdict]]
POINT_TYPES = {
    "Common cause \N{EN DASH} no significant change": "common_cause",
    "Special cause \N{EN DASH} improvement": "special_cause_improvement",
    "Special cause \N{EN DASH} concern": "special_cause_concern",
    "Special cause \N{EN DASH} higher": "special_cause_neutral_high",
    "Special cause \N{EN DASH} lower": "special_cause_neutral_low",
}
CAUSES = {
    0: "Common Cause",
    1: "Above UCL",
    -1: "Below LCL",
    2: "7 Point Trend (Increasing)",
    -2: "7 Point Trend (Decreasing)",
    3: "2 in 3 Above CL",
    -3: "2 in 3 Below CL",
    4: "7 Points Above CL",
    -4: "7 Points Below CL",
}
NO_POINTS = "the file of points does not hold the whole series"
NO_RESULTS = "the reference stops with an error at this series, so its points have no results"
STOPS = "the reference stops with an error where a gap lies in a trend; here it ends the trend"


@dataclass(frozen=True)
class Drawn:
    """A series as the engine charts it: an item a point in each array."""

    values: np.ndarray
    group: np.ndarray
    lines: Lines
    patterns: rules.Patterns
    types: list[str]
    assured: list[str]

    def counted(self, place: int) -> np.ndarray:
        """The values of the segment that a point lies in."""
        return self.values[self.group == self.group[place]]


def settings_of(series: Row) -> ChartSettings:
    """The settings of a series of the reference."""
    fixed = series["fix_after_n_points"]
    screen = series["screen_outliers"].casefold() == "true"
    return ChartSettings(screen=screen, fix_after=None if fixed in ABSENT else int(fixed))


def draw(series: Row, points: list[Row]) -> Drawn:
    """The chart of a series of the reference."""
    better, settings = BETTER[series["improvement_direction"]], settings_of(series)
    rebased = re.findall(r"\d{4}-\d{2}-\d{2}", series["rebase"])
    group = np.cumsum([point["date"] in rebased for point in points])
    values = np.array([number(point["y"]) for point in points])
    lines = xmr_lines(values, group - group[0], settings)
    patterns = rules.find_patterns(values, lines, group - group[0], settings.run)
    words = signal_words(patterns.pattern, values, lines.mean, better)
    target = np.full(len(values), number(series["target"]))
    assured = [ASSURANCES[word] for word in assurance(lines, target, better)]
    return Drawn(values, group, lines, patterns, [POINT_TYPES[word] for word in words], assured)


def collapsed(row: Row) -> bool:
    """Whether the reference's limits have fallen together."""
    return row["lpl"] not in ABSENT and number(row["lpl"]) == number(row["upl"])


def judge_series(rows: list[Row]) -> list[Verdict]:
    """The lines of each series' last segment, how many points are special, and its two icons."""
    points = by_series(rows_of(folder_of_vectors(), "21_spc_points"))
    return [_series(row, points.get(row["series_id"], [])) for row in rows]


def _series(row: Row, points: list[Row]) -> Verdict:
    if row["error"]:
        return _refused(row, points)
    if len(points) != int(row["n"]):
        return Verdict(row["vector_id"], 0, reason=NO_POINTS)
    drawn = draw(row, points)
    pairs: list[Pair] = [("mean", row["mean"], float(drawn.lines.mean[-1]), NEAR_ZERO)]
    if collapsed(row):
        return verdict(row, pairs, COLLAPSED)
    # One segment's collapsed limits are the whole series' special points.
    if not any(collapsed(point) for point in points):
        pairs.append(("n_special", row["n_special"], int((drawn.patterns.pattern != 0).sum()), 0))
    return verdict(row, [*pairs, *_results(row, drawn)])


def _results(row: Row, drawn: Drawn) -> Iterator[Pair]:
    lines = {"lpl": drawn.lines.lower, "upl": drawn.lines.upper, "mean": drawn.lines.mean}
    for name in ("lpl", "upl"):
        yield name, row[name], float(lines[name][-1]), NEAR_ZERO
    for name, line in lines.items():
        if row.get(f"published_{name}"):
            near = float(row["published_tol"])
            yield f"published_{name}", row[f"published_{name}"], float(line[-1]), near
    # The engine's icon is that of the last month with a figure, the reference's of the last month.
    if np.isfinite(drawn.values[-1]):
        yield "variation_type", row["variation_type"], drawn.types[-1], 0
    # Without limits the reference says that a target is hit and missed; the engine says nothing.
    if np.isfinite(drawn.lines.upper[-1]):
        yield "assurance_type", row["assurance_type"], drawn.assured[-1], 0


def _refused(row: Row, points: list[Row]) -> Verdict:
    """A series that stops the reference: the engine refuses its settings, or bears its gaps."""
    try:
        settings_of(row)
    except ValueError:
        return Verdict(row["vector_id"], 1)
    if "missing value" in row["error"] or any(point["y"] in ABSENT for point in points):
        return Verdict(row["vector_id"], 0, reason=STOPS)
    return Verdict(row["vector_id"], 1, (f"error: {row['error']}; the engine draws it",))


def by_series(points: list[Row]) -> dict[str, list[Row]]:
    """The points of each series, in order."""
    found: dict[str, list[Row]] = {}
    for point in sorted(points, key=lambda point: int(point["i"])):
        found.setdefault(point["series_id"], []).append(point)
    return found


def judge_points(rows: list[Row]) -> list[Verdict]:
    """Each point's lines, what the rules say of it, and its type."""
    series = {row["series_id"]: row for row in rows_of(folder_of_vectors(), "20_spc_series")}
    verdicts: list[Verdict] = []
    for name, points in by_series(rows).items():
        whole = name in series and len(points) == int(series[name]["n"])
        if not whole or series[name]["error"]:
            why = NO_RESULTS if whole else NO_POINTS
            verdicts += [Verdict(row["vector_id"], 0, reason=why) for row in points]
            continue
        drawn = draw(series[name], points)
        verdicts += [_point(row, drawn, place) for place, row in enumerate(points)]
    return verdicts


def _point(row: Row, drawn: Drawn, place: int) -> Verdict:
    group, mean = int(drawn.group[place]), float(drawn.lines.mean[place])
    pairs = [
        ("rebase_group", row["rebase_group"], group, 0),
        ("mean", row["mean"], mean, NEAR_ZERO),
    ]
    if collapsed(row):
        return verdict(row, pairs, COLLAPSED)
    return verdict(row, [*pairs, *_said_of(row, drawn, place)])


def _is_rounding(row: Row, side: int) -> bool:
    """Whether the reference sees a side in the last digit of a mean that is the figure itself."""
    same = math.isclose(number(row["y"]), number(row["mean"]), rel_tol=NEAR_ZERO)
    return side == 0 and row["relative_to_mean"] != "0" and same


def _said_of(row: Row, drawn: Drawn, place: int) -> Iterator[Pair]:
    yield "lpl", row["lpl"], float(drawn.lines.lower[place]), NEAR_ZERO
    yield "upl", row["upl"], float(drawn.lines.upper[place]), NEAR_ZERO
    found = drawn.patterns
    if row["relative_to_mean"] not in ABSENT and not _is_rounding(row, int(found.side[place])):
        yield "relative_to_mean", row["relative_to_mean"], int(found.side[place]), 0
    for name, flags in (("outside_limits", found.outside), ("close_to_limits", found.near)):
        if row[name] not in ABSENT:
            yield name, row[name].title(), bool(flags[place]), 0
    pattern = int(found.pattern[place])
    yield "special_cause_type", row["special_cause_type"], CAUSES[pattern], 0
    yield "special_cause_flag", row["special_cause_flag"].title(), pattern != 0, 0
    yield "point_type", row["point_type"], drawn.types[place], 0
    counted = drawn.counted(place)
    # The reference counts a month without a figure as a point; the engine does not.
    if np.isfinite(counted).all():
        short = len(counted) < ENOUGH_POINTS
        yield "short_group_warning", row["short_group_warning"].title(), short, 0


JUDGES: dict[str, Judge] = {
    "20_spc_series": judge_series,
    "21_spc_points": judge_points,
    "22_spc_rule_functions": judge_functions,
}

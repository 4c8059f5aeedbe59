"""The rules of control charts, each by itself, against NHSRplotthedots' tests of its functions."""

import json
import math
from collections.abc import Callable
from functools import partial

import numpy as np
from vector_rows import Row, Verdict

from metrics.definitions.models import Better
from metrics.judgement import control_chart_rules as rules
from metrics.judgement.control_chart_lines import ChartSettings, Lines, xmr_lines
from metrics.judgement.control_charts import assurance

# A result: its column, what the reference says, what the engine says, and how near it must be.
Pair = tuple[str, str, object, float]

BETTER = {"increase": Better.HIGHER, "decrease": Better.LOWER, "neutral": Better.NONE}
ASSURANCES = {
    "Consistently meets target": "consistent_pass",
    "Hit and miss": "inconsistent",
    "Consistently misses target": "consistent_fail",
    "": "",
}
ABSENT = {"", "NA", "NaN", "null"}
# README: 1e-9 relative for results of a run; nothing can be relatively near to a mean of 0.
NEAR, NEAR_ZERO = 1e-9, 1e-12

COLLAPSED = "limits on the mean itself, from screening or equal points: the engine's never are"


def number(cell: str) -> float:
    """The cell as a number; NaN where it has none."""
    return math.nan if cell in ABSENT else float(cell)


def holds(pair: Pair) -> bool:
    """Whether the engine says what the reference says; an absent number is only like another."""
    _, reference, engine, near = pair
    if isinstance(engine, float):
        says = number(reference)
        absent = math.isnan(says) and math.isnan(engine)
        return absent or math.isclose(engine, says, rel_tol=NEAR, abs_tol=near)
    return ("" if reference in ABSENT else reference) == str(engine)


def verdict(row: Row, pairs: list[Pair], reason: str = "") -> Verdict:
    """What comparing these results of a row comes to."""
    wrong = tuple(
        f"{column}: the reference says {says}, the engine {engine}"
        for column, says, engine, near in pairs
        if not holds((column, says, engine, near))
    )
    return Verdict(row["vector_id"], len(pairs), wrong, reason)


def numbers_in(cell: str) -> np.ndarray:
    """A JSON list as floats, null being NaN."""
    return np.array(json.loads(cell), dtype="float64")


def one_segment(values: np.ndarray) -> np.ndarray:
    """The numbering of points that all lie in one segment."""
    return np.zeros(len(values), dtype="int64")


def shift(row: Row) -> np.ndarray:
    """1 where seven points on one side of the mean end."""
    side = rules.signs(numbers_in(row["input"]))
    return rules.ends_run(side, one_segment(side), 7)


def trend(row: Row) -> np.ndarray:
    """1 where seven rising points end, -1 where seven falling ones do."""
    step = rules.signs(np.diff(numbers_in(row["input"]), prepend=np.nan))
    return step * rules.ends_run(step, one_segment(step), 6)


def part_of_run(row: Row) -> np.ndarray:
    """1 at each of the seven points of a run that ends at a flag."""
    return rules.mark_back(np.abs(numbers_in(row["input"])) == 1, 7)


def two_in_three(row: Row, near_only: bool) -> np.ndarray:
    """1 at all three points of which two are near a limit, or at the near ones of them only."""
    near, given = numbers_in(row["input"]) == 1, numbers_in(row["input2"])
    # One of the reference's tests gives fewer sides than points; the rest are on none.
    side = rules.signs(np.append(given, np.zeros(len(near) - len(given))))
    marked = rules.two_in_three(near, side, one_segment(side))
    return marked & near if near_only else marked


def limits(row: Row, screen: bool) -> np.ndarray:
    """Mean, limits and near limits."""
    values = numbers_in(row["input"])
    lines = xmr_lines(values, one_segment(values), ChartSettings(screen=screen))
    mean, reach = lines.mean[-1], (lines.upper - lines.mean)[-1]
    return mean + reach * np.array([0, -1, 1, -rules.NEAR, rules.NEAR])


def assured(row: Row) -> list[str]:
    """How sure a target is to be met, given the two limits and the target."""
    lower, upper, target = numbers_in(row["input"])
    lines = Lines(np.array([(lower + upper) / 2]), np.array([lower]), np.array([upper]))
    better = BETTER[json.loads(row["input2"])]
    return [ASSURANCES[word] for word in assurance(lines, np.array([target]), better)]


FUNCTIONS: dict[str, Callable[[Row], np.ndarray | list[str]]] = {
    "seven_point_one_side_mean(relative_to_mean)": shift,
    "part_of_seven(flag_at_7th)": part_of_run,
    "seven_point_trend(y)": trend,
    "two_in_three(close_to_limits, relative_to_mean)": partial(two_in_three, near_only=False),
    "part_of_two_in_three(close_to_limits, relative_to_mean)": partial(
        two_in_three, near_only=True
    ),
    "limits(y, screen=True) -> mean,lpl,upl,near_lpl,near_upl": partial(limits, screen=True),
    "limits(y, screen=False) -> mean,lpl,upl,near_lpl,near_upl": partial(limits, screen=False),
}


def judge_functions(rows: list[Row]) -> list[Verdict]:
    """Each of the reference's own functions against the engine's function of that rule."""
    return [_function(row) for row in rows]


def _function(row: Row) -> Verdict:
    name = row["function"]
    if name.startswith("assurance("):
        expected, results = [json.loads(row["expected"]) or ""], assured(row)
    elif name in FUNCTIONS:
        expected, results = json.loads(row["expected"]), FUNCTIONS[name](row)
    else:
        return Verdict(row["vector_id"], 1, (f"function: no method stands for {name}",))
    if name.startswith("limits(") and len(set(expected[:3])) == 1:
        return verdict(row, [("mean", str(expected[0]), float(results[0]), NEAR_ZERO)], COLLAPSED)
    if len(expected) != len(results):
        return Verdict(row["vector_id"], 1, (f"expected: {expected}, the engine {results}",))
    pairs: list[Pair] = [("length", str(len(expected)), len(results), 0)]
    for place, (says, engine) in enumerate(zip(expected, results, strict=True)):
        if isinstance(says, str):
            pairs.append((f"item {place}", says, engine, 0))
        elif says is not None:
            pairs.append((f"item {place}", str(float(says)), float(engine), NEAR_ZERO))
    return verdict(row, pairs)

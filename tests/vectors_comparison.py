"""Files 16 and 44: a figure beside a benchmark or a target, and published disparities."""

import re

import numpy as np
from vector_rows import Held, Row, Verdict, half_a_digit, numbers, verdict

from metrics.definitions.models import Better
from metrics.judgement import benchmarks, disparity
from metrics.judgement.intervals import Limits

POLARITY = {
    "high_is_good": Better.HIGHER, "low_is_good": Better.LOWER, "no_judgement": Better.NONE,
}  # fmt: skip
# The engine has one word more for "nothing to compare", and adds the stronger two levels' names.
SAME = {"Not compared": "None", "Similar": "Same"}
STRONGER = {"Better": "Best", "Worse": "Worst"}
NO_SUCH = "a comparison of a kind that the scorecard does not make"


def benchmark(row: Row) -> Verdict:
    """The word for one figure, by the comparer that the row names."""
    word = COMPARERS[row["comparer"]](row) if row["comparer"] in COMPARERS else ""
    goes_in = {"comparer", "polarity", "benchmark", "value", "target_lower", "target_upper"}
    goes_in |= {column for column in row if "lower" in column or "upper" in column}
    if not word:
        return Verdict(row["vector_id"], 0, (), NO_SUCH)
    return verdict(row, [Held("expected", word)], {}, goes_in)


def _limits(row: Row, before: str, after: str) -> Limits:
    lower, upper = numbers(row, f"{before}lower{after}", f"{before}upper{after}")
    return np.array(lower), np.array(upper)


def _better(row: Row) -> Better:
    return POLARITY.get(row["polarity"], Better.NONE)


def _word(row: Row, sides: np.ndarray) -> str:
    if row["polarity"] not in POLARITY:
        return "None"
    word = str(benchmarks.words(np.asarray(sides), _better(row)).item())
    return SAME.get(word, word)


def _present(row: Row, sides: np.ndarray) -> np.ndarray:
    """The reference compares nothing without a value, though its limits be there."""
    return np.where(row["value"] == "", np.nan, sides)


def one_interval(row: Row) -> str:
    """The interval beside the benchmark."""
    (held,) = numbers(row, "benchmark")
    return _word(row, _present(row, benchmarks.side(_limits(row, "", "95"), held)))


def next_interval(row: Row) -> str:
    """The same, in the words of the newer reference."""
    return one_interval(row).replace("Same", "Similar")


def two_levels(row: Row) -> str:
    """Both intervals beside the benchmark: the wider one makes the word stronger."""
    (held,) = numbers(row, "benchmark")
    levels = benchmarks.level(_limits(row, "", "95"), _limits(row, "", "998"), held)
    levels = _present(row, levels)
    word = _word(row, levels)
    return STRONGER[word] if abs(levels) > 1 else word


def two_intervals(row: Row) -> str:
    """Both intervals beside each other."""
    value, held = numbers(row, "value", "benchmark")
    mine, theirs = _limits(row, "", "95"), _limits(row, "benchmark_", "95")
    return _word(row, benchmarks.side_of_limits(value, mine, held, theirs))


def in_range(row: Row) -> str:
    """The value beside a range; a range that ends before it starts is refused."""
    value, low, high = numbers(row, "value", "target_lower", "target_upper")
    try:
        return _word(row, benchmarks.side_of_range(value, low, high))
    except ValueError:
        return row["expected"] if low > high else "refused"


def at_target(row: Row) -> str:
    """The value beside a target."""
    value, target = numbers(row, "value", "target_lower")
    met = float(benchmarks.meets(value, target, _better(row)))
    return "None" if np.isnan(met) else "Better" if met else "Worse"


def interval_at_target(row: Row) -> str:
    """The interval beside a target."""
    (target,) = numbers(row, "target_lower")
    return _word(row, benchmarks.side_of_target(_limits(row, "", "95"), target))


COMPARERS = {
    "single_overlap_95": one_interval, "single_overlap_95_998": two_levels,
    "double_overlap_95": two_intervals, "range_target": in_range, "single_target": at_target,
    "single_target_ci": interval_at_target, "fingertipsnext_benchmark": next_interval,
}  # fmt: skip


def published(row: Row) -> Verdict:
    """A published ratio, gap or index; a printed rate moves them by half of its last digit."""
    held = [*_rates(row), *_shares(row)]
    noted = _noted(row)
    goes_in = ["rate1", "rate2", "share_events1", "share_pop1", "share_events2", "share_pop2"]
    found = verdict(row, held, {}, goes_in)
    faults = [*found.disagreements, *(f for _, f in noted if f)]
    return Verdict(found.vector_id, found.compared + len(noted), tuple(faults))


def _rates(row: Row) -> list[Held]:
    if not row["rate1"]:
        return []
    mine, theirs = numbers(row, "rate1", "rate2")
    slack = max(half_a_digit(row["rate1"]), half_a_digit(row["rate2"]))
    ratio = disparity.times(mine, theirs).item()
    near = {"ratio": half_a_digit(row["ratio"]) + ratio * slack * (1 / mine + 1 / theirs)
            if row["ratio"] else 0.0,
            "diff": half_a_digit(row["diff"]) + 2 * slack if row["diff"] else 0.0}  # fmt: skip
    return [Held("ratio", ratio, near["ratio"]), Held("diff", mine - theirs, near["diff"])]


def _shares(row: Row) -> list[Held]:
    if not row["share_events1"] or not row["ratio"]:
        return []
    mine, theirs = _indices(row)
    return [Held("ratio", disparity.times(mine, theirs).item(), half_a_digit(row["ratio"]) * 1.01)]


def _indices(row: Row) -> tuple[float, float]:
    mine = disparity.times(*numbers(row, "share_events1", "share_pop1")).item()
    return mine, disparity.times(*numbers(row, "share_events2", "share_pop2")).item()


def _noted(row: Row) -> list[tuple[str, str]]:
    """The indices that stand in the note, where they stand nowhere else."""
    stated = re.search(r"index ([\d.]+) and ([\d.]+)", row["note"])
    if not stated:
        return []
    pairs = zip(_indices(row), stated.groups(), strict=True)
    near = [(said, abs(index - float(said)) <= half_a_digit(said)) for index, said in pairs]
    return [(said, "" if agrees else f"note: {said}") for said, agrees in near]


JUDGES = {
    "16_rag_comparison": lambda rows: [benchmark(row) for row in rows],
    "44_disparity_published": lambda rows: [published(row) for row in rows],
}

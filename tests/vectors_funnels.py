"""Files 10 to 13: where units lie in a funnel, and the funnel's limits."""

from collections.abc import Callable, Iterator
from itertools import groupby

import numpy as np
from vector_rows import Held, Row, Verdict, half_a_digit, numbers, tolerance, verdict

from metrics.definitions.models import Better
from metrics.judgement import benchmarks, funnels
from metrics.judgement.intervals import wilson

LEVELS = {"95": 0.95, "998": 0.998}
TAILS = {"0.025": 0.95, "0.001": 0.998}
SIGMAS = {"2s": 0.95, "3s": 0.998}
YEARS_OF_DATA = 3
PER = 1e5
# The reference halves a step until it is below this: so far its own limits are from exact ones.
STEP = 1e-7
POLARITY = {"low_is_good": Better.LOWER, "high_is_good": Better.HIGHER}


def categories(rows: list[Row]) -> list[Verdict]:
    """The category of each unit; where the average is not given, the one that all units imply."""
    found = []
    for statistic, members in groupby(rows, key=lambda row: row["statistic"]):
        group = list(members)
        named = zip(group, _categories(statistic, group), strict=True)
        goes_in = ["area", "numerator", "denominator", "average", "rate"]
        found += [verdict(r, [Held("significance", str(c))], {}, goes_in) for r, c in named]
    return found


def _categories(statistic: str, rows: list[Row]) -> np.ndarray:
    events, base, given = np.array([numbers(r, "numerator", "denominator", "average")
                                    for r in rows]).T  # fmt: skip
    if statistic == "ratio":
        return funnels.ratio_category(events, base * given)
    category = funnels.proportion_category if statistic == "proportion" else funnels.rate_category
    if np.isnan(given).any():
        given = _implied_average([row["significance"] for row in rows], events, base)
    return category(events, base, given)


def _implied_average(said: list[str], events: np.ndarray, base: np.ndarray) -> float:
    """An average of rates at which every unit has its category, the pooled one if it will do.

    The rows are some of the areas of a published table whose average is that of all areas.
    """
    pooled = funnels.average(events, base)
    candidates = np.append(np.linspace(0.5, 1.5, 20_001) * pooled, pooled)
    agree = np.zeros(len(candidates))
    for category, x, n in zip(said, events, base, strict=True):
        agree += funnels.rate_category(x, n, candidates) == category
    best = candidates[agree == agree.max()]
    return float(best[np.argmin(np.abs(best - pooled))])


def proportion_limits(row: Row) -> Verdict:
    """The limits around an average share; the published ones are as drawn, from 0 to 100%."""
    base, baseline, times = numbers(row, "n", "baseline", "multiplier")
    slack = half_a_digit(row["baseline"]) if row["kind"] == "published" else 0.0
    held = []
    for name, confidence in LEVELS.items():
        near, far = (
            _drawn(row, (baseline + more) / times, base, confidence) for more in (0, slack)
        )
        for end, limit, moved in zip(("lower", "upper"), near, far, strict=True):
            column = f"{end}{name}"
            # A baseline printed with few digits moves the limits by as much as this.
            allowed = tolerance(row, column) + abs(float(moved - limit)) * times * 1.01
            held.append(Held(column, float(limit) * times, allowed))
    return verdict(row, held, {}, ["n", "baseline"])


def _drawn(row: Row, share: float, base: float, confidence: float) -> tuple[float, float]:
    limits = funnels.proportion_funnel(min(share, 1.0), base, confidence)
    drawn = limits if "unclipped" in row["source"] else funnels.clipped(limits)
    return float(drawn[0]), float(drawn[1])


def poisson_limits(row: Row) -> Verdict:
    """The expected numbers on a funnel for a count, and what follows for ratios and for rates."""
    (events,) = numbers(row, "obs")
    (baseline,) = numbers(row, "baseline")
    held = [
        *_by_tail(row, events),
        *(h for sigma, level in SIGMAS.items() for h in _by_sigma(row, sigma, events, level)),
    ]
    if row["baseline"]:
        held = [h for h in held if "exp_events" not in h.column]
    assert baseline != 0
    return verdict(row, held, {}, ["obs", "baseline"])


def _by_tail(row: Row, events: float) -> Iterator[Held]:
    for tail, confidence in TAILS.items():
        low, high = (float(limit) for limit in funnels.count_funnel(events, confidence))
        yield Held(f"poisson_low_{tail}", low, _bisected(events, low))
        yield Held(f"poisson_high_{tail}", high, _bisected(events, high))
        yield Held(f"chi2_low_{tail}", low)
        yield Held(f"chi2_high_{tail}", high)


def _by_sigma(row: Row, sigma: str, events: float, confidence: float) -> Iterator[Held]:
    """The lower limit of the funnel is where the expected number is at its highest."""
    high_and_low = reversed(funnels.count_funnel(events, confidence))
    for end, expected in zip(("lower", "upper"), map(float, high_and_low), strict=True):
        yield from _expected(row, f"{end}_{sigma}", events, expected)
        if row["baseline"]:
            yield from _population(row, f"{end}_{sigma}", events, expected)


def _expected(row: Row, name: str, events: float, expected: float) -> Iterator[Held]:
    if not expected:
        return
    off = _bisected(events, expected) / expected
    columns: dict[str, Callable[[float], float]] = {
        "exp_events": lambda e: e,
        "count": lambda e: events / e - 1,
        "isr": lambda e: 100 * events / e,
    }
    for what, of in columns.items():
        column = f"{name}_{what}"
        if row[column]:
            moved = abs(of(expected * (1 + off)) - of(expected)) * 1.01
            yield Held(column, of(expected), tolerance(row, column) + moved)


def _population(row: Row, name: str, events: float, expected: float) -> Iterator[Held]:
    baseline = float(row["baseline"])
    off = half_a_digit(row["baseline"]) / baseline
    off += _bisected(events, expected) / expected if expected else 0.0
    people = expected / (baseline / PER) / YEARS_OF_DATA
    limit = events / expected * baseline if expected else float("nan")
    for column, value in ((f"{name}_population_1_year", people), (f"{name}_limit", limit)):
        if row[column]:
            yield Held(column, value, tolerance(row, column) + abs(value) * off * 1.01)


def _bisected(events: float, expected: float) -> float:
    """How far the reference's own search may stop from the number that it looks for.

    It seeks v, where the expected number is (1 + events) v / (1 - v), to within a step.
    """
    share = expected / (expected + 1 + events)
    return STEP * (1 + events) / (1 - share) ** 2


def fingertips(row: Row) -> Verdict:
    """The word for a share beside a benchmark share, from the unit's own interval."""
    benchmark, value, base, unit = numbers(row, "benchmark", "value", "denominator", "unit")
    held = []
    for name, confidence in LEVELS.items():
        share = min(value / unit, 1.0)
        sides = benchmarks.side(wilson(share * base, base, confidence), benchmark / unit)
        # The reference compares nothing where no direction applies.
        better = POLARITY.get(row["polarity"])
        word = str(benchmarks.words(sides, better).item()) if better else "None"
        said = {"Similar": "Same", "Not compared": "None"}.get(word, word)
        held.append(Held(f"significance_{name}", said))
    return verdict(row, held, {}, ["benchmark", "value", "denominator", "unit", "polarity"])


JUDGES = {
    "10_funnel_significance": categories,
    "11_funnel_limits_proportion": lambda rows: [proportion_limits(row) for row in rows],
    "12_funnel_limits_poisson": lambda rows: [poisson_limits(row) for row in rows],
    "13_funnel_fingertips": lambda rows: [fingertips(row) for row in rows],
}

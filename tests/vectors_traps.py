"""File 50: each defect that was seen in a candidate library is held against the product."""

import importlib.util
import math
import re
from pathlib import Path

import numpy as np
import pytest
from vector_rows import Row, Verdict

from metrics.connections import open_connection
from metrics.judgement import disparity, funnels, intervals, trend

ROOT = Path(__file__).parents[1]
INF, NAN = math.inf, math.nan
OTHER_ROOM = "a defect of control charts, which the vectors of files 20 to 22 hold"
DISCLOSURE = "a defect of disclosure control, which the vectors of files 30 to 34 hold"


def judged(row: Row) -> Verdict:
    """Whether the product is free of a trap; one it cannot fall into says why."""
    for library, call, check in TRAPS:
        if re.search(library, row["library"]) and re.search(call, row["call"]):
            fault = check(row)
            return Verdict(row["vector_id"], 1, (fault,) if fault else ())
    return Verdict(row["vector_id"], 0, (), _elsewhere(row))


def _elsewhere(row: Row) -> str:
    """Why a trap is not this room's: the library is not in the product, or another room's."""
    name = row["library"].split()[0]
    package = {"clinical-qikit": "qikit", "nhspy-plotthedots": "nhspy_plotthedots"}.get(name, name)
    if name in {"DuckDB", "statsmodels"}:
        return DISCLOSURE if "round" in row["call"] else ""
    assert importlib.util.find_spec(package.lower()) is None
    assert re.search(rf"(?i)^ *\"{re.escape(name)}", (ROOT / "pyproject.toml").read_text()) is None
    return OTHER_ROOM if "SPC" in package or "plot" in name or "qi" in name else f"no {name} here"


def close(found: intervals.Limits, *wanted: float) -> str:
    """Nothing where limits are as wanted, to the digits in which the file gives them."""
    pairs = zip(found, wanted, strict=True)
    agree = all(math.isclose(f, w, abs_tol=5e-6) or (f == w) for f, w in pairs)
    return "" if agree else f"{[float(f) for f in found]} and not {wanted}"


def _arguments(row: Row) -> list[float]:
    inside = re.search(r"\(([^)\"]*)", row["call"])
    assert inside
    return [float(n) for n in re.findall(r"(?<![\w.=])\d+(?:\.\d+)?", inside[1])]


def _confidence(row: Row) -> float:
    stated = re.search(r"alpha=([\d.]+)", row["call"])
    return 1 - float(stated[1]) if stated else 0.95


def ratio_of_rates(row: Row) -> str:
    """Limits of a ratio of rates differ at both ends; none have 0 below or no end above."""
    four = _arguments(row)[:4]
    lower, upper = disparity.ratio_of_rates(*four, _confidence(row))
    if not lower < upper or (four[0] == 0 and lower != 0) or (four[2] == 0 and upper != INF):
        return f"{lower} to {upper}"
    return ""


def log_of_nothing(row: Row) -> str:
    """No events are no error, and their lower limit is 0."""
    lower, upper = disparity.ratio_of_rates(0, 1500, 4, 1500)
    shares = disparity.ratio_of_proportions(0, 50, 5, 60)
    return "" if lower == shares[0] == 0 and upper > 0 and shares[1] > 0 else f"{lower}"


def arrays_at_once(row: Row) -> str:
    """A hundred ratios at once are a hundred ratios."""
    counts = np.arange(100.0)
    limits = disparity.ratio_of_rates(counts, np.full(100, 1500.0), counts[::-1], 1500)
    return "" if limits[0].shape == (100,) and (limits[0] <= limits[1]).all() else "not a row each"


def ratio_of_proportions(row: Row) -> str:
    """Limits of a ratio of shares are real, in order, and hold the ratio."""
    x, n, ref_x, ref_n = _arguments(row)[:4]
    limits = disparity.ratio_of_proportions(x, n, ref_x, ref_n, _confidence(row))
    if any(np.iscomplexobj(limit) or np.isnan(limit) for limit in limits):
        return f"{limits}"
    ratio = (x / n) / (ref_x / ref_n) if ref_x else INF if x else NAN
    held = math.isnan(ratio) or limits[0] <= ratio <= limits[1]
    return "" if held and limits[0] < limits[1] else f"{limits} without {ratio}"


def wilson_of_more(row: Row) -> str:
    """More events than their base are refused, no base has no limits."""
    events, base = _arguments(row)[:2]
    if events > base > 0:
        with pytest.raises(ValueError, match="more events than their base"):
            intervals.wilson(events, base)
        return ""
    return "" if np.isnan(intervals.wilson(0, 0)).all() else "limits without a base"


def rate_of_none(row: Row) -> str:
    """No events have the limits 0 and 3.68888, and do not spoil the others' in their frame."""
    lower, upper = intervals.poisson_limits([0, 20, 100])
    exact = intervals.exact_limits(0)
    fault = close((lower[0], upper[0]), 0, 3.68888) + close(exact, 0, 3.68888)
    return fault or ("" if np.isfinite(lower).all() and np.isfinite(upper).all() else "a frame")


def fast_in_rows(row: Row) -> str:
    """Twenty thousand proportions are one call over arrays, with a row each."""
    limits = intervals.wilson(np.arange(20_000), np.full(20_000, 20_000))
    return "" if limits[0].shape == (20_000,) else f"{limits[0].shape}"


def clipped_at_the_multiplier(row: Row) -> str:
    """A funnel per 1,000 is clipped at 1,000, and not at 100."""
    limits = funnels.clipped((np.array([-5.0]), np.array([1500.0])), 1000)
    return close((limits[0][0], limits[1][0]), 0, 1000)


def slope_of_shares(row: Row) -> str:
    """A rising share rises, and a falling one falls."""
    bases = np.full(5, 1000)
    rising = trend.line_by_count([100, 150, 200, 250, 300], bases).direction
    falling = trend.line_by_count([300, 250, 200, 150, 100], bases).direction
    return "" if (rising, falling) == (1, -1) else f"{rising} and {falling}"


def divided_by_nothing(row: Row) -> str:
    """The engine divides by counts only in judgement, where nothing to divide by is absent."""
    with open_connection() as connection:
        observed = connection.execute("SELECT 5/0, 0/0").fetchall()[0]
    assert not math.isfinite(observed[0])
    own = intervals.wilson([0, 0], [0, np.nan]) + intervals.observed_expected([5, 0], [0, 0])
    divides = [p for p in (ROOT / "metrics" / "counting").glob("*.py")
               if re.search(r"SELECT[^\"]*[a-z\")]\s/\s", p.read_text("utf-8"))]  # fmt: skip
    return "" if np.isnan(own).all() and not divides else f"{own}, {divides}"


def whole_numbers_overflow(row: Row) -> str:
    """Chi-square of large whole numbers is what it is of the same numbers with a point."""
    x, n = [994, 1023, 1199, 1332, 1367], [40299, 41527, 42811, 44064, 44701]
    scale = 10**6
    whole = trend.line_by_count(np.array(x) * scale, np.array(n) * scale).chi_square
    exact = trend.line_by_count(x, n).chi_square * scale
    return "" if math.isclose(whole, exact, rel_tol=1e-9) else f"{whole} and not {exact}"


def quantiles(row: Row) -> str:
    """Quantiles come from scipy: 3.090232306167813 is the normal one at 99.8%."""
    half = intervals.wilson(50, 100, 0.998)[1] - 0.5
    z = 3.090232306167813
    wanted = z * math.sqrt(100 + z * z) / (2 * (100 + z * z))
    return "" if math.isclose(half, wanted, rel_tol=1e-12) else f"{half} and not {wanted}"


TRAPS = (
    ("statsmodels", r"poisson_2indep\(arrays", arrays_at_once),
    ("statsmodels", r"poisson_2indep\(0,\.\.\)|method=\"log\"|wald-log", log_of_nothing),
    ("statsmodels", r"confint_poisson_2indep", ratio_of_rates),
    ("statsmodels", r"confint_proportions_2indep", ratio_of_proportions),
    ("statsmodels", r"proportion_confint", wilson_of_more),
    ("PHStatsMethods", r"ph_rate|exact_lower|byars", rate_of_none),
    ("PHStatsMethods", r"20,000 rows", fast_in_rows),
    ("PHEindicatormethods", r"min\(100", clipped_at_the_multiplier),
    ("fingertips", r"TrendMarker", slope_of_shares),
    ("DuckDB", r"/0", divided_by_nothing),
    ("DuckDB", r"BIGINT", whole_numbers_overflow),
    ("DuckDB", r"no quantile", quantiles),
)
JUDGES = {"50_library_traps": lambda rows: [judged(row) for row in rows]}

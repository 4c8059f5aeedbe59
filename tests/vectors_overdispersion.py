"""Files 14 and 15: how far units spread over chance, and the wider funnel for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from scipy import stats
from vector_rows import Held, Row, Verdict, numbers, verdict

from metrics.judgement import funnels, overdispersion
from metrics.judgement.intervals import Limits
from metrics.judgement.overdispersion import Scores, Spread

LEVELS = {"95": 0.95, "99": 0.998}
# The reference rounds its normal quantiles to six decimals: the confidence that they stand for.
ROUNDED = {0.95: 1 - 2 * stats.norm.sf(1.959964), 0.998: 1 - 2 * stats.norm.sf(3.090232)}
TRIMMED = "the reference leaves out the outer units of a ratio; the engine draws them in"
OTHER_SCALE = "a scale that the scorecard does not use; its scores go in, and their spread is held"
TURNED = "past a right angle the sine turns back: the reference falls where the limit is 100%"
OUTLIER = "the reference's mark of units outside its funnel: the engine judges by the interval"


OWN_SCALES = ("PR", "SR")
SCALED = ("target_transformed", "Y", "Uzscore")
LIMITS = [f"{end}{name}" for end in ("LCL", "UCL") for name in LEVELS]
LIMITS += [f"OD{name}{end}" for end in ("LCL", "UCL") for name in LEVELS]


@dataclass(frozen=True)
class Case:
    """One group of units of the reference: their kind, their scores, and how far they spread."""

    kind: str
    times: float
    centre: float
    y: np.ndarray
    scores: Scores
    share: float
    spread: Spread


def overdispersed(rows: list[Row]) -> list[Verdict]:
    """Each unit's score and limits, and each group's phi and tau squared."""
    points = [row for row in rows if row["row"] == "point"]
    units = {name: list(g) for name, g in groupby(points, key=lambda r: r["case_id"])}
    summaries = {row["case_id"]: row for row in rows if row["row"] == "summary"}
    cases = {name: case(summaries[name], units[name]) for name in units if name in summaries}
    found = []
    for row in rows:
        name = row["case_id"]
        if name not in cases:
            found.append(Verdict(row["vector_id"], 0, (), "the group's other rows are not here"))
        elif row["row"] == "summary":
            found.append(summary(row, cases[name]))
        else:
            found.append(point(row, cases[name], units[name].index(row)))
    return found


def case(head: Row, rows: list[Row]) -> Case:
    """The scores of a group, by the engine where it has the scale, and how far they spread."""
    events, base = np.array([numbers(r, "numerator", "denominator") for r in rows]).T
    trim, times = numbers(head, "trim_by", "multiplier")
    kind = head["data_type"]
    if kind == "SR" and head["sr_method"] == "CQC":
        kind = "SR_ROOT"
    centre = funnels.average(events, base)
    y, middle, error = _scale(kind, events, base, centre)
    scores = _scores(kind, events, base, Scores((y - middle) / error, error))
    share = 0.0 if kind == "SR" else trim
    kept = _kept(scores, trim) if kind == "SR" else scores
    spread = overdispersion.spread(kept, share)
    return Case(kind, times, centre, y, scores, share, spread)


def _scores(kind: str, events: np.ndarray, base: np.ndarray, by_formula: Scores) -> Scores:
    if kind == "PR":
        centre = funnels.average(events, base)
        return overdispersion.proportion_scores(events, base, centre)
    return overdispersion.ratio_scores(events, base) if kind == "SR" else by_formula


def _scale(
    kind: str, events: np.ndarray, base: np.ndarray, centre: float
) -> tuple[np.ndarray, float, np.ndarray]:
    """The reference's own scales: value, centre and error. The engine has the first two."""
    if kind == "PR":
        return np.arcsin(np.sqrt(events / base)), np.arcsin(np.sqrt(centre)), 1 / (2 * base**0.5)
    if kind == "SR":
        return np.log(events / base), 0.0, 1 / np.sqrt(base)
    if kind == "SR_ROOT":
        return np.sqrt(events / base), 1.0, 1 / (2 * np.sqrt(base))
    x, n = events + 0.5, base + 0.5
    return np.log(x / n), np.log(centre), np.sqrt(events / x**2 + base / n**2)


def _kept(scores: Scores, trim: float) -> Scores:
    """The scores that the reference does not trim: those in neither its first nor its last part."""
    parts = round(1 / trim)
    part = stats.rankdata(scores.z) * parts // (len(scores.z) + 1)
    kept = (part > 0) & (part < parts - 1)
    return Scores(scores.z[kept], scores.error[kept])


def summary(row: Row, of: Case) -> Verdict:
    """Phi and tau squared of a group."""
    held = [Held("phi", of.spread.phi), Held("tau2", of.spread.tau_squared)]
    return verdict(row, held, {}, ["data_type", "sr_method", "trim_by"])


def point(row: Row, of: Case, place: int) -> Verdict:
    """One unit's value, scores and limits."""
    events, base = numbers(row, "numerator", "denominator")
    middle = _scale(of.kind, np.array([events]), np.array([base]), of.centre)[1]
    drawn_in = overdispersion.winsorised(of.scores.z, of.share)[place]
    held = [
        Held("rr", events / base), Held("target_transformed", float(middle)),
        Held("Y", float(of.y[place])), Held("Uzscore", float(of.scores.z[place])),
        Held("Wuzscore", float(drawn_in)),
        *_limits(of, base),
    ]  # fmt: skip
    reasons = {"outlier": OUTLIER}
    if of.kind not in OWN_SCALES:
        held = [result for result in held if result.column in {"rr", "Wuzscore"}]
        reasons |= dict.fromkeys([*SCALED, *LIMITS], OTHER_SCALE)
    if of.kind == "SR" and of.spread.units < len(of.scores.z):
        held = [result for result in held if result.column != "Wuzscore"]
        reasons["Wuzscore"] = TRIMMED
    return verdict(row, held, reasons, ["numerator", "denominator", "group"])


def _limits(of: Case, base: float) -> Iterator[Held]:
    for name, confidence in LEVELS.items():
        # Without spread over chance the reference falls back on its unadjusted limits.
        plain = _plain(of, base, confidence)
        wide = _wide(of, base, confidence) if of.spread.phi > 1 else plain
        for end, limit in zip(("LCL", "UCL"), plain, strict=True):
            yield Held(f"{end}{name}", float(limit) * of.times)
        for end, limit in zip(("LCL", "UCL"), wide, strict=True):
            yield Held(f"OD{name}{end}", float(limit) * of.times)


def _plain(of: Case, base: float, confidence: float) -> Limits:
    if of.kind != "PR":
        return funnels.rate_funnel(base, confidence)
    return overdispersion.wide_proportion_funnel(of.centre, base, 0.0, ROUNDED[confidence])


def _wide(of: Case, base: float, confidence: float) -> Limits:
    tau_squared, confidence = of.spread.tau_squared, ROUNDED[confidence]
    if of.kind != "PR":
        return overdispersion.wide_ratio_funnel(base, tau_squared, confidence)
    return overdispersion.wide_proportion_funnel(of.centre, base, tau_squared, confidence)


def curve(row: Row) -> Verdict:
    """Both limits at both levels for one size of unit."""
    target, tau_squared, size = numbers(row, "target", "tau2", "number_seq")
    held = []
    for name, confidence in (("95", 0.95), ("998", 0.998)):
        if row["data_type"] == "PR":
            rounded = ROUNDED[confidence]
            limits = overdispersion.wide_proportion_funnel(target, size, tau_squared, rounded)
        elif tau_squared:
            wide = overdispersion.wide_ratio_funnel(size, tau_squared, ROUNDED[confidence])
            limits = (wide[0] * target, wide[1] * target)
        else:
            limits = funnels.rate_funnel(size * target, confidence)
            limits = (limits[0] * target, limits[1] * target)
        held += [Held(f"ll{name}", float(limits[0])), Held(f"ul{name}", float(limits[1]))]
    full = {h.column for h in held if row["data_type"] == "PR" and h.engine == 1.0}
    turned = {column: TURNED for column in full if row[column] != "1"}
    held = [h for h in held if h.column not in turned]
    return verdict(row, held, turned, ["data_type", "target", "tau2", "number_seq"])


JUDGES = {
    "14_funnel_overdispersion": overdispersed,
    "15_funnel_limits_funnelplotr": lambda rows: [curve(row) for row in rows],
}

"""A funnel in words: where each unit lies, how far units spread, and the chart's alternative."""

from metrics.definitions.models import Metric
from metrics.figure import Figure
from metrics.funnel import Funnel
from metrics.judgement.chance import by_chance
from metrics.judgement.funnels import FAR, NEAR
from metrics.judgement.overdispersion import FEWEST_UNITS
from metrics.wording.judgements import absent_words, judged_number
from metrics.wording.numbers import number, plural
from metrics.wording.periods import long_period

PLACES = {
    2: "above the 99.8% limit",
    1: "above the 95% limit",
    0: "within the limits",
    -1: "below the 95% limit",
    -2: "below the 99.8% limit",
}
MOST_NAMED = 4


def funnel_sentence(funnel: Funnel, metric: Metric) -> str:
    """How many units lie outside the limits, and how many would by chance alone."""
    places = [abs(point.place) for point in funnel.points]
    outside, far = sum(place > 0 for place in places), sum(place > 1 for place in places)
    near, beyond = (
        number(float(by_chance(len(places), level)), decimals)
        for level, decimals in ((NEAR, 1), (FAR, 2))
    )
    verb = "lies" if outside == 1 else "lie"
    return (
        f"Around the whole force's {judged_number(funnel.centre, metric)}, {outside} of "
        f"{plural(len(places), funnel.level)} {verb} outside the 95% limits, {far} of them outside "
        f"those of 99.8% too. If only chance were at work, about {near} and {beyond} would."
    )


def spread_sentence(funnel: Funnel) -> str:
    """Whether units spread by more than chance, and whether wider limits are offered for it."""
    spread = funnel.spread
    phi = f"phi {number(spread.phi, 2)}"
    if spread.phi <= 1:
        return f"The units spread no more than chance would have them ({phi})."
    said = f"The units spread more than chance would have them ({phi}; by chance, 1)."
    if not spread.offer_wider:
        return f"{said} Wider limits need at least {FEWEST_UNITS} units and are not drawn."
    return (
        f"{said} They differ in what they do and whom they serve. The dotted limits allow for that "
        f"(tau squared {number(spread.tau_squared, 5)}): outside them a unit stands out from the "
        "rest, not only from the average."
    )


def hidden_sentence(funnel: Funnel) -> str:
    """Which units are not in the funnel, and why; else empty."""
    named = [f"{name} ({why_not_in(figure)})" for name, figure in funnel.hidden]
    return f"Not shown: {', '.join(named)}." if named else ""


def why_not_in(figure: Figure) -> str:
    """Why a unit is not in a funnel: it has no figure, or is not compared with the rest."""
    return absent_words(figure) if figure.judged is None else figure.comparison_reason


def funnel_alt(funnel: Funnel, metric: Metric) -> str:
    """Alternative text of a funnel."""
    period = long_period(funnel.points[0].figure.period) if funnel.points else ""
    return (
        f"Funnel chart: {metric.title} by {funnel.level}, {period}. Force "
        f"{judged_number(funnel.centre, metric)}. Above the limits: {_named(funnel, 1)}; below: "
        f"{_named(funnel, -1)}. Table follows."
    )


def _named(funnel: Funnel, side: int) -> str:
    names = [point.name for point in funnel.points if point.place * side > 0]
    if len(names) > MOST_NAMED:
        return plural(len(names), "unit")
    return ", ".join(names) or "none"

"""The numbers that decide a judgement: what is printed beside one must not seem to reach it."""

from metrics.definitions.models import Better, Metric, Step, Target

# A ratio inside the outer two is never flagged, and 1 is no difference.
PARITY = 1.0
FLAG_EDGES = (0.8, PARITY, 1.25)


def target_ends(metric: Metric) -> tuple[float, ...]:
    """Each target of a metric and the end of the band next to it, on both sides if it has two."""
    if not isinstance(metric.target, Target):
        return ()
    return tuple(end for aim in metric.target.in_turn for end in _ends(aim, metric.better))


def _ends(aim: Step | Target, better: Better) -> list[float]:
    up = better in {Better.LOWER, Better.ZERO} or (better is Better.ONE and aim.value >= PARITY)
    ends = [aim.value, aim.value + (aim.amber_within if up else -aim.amber_within)]
    if better is Better.ZERO:
        ends += [-end for end in ends]
    if better is Better.ONE:
        ends += [PARITY / end for end in ends if end]
    return ends

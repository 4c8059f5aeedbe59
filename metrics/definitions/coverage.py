"""Headlines, systems and units: the names that are used are there, and none is left open."""

from collections.abc import Iterator, Sequence

from metrics.definitions.checking import Fault, repeated
from metrics.definitions.models import Metric, Scorecard, System, Theme
from metrics.errors import did_you_mean

MOST_HEADLINES = 4


def headline_faults(theme: Theme, scorecard: Scorecard, names: Sequence[str]) -> Iterator[Fault]:
    """Headlines of a theme that are no metric, or another theme's, or too many; `names` are all."""
    mine = {action.id for action in theme.key_actions}
    others = {m.id: m.key_action for m in scorecard.metrics if m.key_action not in mine}
    yield from _unknown_faults("headlines", theme.headlines, names)
    for index, name in enumerate(theme.headlines):
        if name in others:
            fault = f"'{name}' measures the key action {others[name]}, of another theme"
            yield ("headlines", index), fault, "Name a metric of this theme."
    if len(theme.headlines) > MOST_HEADLINES:
        fault = f"there are {len(theme.headlines)} headlines"
        yield ("headlines",), fault, f"Keep {MOST_HEADLINES}: more say less."
    if theme.headlines and not theme.headlines_because:
        fault = "nothing says why these are the headlines"
        yield ("headlines",), fault, "Add a line 'headlines_because: …' here."


def system_faults(system: System, names: Sequence[str]) -> Iterator[Fault]:
    """Metrics of a system that are none, and a system without any that does not say why."""
    yield from _unknown_faults("metrics", system.metrics, names)
    if bool(system.metrics) == bool(system.without):
        fault = "it has no metric" if system.without == "" else "it has metrics, and says why not"
        yield ("metrics",), fault, "Write 'metrics: […]', or 'without: …' with the reason."


def unit_faults(metric: Metric, codes: Sequence[str]) -> Iterator[Fault]:
    """Units in which a metric does not apply, and that there are not."""
    for index, code in enumerate(metric.not_in):
        if code not in codes:
            yield ("not_in", index), f"unknown unit '{code}'", did_you_mean(code, codes)


def _unknown_faults(key: str, listed: Sequence[str], names: Sequence[str]) -> Iterator[Fault]:
    for index, name in repeated(listed):
        yield (key, index), f"'{name}' stands there already", "Keep one of the two."
    for index, name in enumerate(listed):
        if name not in names:
            yield (key, index), f"unknown metric '{name}'", did_you_mean(name, names)

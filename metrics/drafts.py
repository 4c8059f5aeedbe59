"""A measure as somebody is about to define it, tried beside the scorecard, which stays as it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from metrics.access import Scope, sees_everything
from metrics.children import Progress
from metrics.definition_changes import Difference, differences
from metrics.definitions.audiences import Tier
from metrics.definitions.configuration import Configuration
from metrics.definitions.loading import configuration_of
from metrics.definitions.yaml_reading import read_text
from metrics.errors import Finding, ScorecardError, single_fault
from metrics.examples import check_examples
from metrics.overlap import under_both, under_new
from metrics.store import Store
from metrics.wording.overlap import Both

FILE = "scorecard.yaml"
NAME = "The draft"


@dataclass(frozen=True)
class Draft:
    """A definition that was tried: the configuration with it and what differs, or what is wrong.

    The lines of findings about it are counted from its own first line.
    """

    text: str
    findings: tuple[Finding, ...] = ()
    configuration: Configuration | None = None
    differences: tuple[Difference, ...] = ()


def text_of(configuration: Configuration, metric: str) -> str:
    """The lines of the scorecard that define a metric."""
    lines, start, end = _span(configuration, metric)
    return "\n".join(lines[start:end]) + "\n"


def tried(configuration: Configuration, metric: str, text: str) -> Draft:
    """A draft in the place of a metric, or after all others where that is empty, read and checked.

    Everything is checked that `scorecard check` does, its own examples among it, and nothing is
    kept.
    """
    lines, start, end = _span(configuration, metric)
    mine = text.rstrip().splitlines()
    whole = "\n".join([*lines[:start], *mine, *lines[end:]]) + "\n"
    try:
        texts = {**configuration.texts, FILE: whole}
        changed = replace(configuration_of(texts), folder=configuration.folder)
        new = [id_ for id_, m in changed.metrics.items() if m != configuration.metrics.get(id_)]
        faults = check_examples(changed, new)
    except ScorecardError as error:
        return Draft(text, _placed(error.findings, start, len(mine)))
    if faults:
        return Draft(text, _placed(faults, start, len(mine)))
    return Draft(text, (), changed, tuple(differences(configuration, changed)))


def previewed(
    store: Store, scope: Scope, own: Tier, pair: tuple[Configuration, Configuration],
    progress: Progress,
) -> dict[str, list[Both]]:  # fmt: skip
    """What each period of a changed or a new measure is, on what is loaded, for the force.

    `pair` is the configuration as it is and as drafted; `own` is the tier of the scope. Nothing is
    protected, so ScorecardError is raised where the scope does not see every unit and every count.
    """
    if not sees_everything(scope, own):
        fault = "a preview has counts that nothing protects, and your view does not"
        raise single_fault("Preview", fault, "Ask an analyst to try it.")
    found = list(differences(*pair))
    broken = [one.broken for one in found if one.broken]
    added = [one.added for one in found if one.added]
    both = under_both(store, *pair, broken, progress) if broken else {}
    return {**both, **(under_new(store, pair[1], added, progress) if added else {})}


def _span(configuration: Configuration, metric: str) -> tuple[list[str], int, int]:
    """The lines of the scorecard, and from where to before which of them a metric is defined."""
    text = configuration.texts[FILE]
    lines = text.splitlines()
    if not metric:
        return lines, len(lines), len(lines)
    document = read_text(text, FILE)
    places = [document.line(("metrics", n)) - 1 for n in range(len(configuration.metrics))]
    number = list(configuration.metrics).index(metric)
    end = [*places, len(lines)][number + 1]
    while not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#"):
        end -= 1
    return lines, places[number], end


def _placed(findings: Sequence[Finding], start: int, length: int) -> tuple[Finding, ...]:
    """Findings with the lines of the draft where they are of it, else with the file's name."""
    placed = []
    for one in findings:
        line = (one.line or 0) - start
        mine = one.place.endswith(FILE) and 0 < line <= length
        name = NAME if mine else Path(one.place).name
        placed.append(replace(one, place=name, line=line if mine else one.line))
    return tuple(placed)

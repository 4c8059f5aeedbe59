"""The figures of every tier from the same counts: each rule once, two at a time, each in a child.

Two tiers of one rule share their figures. Protecting takes most of the time of a release, and the
rules have nothing to do with one another.
"""

import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from metrics.children import Answer, Errand, Progress, run_all, serve
from metrics.definitions.audiences import Tier
from metrics.definitions.configuration import Configuration
from metrics.disclosure.suppression import protect
from metrics.judgement.assessment import Assessed, assess
from metrics.revisions import Kept

MOST_MEMORY = 4_000_000_000
MOST_SECONDS = 3_600


@dataclass(frozen=True, slots=True)
class Asked:
    """A tier whose figures are wanted, and what its last release keeps, if there is one."""

    tier: Tier
    before: Kept | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one tier, and the disclosure report on them."""

    assessed: Assessed
    disclosure: pd.DataFrame


@dataclass(frozen=True)
class Task:
    """What a child is asked to do: protect and judge the counts of a file, and write to another."""

    asked: Asked
    configuration: Configuration
    counts: Path
    figures: Path


def figures_apart(
    asked: Sequence[Asked], counts: pd.DataFrame, configuration: Configuration, folder: Path,
    progress: Progress,
) -> Mapping[str, Figures]:  # fmt: skip
    """The figures that each tier may see of these counts, by tier, made by children in `folder`.

    `counts` has the columns of `Calculation.counts`, unprotected: the file with them must not
    outlive `folder`. Raises ScorecardError where a withheld count could still be worked out, and
    where a child is ended.
    """
    file, rules = folder / "counts.pickle", _by_rule(asked)
    counts.to_pickle(file)
    tasks = [
        Task(tiers[0], configuration, file, folder / f"figures-{number}.pickle")
        for number, tiers in enumerate(rules)
    ]
    cure = "Nothing was changed. Calculate on a machine with more memory, or ask for help."
    errand = Errand(__name__, MOST_MEMORY, MOST_SECONDS, "protecting and judging", cure)
    run_all(errand, tasks, progress)
    made: dict[str, Figures] = {}
    for task, tiers in zip(tasks, rules, strict=True):
        figures = Figures(*pickle.loads(task.figures.read_bytes()))  # noqa: S301 - our child's
        made |= {each.tier.id: figures for each in tiers}
    return made


def figures_here(
    asked: Sequence[Asked], counts: pd.DataFrame, configuration: Configuration, _: Path,
    progress: Progress,
) -> Mapping[str, Figures]:  # fmt: skip
    """The same figures made in this process."""
    made: dict[str, Figures] = {}
    for tiers in _by_rule(asked):
        figures = _figures(tiers[0], counts, configuration, progress)
        made |= {each.tier.id: figures for each in tiers}
    return made


def _by_rule(asked: Sequence[Asked]) -> list[list[Asked]]:
    """The tiers that share their figures: of one rule, with last releases of the same loads."""
    rules: dict[object, list[Asked]] = {}
    for each in asked:
        # All of a tier but what it is called and for whom it is.
        rule = replace(each.tier, id="any", title="any", audience="any")
        rules.setdefault((rule, each.before.loads if each.before else None), []).append(each)
    return list(rules.values())


def _figures(
    asked: Asked, counts: pd.DataFrame, configuration: Configuration, progress: Progress
) -> Figures:
    tier, then = asked.tier, asked.before.figures if asked.before else None
    progress(f"Protecting and judging for the {tier.title} tier")
    protected = protect(counts, tier, configuration, then, progress)
    return Figures(assess(protected.counts, configuration), protected.report)


def _work(task: Task, progress: Progress) -> Answer:
    counts: pd.DataFrame = pd.read_pickle(task.counts)  # noqa: S301 - our own parent's
    title = task.asked.tier.title
    made = _figures(
        task.asked, counts, task.configuration, lambda words: progress(f"{title}: {words}")
    )
    # In a child this module has another name, and so have its types.
    task.figures.write_bytes(pickle.dumps((made.assessed, made.disclosure)))
    return {}


if __name__ == "__main__":
    serve(_work)

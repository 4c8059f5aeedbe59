"""The figures of every tier from the same counts: each rule once, two at a time, each in a child.

Two tiers of one rule share their figures. Protecting takes most of the time of a release, and the
rules have nothing to do with one another.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from metrics.children import Ahead, Answer, Errand, Progress, serve
from metrics.counting.apart import counts_apart, counts_here, read_counts
from metrics.counting.calculation import Calculation
from metrics.counting.reasons import NO_OTHER_SIDE
from metrics.definitions.configuration import Configuration
from metrics.disclosure.earlier import Last, tells_of_few
from metrics.disclosure.suppression import protect
from metrics.judgement.assessment import Assessed, assess_each
from metrics.judgement.unknown import UNKNOWN
from metrics.manifest import Asked, same_rules
from metrics.release_file import digest_of, read_table, write_draft
from metrics.revisions import KEYS, SHOWN, figures_kept
from metrics.side_by_side import AT_ONCE, After, run_all

MOST_MEMORY = 4_000_000_000
MOST_SECONDS = 3_600
# What is made now rests on these tables of the last release.
ALIKE = ("figures", "revisions", "breaks", "definitions")


@dataclass(frozen=True)
class Task:
    """What a child is asked to do: protect and judge the counts of a file, and write a draft."""

    asked: Asked
    configuration: Configuration
    counts: Path
    draft: Path


def drafts_apart(
    asked: Sequence[Asked], calculation: Calculation, folder: Path, progress: Progress,
    after: After[Task],
) -> Mapping[str, Path]:  # fmt: skip
    """Drafts of the releases of a calculation, by tier, made by children in `folder`.

    There is none of a tier that waits: it may, and what it has shown would change by a few people.
    `after` is done in this process with the task of each draft that is made, some time later.

    The file of counts in `folder` is unprotected, and must not outlive it. Raises ScorecardError
    where a withheld count could still be worked out, and where a child is ended.
    """
    with Ahead() as ahead:
        # While one child counts, those that protect and judge come up.
        ahead.prepare(__name__, AT_ONCE)
        counts = counts_apart(calculation, folder, progress)
        tasks, drafts = _tasks(asked, calculation, counts, folder)
        cure = "Nothing was changed. Calculate on a machine with more memory, or ask for help."
        errand = Errand(__name__, MOST_MEMORY, MOST_SECONDS, "protecting and judging", cure)
        run_all(errand, tasks, progress, ahead.take, partial(_if_made, after))
    return _made(drafts)


def drafts_here(
    asked: Sequence[Asked], calculation: Calculation, folder: Path, progress: Progress,
    after: After[Task],
) -> Mapping[str, Path]:  # fmt: skip
    """The same drafts made in this process."""
    counts = counts_here(calculation, folder, progress)
    tasks, drafts = _tasks(asked, calculation, counts, folder)
    for task in tasks:
        _work(task, progress)
        _if_made(after, task, progress)
    return _made(drafts)


def _if_made(after: After[Task], task: Task, progress: Progress) -> None:
    if task.draft.exists():
        after(task, progress)


def _made(drafts: Mapping[str, Path]) -> Mapping[str, Path]:
    return {tier: draft for tier, draft in drafts.items() if draft.exists()}


def _tasks(
    asked: Sequence[Asked], calculation: Calculation, counts: Path, folder: Path
) -> tuple[list[Task], Mapping[str, Path]]:
    """A task for each rule, with the file of counts, and the draft of each tier.

    What withholds nothing comes first: it is soon made, and has the most figures to be kept. Then
    the highest threshold, so that no core waits for what takes long: the more there is to withhold
    the longer is looked for what else is.
    """
    tasks: list[Task] = []
    drafts: dict[str, Path] = {}
    rules = tiers_of_one_rule(asked)
    rules.sort(key=lambda tiers: (tiers[0].tier.threshold > 0, -tiers[0].tier.threshold))
    for number, tiers in enumerate(rules):
        draft = folder / f"draft-{number}.duckdb"
        task = Task(tiers[0], calculation.configuration, counts, draft)
        tasks.append(task)
        drafts |= {each.tier.id: task.draft for each in tiers}
    return tasks, drafts


def tiers_of_one_rule(asked: Sequence[Asked]) -> list[list[Asked]]:
    """The tiers that share their figures: of one rule, with last releases that are alike.

    Of two tiers that had another rule each, one has shown what the other has not.
    """
    return [
        alike
        for tiers in _grouped(asked, _rule_of)
        for alike in (_grouped(tiers, _last_of) if len(tiers) > 1 else [tiers])
    ]


def _grouped(asked: Sequence[Asked], key: Callable[[Asked], object]) -> list[list[Asked]]:
    groups: dict[object, list[Asked]] = {}
    for each in asked:
        groups.setdefault(key(each), []).append(each)
    return list(groups.values())


def _rule_of(asked: Asked) -> object:
    """All of a tier but what it is called and for whom it is, and what it was last made from."""
    return replace(asked.tier, id="any", title="any", audience="any"), asked.numbers


def _last_of(asked: Asked) -> object:
    return digest_of(asked.file, ALIKE) if asked.file else ()


def _work(task: Task, progress: Progress) -> Answer:
    counts = read_counts(task.counts)
    tier, configuration, then = task.asked.tier, task.configuration, _last(task)

    def say(words: str) -> None:
        progress(f"{tier.title}: {words}")

    if task.asked.may_wait and then and tells_of_few(counts, then, tier, configuration):
        return {}
    protected = protect(counts, tier, configuration, then, say)
    judged = _told(assess_each(protected.counts, configuration), len(configuration.metrics), say)
    write_draft(task.draft, judged, protected.report)
    return {}


def _last(task: Task) -> Last | None:
    """What the last release has of the metrics that are made now, of a tier that withholds."""
    asked, configuration = task.asked, task.configuration
    if not asked.last or asked.tier.threshold == 0:
        return None
    file, names = asked.last.file, list(configuration.metrics)
    undivided, unreliable = (
        read_table(
            file, "figures", [*KEYS, *SHOWN], "list_contains(?, metric) AND reason LIKE ?",
            [names, f"{reason}%"],
        )
        for reason in (NO_OTHER_SIDE, UNKNOWN)
    )  # fmt: skip
    return Last(
        figures_kept(file, names), undivided, unreliable, read_table(file, "disclosure"),
        same_rules(asked, configuration),
    )  # fmt: skip


def _told(judged: Iterable[Assessed], metrics: int, progress: Progress) -> Iterator[Assessed]:
    """The same, with progress."""
    done = 0
    for each in judged:
        done += each.figures["metric"].nunique()
        progress(f"Judging measures ({done} of {metrics})")
        yield each


if __name__ == "__main__":
    serve(_work)

"""The document of key actions and systems, and the metrics that measure them."""

from collections.abc import Iterator, Sequence

from markdown import link, table

from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Better, Holder, KeyAction, Metric, System, Theme
from metrics.wording.judgements import BETTER, what_is_judged
from metrics.wording.numbers import plural
from metrics.wording.periods import day_text
from metrics.wording.targets import target_text

ABOUT_EFFECT = (
    "A measure of effect says what changed for people. What was done, such as people trained, and "
    "what is shown for context stand beside it and do not take its place."
)


def coverage(configuration: Configuration, notice: str) -> Iterator[str]:
    """The lines of the document: themes, key actions, systems, and every metric."""
    themes, metrics = configuration.scorecard.themes, configuration.scorecard.metrics
    actions = [action.id for theme in themes for action in theme.key_actions]
    yield from ("# Key actions, systems and their metrics", "", notice.format("scorecard.yaml"), "")
    without = sum(not configuration.measures_of(action)[0] for action in actions)
    yield f"{plural(len(metrics), 'metric')} over {plural(len(themes), 'theme')}."
    verb = "has" if without == 1 else "have"
    yield f"Of {plural(len(actions), 'key action')}, {without} {verb} no measure of effect yet."
    yield from ("", ABOUT_EFFECT, "")
    for theme in themes:
        yield from _theme(configuration, theme)
    if configuration.scorecard.systems:
        yield from _systems(configuration.scorecard.systems)
    yield from ("## Metrics", "")
    for metric in metrics:
        yield from _metric(configuration, metric)


def _theme(configuration: Configuration, theme: Theme) -> Iterator[str]:
    yield from (f"## Theme {theme.id}: {theme.name}", "")
    yield from (f"- Aim: {theme.aim}", f"- Outcome: {theme.outcome}", f"- Lead: {theme.lead.role}")
    if theme.headlines:
        titles = [f"{configuration.metrics[id_].title} ({link(id_)})" for id_ in theme.headlines]
        yield f"- Headlines: {'; '.join(titles)}"
        yield f"- Why these: {theme.headlines_because}"
    yield ""
    rows = [_action(configuration, action) for action in theme.key_actions]
    heads = ["Key action", "Measures of effect", "Beside them", "Owner of the action"]
    yield from table(heads, rows)


def _action(configuration: Configuration, action: KeyAction) -> tuple[str, ...]:
    effects, others = configuration.measures_of(action.id)
    owed = f"No measure{' of effect' if others else ''} yet: {action.owner} owes one"
    shown = ", ".join(link(metric.id) for metric in effects)
    beside = ", ".join(link(metric.id) for metric in others)
    return f"{action.id} {action.text}", shown or owed, beside or "none", action.owner


def _systems(systems: Sequence[System]) -> Iterator[str]:
    yield from ("## Systems", "", "What the strategy rests on, and what must not be misread.", "")
    rows = [
        (one.title, one.guard, ", ".join(map(link, one.metrics)) or one.without) for one in systems
    ]
    yield from table(["System", "Not to be misread", "Metrics"], rows)
    yield from (
        "### What no extract holds",
        "",
        "What is asked of a system, and why it is not there.",
        "",
    )
    held = [(one.title, one.not_held) for one in systems if one.not_held]
    yield from table(["System", "What is not held, and why"], held)


def _metric(configuration: Configuration, metric: Metric) -> Iterator[str]:
    yield from (f"### {metric.id}", "", f"**{metric.title}.** {metric.why}", "")
    codings = [configuration.breakdown(metric, name) for name in metric.breakdowns]
    head = metric.headline
    judged = configuration.breakdown(metric, head.value or head.ratio or head.gap) if head else None
    facts = [
        ("Key action", metric.key_action),
        ("Kind", str(metric.kind)),
        ("Extract", f"[`{metric.extract}`](../data/README.md#{metric.extract})"),
        ("One row", configuration.extracts[metric.extract].row),
        ("Unit of value", metric.unit_of_value),
        ("Broken down by", "; ".join(coding.title for coding in codings) or "nothing"),
        ("Judged", what_is_judged(metric, judged) if head else "the value for everyone"),
        ("Better", BETTER[metric.better]),
        ("Target", target_text(metric)),
        ("Says", _says(metric)),
        ("Limits", metric.limits),
        ("Owner", _holder(metric.owner)),
        ("Source", metric.source),
        ("Since", day_text(metric.since)),
    ]
    yield from table(["About", "What"], facts)


def _says(metric: Metric) -> str:
    if metric.output:
        return "what was done, not what came of it"
    return "the context of others" if metric.better is Better.NONE else "what came of it"


def _holder(holder: Holder) -> str:
    return f"{holder.role}, {holder.name}" if holder.name else holder.role

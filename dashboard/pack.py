"""The board pack: one document for the meeting, in the words of the pages, for screen and paper."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from dashboard import (
    actions_shown,
    cards,
    due_shown,
    exceptions,
    gaps_shown,
    key_actions,
    lists,
    posts_shown,
    provenance_shown,
    recommendations_shown,
)
from dashboard.markup import (
    Head,
    Markup,
    document,
    element,
    facts,
    heading,
    joined,
    paragraph,
    table,
    unlinked,
)
from dashboard.news_shown import news_section
from dashboard.series_picture import series_picture
from dashboard.view import View
from metrics import board
from metrics.actions import Followed
from metrics.definitions.models import Theme
from metrics.figure import Figure
from metrics.judgement.status import Status
from metrics.periods import quarter_before
from metrics.wording import actions, health, judgements, pack, readings, sentences, verdicts
from metrics.wording import help as words
from metrics.wording.periods import day_text
from metrics.wording.targets import target_text

HERE = Path(__file__).parent
DIGITS = 12
# In bytes, several times what that of the sample has: it is said before a pack is made.
MOST_PACKED = 1_000_000
Doing = Mapping[str, Sequence[Followed]]
Figures = Mapping[str, Figure]


def board_pack(view: View, today: date) -> bytes:
    """The pack of the force as one HTML document, which needs nothing beside it.

    Its number is of what it says, so that two packs of one number are alike.
    """
    view = replace(view, unit=view.force)
    now = view.reader.headlines(view.force.code, view.as_at)
    before = view.reader.headlines(view.force.code, quarter_before(view.as_at))
    doing = lists.actions(view, view.force, now)
    parts = [unlinked(each) for each in _sections(view, now, before, doing)]
    first = unlinked(_first(view, now, before, doing))
    number = hashlib.sha256(joined([first, *parts]).html.encode()).hexdigest()[:DIGITS]
    tier = view.configuration.access.tier(view.scope.tier).title
    organisation = view.configuration.scorecard.organisation
    line = pack.pack_line(number, organisation, tier, view.as_at)
    title = f"{pack.TITLE}, {view.force.name}, {day_text(view.as_at)}"
    made = pack.made_sentence(number, view.reader.release.kept, today)
    head = paragraph(line, class_="packline")
    return document(
        title, _style(line), head, element("h1", title), *_warnings(view), first,
        paragraph(made, class_="quiet"), paragraph(pack.NO_LINKS, class_="quiet"),
        *(element("section", head, part, class_="leaf") for part in parts),
    ).encode()  # fmt: skip


def _style(line: str) -> str:
    """The style of the pages, that of a pack, and what stands at the foot of each sheet."""
    foot = line.replace("\\", "").replace('"', "'")
    running = (
        f'@page {{ @bottom-left {{ content: "{foot}"; font-size: 8pt }} '
        '@bottom-right { content: "page " counter(page) " of " counter(pages); font-size: 8pt } }'
    )
    sheets = [(HERE / name).read_text(encoding="utf-8") for name in ("style.css", "pack.css")]
    return "\n".join([*sheets, running])


def _warnings(view: View) -> list[Markup]:
    """What must be read first: the status of the figures, and that a sample is of nobody."""
    said = [paragraph(view.configuration.scorecard.status_of_figures, class_="marking")]
    if view.reader.release.synthetic:
        said.append(paragraph("Synthetic sample data: no figure here is about real people.",
                              class_="synthetic"))  # fmt: skip
    return said


def _first(view: View, now: Figures, before: Figures, doing: Doing) -> Markup:
    """The sentence that a board reads first, and a tile for each theme."""
    figures = list(now.values())
    sentence = sentences.headline_sentence(figures, list(before.values()))
    bare = actions.actions_sentence(board.exceptions(figures), doing)
    tiles = [
        cards.theme_tile(theme, _of(view, theme, now), _of(view, theme, before), view)
        for theme in view.configuration.scorecard.themes
    ]
    lead = paragraph(f"{sentence} {bare}", class_="lead")
    return joined([lead, element("ul", *tiles, class_="tiles")])


def _of(view: View, theme: Theme, figures: Figures) -> list[Figure]:
    metrics = view.configuration.metrics
    return [f for id_, f in figures.items() if view.configuration.theme_of(metrics[id_]) is theme]


def _sections(view: View, now: Figures, before: Figures, doing: Doing) -> list[Markup]:
    """The parts of a pack, each of which begins a sheet."""
    found = board.exceptions(list(now.values()))
    off = [figure for figure in found if Status(figure.status) is Status.OFF_TRACK]
    return [
        _exceptions(view, found, doing),
        *(_theme(view, theme, now) for theme in view.configuration.scorecard.themes),
        joined([heading("Measures off track"), *(_measure(view, f, doing) for f in off)]),
        joined([exceptions.silent_section(view, now), posts_shown.vacancies_section(view),
                recommendations_shown.due_section(view, due_shown.today())]),
        joined([news_section(view, view.force, now, before), _data(view, now)]),
        _key(),
    ]  # fmt: skip


def _exceptions(view: View, found: Sequence[Figure], doing: Doing) -> Markup:
    """One short row an exception, worst first: the page of it has the rest in full."""
    rows = []
    for measure in cards.measures(view, {figure.metric: figure for figure in found}):
        figure, metric = measure.figure, measure.metric
        mine = doing.get(metric.id, [])
        rows.append((
            joined([metric.title, element("span", metric.key_action, class_="quiet")]),
            cards.dated_status_cell(figure, metric), judgements.judged_text(figure, metric),
            target_text(metric), verdicts.signal_text(figure), metric.owner.role,
            actions_shown.state_tag(mine[0].state) if mine else actions.NONE,
        ))  # fmt: skip
    heads = [*map(Head, ("Measure, key action", "Status and since", "Value", "Target", "Signal",
                         "Owner", "Action"))]  # fmt: skip
    none = paragraph("No measure is off track or at risk, and none is missing.")
    caption = "Measures off track or at risk, or not reported, worst first"
    said = element("div", table(caption, heads, rows), class_="exceptions") if rows else none
    return joined([heading("Off track and at risk, or not reported"), said])


def _theme(view: View, theme: Theme, now: Figures) -> Markup:
    """One theme: aim, outcome and lead, how each key action stands, which gaps are flagged."""
    metrics = view.configuration.scorecard.metrics
    stand = [
        element("li", key_actions.standing_of(
            view, action, [m for m in metrics if m.key_action == action.id], now
        ))
        for action in theme.key_actions
    ]  # fmt: skip
    flagged = [
        pair for pair in gaps_shown.found_of(view)[0]
        if view.configuration.theme_of(view.configuration.metrics[pair.group.metric]) is theme
    ]  # fmt: skip
    said = sentences.status_sentence(f"Theme {theme.id}, {view.force.name}", _of(view, theme, now))
    caption = f"Gaps flagged in theme {theme.id}, the five surest"
    return joined([
        heading(f"Theme {theme.id}: {theme.name}"), paragraph(said, class_="lead"),
        facts({"Aim": theme.aim, "Outcome": theme.outcome, "Lead": theme.lead.role}),
        heading("Key actions", 3), element("ul", *stand, class_="first"),
        heading("Gaps", 3), gaps_shown.flagged_tables(view, caption, flagged[:5]),
    ])  # fmt: skip


def _measure(view: View, figure: Figure, doing: Doing) -> Markup:
    """A measure that is off track on half a sheet: finding, drawing, readings, owner, action."""
    metric = view.configuration.metrics[figure.metric]
    coding, force = view.coding_judged(metric), view.force
    series = view.reader.series(metric, force.code, view.as_at)
    read = [readings.status_sentence(figure, metric), readings.trend_sentence(figure),
            readings.signal_sentence(figure)]  # fmt: skip
    mine = doing.get(metric.id, [])
    done = "; ".join(f"{one.action.what} ({actions.STATES[one.state].word}, "
                     f"{actions.due_text(one, due_shown.today())})" for one in mine)  # fmt: skip
    return element(
        "div", heading(metric.title, 3),
        paragraph(sentences.finding_sentence(figure, metric, force.name, coding)),
        series_picture(series, metric, force.name),
        paragraph(" ".join(filter(None, read))),
        facts({
            "Owner": metric.owner.role, "Action": done or actions.NONE, "Limits": metric.limits,
            "Definition": joined([element("code", metric.id), f"since {day_text(metric.since)}"]),
        }), class_="half",
    )  # fmt: skip


def _data(view: View, now: Figures) -> Markup:
    """How the data stand: what came and what is late, the oldest figure, and the grades."""
    metrics = view.configuration.metrics
    return joined([
        heading("Data health"), paragraph(due_shown.sentence(view.configuration)),
        paragraph(health.oldest_sentence(now, metrics)), provenance_shown.doubts(view),
    ])  # fmt: skip


def _key() -> Markup:
    """Every symbol, word and mark, and what it means."""
    heads = [Head("Shown as"), Head("Means")]
    tables = [table(about, heads, meanings) for about, meanings in words.key().items()]
    return joined([heading("Key to words and symbols"), *tables])

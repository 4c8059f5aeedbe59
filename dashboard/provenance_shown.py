"""Sections of the page of data and provenance: loads, quality, what is withheld, releases."""

from collections.abc import Sequence

from dashboard import cards, due_shown, lists, session
from dashboard.definition import loads_table
from dashboard.markup import (
    Cell,
    Head,
    Markup,
    element,
    facts,
    folded,
    heading,
    joined,
    link,
    paragraph,
    table,
    tables_of_ten,
)
from dashboard.view import View
from metrics.definitions.audiences import Tier
from metrics.figure import Figure
from metrics.news import breaks
from metrics.provenance import Sparse, graded, report_of, revision_log, sparse_tables
from metrics.quality import Graded
from metrics.records import KeptRelease
from metrics.waiting import waiting_loads
from metrics.wording import disclosure, news, provenance
from metrics.wording.numbers import plural
from metrics.wording.periods import day_text, iso_day_text, short_period
from metrics.wording.recommendations import tracked_sentence

LIKE_STATUS = {"good": "on_track", "fair": "at_risk", "poor": "off_track"}


def glance(view: View) -> Markup:
    """What a reviewer asks first: the release, revisions, definitions, and what was promised."""
    revised, metrics = revision_log(view.reader), view.configuration.scorecard.metrics
    newest = max(metrics, key=lambda metric: metric.since)
    since = day_text(newest.since)
    many = plural(sum(metric.since == newest.since for metric in metrics), "measure")
    broken = plural(len(breaks(view.reader)), "series", "series")
    said = f"{broken} broken by this release; the newest definitions count since {since} ({many})."
    return facts({
        "Release": provenance.release_text(view.reader.release.kept),
        "Last revision": (
            f"{iso_day_text(revised[0].on)}: {revised[0].reason}" if revised
            else "none: nothing that was released has been revised"
        ),
        "Revisions that wait": _waiting(view),
        "Definitions": joined([
            said, link("definitions", "Every definition", **cards.address(view)),
        ]),
        "Recommendations": joined([
            tracked_sentence(lists.recommendations(view), due_shown.today()),
            link("recommendations", "All of them, and duties", **cards.address(view)),
        ]),
    })  # fmt: skip


def _waiting(view: View) -> Markup | str:
    """The newer files that the newest release of a tier goes on without."""
    release, extracts = view.reader.release, view.configuration.extracts
    if release.kept != session.releases(view.scope.tier)[0]:
        return "told with the newest release"
    numbers = [load["id"] for load in release.manifest["loads"]]
    withholds = view.configuration.access.tier(view.scope.tier).threshold
    found = waiting_loads(numbers, session.store().loads()) if withholds else ()
    told = [provenance.waiting_sentence(x, extracts[x.extract].title) for x in found]
    return joined([paragraph(words) for words in told]) if told else "none"


def loads_section(view: View) -> Markup:
    """The loads that this release is made of, and those that are in use no more."""
    held = session.store().loads()
    gone = [load for load in held if load.state != "active"]
    rows = [
        (
            str(load.id), load.extract, f"{iso_day_text(load.loaded_at)} by {load.loaded_by}",
            session.store().what_happened([load.id], []), element("code", load.sha256),
        )
        for load in reversed(gone)
    ]  # fmt: skip
    heads = [
        Head("Load"), Head("Extract"), Head("Loaded"), Head("What happened"), Head("SHA-256"),
    ]  # fmt: skip
    caption = "Loads replaced or withdrawn, newest first"
    behind = view.reader.release.manifest["loads"]
    return joined([
        heading("What these figures are made of"),
        paragraph(provenance.loads_sentence(behind)),
        folded(f"Show {plural(len(behind), 'load')} with files, rows and hashes",
               loads_table("The loads behind this release", view, behind)),
        *(tables_of_ten(caption, heads, rows) if rows
          else [paragraph("No load has been replaced or withdrawn.")]),
    ])  # fmt: skip


def quality_section(view: View) -> Markup:
    """The grade of each measure of the unit, poorest first, with everything that is against it."""
    found = _graded(view)
    return joined([
        heading("How good the data are"), paragraph(provenance.grades_sentence(found)),
        *_quality_tables(view, f"Data quality, {view.unit.name}, poorest first", found),
    ])  # fmt: skip


def doubts(view: View) -> Markup:
    """How many measures rest on good data, and those that do not, each with what is against it."""
    found = _graded(view)
    held = [pair for pair in found if pair[1].reasons]
    caption = f"Measures with something against their data, {view.unit.name}"
    return joined([
        paragraph(provenance.grades_sentence(found)), *_quality_tables(view, caption, held),
    ])  # fmt: skip


def _graded(view: View) -> list[tuple[Figure, Graded]]:
    figures = view.reader.headlines(view.unit.code, view.as_at).values()
    return graded(view.reader, figures)


def _quality_tables(
    view: View, caption: str, found: Sequence[tuple[Figure, Graded]]
) -> tuple[Markup, ...]:
    rows = [
        (
            cards.measure_link(view, view.configuration.metrics[figure.metric]),
            short_period(figure.period), _grade(str(grade.grade)),
            " ".join(grade.reasons) or "nothing is against it",
        )
        for figure, grade in found
    ]  # fmt: skip
    heads = [Head("Measure"), Head("Period"), Head("Data quality"), Head("Why")]
    return tables_of_ten(caption, heads, rows)


def _grade(grade: str) -> Markup:
    word = {str(key): word for key, word in provenance.GRADES.items()}[grade]
    symbol = element("span", word.symbol, aria_hidden="true")
    return element("span", symbol, f" {word.word}", class_=f"tag {LIKE_STATUS[grade]}")


def report_section(view: View, tier: Tier) -> Markup:
    """The disclosure report of a tier's newest release, for whoever signs it off."""
    kept = session.releases(tier.id)[0]
    if tier.id == view.scope.tier:
        kept = view.reader.release.kept
    release = session.opened(kept)
    report = report_of(release, view.scope)
    metrics = view.configuration.metrics
    rows = [
        (
            metrics[r.metric].title if r.metric in metrics else r.metric, f"{r.counts:,}",
            provenance.shown_text(r), f"{r.first_hand:,}", f"{r.to_protect:,}",
            provenance.apart_text(r),
        )
        for r in report
    ]  # fmt: skip
    heads = [
        Head("Measure"), Head("Counts", True), Head("Shown", True), Head("Small", True),
        Head("To protect them", True), Head("Could be so far apart", True),
    ]  # fmt: skip
    said = provenance.report_sentence(report, tier.title)
    return joined([
        paragraph(element("strong", said)),
        *tables_of_ten(f"What the {tier.title} tier is not shown", heads, rows),
        *_offers(view, tier, sparse_tables(release, view.scope)),
        paragraph(f"{provenance.release_text(kept)}. Whoever signs it off does so outside this "
                  "product, on these numbers.", class_="quiet"),
    ])  # fmt: skip


def _offers(view: View, tier: Tier, tables: Sequence[Sparse]) -> tuple[Markup, ...]:
    """The tables of groups of which most is withheld, and what could be shown instead."""
    if not tables:
        return ()
    metrics, breakdowns = view.configuration.metrics, view.configuration.breakdown
    rows = [
        (
            metrics[t.metric].title, breakdowns(metrics[t.metric], t.breakdown).title,
            disclosure.place_text(t), f"{t.withheld:,} of {t.figures:,}", disclosure.offer_text(t),
        )
        for t in tables
        if t.metric in metrics
    ]  # fmt: skip
    heads = [
        Head("Measure"), Head("Groups"), Head("Of"), Head("Withheld", True), Head("Instead"),
    ]  # fmt: skip
    caption = f"Tables of which more than half is withheld from the {tier.title} tier"
    return tables_of_ten(caption, heads, rows)


def changes_section(view: View) -> Markup:
    """Every revision that releases of this tier have made, and every series that was broken."""
    metrics = view.configuration.metrics
    rows: list[tuple[Cell, ...]] = [
        (iso_day_text(r.on), metrics[r.metric].title if r.metric in metrics else r.metric,
         f"[r] {plural(r.figures, 'figure')}: {r.reason}")
        for r in revision_log(view.reader)
    ]  # fmt: skip
    rows += [
        (iso_day_text(b.broken_on), metrics[b.metric].title, news.break_text(b))
        for b in breaks(view.reader)
    ]
    heads = [Head("On"), Head("Measure"), Head("What changed, and why")]
    none = "Nothing that was released has been revised, and no definition has changed."
    return joined([
        heading("Revised and redefined"),
        *(tables_of_ten("Revisions and definitions, newest first", heads, rows) if rows
          else [paragraph(none)]),
    ])  # fmt: skip


def releases_section(view: View, releases: Sequence[KeptRelease]) -> Markup:
    """Each release of the tier, newest first, with a way to open it as it was published."""
    now = view.reader.release.kept
    rows = [
        (_release_cell(view, kept, now), f"{kept.figures:,}", element("code", kept.key[:12]),
         element("code", kept.sha256))
        for kept in releases
    ]  # fmt: skip
    heads = [Head("Release"), Head("Figures", True), Head("Made of"), Head("SHA-256 of its file")]
    note = "A release never changes: an old one opens as it was published, byte for byte."
    return joined([
        heading("Releases"), table("Releases of this tier, newest first", heads, rows),
        paragraph(note, class_="quiet"),
    ])  # fmt: skip


def _release_cell(view: View, kept: KeptRelease, now: KeptRelease) -> Cell:
    words = provenance.release_text(kept)
    if kept.id == now.id:
        return f"{words} (open now)"
    return link("provenance", words, **cards.address(view) | {"release": words})

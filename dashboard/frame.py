"""The frame round every page: who is asking, what they have chosen, where they can go."""

from datetime import date
from pathlib import Path

import streamlit as st

from dashboard import addresses, cards, filters, session
from dashboard.markup import Cell, element, link, page, paragraph
from dashboard.view import View
from metrics.definitions.configuration import Configuration
from metrics.errors import ScorecardError
from metrics.wording.disclosure import rounding_text
from metrics.wording.periods import day_text
from metrics.wording.provenance import as_published, release_text

HERE = Path(__file__).parent


def show() -> None:
    """Draw the frame, then run the page that the address names."""
    st.set_page_config(page_title="Equality scorecard", layout="wide")
    st.html(HERE / "style.css")
    current = _navigation()
    try:
        configuration = session.configuration()
    except ScorecardError as error:
        cards.title(current.title)
        _show_faults(error)
        return
    session.hold_view(None)
    view = None
    try:
        view = _view(configuration)
        session.hold_view(view)
        _show_marking(configuration, view)
        current.run()
    except ScorecardError as error:
        if view is None:  # no page has run, and each begins with its title
            cards.title(current.title)
        _show_faults(error)
    except session.PageEnded as end:
        if end.args:
            cards.title(current.title)
            st.info(str(end))
    _show_foot(configuration, view, current.url_path)


def _navigation() -> "st.Page":
    return st.navigation([
        st.Page(HERE / "pages" / f"{file}.py", title=title, url_path=path, default=not path)
        for file, title, path in addresses.PAGES
    ], expanded=True)  # fmt: skip


def _view(configuration: Configuration) -> View | None:
    scope = filters.choose_scope(configuration, date.max)
    releases = session.releases(scope.tier)
    if not releases:
        return None
    kept = filters.choose_release(releases)
    reader = session.reader(kept, scope)
    made_under = reader.release.configuration
    ends = reader.quarter_ends()
    if not ends:
        return None
    unit = filters.choose_unit(made_under, scope)
    as_at = filters.choose_period(ends)
    benchmark = filters.choose_benchmark()
    published = "" if kept == releases[0] else release_text(kept)
    return View(made_under, reader, unit, as_at, benchmark, published)


def _show_marking(configuration: Configuration, view: View | None) -> None:
    scorecard = configuration.scorecard
    parts = []
    if view:
        tier = view.configuration.access.tier(view.scope.tier)
        said = [
            scorecard.organisation, scorecard.status_of_figures,
            f"{tier.title} tier: {tier.audience}", f"Figures up to {day_text(view.as_at)}",
            rounding_text(tier),
        ]  # fmt: skip
        parts.append(paragraph(" · ".join(filter(None, said)), class_="marking"))
        newest = session.releases(view.scope.tier)[0]
        if older := as_published(view.reader.release.kept, newest):
            parts.append(paragraph(older, class_="older"))
        if view.reader.release.synthetic:
            words = "Synthetic sample data: no figure here is about real people."
            parts.insert(0, paragraph(words, class_="synthetic"))
    if parts:
        st.html(page(*parts))


def _show_foot(configuration: Configuration, view: View | None, path: str) -> None:
    scorecard = configuration.scorecard
    words: list[Cell] = [
        f"{scorecard.title} · Questions, or another format: {scorecard.contact} · ",
        link("help", "Help and accessibility", **(cards.address(view) if view else {})),
    ]  # fmt: skip
    if view:
        # The browser's address leaves out what is chosen by default, and defaults move on.
        own = addresses.OWN_CHOICES.get(path, ())
        chosen = {name: str(session.kept(name) or "") for name in own}
        whole = link(path, "Link to exactly this view", **cards.address(view), **chosen)
        words += [" · ", whole]
    st.html(page(element("footer", *words, class_="quiet foot")))


def _show_faults(error: ScorecardError) -> None:
    items = [element("li", str(finding)) for finding in error.findings]
    problem = element(
        "div", element("h2", "There is a problem"), element("ul", *items), class_="problem"
    )
    st.html(page(problem))

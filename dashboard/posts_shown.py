"""The owner of a measure in a cell, and the posts that nobody holds, for a board."""

from collections import Counter
from collections.abc import Mapping

from dashboard import lists
from dashboard.markup import Cell, Head, Markup, element, heading, joined, lines, paragraph, table
from dashboard.view import View
from metrics.posts import Vacancy
from metrics.wording import posts as words
from metrics.wording.periods import day_text


def owner_cell(vacant: Mapping[str, Vacancy], role: str) -> Cell:
    """A role that answers for something, and that nobody holds it where that is so."""
    vacancy = vacant.get(role)
    if vacancy is None:
        return role
    return lines(role, element("strong", words.vacant_text(vacancy)))


def owner_text(vacant: Mapping[str, Vacancy], role: str) -> str:
    """The owner of a measure in one line, with the same."""
    vacancy = vacant.get(role)
    return f"Owner: {role}, {words.vacant_text(vacancy)}" if vacancy else f"Owner: {role}"


def vacancies_section(view: View) -> Markup:
    """The posts that own measures and that nobody holds; nothing where each is held."""
    vacant = lists.vacancies(view)
    if not vacant:
        return joined([])
    configuration = view.configuration
    owned = Counter(metric.owner.role for metric in configuration.scorecard.metrics)
    leads: dict[str, dict[str, None]] = {}
    for metric in configuration.scorecard.metrics:
        lead = configuration.theme_of(metric).lead.role
        leads.setdefault(metric.owner.role, {})[lead] = None
    rows = [
        (role, day_text(one.since) if one.since else "nobody has held it", f"{owned[role]:,}",
         "; ".join(leads.get(role, {})) or "none")
        for role, one in vacant.items()
    ]  # fmt: skip
    heads = [Head("Post"), Head("Vacant since"), Head("Measures", True), Head("Lead of the theme")]
    return joined([
        heading("Owner vacant"), paragraph(words.vacancies_sentence(vacant, owned)),
        paragraph(words.EXAMPLES) if lists.post_list().examples else "",
        table("Posts that nobody holds", heads, rows),
    ])  # fmt: skip

"""Posts in words: that nobody holds one, and since when."""

from collections.abc import Mapping

from metrics.posts import Vacancy
from metrics.wording.numbers import plural
from metrics.wording.periods import day_text

EXAMPLES = "Who holds which post is an example, shown with the sample alone."


def vacant_text(vacancy: Vacancy) -> str:
    """That nobody holds a post, and since when."""
    return f"✕ vacant{f' since {day_text(vacancy.since)}' if vacancy.since else ''}"


def vacancies_sentence(vacant: Mapping[str, Vacancy], owned: Mapping[str, int]) -> str:
    """Which posts are vacant, and of how many measures; `owned` is how many each role owns."""
    if not vacant:
        return ""
    said = [f"{role} ({plural(owned.get(role, 0), 'measure')})" for role in vacant]
    are = "post that owns measures is" if len(said) == 1 else "posts that own measures are"
    return f"{len(said)} {are} vacant: {', '.join(said)}."

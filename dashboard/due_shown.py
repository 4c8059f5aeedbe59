"""Which extracts are held, expected and late, as pages show it: what is wanting first."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from dashboard import session
from dashboard.markup import Head, Markup, folded, joined, table
from metrics.definitions.configuration import Configuration
from metrics.extracts.due import Due, calendar_of
from metrics.wording.health import health_sentence
from metrics.wording.numbers import plural
from metrics.wording.periods import day_text

HEADS = (
    Head("Extract"), Head("Comes"), Head("Held to"), Head("Next due by"), Head("State"),
)  # fmt: skip


def today() -> date:
    """The day on which something is due or late."""
    return datetime.now(UTC).date()


def calendar(configuration: Configuration) -> tuple[Due, ...]:
    """How each extract of the configuration stands today."""
    return calendar_of(configuration.extracts.values(), session.store().loads(), today())


def sentence(configuration: Configuration) -> str:
    """How many extracts came as expected, and which are late or never came."""
    return health_sentence(calendar(configuration), today())


def calendar_tables(configuration: Configuration) -> Markup:
    """The extracts that are late or never came; the others, which are as expected, when asked."""
    found = calendar(configuration)
    late, fine = ([due for due in found if due.wanting is wanting] for wanting in (True, False))
    parts = [_table("Late or never received", late)] if late else []
    if fine:
        more = f"Show {plural(len(fine), 'extract')} that came as expected"
        parts.append(folded(more, _table("Received as expected", fine)))
    return joined(parts)


def _table(caption: str, found: Sequence[Due]) -> Markup:
    day = today()
    rows = [
        (
            item.extract.title, item.extract.frequency,
            day_text(item.last) if item.last else "nothing",
            day_text(item.due) if item.due else "not expected",
            item.words(day),
        )
        for item in found
    ]  # fmt: skip
    return table(f"{caption}, as at {day_text(day)}", HEADS, rows)

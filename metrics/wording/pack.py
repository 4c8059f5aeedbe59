"""The board pack in words: what it is, of which release, and how it is told apart from others."""

from datetime import date

from metrics.records import KeptRelease
from metrics.wording.periods import day_text
from metrics.wording.provenance import release_text

TITLE = "Board pack"
NO_LINKS = (
    "Every word and number of this pack is as on the screen. What leads to another page there is "
    "plain text here; the identifier beside a definition finds it."
)


def pack_line(pack: str, organisation: str, tier: str, as_at: date) -> str:
    """What stands on each page of a pack: its number, whose it is, for whom, up to which day."""
    return f"Pack {pack} · {organisation} · {tier} tier · Figures up to {day_text(as_at)}"


def made_sentence(pack: str, kept: KeptRelease, today: date) -> str:
    """Of which release a pack is, and that the same words have the same number."""
    return (
        f"Pack {pack}, made on {day_text(today)} from release {release_text(kept)}. A pack of "
        "other words, actions or figures has another number."
    )

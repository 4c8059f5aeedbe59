"""The register of recommendations, as it stood at each quarter end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from metrics.definitions.organisation import Organisation
from metrics.periods import month_end, months_before
from metrics.sample import effects
from metrics.sample.drawing import generator
from metrics.sample.span import FIRST_DAY, QUARTER_ENDS
from metrics.sample.tables import write_table

EXTRACT = "recommendations"
FILE = "recommendations-quarter-ends.csv"
HEADER = (
    "As at", "Reference", "Made by", "Due", "Due now", "Status", "Verifier", "Verified",
    "Last contact",
)  # fmt: skip

# Each source with the letters of its references and how many it made: sixty in all.
SOURCES = {
    "Race and Faith Inquiry": ("RFI", 18),
    "HMICFRS": ("HMI", 15),
    "EHRC": ("EHRC", 12),
    "IOPC": ("IOPC", 9),
    "Handcuff review": ("HR", 6),
}
# Who says that a recommendation is delivered: nobody, for an inquiry whose body exists no more.
VERIFIERS = {"Race and Faith Inquiry": "None", "Handcuff review": "MOPAC"}
# First promised dates are evenly spread from half a year before the sample to a year after it.
FIRST_DUE = months_before(FIRST_DAY, 6)
MONTHS_DUE = 54
# One in six is made within the sample or shortly before it, 18 months ahead of its date.
NEW_EVERY = 6
MONTHS_TO_DUE = 18
# A body on which one depends was last spoken to up to so many months before.
DEPENDS, MONTHS_SILENT = "Depends on another body", 6
# How a recommendation stands for good, in turn; empty if it is being delivered. One has no date.
STANDINGS = (*[""] * 3, "Not accepted", *[""] * 4, DEPENDS, *[""] * 6)
UNDATED = 12
# Months by which a recommendation is early or late; the late ones may outlast the sample.
EARLIEST, LATEST = 4, 30
MONTHS_TO_VERIFY = 6


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation: when it was made, first due and delivered, or how it stands instead."""

    reference: str
    made_by: str
    made: date
    due: date | None
    delivered: date
    standing: str

    @property
    def verifier(self) -> str:
        """The body that verifies its delivery, or None."""
        return VERIFIERS.get(self.made_by, self.made_by)

    def status(self, day: date) -> str:
        """How it stood on a day."""
        if self.standing:
            return self.standing
        if day < self.delivered:
            return "In progress"
        return "Delivered and verified" if self.verified(day) else "Delivered"

    def verified(self, day: date) -> str:
        """The day of its verification if it was over by then: half a year after delivery."""
        verified = _months_later(self.delivered, MONTHS_TO_VERIFY)
        over = verified <= day and not self.standing and self.verifier != "None"
        return verified.isoformat() if over else ""

    def due_now(self, day: date) -> date | str:
        """The date promised on a day: once the first has passed, that of its delivery."""
        if self.due is None:
            return ""
        return self.due if day <= self.due or self.standing else max(self.due, self.delivered)


def write_recommendations(folder: Path, _organisation: Organisation, seed: int) -> tuple[Path, ...]:
    """Write one CSV file: every recommendation made so far, at each quarter end."""
    register = sorted(_register(seed), key=lambda one: one.reference)
    contact = generator(seed, f"{EXTRACT} contact")
    rows = [
        (
            day,
            one.reference,
            one.made_by,
            one.due or "",
            one.due_now(day),
            one.status(day),
            one.verifier,
            one.verified(day),
            _last_contact(one.status(day), day, contact.random()),
        )
        for day in QUARTER_ENDS
        for one in register
        if one.made <= day
    ]
    return (write_table(folder / EXTRACT / FILE, HEADER, rows),)


def _last_contact(status: str, day: date, chance: float) -> date | str:
    """The day on which the body that it depends on was last spoken to."""
    return months_before(day, int(chance * MONTHS_SILENT)) if status == DEPENDS else ""


def _register(seed: int) -> Iterator[Recommendation]:
    names = [
        (f"{letters}-{number:02d}", source)
        for source, (letters, count) in SOURCES.items()
        for number in range(1, count + 1)
    ]
    rng = generator(seed, EXTRACT)
    order = rng.random(len(names)).argsort(kind="stable").tolist()
    for place, (late, by) in enumerate(rng.random((len(names), 2)).tolist()):
        reference, source = names[order[place]]
        along = place / len(names)
        due = _months_later(FIRST_DUE, int(along * MONTHS_DUE))
        delivered = _months_later(due, _months_late(along, late, by))
        made = months_before(due, MONTHS_TO_DUE) if place % NEW_EVERY == 0 else FIRST_DUE
        turn = place % len(STANDINGS)
        dated = None if turn == UNDATED else due
        yield Recommendation(reference, source, made, dated, delivered, STANDINGS[turn])


def _months_late(along: float, late: float, by: float) -> int:
    """Months after the first promised date, or before it as a number below 0.

    `along` (0 to 1) is its place in the run of first promised dates; `late` and `by` are chances.
    """
    limit = effects.LATE_AT_START + (effects.LATE_AT_END - effects.LATE_AT_START) * along
    return 1 + int(by * LATEST) if late < limit else -int(by * EARLIEST)


def _months_later(day: date, months: int) -> date:
    return month_end(months_before(day, -months))

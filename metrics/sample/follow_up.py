"""Who complained, who did not, and what their HR records say a year later: invented registers.

The two are linked by the key of a person, so the one is drawn from the other.
"""

from datetime import date, timedelta
from itertools import chain
from pathlib import Path

from metrics.definitions.organisation import Organisation
from metrics.sample import effects
from metrics.sample.columns import Drawing, Maker, after, own_keys, turns, yes_by
from metrics.sample.drawing import generator, named, pick
from metrics.sample.registers import Register
from metrics.sample.span import DAYS, FIRST_DAY
from metrics.sample.tables import write_table
from metrics.sample.workforce_flows import ETHNICITY

YEAR = 365
# Events of everybody else: about 1 in 25 of the workforce has one in a year.
OTHERS = 5_000
EVENTS = {"Transfer not asked for": 45, "Lower grade in a review": 35, "Promotion refused": 20}
ADVERSE_EVENTS = "adverse_events"
HEADER = ("Happened", "Person key", "Event", "Ethnicity")


def _complained() -> Maker:
    """A day early enough for the year after it to be over, the earliest first."""

    def make(drawing: Drawing) -> list[str]:
        drawn = sorted(int(c * (DAYS - YEAR)) for c in drawing.rng.random(drawing.number))
        return [(FIRST_DAY + timedelta(days=day)).isoformat() for day in drawn]

    return make


FOLLOW_UPS = Register("follow_ups", 1_400, {
    "Complaint": _complained(), "Followed until": after("Complaint", YEAR, YEAR),
    "Person key": own_keys(), "Who": turns("Complainant", "Matched colleague"),
    "_event": yes_by("Who", {"Complainant": effects.WORSE_OFF}, effects.WORSE_OFF_OTHERS),
})  # fmt: skip


def write_adverse_events(folder: Path, organisation: Organisation, seed: int) -> tuple[Path, ...]:
    """Write one CSV file: the events of those who are followed, and of everybody else."""
    followed = FOLLOW_UPS.drawn(organisation, seed).columns
    pairs = zip(followed["Complaint"], followed["Person key"], followed["_event"], strict=True)
    asked = [(date.fromisoformat(day), key) for day, key, event in pairs if event == "Yes"]
    rng = generator(seed, ADVERSE_EVENTS)
    waits = rng.random(len(asked)).tolist()
    theirs = [(day + timedelta(days=1 + int(wait * (YEAR - 1))), key)
              for (day, key), wait in zip(asked, waits, strict=True)]  # fmt: skip
    others = Drawing(rng, organisation, OTHERS)
    days = [FIRST_DAY + timedelta(days=int(c * DAYS)) for c in rng.random(OTHERS)]
    events = sorted(chain(theirs, zip(days, own_keys()(others), strict=True)))
    whole = Drawing(rng, organisation, len(events))
    kinds = named(list(EVENTS), pick(rng, list(EVENTS.values()), len(events)))
    rows = [(*event, kind, ethnicity) for event, kind, ethnicity
            in zip(events, kinds, ETHNICITY(whole), strict=True)]  # fmt: skip
    return (write_table(folder / ADVERSE_EVENTS / "adverse-events.csv", HEADER, rows),)

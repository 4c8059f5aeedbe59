"""The levels of the Equality Standard that command units claim, at each quarter end."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from metrics.definitions.organisation import Organisation
from metrics.periods import month_end, months_before
from metrics.sample import effects
from metrics.sample.drawing import generator
from metrics.sample.span import QUARTER_ENDS
from metrics.sample.tables import write_table

EXTRACT = "equality_standard"
FILE = "equality-standard-quarter-ends.csv"
HEADER = (
    "As at", "OCU", "Area", "Level claimed", "Level verified", "Evidence", "Newest evidence",
    "Next review",
)  # fmt: skip
AREAS = ("Operational delivery", "People and culture", "Organisational processes")
LEVELS = ("Not started", "Developing", "Achieving", "Excelling")
# A level at the start; the last one is for nobody yet, so that each unit can climb.
STARTS = len(LEVELS) - 1
# Peers found a lower level for some claims; evidence is up to so many months old, some of it older.
NOT_FOUND, MONTHS_OLD, STALE, MONTHS_STALE = 0.3, 11, 0.06, 12
MOST_EVIDENCE = 12
# One in twenty has not been assessed in its first year.
LATE, FIRST_YEAR = 0.05, 4


def write_standard(folder: Path, organisation: Organisation, seed: int) -> tuple[Path, ...]:
    """Write one CSV file: each quarter end, command unit and area, with the level claimed."""
    rows = sorted(_rows(organisation, seed))
    return (write_table(folder / EXTRACT / FILE, HEADER, rows),)


def _rows(organisation: Organisation, seed: int) -> Iterator[tuple[str, ...]]:
    rng, beside = generator(seed, EXTRACT), generator(seed, f"{EXTRACT} evidence")
    for unit in (unit for unit in organisation.units if unit.level == "command_unit"):
        for area, (start, when, late) in zip(AREAS, rng.random((3, 3)).tolist(), strict=True):
            climbs = 1 + int(when * (len(QUARTER_ENDS) - 1))
            for quarter, day in enumerate(QUARTER_ENDS):
                up = quarter >= climbs and unit.code != effects.STANDARD_STAYS_UNIT
                missing = late < LATE and quarter < FIRST_YEAR
                place = int(start * STARTS) + up
                evidence = _evidence(beside, day, place)
                level = "" if missing else LEVELS[place]
                told = ("", "0", day.isoformat(), day.isoformat()) if missing else evidence
                yield (day.isoformat(), unit.name, area, level, *told)


def _evidence(rng: np.random.Generator, day: date, place: int) -> tuple[str, str, str, str]:
    """The level that peers found, how much evidence there is, its date, and that of the review."""
    found, much, age, stale, due = rng.random(5).tolist()
    old = MONTHS_STALE if stale < STALE else 0
    newest = month_end(months_before(day, old + int(age * MONTHS_OLD)))
    review = month_end(months_before(day, 2 - int(due * MONTHS_OLD)))
    verified = LEVELS[place - (found < NOT_FOUND and place > 0)]
    return verified, str(1 + int(much * MOST_EVIDENCE)), newest.isoformat(), review.isoformat()

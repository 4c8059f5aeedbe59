"""Complaints from the public on the day on which each was closed, one row a complaint."""

from datetime import timedelta
from pathlib import Path

import numpy as np

from metrics.definitions.organisation import Organisation
from metrics.sample import effects
from metrics.sample.drawing import Integers, Texts, generator, named, pick
from metrics.sample.span import DAYS, FIRST_DAY
from metrics.sample.tables import write_table

EXTRACT = "public_complaints"
FILE = "public-complaints-closed.csv"
HEADER = (
    "Closed", "Received", "Reference", "OCU", "Complainant key", "Complainant ethnicity",
    "Handling", "Outcome", "About",
)  # fmt: skip

# 400 a month in all, a unit with residents having five times those of another.
COMPLAINTS = 14_400
# So many people might complain: 72 of 100 complaints are then a person's first. Some give no name.
PEOPLE = 20_000
WITHOUT_KEY = 0.03
UNITS_WITH_RESIDENTS, OTHER_UNITS = 5.0, 1.0

GROUPS = {"Asian": 17, "Black": 17, "Mixed": 5, "White": 46, "Other": 5, "Not stated": 10}
HANDLING = ("Resolved without investigation", "Investigated")
OUTCOMES = ("Service not acceptable", "Service acceptable", "No determination")
NO_DETERMINATION = 0.1
ABOUT = {"Service": 46, "Manner": 21, "Stop and search": 6, "Use of force": 9,
         "Discrimination": 7, "Other": 11}  # fmt: skip

# Days are USUAL x u / (LONGEST - u) of a chance u: half within 43, nine in ten within 338.
USUAL, LONGEST = 45.0, 1.02


def write_complaints(folder: Path, organisation: Organisation, seed: int) -> tuple[Path, ...]:
    """Write one CSV file of all complaints in the order in which they were closed."""
    rng, about = generator(seed, EXTRACT), generator(seed, f"{EXTRACT} about")
    units = [unit for unit in organisation.units if unit.level == "command_unit"]
    sizes = [UNITS_WITH_RESIDENTS if unit.residents else OTHER_UNITS for unit in units]
    closed = np.sort((rng.random(COMPLAINTS) * DAYS).astype(np.int64))
    unit = pick(rng, sizes, COMPLAINTS)
    group = pick(rng, list(GROUPS.values()), COMPLAINTS)
    took = _days(rng, closed, np.asarray([units[place].code for place in unit]))
    investigated = (rng.random(COMPLAINTS) < effects.INVESTIGATED).astype(np.int64)
    columns = (
        _dates(closed), _dates(closed - took),
        [f"PC-{number:06d}" for number in range(1, COMPLAINTS + 1)],
        named([one.name for one in units], unit), _keys(rng), named(list(GROUPS), group),
        named(HANDLING, investigated), named(OUTCOMES, _outcomes(rng, group)),
        named(list(ABOUT), pick(about, list(ABOUT.values()), COMPLAINTS)),
    )  # fmt: skip
    rows = list(zip(*columns, strict=True))
    return (write_table(folder / EXTRACT / FILE, HEADER, rows),)


def _days(rng: np.random.Generator, closed: Integers, unit: Texts) -> Integers:
    chance = rng.random(COMPLAINTS)
    since = (effects.SLOWER_COMPLAINTS_FROM - FIRST_DAY).days
    slower = (unit == effects.SLOWER_COMPLAINTS_UNIT) & (closed >= since)
    usual = np.where(slower, USUAL * effects.SLOWER_COMPLAINTS, USUAL)
    return (usual * chance / (LONGEST - chance)).astype(np.int64)


def _outcomes(rng: np.random.Generator, group: Integers) -> Integers:
    """A position in OUTCOMES for each complaint."""
    lower = group == list(GROUPS).index(effects.NOT_ACCEPTABLE_LOWER_GROUP)
    share = np.where(lower, effects.NOT_ACCEPTABLE_LOWER, effects.NOT_ACCEPTABLE)
    chance = rng.random(COMPLAINTS)
    outcome: Integers = np.where(chance < share, 0, np.where(chance < 1 - NO_DETERMINATION, 1, 2))
    return outcome


def _keys(rng: np.random.Generator) -> list[str]:
    people = (rng.random(PEOPLE) * 2**52).astype(np.int64)
    keys = people[(rng.random(COMPLAINTS) * PEOPLE).astype(np.int64)].tolist()
    given = (rng.random(COMPLAINTS) >= WITHOUT_KEY).tolist()
    return [f"{key:013x}" if known else "" for key, known in zip(keys, given, strict=True)]


def _dates(days: Integers) -> list[str]:
    return [(FIRST_DAY + timedelta(days=day)).isoformat() for day in days.tolist()]

"""The levels of the Equality Standard that command units claim, at each quarter end."""

from collections.abc import Iterator
from pathlib import Path

from metrics.definitions.organisation import Organisation
from metrics.sample import effects
from metrics.sample.drawing import generator
from metrics.sample.span import QUARTER_ENDS
from metrics.sample.tables import write_table

EXTRACT = "equality_standard"
FILE = "equality-standard-quarter-ends.csv"
HEADER = ("As at", "OCU", "Area", "Level claimed")
AREAS = ("Operational delivery", "People and culture", "Organisational processes")
LEVELS = ("Not started", "Developing", "Achieving", "Excelling")
# A level at the start; the last one is for nobody yet, so that each unit can climb.
STARTS = len(LEVELS) - 1
# One in twenty has not been assessed in its first year.
LATE, FIRST_YEAR = 0.05, 4


def write_standard(folder: Path, organisation: Organisation, seed: int) -> tuple[Path, ...]:
    """Write one CSV file: each quarter end, command unit and area, with the level claimed."""
    rows = sorted(_rows(organisation, seed))
    return (write_table(folder / EXTRACT / FILE, HEADER, rows),)


def _rows(organisation: Organisation, seed: int) -> Iterator[tuple[str, str, str, str]]:
    rng = generator(seed, EXTRACT)
    for unit in (unit for unit in organisation.units if unit.level == "command_unit"):
        for area, (start, when, late) in zip(AREAS, rng.random((3, 3)).tolist(), strict=True):
            climbs = 1 + int(when * (len(QUARTER_ENDS) - 1))
            for quarter, day in enumerate(QUARTER_ENDS):
                up = quarter >= climbs and unit.code != effects.STANDARD_STAYS_UNIT
                missing = late < LATE and quarter < FIRST_YEAR
                level = "" if missing else LEVELS[int(start * STARTS) + up]
                yield (day.isoformat(), unit.name, area, level)

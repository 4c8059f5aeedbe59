"""Where a unit lies among the units of its level, one line a measure: what a spine chart shows.

The ends and quartiles are of released figures, and name no unit. They are told to whoever may read
the unit: its tier is protected as if they saw every unit's figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.definitions.organisation import Unit
from metrics.figure import Figure, spots
from metrics.figures import AT_SPOTS, Reader
from metrics.judgement.status import Status

# Quartiles of fewer than four units are the units themselves.
FEWEST_UNITS = 4
# The force is no unit among others: it sees its command units.
OF_THE_FORCE = "command_unit"


@dataclass(frozen=True, slots=True)
class Spine:
    """The judged figures of the units of one level, from the lowest to the highest.

    `level` is what a unit of it is called; numbers are in the unit of the judged figure. Quartiles
    are of type 7 (Hyndman and Fan 1996), as everywhere here.
    """

    level: str
    units: int
    lowest: float
    lower_quartile: float
    median: float
    upper_quartile: float
    highest: float


def spines_of(reader: Reader, unit: Unit, figures: Sequence[Figure]) -> dict[str, Spine]:
    """By metric, where the units of a unit's level lie in the period of each of its figures.

    A metric of which fewer than four such units have a figure has none. Raises ScorecardError
    where the unit is not in the scope.
    """
    reader.check(unit.code)
    organisation = reader.release.configuration.organisation
    level = OF_THE_FORCE if unit.code == organisation.force.code else unit.level
    places = [one.code for one in organisation.units if one.level == level]
    told = [figure for figure in figures if figure.status != Status.NOT_REPORTED]
    query = f"""SELECT metric, count(*), min(judged), quantile_cont(judged, [0.25, 0.5, 0.75]),
        max(judged) FROM (SELECT j.metric, j.judged FROM {AT_SPOTS} WHERE j.judged IS NOT NULL)
        GROUP BY metric HAVING count(*) >= {FEWEST_UNITS}"""
    title = next(one.title.lower() for one in organisation.levels if one.id == level)
    return {
        metric: Spine(title, units, lowest, first, middle, third, highest)
        for metric, units, lowest, (first, middle, third), highest in reader.rows(
            query, [*spots(told), places]
        )
    }

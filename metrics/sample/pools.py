"""People whom a workforce is compared with: of working age, and those who could be recruited."""

from collections.abc import Iterator
from pathlib import Path

from metrics.definitions.organisation import Organisation
from metrics.sample.drawing import generator
from metrics.sample.london import GROUPS, by_group, invent_london
from metrics.sample.population import ELSEWHERE, ELSEWHERE_RESIDENTS
from metrics.sample.tables import write_table

EXTRACT = "recruitment_pools"
FILE = "recruitment-pools.csv"
HEADER = ("As at", "Area", "Pool", "Ethnicity", "People")
CENSUS_DAY = "2021-03-21"
# Of residents how many are of working age, the least and the most; of those, who could join.
POOLS = {"Working age": (0.66, 0.72), "Could be recruited": (0.4, 0.52)}


def write_pools(folder: Path, organisation: Organisation, seed: int) -> tuple[Path, ...]:
    """Write one CSV file: each borough, pool and ethnic group, with how many people."""
    rows = list(_rows(organisation, seed))
    return (write_table(folder / EXTRACT / FILE, HEADER, rows),)


def _rows(organisation: Organisation, seed: int) -> Iterator[tuple[str | int, ...]]:
    rng, london = generator(seed, EXTRACT), invent_london(organisation, seed)
    names = [unit.name for unit in london.boroughs]
    places = dict(zip(names, by_group(london.residents).tolist(), strict=True))
    # The real table covers England and Wales: these stand for all that must be left out.
    places |= {name: [ELSEWHERE_RESIDENTS] * len(GROUPS) for name in ELSEWHERE}
    for name, groups in places.items():
        for pool, (least, most) in POOLS.items():
            shares = (least + (most - least) * rng.random(len(GROUPS))).tolist()
            for group, people, share in zip(GROUPS, groups, shares, strict=True):
                yield CENSUS_DAY, name, pool, group, int(people * share)

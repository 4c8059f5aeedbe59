"""Residents in the layout 'Census 2021, seven groups across': invented numbers, real codes."""

from pathlib import Path

from metrics.definitions.organisation import Organisation
from metrics.sample.drawing import between, generator, pick
from metrics.sample.london import CENSUS, invent_london
from metrics.sample.tables import write_table

EXTRACT = "population"
FILE = "census2021_7group_by_lad.csv"
HEADER = ("LAD", "LAD_code", *CENSUS)

# The real file covers England and Wales: these three stand for all that must be left out.
ELSEWHERE = {f"Elsewhere {letter}": f"E0799990{n}" for n, letter in enumerate("ABC", start=1)}
ELSEWHERE_WEIGHTS = (6, 3, 1, 1, 1, 1, 87)
ELSEWHERE_RESIDENTS = 20_000


def write_population(folder: Path, organisation: Organisation, seed: int) -> tuple[Path, ...]:
    """Write one CSV file: a row for each authority, by name, and a column for each group."""
    london = invent_london(organisation, seed)
    named = zip(london.boroughs, london.residents.tolist(), strict=True)
    rows = [(unit.name, unit.code, *people) for unit, people in named]
    rows += _elsewhere(seed)
    return (write_table(folder / EXTRACT / FILE, HEADER, sorted(rows)),)


def _elsewhere(seed: int) -> list[tuple[str | int, ...]]:
    rng = generator(seed, "elsewhere")
    rows: list[tuple[str | int, ...]] = []
    for (name, code), share in zip(ELSEWHERE.items(), between(rng, 1, 5, 3), strict=True):
        groups = pick(rng, ELSEWHERE_WEIGHTS, int(share * ELSEWHERE_RESIDENTS)).tolist()
        rows.append((name, code, *(groups.count(n) for n in range(len(CENSUS)))))
    return rows

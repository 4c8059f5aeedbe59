"""Published searches by ethnic group, in the layout of Ethnicity facts and figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import fsum
from pathlib import Path

from metrics.definitions.organisation import Organisation
from metrics.sample import effects, labels
from metrics.sample.drawing import between, generator
from metrics.sample.london import GROUPS, SEARCHES, by_group, invent_london
from metrics.sample.tables import write_table

EXTRACT = "published_stop_search"
FILE = "stop-and-search.csv"
# The stray spaces are the publisher's.
HEADER = (
    "Measure",
    "Time",
    "Time_type",
    "Ethnicity",
    "Ethnicity_type",
    "Geography",
    "Geography_type",
    " Number of stop and searches ",
    (
        " Total number of stop and search carried out in this year in this area"
        " (excluding cases where the ethnicity was unreported) "
    ),
    "Population by ethnicity",
    "Rate per 1,000 population by ethnicity",
    (
        "Proportion of total stop and searches of this ethnicity in the financial year"
        " (excludes unreported)"
    ),
    "Notes",
)
MEASURE = "Number of stops and searches carried out (excluding vehicle only searches)"
ABSENT = " N/A "
NONE = " -   "

YEARS = ("2023/24", "2024/25", "2025/26")
YEARS_IN_SAMPLE = 3
# The invented forces are a twelfth of the size and, so that some cells are empty, a thousandth.
FORCES = {"Elsewhere North": 0.08, "Elsewhere South": 0.001, "Metropolitan Police": 1.0}
# The tables use an earlier census, when fewer people lived here.
EARLIER_RESIDENTS = 0.93
CHANCE_IN_YEAR = 0.03

BROAD, DETAILED = "ONS 2001 5+1", "ONS 2001 16+1"
UNREPORTED = "Unreported"
# Each detailed group: its broad one, and its share of that group's searches and residents.
DETAIL = {
    "Any other Asian background": ("Asian", 0.44, 0.29),
    "Any other black background": ("Black", 0.4, 0.16),
    "Any other ethnic group": ("Other", 0.93, 0.69),
    "Any other mixed/multiple ethnic background": ("Mixed", 0.46, 0.3),
    "Any other white background": ("White", 0.33, 0.21),
    "Bangladeshi": ("Asian", 0.28, 0.16),
    "Black African": ("Black", 0.33, 0.52),
    "Black Caribbean": ("Black", 0.27, 0.32),
    "Chinese": ("Other", 0.07, 0.31),
    "Indian": ("Asian", 0.14, 0.39),
    "Mixed White and Asian": ("Mixed", 0.06, 0.25),
    "Mixed White and Black African": ("Mixed", 0.11, 0.16),
    "Mixed White and Black Caribbean": ("Mixed", 0.37, 0.29),
    "Pakistani": ("Asian", 0.14, 0.16),
    "White British": ("White", 0.64, 0.75),
    "White Irish": ("White", 0.03, 0.04),
}


@dataclass(frozen=True, slots=True)
class Counted:
    """Searches and residents of one group, in one force and year; no residents if unreported."""

    ethnicity: str
    scheme: str
    searches: int
    residents: int | None


def write_published_search(folder: Path, organisation: Organisation, seed: int) -> tuple[Path, ...]:
    """Write one CSV file: both ethnicity schemes stacked, for three years and three forces."""
    london = invent_london(organisation, seed)
    people = by_group(london.residents).sum(axis=0).tolist()
    shares = [fsum(column) for column in london.searches.T]
    yearly = {
        group: (share * _reported_in_year(), residents * EARLIER_RESIDENTS)
        for group, share, residents in zip(GROUPS, shares, people, strict=True)
    }
    tables = {
        (year, force): _table(yearly, FORCES[force], seed, f"{EXTRACT} {year} {force}")
        for year in YEARS
        for force in FORCES
    }
    return (write_table(folder / EXTRACT / FILE, HEADER, _stacked(tables)),)


def _reported_in_year() -> float:
    """Searches of people a year whose ethnicity was stated."""
    vehicles = labels.KINDS["Vehicle search"] / sum(labels.KINDS.values())
    return SEARCHES / YEARS_IN_SAMPLE * (1 - vehicles) * (1 - effects.NOT_STATED)


def _table(
    yearly: dict[str, tuple[float, float]], size: float, seed: int, subject: str
) -> list[Counted]:
    """The rows of one force and year: all, then the detailed scheme, then the broad one."""
    luck = between(generator(seed, subject), 1 - CHANCE_IN_YEAR, 1 + CHANCE_IN_YEAR, 16)
    detailed = [
        Counted(
            ethnicity,
            DETAILED,
            round(yearly[group][0] * size * of_searches * chance),
            round(yearly[group][1] * size * of_residents),
        )
        for (ethnicity, (group, of_searches, of_residents)), chance in zip(
            DETAIL.items(), luck.tolist(), strict=True
        )
    ]
    broad = [_added_up(detailed, group) for group in sorted(GROUPS)]
    reported = sum(row.searches for row in broad)
    unreported = round(reported * effects.NOT_STATED / (1 - effects.NOT_STATED))
    residents = sum(row.residents or 0 for row in broad)
    return [
        Counted("All", "All", reported + unreported, residents),
        *(row for scheme in (detailed, broad) for row in _with_unreported(scheme, unreported)),
    ]


def _added_up(detailed: list[Counted], group: str) -> Counted:
    inside = [row for row in detailed if DETAIL[row.ethnicity][0] == group]
    searches = sum(row.searches for row in inside)
    return Counted(group, BROAD, searches, sum(row.residents or 0 for row in inside))


def _with_unreported(rows: list[Counted], unreported: int) -> list[Counted]:
    extra = Counted(UNREPORTED, rows[0].scheme, unreported, None)
    return sorted([*rows, extra], key=lambda row: row.ethnicity)


def _stacked(tables: dict[tuple[str, str], list[Counted]]) -> Iterator[tuple[str, ...]]:
    """Rows in the publisher's order: by ethnic group, then year, then force."""
    for rows in zip(*tables.values(), strict=True):
        for (year, force), table, row in zip(tables, tables.values(), rows, strict=True):
            broad = (other for other in table if other.scheme == BROAD)
            reported = sum(other.searches for other in broad if other.residents is not None)
            group = (row.ethnicity, row.scheme, force, "Police Force Area")
            yield (MEASURE, year, "Financial year", *group, *_figures(row, reported), "")


def _figures(row: Counted, reported: int) -> tuple[str, ...]:
    searches = f"{row.searches:,}" if row.searches else NONE
    if row.residents is None:
        return (searches, ABSENT, ABSENT, ABSENT, ABSENT)
    rate = f"{row.searches / row.residents * 1000:.2f}" if row.searches else NONE
    share = "N/A" if row.scheme == "All" else f"{row.searches / reported * 100:.0f}%"
    return (searches, f"{reported:,}", f"{row.residents:,}", rate, share)

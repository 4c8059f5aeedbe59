"""The police workforce open data table, as an OpenDocument spreadsheet of three sheets."""

from collections.abc import Iterator
from pathlib import Path

from metrics.definitions.organisation import Organisation
from metrics.periods import APRIL
from metrics.sample.drawing import generator
from metrics.sample.open_document import Cell, write_spreadsheet
from metrics.sample.span import QUARTER_ENDS
from metrics.sample.workforce import FILLED, KINDS, RANK_LABELS, RANKS, women_share

EXTRACT = "workforce_published"
FILE = "open-data-table-police-workforce.ods"
HEADER = (
    "As at 31 March...",
    "Geo code",
    "Force Name",
    "Region",
    "Sex",
    "Rank description",
    "Worker type",
    "Total (headcount)",
    "Total (FTE)",
)
MARCHES = {end.year: n for n, end in enumerate(QUARTER_ENDS) if end.month == APRIL - 1}
# Geo code, name, region and size against the first; the last two are invented.
FORCES = (
    ("E23000001", "Metropolitan Police", "London", 1.0),
    ("E23999901", "Elsewhere North", "Elsewhere", 0.08),
    ("E23999902", "Elsewhere South", "Elsewhere", 0.05),
)
SEXES = ("Female", "Male", "Not stated", "Prefer not to say", "Prefer to self-describe")

# Rows of the real table that the snapshots do not hold: worker type, headcount, share of women.
OTHERS = {
    "Designated Detention Officer (S.38)": ("Designated Officer", 650, 0.42),
    "Designated Escort Officer (S.38)": ("Designated Officer", 0, 0.0),
    "Police Support Volunteer": ("Police Support Volunteer", 700, 0.6),
}
# Until this year the table wrote two worker types with a capital on the second word.
LOWER_CASE_FROM = 2025
LOWER_CASE = {"Police Staff": "Police staff", "Special Constable": "Special constable"}
HEADCOUNT_ONLY = ("Special Constable", "Police Support Volunteer")
# Hundredths of full time for one head, as most of the force works full time.
FULL_TIME_HUNDREDTHS = {"Female": 94}
MOSTLY_FULL_TIME = 99
CHANCE = 0.02

NOTES = (
    (None, "Police workforce, England and Wales: an invented sample of the open data table"),
    (None, "Workforce Open Data Table"),
    (None, "Source: invented"),
    (None, None),
    ("A.", "Every number in this file is invented; none is a statistic."),
    ("B.", "Special constables and police support volunteers are given as headcount only."),
)
LISTS: tuple[tuple[Cell, ...], ...] = (("YesNo", "YesNoNK"), ("Yes", "Yes"), ("No", "No"))


def write_published_workforce(
    folder: Path, _organisation: Organisation, seed: int
) -> tuple[Path, ...]:
    """Write one spreadsheet: notes, the data of three years and three forces, and a stray sheet."""
    sheets = {"Notes": NOTES, "Data": [HEADER, *_rows(seed)], "Listsforval": LISTS}
    return (write_spreadsheet(folder / EXTRACT / FILE, sheets),)


def _rows(seed: int) -> Iterator[tuple[Cell, ...]]:
    for year, quarter in MARCHES.items():
        for code, force, region, size in FORCES:
            luck = 1 + CHANCE * float(generator(seed, f"{EXTRACT} {year} {force}").random())
            for sex in SEXES:
                for rank, kind, heads, women in _establishment(quarter):
                    count = _of_sex(sex, round(heads * size * luck), women)
                    worker = LOWER_CASE.get(kind, kind) if year >= LOWER_CASE_FROM else kind
                    place = (year, code, force, region)
                    yield (*place, sex, rank, worker, count, _full_time(sex, rank, count))


def _establishment(quarter: int) -> Iterator[tuple[str, str, float, float]]:
    """Each rank with its worker type, expected headcount and share of women."""
    for kind, posts in KINDS.items():
        weights = RANKS[kind]
        for rank, weight in enumerate(weights):
            if weight:
                heads = posts * FILLED * weight / sum(weights)
                yield RANK_LABELS[rank], kind, heads, women_share(rank, quarter)
    for label, (kind, heads, women) in OTHERS.items():
        yield label, kind, heads, women


def _of_sex(sex: str, heads: int, women: float) -> int:
    female = round(heads * women)
    return {"Female": female, "Male": heads - female}.get(sex, 0)


def _full_time(sex: str, rank: str, count: int) -> Cell:
    if rank in HEADCOUNT_ONLY:
        return "N/A"
    return count * FULL_TIME_HUNDREDTHS.get(sex, MOSTLY_FULL_TIME) / 100

"""Workforce snapshots at quarter ends: people alike in every column, with how many there are."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from metrics.definitions.organisation import Organisation, Unit
from metrics.sample import effects
from metrics.sample.drawing import Floats, Integers, choose_by, generator, named, pick, pick_by
from metrics.sample.mps_stops import unit_in_file
from metrics.sample.span import LAST_DAY, QUARTER_ENDS
from metrics.sample.tables import write_table

EXTRACT = "workforce"
FILE = "workforce-quarter-ends.csv"
HEADER = (
    "Month end", "OCU", "Worker type", "Rank", "Sex", "Ethnicity", "Specialism", "FTE",
    "Acting up", "Headcount",
)  # fmt: skip

# Posts of each kind; FILLED of them are held on any day, so about 33,000 officers and 10,000 staff.
KINDS = {
    "Police Officer": 34_000,
    "Police Staff": 10_300,
    "Police Community Support Officer": 1_250,
    "Special Constable": 1_450,
}
FILLED = 0.97
# The share of posts whose holder changes in a quarter: 6 to 10% a year leave, and others move.
TURNOVER = 0.03

# Officers and staff for each borough of a unit, and in the units without residents.
EACH_BOROUGH = (620, 90)
SPECIALISTS = {
    "MO4": (120, 1300),
    "MO7": (1500, 80),
    "MO8": (1750, 160),
    "MO9": (850, 750),
    "MO12": (450, 2000),
    "MO19": (750, 60),
    "SO15": (1600, 900),
    "SO18": (550, 40),
    "DPS": (480, 260),
    "LD": (1300, 520),
    "HR": (60, 850),
}
ANOTHER_UNIT = (300, 200)

# Each kind's ranks with their weights.
RANKS = {
    "Police Officer": (775, 145, 48, 18, 8, 4.5, 1.5),
    "Police Staff": (0, 0, 0, 0, 0, 0, 0, 1),
    "Police Community Support Officer": (0, 0, 0, 0, 0, 0, 0, 0, 1),
    "Special Constable": (0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
}
RANK_LABELS = (
    *effects.WOMEN_OFFICERS_AT_START,
    "Police Staff",
    "Community Support Officer",
    "Special Constable",
)
WOMEN_AT_START = (*effects.WOMEN_OFFICERS_AT_START.values(), 0.58, 0.37, 0.31)
SEXES = ("Female", "Male", "Prefer not to say")
SEX_NOT_SAID = 0.004

# Shares by rank: constables are the most mixed of the officers, as recent recruits are.
ETHNICITIES = ("White", "Asian", "Black", "Mixed", "Other", "Not stated", "Prefer not to say")
CONSTABLES = (760, 78, 46, 42, 20, 34, 20)
SERGEANTS = (825, 58, 26, 33, 12, 28, 18)
INSPECTORS = (850, 48, 22, 28, 10, 26, 16)
STAFF = (690, 110, 85, 40, 25, 32, 18)
ETHNICITY_WEIGHTS = (CONSTABLES, SERGEANTS, *[INSPECTORS] * 5, STAFF, STAFF, CONSTABLES)


# Of the units without residents, what their officers specialise in; of others, one in six detects.
SPECIALISMS = ("", "Investigation", "Firearms", "Roads and transport", "Counter-terrorism",
               "Public order")  # fmt: skip
OF_UNITS = {"MO19": 2, "MO8": 3, "SO15": 4, "MO7": 5}
DETECTIVES = 1 / 6
# Most work full time; some officers hold the rank above their own for a time.
FULL_TIME = (1.0, 0.8, 0.6)
FULL_TIME_WEIGHTS = (93, 4, 3)
ACTING = 0.03


@dataclass(frozen=True, slots=True)
class Posts:
    """Every post, and three numbers from 0 to 1 that decide who holds it, if anyone does."""

    kind: Integers
    unit: Integers
    rank: Integers
    held: Floats
    sex: Floats
    ethnicity: Floats
    specialism: Integers
    hours: Integers
    acting: Integers


def write_workforce(folder: Path, organisation: Organisation, seed: int) -> tuple[Path, ...]:
    """Write one CSV file of all snapshots, oldest first."""
    rng = generator(seed, EXTRACT)
    units = tuple(unit for unit in organisation.units if unit.level == "command_unit")
    beside = generator(seed, f"{EXTRACT} specialisms")
    rows = _snapshots(rng, _posts(rng, beside, organisation, units), units)
    return (write_table(folder / EXTRACT / FILE, HEADER, rows),)


def women_share(rank: int, quarter: int) -> float:
    """The expected share of women in a rank, of those whose sex is known; officers' shares rise."""
    officers = len(effects.WOMEN_OFFICERS_AT_START)
    rise = effects.WOMEN_POINTS_A_QUARTER / 100 * quarter
    return WOMEN_AT_START[rank] + (rise if rank < officers else 0.0)


def _posts(
    rng: np.random.Generator, beside: np.random.Generator, organisation: Organisation,
    units: tuple[Unit, ...],
) -> Posts:  # fmt: skip
    kind = np.repeat(np.arange(len(KINDS)), list(KINDS.values())).astype(np.int64)
    officers, staff = zip(*(_size(organisation, unit) for unit in units), strict=True)
    local = [float(unit.residents) * size for unit, size in zip(units, officers, strict=True)]
    unit = pick_by(rng, (officers, staff, local, officers), kind)
    widest = max(map(len, RANKS.values()))
    weights = [(*row, *[0.0] * (widest - len(row))) for row in RANKS.values()]
    rank = pick_by(rng, weights, kind)
    held, sex, ethnicity = (rng.random(len(kind)) for _ in range(3))
    others = _beside(beside, kind, unit, rank, units)
    return Posts(kind, unit, rank, held, sex, ethnicity, *others)


def _beside(
    rng: np.random.Generator, kind: Integers, unit: Integers, rank: Integers,
    units: tuple[Unit, ...],
) -> tuple[Integers, Integers, Integers]:  # fmt: skip
    """The specialism of each post, its hours, and whether its holder acts up."""
    officer = kind == list(KINDS).index("Police Officer")
    own = np.asarray([OF_UNITS.get(one.code, 0) for one in units])[unit]
    detects = (rng.random(len(kind)) < DETECTIVES) & (own == 0)
    hours = pick(rng, FULL_TIME_WEIGHTS, len(kind))
    acting = officer & (rank < len(effects.WOMEN_OFFICERS_AT_START) - 1)
    acting &= rng.random(len(kind)) < ACTING
    return np.where(officer, own + detects, 0), hours, acting.astype(np.int64)


def _size(organisation: Organisation, unit: Unit) -> tuple[float, float]:
    boroughs = len(organisation.below(unit.code, LAST_DAY)) - 1
    if boroughs:
        return (EACH_BOROUGH[0] * boroughs, EACH_BOROUGH[1] * boroughs)
    return SPECIALISTS.get(unit.code, ANOTHER_UNIT)


def _snapshots(
    rng: np.random.Generator, posts: Posts, units: tuple[Unit, ...]
) -> Iterator[tuple[str | int, ...]]:
    names = [unit_in_file(unit) for unit in units]
    for quarter, end in enumerate(QUARTER_ENDS):
        parts, counts = _snapshot(posts, quarter)
        held = (names, list(KINDS), RANK_LABELS, SEXES, ETHNICITIES, SPECIALISMS,
                [str(share) for share in FULL_TIME], ("No", "Yes"))  # fmt: skip
        columns = zip(held, parts, strict=True)
        texts = [named(labels, positions) for labels, positions in columns]
        for row in zip(*texts, counts.tolist(), strict=True):
            yield (end.isoformat(), *row)
        posts = _after_a_quarter(rng, posts)


def _snapshot(posts: Posts, quarter: int) -> tuple[tuple[Integers, ...], Integers]:
    """The distinct kinds of people in post, and how many there are of each."""
    filled = posts.held < FILLED
    shares = [women_share(rank, quarter) for rank in range(len(RANK_LABELS))]
    known = 1 - SEX_NOT_SAID
    weights = [(share * known, (1 - share) * known, SEX_NOT_SAID) for share in shares]
    fields = (
        posts.unit,
        posts.kind,
        posts.rank,
        choose_by(weights, posts.rank, posts.sex),
        choose_by(ETHNICITY_WEIGHTS, posts.rank, posts.ethnicity),
        posts.specialism,
        posts.hours,
        posts.acting,
    )
    sizes = tuple(int(field.max()) + 1 for field in fields)
    keys, counts = np.unique(np.ravel_multi_index(fields, sizes)[filled], return_counts=True)
    return tuple(part.astype(np.int64) for part in np.unravel_index(keys, sizes)), counts


def _after_a_quarter(rng: np.random.Generator, posts: Posts) -> Posts:
    """The same posts, some of them with another holder."""
    number = len(posts.kind)
    changes = rng.random(number) < TURNOVER
    held, sex, ethnicity = (
        np.where(changes, rng.random(number), before)
        for before in (posts.held, posts.sex, posts.ethnicity)
    )
    return replace(posts, held=held, sex=sex, ethnicity=ethnicity)

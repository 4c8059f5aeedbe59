"""An invented London: its boroughs, who lives in them, and how often each group is searched."""

from dataclasses import dataclass
from math import fsum

import numpy as np

from metrics.definitions.organisation import Organisation, Unit
from metrics.sample import effects
from metrics.sample.drawing import Floats, Integers, Texts, between, generator
from metrics.sample.span import LAST_DAY, MONTH_ENDS

GROUPS = ("Asian", "Black", "Mixed", "White", "Other")
BLACK, WHITE = GROUPS.index("Black"), GROUPS.index("White")

# About a third of the real number: enough for every borough, and small to carry.
SEARCHES = 4_600 * len(MONTH_ENDS)

RESIDENTS = 8_800_000
SMALLEST_BOROUGH, LARGEST_BOROUGH = 190_000, 360_000
# One authority in London houses few people: its own police force is not this one.
RESIDENTS_WITHOUT_FORCE = 9_000

# The census columns, the group of each, and the range of its weight among a borough's residents.
CENSUS = {
    "Asian": ("Asian", 0.06, 0.38),
    "Black": ("Black", 0.04, 0.24),
    "Mixed_Other": ("Mixed", 0.01, 0.02),
    "Mixed_Asian": ("Mixed", 0.01, 0.02),
    "Mixed_Black": ("Mixed", 0.015, 0.035),
    "Other": ("Other", 0.02, 0.09),
    "White": ("White", 0.35, 0.8),
}

# Searches for each resident against the White group's; the Black group's follows from `effects`.
SEARCHED_AGAINST_WHITE = {"Asian": 1.1, "Mixed": 1.6, "White": 1.0, "Other": 1.2}
QUIETEST_BOROUGH, BUSIEST_BOROUGH = 0.6, 1.6


@dataclass(frozen=True, slots=True)
class London:
    """The boroughs in organisation order, and what is known of each.

    `parents` are the codes of the units that they belong to; `residents` has a column for each of
    `CENSUS`; `searches` has the expected share of all searches for each of `GROUPS`.
    """

    boroughs: tuple[Unit, ...]
    parents: Texts
    residents: Integers
    searches: Floats


def invent_london(organisation: Organisation, seed: int) -> London:
    """The London of one seed."""
    boroughs = tuple(unit for unit in organisation.units if unit.level == "borough")
    parents = [organisation.parent(unit.code, LAST_DAY) or unit.code for unit in boroughs]
    residents = _residents(boroughs, seed)
    shares = _search_shares(boroughs, residents, seed)
    return London(boroughs, np.asarray(parents), residents, shares)


def by_group(residents: Integers) -> Integers:
    """Residents with the census columns added up to `GROUPS`."""
    columns = [group for group, _, _ in CENSUS.values()]
    parts = [residents[:, [c == group for c in columns]].sum(axis=1) for group in GROUPS]
    return np.stack(parts, axis=1)


def _residents(boroughs: tuple[Unit, ...], seed: int) -> Integers:
    rng = generator(seed, "population")
    sizes = between(rng, SMALLEST_BOROUGH, LARGEST_BOROUGH, len(boroughs))
    policed = np.asarray([unit.residents for unit in boroughs])
    sizes = np.where(policed, sizes * (RESIDENTS / fsum(sizes[policed])), RESIDENTS_WITHOUT_FORCE)
    weights = [between(rng, low, high, len(boroughs)) for _, low, high in CENSUS.values()]
    running = np.cumsum(np.stack(weights, axis=1), axis=1)
    upper = np.rint(running / running[:, -1:] * sizes[:, None]).astype(np.int64)
    return np.diff(upper, axis=1, prepend=0)


def _search_shares(boroughs: tuple[Unit, ...], residents: Integers, seed: int) -> Floats:
    people = by_group(residents).astype(np.float64)
    busy = between(generator(seed, "boroughs"), QUIETEST_BOROUGH, BUSIEST_BOROUGH, len(boroughs))
    against_white = [SEARCHED_AGAINST_WHITE.get(group, 0.0) for group in GROUPS]
    expected = people * busy[:, None] * np.asarray(against_white)
    expected[:, BLACK] = people[:, BLACK] * busy * _black_ratios(boroughs, people, busy)
    expected *= SEARCHES / fsum(expected.ravel())
    codes = [unit.code for unit in boroughs]
    if effects.FEW_SEARCHES_BOROUGH in codes:
        place = codes.index(effects.FEW_SEARCHES_BOROUGH)
        few = effects.FEW_SEARCHES_A_MONTH * len(MONTH_ENDS)
        expected[place, GROUPS.index(effects.FEW_SEARCHES_GROUP)] = few
    shares: Floats = expected / fsum(expected.ravel())
    return shares


def _black_ratios(boroughs: tuple[Unit, ...], people: Floats, busy: Floats) -> Floats:
    """The Black to White ratio of each borough, such that the force's is the one built in.

    The force's ratio weights boroughs by their residents, so the higher borough must be paid for.
    """
    policed = np.asarray([unit.residents for unit in boroughs])
    higher = np.asarray([unit.code == effects.HIGHER_RATIO_BOROUGH for unit in boroughs])
    black, white = (np.where(policed, people[:, group], 0.0) for group in (BLACK, WHITE))
    wanted = effects.BLACK_TO_WHITE_RATIO * fsum(black) * fsum(busy * white) / fsum(white)
    rest = wanted - effects.HIGHER_RATIO * fsum(busy * black * higher)
    others = rest / fsum(busy * black * ~higher)
    return np.where(higher, effects.HIGHER_RATIO, others)

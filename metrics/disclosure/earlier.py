"""What a tier's last release showed and withheld: it can still be read, and held against this one.

A count that was withheld stays so. One that has changed by fewer people than the threshold is
withheld as well: beside the old number it would tell of these few. Whoever has the old number knows
that much of one that is withheld now: it has changed by fewer people than that, or not at all. And
not at all where nothing was revised that an extract has in its period.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.definitions.audiences import Tier
from metrics.definitions.configuration import Configuration
from metrics.disclosure.cells import NOISE, FloatArray, Mask
from metrics.disclosure.cuts import within_cuts
from metrics.disclosure.first_hand import is_small
from metrics.disclosure.people import KEY, SPAN, People, people_in

HIDDEN = "c"


@dataclass(frozen=True)
class Earlier:
    """Of each cell whether the last release had it `shown` as it still is, or `hidden`.

    `withheld` is what has to be on account of it: what it hid, and what would tell of a few people.
    `least` and `most` are the ends of what anybody could take a cell for, if it is withheld now.
    """

    shown: Mask
    hidden: Mask
    withheld: Mask
    least: FloatArray
    most: FloatArray


def earlier_of(
    people: People, before: pd.DataFrame | None, tier: Tier, configuration: Configuration
) -> Earlier:
    """The cells in the light of the figures of the last release, if there is one.

    `before` has the columns metric, SPOT, numerator, denominator and shorthand.
    """
    n = people.cells["n"].to_numpy()
    if before is None or before.empty:
        nothing = np.zeros(len(n), dtype=bool)
        return Earlier(nothing, nothing, nothing, np.zeros(len(n)), np.full(len(n), np.inf))
    then = _found(people, people_in(before, configuration))
    secret = before[before["shorthand"] == HIDDEN]
    absent = secret[["numerator", "denominator"]].isna()
    marked = absent.astype("float64").where(absent)
    marks = _found(people, people_in(secret.assign(**marked).reset_index(drop=True), configuration))
    moved, hidden = np.abs(n - then), np.isnan(then) & ~np.isnan(marks)
    withheld = hidden | is_small(np.where(moved > NOISE, moved, 0.0), tier.threshold)
    near = moved < tier.threshold
    reach = np.where(_is_revised(people, moved > NOISE), tier.threshold - 1.0, 0.0)
    least = np.where(near, np.clip(then - reach, 0.0, n), 0.0)
    most = np.where(near, np.maximum(then + reach, n), np.inf)
    return Earlier(moved <= NOISE, hidden, withheld, least, most)


def tells_of_few(
    counts: pd.DataFrame, before: pd.DataFrame, tier: Tier, configuration: Configuration
) -> bool:
    """Whether a count that the last release showed has changed by fewer people than the threshold.

    `counts` and `before` have the columns of `earlier_of`.
    """
    people = people_in(within_cuts(counts, tier, configuration), configuration)
    moved = np.abs(people.cells["n"].to_numpy() - _found(people, people_in(before, configuration)))
    return bool(is_small(np.where(moved > NOISE, moved, 0.0), tier.threshold).any())


def _is_revised(people: People, moved: Mask) -> Mask:
    """The cells of an extract and a period in which a count of it has changed."""
    cells = people.cells.assign(extract=people.extracts)
    places = pd.MultiIndex.from_frame(cells[["extract", *SPAN]])
    return np.asarray(places.isin(places[moved]))


def _found(people: People, other: People) -> np.ndarray:
    """For each cell of `people` the number that it has in the other, absent where it has none."""
    number = {counted: at for at, counted in enumerate(people.counted)}
    numbers = [number.get(counted, -1) for counted in other.counted]
    there = other.cells.assign(counted=np.array(numbers)[other.cells["counted"].to_numpy()])
    found = people.cells[KEY].merge(there[[*KEY, "n"]], how="left", on=KEY)
    return found["n"].to_numpy("float64")

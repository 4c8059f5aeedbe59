"""What a tier's last release showed and withheld: it can still be read, and held against this one.

A count that was withheld stays so. One that has changed by fewer people than the threshold is
withheld as well: beside the old number it would tell of these few.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.definitions.audiences import Tier
from metrics.definitions.configuration import Configuration
from metrics.disclosure.cells import NOISE, Mask
from metrics.disclosure.first_hand import is_small
from metrics.disclosure.people import KEY, People, people_in

HIDDEN = "c"


@dataclass(frozen=True)
class Earlier:
    """Of each cell whether an earlier release showed it as it still is, and what it withholds."""

    shown: Mask
    withheld: Mask


def earlier_of(
    people: People, before: pd.DataFrame | None, tier: Tier, configuration: Configuration
) -> Earlier:
    """The cells in the light of the figures of the last release, if there is one.

    `before` has the columns metric, SPOT, numerator, denominator and shorthand.
    """
    if before is None or before.empty:
        nothing = np.zeros(len(people.cells), dtype=bool)
        return Earlier(nothing, nothing)
    then = _found(people, people_in(before, configuration))
    secret = before[before["shorthand"] == HIDDEN]
    absent = secret[["numerator", "denominator"]].isna()
    marked = absent.astype("float64").where(absent)
    hidden = _found(
        people, people_in(secret.assign(**marked).reset_index(drop=True), configuration)
    )
    moved = np.abs(people.cells["n"].to_numpy() - then)
    withheld = (np.isnan(then) & ~np.isnan(hidden)) | is_small(
        np.where(moved > NOISE, moved, 0.0), tier.threshold
    )
    return Earlier(moved <= NOISE, withheld)


def _found(people: People, other: People) -> np.ndarray:
    """For each cell of `people` the number that it has in the other, absent where it has none."""
    number = {counted: at for at, counted in enumerate(people.counted)}
    numbers = [number.get(counted, -1) for counted in other.counted]
    there = other.cells.assign(counted=np.array(numbers)[other.cells["counted"].to_numpy()])
    found = people.cells[KEY].merge(there[[*KEY, "n"]], how="left", on=KEY)
    return found["n"].to_numpy("float64")

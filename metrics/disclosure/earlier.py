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
from metrics.disclosure.rounding import rounded

HIDDEN = "c"


@dataclass(frozen=True)
class Last:
    """A tier's last release: its figures, its disclosure report, and whether its rules are ours.

    `figures` has the columns metric, SPOT, numerator, denominator and shorthand, and so have the
    others. `undivided` are those for which there was nothing to divide by: of these a numerator
    that is absent was withheld. `unreliable` are those that judgement took out because too few are
    known to be in a group. Under the same tier, configuration and method what looks as it did then
    is as safe as it was.
    """

    figures: pd.DataFrame
    undivided: pd.DataFrame
    unreliable: pd.DataFrame
    report: pd.DataFrame
    same_rules: bool


@dataclass(frozen=True)
class Looks:
    """Which cells look as they did in the last release under the same rules.

    Those of `shown` if they are shown now, and those of `hidden` if they are hidden.
    """

    shown: Mask
    hidden: Mask

    def unchanged(self, hidden: Mask) -> Mask:
        """The cells that do, where these are hidden now."""
        return np.where(hidden, self.hidden, self.shown)


@dataclass(frozen=True)
class Earlier:
    """Of each cell whether the last release had it `shown` as it still is, or `hidden`.

    `withheld` is what has to be on account of it: what it hid, and what would tell of a few people.
    `least` and `most` are the ends of what anybody could take a cell for, if it is withheld now.
    Something has been `revised` in the period of the extract that a cell is of, as far as it shows.
    """

    shown: Mask
    hidden: Mask
    withheld: Mask
    revised: Mask
    least: FloatArray
    most: FloatArray


def earlier_of(
    people: People, last: Last | None, tier: Tier, configuration: Configuration
) -> Earlier:
    """The cells in the light of the figures of the last release, if there is one."""
    n = people.cells["n"].to_numpy()
    if last is None or last.figures.empty:
        nothing = np.zeros(len(n), dtype=bool)
        least, most = np.zeros(len(n)), np.full(len(n), np.inf)
        return Earlier(nothing, nothing, nothing, nothing, least, most)
    then = _found(people, people_in(last.figures, configuration))
    marked = last.figures[last.figures["shorthand"] == HIDDEN]
    # What it was to be divided by was not there: it says nothing of the denominator.
    withheld_too = last.undivided.assign(denominator=0.0)
    absent = _absent_in(pd.concat([marked, withheld_too]), people, configuration)
    moved, hidden = _moved(n, then, tier), np.isnan(then) & absent
    few = _few(tier)
    withheld, near = hidden | is_small(moved, few), moved < few
    revised = _is_revised(people, moved > 0)
    reach = np.where(revised, few - 1.0, 0.0)
    least = np.where(near, np.clip(then - reach, 0.0, n), 0.0)
    most = np.where(near, np.maximum(then + reach, n), np.inf)
    return Earlier(moved == 0, hidden, withheld, revised, least, most)


def looks_of(
    people: People, earlier: Earlier, last: Last | None, configuration: Configuration
) -> Looks:
    """What looked in the last release under the same rules as it does now."""
    if last is None or not last.same_rules:
        nothing = np.zeros(len(people.cells), dtype=bool)
        return Looks(nothing, nothing)
    # What was hidden is marked as such: so this was not, and nobody has seen its number since.
    taken_out = _absent_in(last.unreliable, people, configuration)
    return Looks(earlier.shown | (taken_out & ~earlier.hidden & ~earlier.revised), earlier.hidden)


def _absent_in(rows: pd.DataFrame, people: People, configuration: Configuration) -> Mask:
    """The cells whose number is absent from one of these rows of figures."""
    if rows.empty:
        return np.zeros(len(people.cells), dtype=bool)
    absent = rows[["numerator", "denominator"]].isna()
    there = rows.assign(**absent.astype("float64").where(absent)).reset_index(drop=True)
    return np.asarray(~np.isnan(_found(people, people_in(there, configuration))))


def tells_of_few(
    counts: pd.DataFrame, last: Last, tier: Tier, configuration: Configuration
) -> bool:
    """Whether a count that the last release showed has changed by fewer people than the threshold.

    `counts` has the columns of `Calculation.counts`.
    """
    people = people_in(within_cuts(counts, tier, configuration), configuration)
    then = _found(people, people_in(last.figures, configuration))
    moved = _moved(people.cells["n"].to_numpy(), then, tier)
    return bool(is_small(moved, _few(tier)).any())


def _moved(n: FloatArray, then: FloatArray, tier: Tier) -> FloatArray:
    """How far each count is from the one that was shown; 0 where it is, or looks, the same.

    Of one that is small now the old number, if it was rounded, has not told that it is.
    """
    looks = np.where(is_small(n, tier.threshold), n, rounded(n, tier.rounding))
    same = np.minimum(np.abs(n - then), np.abs(looks - then)) <= NOISE
    return np.where(same, 0.0, np.abs(n - then))


def _few(tier: Tier) -> float:
    """So many people may not be told by two numbers: what was shown may be half a rounding off."""
    return tier.threshold + tier.rounding / 2


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

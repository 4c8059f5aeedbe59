"""Which counts are withheld first-hand: each by itself, before any sum is looked at."""

import numpy as np
import pandas as pd

from metrics.definitions.audiences import Tier
from metrics.definitions.configuration import Configuration
from metrics.definitions.metric_checks import FEWEST_AVERAGED
from metrics.disclosure.cells import Mask
from metrics.disclosure.cuts import is_sensitive
from metrics.disclosure.people import NO_PEOPLE, NONE, People

# Where two people make up nine tenths of a sum of days, the squares are this share of its square
# at the least: 2 * 0.45 squared. So the (2, 90%) rule of dominance finds no sum that this does not.
# Source: the (n, k) rule of Hundepool et al. 2012, Statistical Disclosure Control, 4.2.
DOMINATED = 0.405


def first_hand(
    counts: pd.DataFrame, people: People, tier: Tier, configuration: Configuration
) -> Mask:
    """The cells that a tier withholds because of their own number, whatever stands around them.

    A count below the threshold; a part whose rest is; a part of a base that is too small; the base
    of an average of fewer than eight people, or of a sum that two people dominate; and of a
    sensitive subject everybody and nobody as well.
    """
    n = people.cells["n"].to_numpy()
    hidden = is_small(n, tier.threshold)
    # Nobody is no number to hide: the rest is the whole then, and hidden itself if it is small.
    part, whole = people.shares[n[people.shares[:, 0]] > 0].T
    hidden[part[is_small(n[whole] - n[part], tier.threshold)]] = True
    hidden[part[(n[whole] < tier.minimum_base)]] = True
    averaged = counts["metric"].isin(
        [metric.id for metric in configuration.scorecard.metrics if metric.kind in NO_PEOPLE]
    ).to_numpy()  # fmt: skip
    bases = people.denominators[averaged & (people.denominators != NONE)]
    hidden[bases[is_small(n[bases], FEWEST_AVERAGED)]] = True
    shared = counts["numerator"] > 0
    large = counts["squares"] >= DOMINATED * counts["numerator"] ** 2
    dominated = (shared & large).to_numpy() & averaged
    hidden[people.denominators[dominated & (people.denominators != NONE)]] = True
    return hidden | _tells_of_all(counts, people, configuration)


def is_small(n: np.ndarray, threshold: float) -> Mask:
    """Whether a count is of somebody, and of fewer than the threshold."""
    # Weighted counts may be fractions: half a person is a person.
    return np.asarray((n > 0) & (n < threshold))


def _tells_of_all(counts: pd.DataFrame, people: People, configuration: Configuration) -> Mask:
    """Of a sensitive subject, the parts that are everybody or nobody: each person is known then."""
    n, hidden = people.cells["n"].to_numpy(), np.zeros(len(people.cells), dtype=bool)
    sensitive = np.zeros(len(n), dtype=bool)
    rows = is_sensitive(counts, configuration) & (people.numerators != NONE)
    sensitive[people.numerators[rows]] = True
    part, whole = people.shares.T
    all_or_none = sensitive[part] & (n[whole] > 0) & ((n[part] == 0) | (n[part] == n[whole]))
    hidden[part[all_or_none]] = True
    return hidden

"""The disclosure report: how much each tier is shown of each metric, and how safe the rest is."""

import numpy as np
import pandas as pd

from metrics.definitions.configuration import Configuration
from metrics.definitions.plans import Counted
from metrics.disclosure.cells import Mask
from metrics.disclosure.people import NONE, SPOT, People, counts_in

REPORT_COLUMNS = ("metric", "counts", "first_hand", "to_protect", "narrowest")


def report_on(
    seen: pd.DataFrame, people: People, first_hand: Mask, hidden: Mask, widths: np.ndarray
) -> pd.DataFrame:
    """A row for each metric: REPORT_COLUMNS.

    `counts` are its different counts of people; `first_hand` of them are withheld by themselves,
    and `to_protect` more so that these cannot be worked out. `narrowest` is how many people apart
    two possible numbers of any withheld count of it are at the least; absent if none is withheld.
    """
    rows = []
    for metric, at in seen.groupby("metric", sort=False).indices.items():
        both = np.concatenate([people.numerators[at], people.denominators[at]])
        cells = np.unique(both[both != NONE])
        secret = cells[hidden[cells]]
        narrowest = widths[secret].min() if len(secret) else np.nan
        by_hand = int(first_hand[cells].sum())
        rows.append((metric, len(cells), by_hand, len(secret) - by_hand, narrowest))
    return pd.DataFrame(rows, columns=list(REPORT_COLUMNS))


def as_narrow_as(report: pd.DataFrame, last: pd.DataFrame) -> pd.DataFrame:
    """The report, where no count is known less narrowly than in that of the last release.

    What looks as it did then is not attacked again.
    """
    before = report["metric"].map(last.set_index("metric")["narrowest"])
    before = before.where(report["first_hand"] + report["to_protect"] > 0)
    return report.assign(narrowest=np.fmin(report["narrowest"], before))


def report_on_all(seen: pd.DataFrame, configuration: Configuration) -> pd.DataFrame:
    """A row for each metric of a tier that withholds nothing: REPORT_COLUMNS, as `report_on`.

    No count has to be known as a part of another, so no cells are made of them.
    """
    spots: dict[str, dict[Counted, list[pd.DataFrame]]] = {}
    for metric, _, counted, found in counts_in(seen, configuration):
        spots.setdefault(metric, {}).setdefault(counted, []).append(found[SPOT])
    numbers = {
        metric: sum(len(pd.concat(each).drop_duplicates()) for each in by_count.values())
        for metric, by_count in spots.items()
    }
    rows = [(metric, numbers.get(metric, 0), 0, 0, np.nan) for metric in seen["metric"].unique()]
    return pd.DataFrame(rows, columns=list(REPORT_COLUMNS))

"""How many figures were looked at in each list, and how many would stand out by chance alone."""

import pandas as pd

from metrics.judgement.benchmarks import NOT_COMPARED, SIMILAR
from metrics.judgement.chance import by_chance
from metrics.judgement.comparing import FLAG, NO_FLAG
from metrics.judgement.measuring import FAR, NEAR

DISPARITIES, UNITS = "disparities", "units"
LOOKS = (
    "list", "of", "type", "end", "looked_at", "stand_out", "stand_out_998", "by_chance",
    "by_chance_998",
)  # fmt: skip
# What has to be known of each figure that some list has, and which these are, in SQL.
IN_A_LIST = "disparity <> '' OR comparison <> ''"
LOOKED = (
    "metric", "unit", "type", "end", "disparity", "disparity_level", "comparison",
    "comparison_level",
)  # fmt: skip


def count_looks(figures: pd.DataFrame) -> pd.DataFrame:
    """One row a list: columns LOOKS, `list` is DISPARITIES or UNITS, `of` the unit or the metric.

    The disparities of a unit are those of each group of each metric in a period; the units of a
    metric are those that are held against the force. `by_chance` is how many intervals would leave
    the benchmark out if nothing differed, at 95% and at 99.8%: fewer, where a flag needs more.
    """
    tested = figures[figures["disparity"].isin([FLAG, NO_FLAG])]
    flagged = tested["disparity"] == FLAG
    units = figures[~figures["comparison"].isin(["", NOT_COMPARED])]
    return pd.concat(
        [
            _counted(tested, "unit", flagged, tested["disparity_level"]).assign(list=DISPARITIES),
            _counted(units, "metric", units["comparison"] != SIMILAR, units["comparison_level"])
            .assign(list=UNITS),
        ],
        ignore_index=True,
    )[list(LOOKS)]  # fmt: skip


def _counted(looked: pd.DataFrame, of: str, stand_out: pd.Series, level: pd.Series) -> pd.DataFrame:
    marked = looked.assign(
        of=looked[of],
        looked_at=1,
        stand_out=stand_out,
        stand_out_998=stand_out & (level == "99.8%"),
    )
    numbers = ["looked_at", "stand_out", "stand_out_998"]
    counted = marked.groupby(["of", "type", "end"], as_index=False)[numbers].sum()
    return counted.assign(
        by_chance=by_chance(counted["looked_at"], NEAR),
        by_chance_998=by_chance(counted["looked_at"], FAR),
    )

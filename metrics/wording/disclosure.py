"""The disclosure report in words: for whoever signs a release off."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from metrics.definitions.audiences import Tier
from metrics.provenance import Sparse


def told(report: pd.DataFrame, tier: str) -> str:
    """The report as a table of text, a row a metric, and what it comes to in a last line.

    `report` has the columns of the disclosure room's report. `apart` is how many people lie between
    two possible numbers of any withheld count, at the least.
    """
    hidden = report["first_hand"] + report["to_protect"]
    shown = 1 - hidden / report["counts"].where(report["counts"] > 0)
    table = pd.DataFrame({
        "metric": report["metric"], "counts": report["counts"],
        "shown": [f"{share:.1%}" if np.isfinite(share) else "-" for share in shown],
        "small": report["first_hand"], "to protect": report["to_protect"],
        "apart": [f"{n:.0f}" if np.isfinite(n) else "-" for n in report["narrowest"]],
    })  # fmt: skip
    least = report["narrowest"].min()
    safe = (
        f"In the attack before the release each could be numbers at least {least:.0f} apart."
        if np.isfinite(least)
        else ""
    )
    line = f"{int(hidden.sum()):,} of {int(report['counts'].sum()):,} counts are withheld from the"
    return f"{table.to_string(index=False)}\n{line} {tier} tier, each metric's for itself. {safe}"


def rounding_text(tier: Tier) -> str:
    """How the counts of a tier are rounded; nothing where they are not."""
    if not tier.rounding:
        return ""
    return f"Counts of people are rounded to the nearest {tier.rounding}, and so may not add up"


def place_text(table: Sparse) -> str:
    """For whom and for which periods a table has groups."""
    where = "the force" if table.of_force else "units below the force"
    return f"{where}, by quarter" if table.short else f"{where}, 12 months or longer"


def offer_text(table: Sparse) -> str:
    """What could be shown instead of a table of which most is withheld."""
    if table.short:
        return "Show these groups for 12 months only."
    if table.of_force:
        return "Merge its small groups in the coding, or show three years together."
    return "Show these groups for the force only, or merge the small ones in the coding."


def offers_told(tables: Sequence[Sparse]) -> str:
    """The tables of which more than half is withheld, a line each, with what could be shown."""
    if not tables:
        return "There is no table of groups of which more than half is withheld."
    lines = [
        f"{table.metric} by {table.breakdown} ({place_text(table)}): {table.withheld:,} of "
        f"{table.figures:,} figures withheld. {offer_text(table)}"
        for table in tables
    ]
    head = "More than half is withheld of these. Take them out ('without' in access.yaml), or:"
    return "\n".join([head, *lines])

"""The disclosure report in words: for whoever signs a release off."""

import numpy as np
import pandas as pd


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
        f"By its own table each could be numbers at least {least:.0f} apart."
        if np.isfinite(least)
        else ""
    )
    line = f"{int(hidden.sum()):,} of {int(report['counts'].sum()):,} counts are withheld from the"
    return f"{table.to_string(index=False)}\n{line} {tier} tier, each metric's for itself. {safe}"

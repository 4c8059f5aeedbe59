"""The recipe of disclosure: the counts that one tier may see, and an account of what is not.

Its tables are chosen, small counts are withheld, others are hidden to protect them, and an attacker
tries what is left. Counts are rounded where the tier says so. Only then is anything divided.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.children import Progress
from metrics.definitions.audiences import Tier
from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Kind
from metrics.disclosure.cells import NOISE, Mask
from metrics.disclosure.cuts import within_cuts
from metrics.disclosure.defence import defended
from metrics.disclosure.earlier import Last, earlier_of, looks_of
from metrics.disclosure.first_hand import first_hand
from metrics.disclosure.linked import Tree
from metrics.disclosure.people import NONE, People, people_in
from metrics.disclosure.report import as_narrow_as, report_on, report_on_all
from metrics.disclosure.rounding import with_counts_rounded
from metrics.disclosure.secondary import Secrets
from metrics.disclosure.together import together
from metrics.errors import Finding, ScorecardError

WITHHELD = "withheld to protect people"
# What else is known of a hidden figure, from which it could be worked out.
TELLING = [
    "weighted", "weights", "squares", "percentile", "percentile_lower", "percentile_upper",
    "percentile_lower_998", "percentile_upper_998",
]  # fmt: skip
NAMED = 5


@dataclass(frozen=True)
class Protected:
    """The counts that a tier may see, and the disclosure report on them: a row a metric."""

    counts: pd.DataFrame
    report: pd.DataFrame


def protect(
    counts: pd.DataFrame, tier: Tier, configuration: Configuration,
    last: Last | None = None, progress: Progress = lambda words: None,
) -> Protected:  # fmt: skip
    """The counts that a tier may see: the same columns, hidden numbers absent with shorthand `c`.

    What the tier's last release withheld, if there is one, stays withheld, and a count that has
    changed by fewer people than the threshold is withheld too.
    Raises ScorecardError naming every count that could still be worked out.
    """
    seen = within_cuts(counts, tier, configuration).reset_index(drop=True)
    if tier.threshold == 0:
        return Protected(seen, report_on_all(seen, configuration))
    people = people_in(seen, configuration)
    earlier = earlier_of(people, last, tier, configuration)
    small = first_hand(seen, people, tier, configuration) | earlier.withheld
    tree = Tree(configuration.organisation)
    looks = looks_of(people, earlier, last, configuration)
    tables = {
        extract: together(people, tree, extract, earlier, configuration)
        for extract in dict.fromkeys(people.extracts[~looks.unchanged(small)])
    }
    secrets = Secrets(people, tree, tier.threshold, earlier.shown, looks, tables)
    hidden, width = defended(secrets, small, progress)
    _refuse(people, np.flatnonzero(width < tier.threshold - NOISE), tier)
    left = _without(seen, people, hidden, configuration)
    left = with_counts_rounded(left, people, tier.rounding, configuration)
    report = report_on(seen, people, small, hidden, width)
    if last and last.same_rules:
        report = as_narrow_as(report, last.report)
    return Protected(left, report)


def _refuse(people: People, found: np.ndarray, tier: Tier) -> None:
    """Raise ScorecardError where counts can still be worked out, naming some of them."""
    if not len(found):
        return
    cells = people.cells.assign(extract=people.extracts).iloc[found[:NAMED]]
    named = [
        f"{cell.extract} {cell.unit} {cell.end:%Y-%m-%d} {cell.breakdown} {cell.group}".strip()
        for cell in cells.itertuples()
    ]
    fault = f"{len(found)} withheld counts could be worked out, among them: {'; '.join(named)}"
    cure = "Nothing was released. Take their tables out, with 'without' in the tier."
    raise ScorecardError([Finding(f"tier '{tier.id}'", fault, cure)])


def _without(
    seen: pd.DataFrame, people: People, hidden: Mask, configuration: Configuration
) -> pd.DataFrame:
    """The rows without the hidden counts, and without what is computed from them."""
    cells = np.append(hidden, False)
    base, numerator = cells[people.denominators], cells[people.numerators]
    unknown = _unknown_is_told(seen, numerator, configuration)
    left = seen.copy()
    left.loc[numerator, "numerator"] = np.nan
    left.loc[numerator | base, [c for c in TELLING if c in left]] = np.nan
    # A sum of days is no count of people: it goes with its base.
    left.loc[base & (people.numerators == NONE), "numerator"] = np.nan
    left.loc[base | unknown, "denominator"] = np.nan
    said = (numerator | base | unknown) & (left["shorthand"] == "").to_numpy()
    left.loc[said, ["shorthand", "reason"]] = ["c", WITHHELD]
    return left


def _unknown_is_told(seen: pd.DataFrame, numerator: Mask, configuration: Configuration) -> Mask:
    """Rows whose base, those whose group is known, would tell of those whose group is not."""
    told = np.zeros(len(seen), dtype=bool)
    spot = ["unit", "type", "start", "end"]
    for metric in configuration.scorecard.metrics:
        if metric.kind is not Kind.REPRESENTATION:
            continue
        mine = (seen["metric"] == metric.id).to_numpy()
        unknowns = [configuration.breakdown(metric, name).unknown for name in metric.breakdowns]
        tells = mine & numerator & (seen["group"].isin(unknowns) | (seen["breakdown"] == ""))
        there = pd.MultiIndex.from_frame(seen.loc[tells, spot])
        told |= mine & pd.MultiIndex.from_frame(seen[spot]).isin(there)
    return told

"""Figures held against those of the release before: what changed after it was released, and why.

Only a tier's own released figures are compared. A number that the tier may not see now is not
told as it was before either: hidden is neither zero nor the old number.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from metrics.definitions.configuration import Configuration
from metrics.definitions.models import Metric
from metrics.release_file import read_table, tables_in

KEYS = ["metric", "unit", "type", "start", "end", "breakdown", "group"]
NUMBERS = ["numerator", "denominator", "value"]
SHOWN = [*NUMBERS, "shorthand"]
# A sum of weights added up in another order differs in its last digits.
SAME = 1e-9
HIDDEN = "c"
REVISION_COLUMNS = [
    *KEYS, *(f"{name}_{when}" for when in ("old", "new") for name in SHOWN), "revised_on", "reason",
]  # fmt: skip
BREAK_COLUMNS = ["metric", "broken_on", "reason"]


@dataclass(frozen=True)
class Kept:
    """What a release keeps for the next one: its figures, what was revised, what each metric is.

    `revisions` has REVISION_COLUMNS, `breaks` has BREAK_COLUMNS, `definitions` has metric, digest.
    """

    figures: pd.DataFrame
    revisions: pd.DataFrame
    breaks: pd.DataFrame
    definitions: pd.DataFrame

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """The tables of a release file beside its figures."""
        names = ("revisions", "breaks", "definitions")
        return {name: getattr(self, name) for name in names}


def read_kept(path: Path, metrics: Iterable[str]) -> Kept:
    """What a release file keeps, with the figures of some metrics.

    A release made before revisions were kept has none.
    """
    there = tables_in(path)

    def table(name: str, columns: list[str]) -> pd.DataFrame:
        return read_table(path, name, columns) if name in there else pd.DataFrame(columns=columns)

    return Kept(
        figures_kept(path, metrics),
        table("revisions", REVISION_COLUMNS), table("breaks", BREAK_COLUMNS),
        table("definitions", ["metric", "digest"]),
    )  # fmt: skip


def figures_kept(path: Path, metrics: Iterable[str]) -> pd.DataFrame:
    """The figures of some metrics in a release file or a draft: columns KEYS and SHOWN."""
    where = "list_contains(?, metric)"
    return read_table(path, "figures", [*KEYS, *SHOWN], where, [list(metrics)])


def first_kept(figures: pd.DataFrame, configuration: Configuration) -> Kept:
    """What the first release of a tier keeps: nothing is revised yet."""
    revisions, breaks = (pd.DataFrame(columns=c) for c in (REVISION_COLUMNS, BREAK_COLUMNS))
    return Kept(figures, revisions, breaks, definitions_of(configuration))


def next_kept(before: Kept, after: Kept, on: str, reason: str) -> Kept:
    """What a release keeps that follows another: earlier revisions, and those that are new.

    `on` is an ISO date. Figures of a metric whose definition or coding has changed are not
    revised: the metric's series is broken.
    """
    both = before.definitions.merge(after.definitions, on="metric", suffixes=("_old", "_new"))
    broken = both.loc[both["digest_old"] != both["digest_new"], "metric"].tolist()
    new = changed(before.figures, after.figures)
    new = new[new["value_old"].notna() | new["numerator_old"].notna()]
    new = new[~new["metric"].isin(broken)].assign(revised_on=on, reason=reason)
    revisions = _joined([before.revisions, new[REVISION_COLUMNS]])
    why = "the definition or a coding changed"
    breaks = pd.DataFrame({"metric": broken, "broken_on": on, "reason": why})
    return replace(
        after,
        revisions=_hidden_now(revisions, after.figures),
        breaks=_joined([before.breaks, breaks[BREAK_COLUMNS]]),
    )


def changed(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The figures of two releases of one tier that are in both and differ in what is shown.

    Columns: KEYS, then SHOWN with `_old` and with `_new`.
    """
    old, new = (_dated(frame)[[*KEYS, *SHOWN]] for frame in (before, after))
    both = old.merge(new, on=KEYS, suffixes=("_old", "_new"))
    same = both["shorthand_old"].fillna("") == both["shorthand_new"].fillna("")
    for name in NUMBERS:
        one, other = (both[f"{name}_{when}"].astype(float) for when in ("old", "new"))
        same &= np.isclose(one, other, rtol=SAME, atol=0, equal_nan=True)
    return both[~same].reset_index(drop=True)


def only_in(one: pd.DataFrame, other: pd.DataFrame) -> int:
    """How many figures of one release the other does not have."""
    keys = _dated(other)[KEYS]
    return int(
        (_dated(one)[KEYS].merge(keys, how="left", indicator=True)["_merge"] != "both").sum()
    )


def definitions_of(configuration: Configuration) -> pd.DataFrame:
    """The digest of what each metric counts: columns metric, digest. Words and targets are not."""
    digests = [_definition(metric, configuration) for metric in configuration.scorecard.metrics]
    return pd.DataFrame({"metric": list(configuration.metrics), "digest": digests}, dtype="str")


def _definition(metric: Metric, configuration: Configuration) -> str:
    plan = configuration.plans[metric.id]
    counted = [part for part in (plan.numerator, plan.denominator) if part]
    parts = [
        (metric.kind, metric.value, metric.per, metric.period, metric.breakdowns),
        [(part.extract, part.condition, part.sum) for part in counted],
        [_coding(configuration, name) for name in sorted({part.extract for part in counted})],
    ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _coding(configuration: Configuration, extract_id: str) -> tuple[object, ...]:
    extract = configuration.extracts[extract_id]
    codings = [configuration.codings[c.coding] for c in extract.columns if c.coding]
    groups = [(coding.groups, coding.unknown, coding.labels) for coding in codings]
    said = (extract.links,) if extract.links else ()
    return extract.period, extract.unit, extract.keep, extract.weight, groups, *said


def _hidden_now(revisions: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """The revisions, without the numbers of figures that are hidden now."""
    hidden = _dated(figures.loc[figures["shorthand"] == HIDDEN])[KEYS]
    found = _dated(revisions).merge(hidden, how="left", on=KEYS, indicator=True)
    numbers = [f"{name}_{when}" for name in NUMBERS for when in ("old", "new")]
    found.loc[found["_merge"] == "both", numbers] = np.nan
    return found[REVISION_COLUMNS]


def _dated(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame whose dates are of one type, whichever file or step it comes from."""
    days = {name: pd.to_datetime(frame[name]).astype("datetime64[us]") for name in ("start", "end")}
    words = {n: frame[n].astype(str) for n in KEYS if n not in days}
    return frame.assign(**days, **words)


def _joined(frames: list[pd.DataFrame]) -> pd.DataFrame:
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else frames[0]

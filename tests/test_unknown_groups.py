"""Groups of whom too many are unknown have no figures, and their metric reads as not reported."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from builders import released, small

from metrics.definitions.configuration import Configuration
from metrics.judgement.assessment import assess
from metrics.judgement.unknown import withhold_unknown

GROUPS = {"Black": (8, 20), "White": (20, 40)}
LIMITED = replace(small().metrics["arrests"], withhold_above_unknown=40.0)


def searches(unknown: float | None, total: float | None = 100, **groups: Any) -> pd.DataFrame:
    """Arrests among 100 searches of people whom officers saw; so many saw nobody's group."""
    rows: list[dict[str, Any]] = [
        {"numerator": 30, "denominator": total},
        {"breakdown": "seen", "group": "Not recorded", "numerator": 2, "denominator": unknown},
    ]
    for group, (events, base) in {**GROUPS, **groups}.items():
        hidden = {"shorthand": "c", "reason": "withheld"} if base is None else {}
        rows.append({"breakdown": "seen", "group": group, "numerator": events,
                     "denominator": base, **hidden})  # fmt: skip
    return released(*({"metric": "arrests", **row} for row in rows))


def withheld(counts: pd.DataFrame) -> list[str]:
    """The groups that have no numbers, of a metric that has a limit of 40%."""
    kept = withhold_unknown(counts, LIMITED, small())
    gone = kept[kept["shorthand"] == "x"]
    assert gone[["numerator", "denominator"]].isna().all(axis=None)
    return gone["group"].tolist()


@pytest.mark.parametrize(("unknown", "gone"), [(40, []), (41, ["Black", "White"])])
def test_above_the_limit(unknown: int, gone: list[str]) -> None:
    """40 of 100 are the limit and stay, 41 are above it; the total and the unknown stay."""
    assert withheld(searches(unknown)) == gone


def test_the_unknown_are_hidden() -> None:
    """A hidden number of unknown is as large as there is room for: what is hidden tells nothing."""
    assert withheld(searches(None)) == []
    assert withheld(searches(None, Black=(8, 19))) == ["Black", "White"]


def test_the_total_is_hidden() -> None:
    """Without the total no share is known, and nothing more is withheld."""
    assert withheld(searches(90, total=None)) == []


def test_a_group_that_is_hidden_already() -> None:
    """It stays withheld to protect people, and does not say that it is not available."""
    assert withheld(searches(60, Black=(None, None))) == ["White"]


def test_no_limit() -> None:
    """Where neither the metric nor the scorecard has a limit, everything stays."""
    counts = searches(99)
    assert withhold_unknown(counts, small().metrics["arrests"], small()) is counts


def _with_limit(limit: float | None, own: float | None) -> Configuration:
    scorecard = small().scorecard
    judging = replace(scorecard.judging, withhold_above_unknown=limit)
    metrics = tuple(replace(m, withhold_above_unknown=own) for m in scorecard.metrics)
    ours = replace(scorecard, judging=judging, metrics=metrics)
    return replace(small(), scorecard=ours)


@pytest.mark.parametrize(
    ("limit", "own", "word"),
    [(50.0, None, "not_reported"), (50.0, 100.0, "off_track"), (None, 50.0, "not_reported")],
)
def test_the_metric_is_not_reported(limit: float | None, own: float | None, word: str) -> None:
    """The gap between two such groups is an exception, with its reason; a metric may differ."""
    counts = searches(51, Black=(30, 40), White=(30, 90))
    figures = assess(counts, _with_limit(limit, own)).figures
    (judged,) = figures.loc[figures["status"] != "", ["status", "status_reason"]].to_dict("records")
    reason = "" if word == "off_track" else "the group is unknown for more than 50%"
    assert judged == {"status": word, "status_reason": reason}

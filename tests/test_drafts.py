"""A measure tried beside the scorecard: faults by its own lines, what differs, what it would be."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from builders import delivered, small

from metrics import drafts
from metrics.access import scope_of_role
from metrics.definitions.configuration import Configuration
from metrics.drafts import previewed, text_of, tried
from metrics.errors import ScorecardError
from metrics.periods import PeriodType, period_ending
from metrics.store import Store
from metrics.wording import drafts as words
from metrics.wording.overlap import Both

YEAR = period_ending(PeriodType.ROLLING_YEAR, date(2026, 6, 30))


def changed(old: str, new: str) -> drafts.Draft:
    """The metric of arrests with one text in the place of another."""
    text = text_of(small(), "arrests")
    assert old in text
    return tried(small(), "arrests", text.replace(old, new))


def test_a_metric_has_its_own_lines() -> None:
    """From its id to its last example, without the next metric and the comment before that."""
    text = text_of(small(), "arrests")
    assert text.startswith("  - id: arrests\n")
    assert text.endswith("expect: {numerator: 1, denominator: 2, value: 50}\n")
    every = [text_of(delivered(), id_) for id_ in delivered().metrics]
    assert all(t.count("  - id: ") == 1 and t.rstrip()[-1] not in "#-" for t in every)
    last = small().scorecard.metrics[-1].id
    assert text_of(small(), last).startswith(f"  - id: {last}\n")


def test_the_same_lines_differ_in_nothing() -> None:
    """What stands in the scorecard already has no fault, and nothing is different."""
    same = changed("arrests", "arrests")
    assert (same.findings, same.differences) == ((), ())
    assert same.configuration is not None
    assert same.configuration.folder == small().folder


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("outcome = 'Arrest'", "outcom = 'Arrest'",
         ("The draft:7: metric 'arrests': unknown column 'outcom' in extract 'searches'. Did you "
          "mean 'outcome'?")),
        ("numerator: 1,", "numerator: 2,",
         ("The draft:24: metric 'arrests': example 1: numerator should be 2 and is 1. Work it "
          "again by hand, or mend the metric.")),
        ("    kind: proportion", "   kind: proportion",
         ("The draft:4: this is not YAML: did not find expected '-' indicator. Check the "
          "indentation, the colons and the quotes here and in the line above.")),
    ],
)  # fmt: skip
def test_a_fault_has_the_line_of_the_draft(old: str, new: str, said: str) -> None:
    """A fault of the draft is told by the line of the draft, with its cure."""
    found = changed(old, new)
    assert [str(finding) for finding in found.findings] == [said]
    assert found.configuration is None


def test_a_fault_elsewhere_names_its_file() -> None:
    """A draft that takes away what another metric needs is told at that metric's line."""
    stage = "searches_with_result"
    renamed = text_of(small(), stage).replace(f"- id: {stage}", "- id: another")
    (found,) = tried(small(), stage, renamed).findings
    assert (found.place, "arrests_of_results" in found.fault) == ("scorecard.yaml", True)
    assert found.line
    assert stage in small().texts["scorecard.yaml"].splitlines()[found.line - 1]


def test_what_differs_is_told_as_by_diff() -> None:
    """Another numerator without a new day is at fault; with one the break is told."""
    new = "outcome = 'Arrest' OR outcome = 'Warning'"
    text = text_of(small(), "arrests").replace("outcome = 'Arrest'", new)
    text = text.replace("numerator: 1,", "numerator: 2,").replace("value: 50", "value: 100")
    found = tried(small(), "arrests", text)
    assert [d.at_fault for d in found.differences][-1]
    dated = tried(small(), "arrests", text.replace("since: 2025-01-01", "since: 2025-07-01"))
    assert "its series breaks [b] from 1 July 2025" in dated.differences[-1].words


def test_a_new_measure_begins_with_a_sound_one() -> None:
    """The lines that the workshop offers are a measure without a fault, and are told as new."""
    found = tried(delivered(), "", words.TEMPLATE)
    assert found.findings == ()
    (new,) = found.differences
    assert new.added == "my_measure"


@pytest.mark.parametrize(("role", "own"), [("board_member", ""), ("unit_lead", "CE")])
def test_a_preview_is_for_whoever_sees_every_count(role: str, own: str, tmp_path: Path) -> None:
    """What nothing protects is refused below the page to every role but the analyst's."""
    scope = scope_of_role(delivered(), role, own, date(2026, 6, 30))
    tier = delivered().access.tier(scope.tier)
    pair = (delivered(), delivered())
    with pytest.raises(ScorecardError, match="your view does not"):
        previewed(Store(tmp_path), scope, tier, pair, lambda _: None)


def test_a_preview_counts_what_breaks_and_what_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A broken series is counted under both definitions, a new measure under its own."""
    asked: dict[str, Any] = {}
    both = {"arrests": [Both(YEAR, 50.0, 60.0)]}

    def under(name: str, *given: object) -> dict[str, list[Both]]:
        asked[name] = given[-2]
        return both

    monkeypatch.setattr(drafts, "under_both", lambda *given: under("both", *given))
    monkeypatch.setattr(drafts, "under_new", lambda *given: under("new", *given))
    scope = scope_of_role(delivered(), "analyst", "", date(2026, 6, 30))
    tier = delivered().access.tier("restricted")
    found = previewed(Store(tmp_path), scope, tier, (_less(), _other()), lambda _: None)
    assert asked == {"both": ["arrests"], "new": ["trust"]}
    assert found == both
    assert previewed(Store(tmp_path), scope, tier, (small(), small()), lambda _: None) == {}


def _less() -> Configuration:
    return small().narrowed([id_ for id_ in small().metrics if id_ != "trust"])


def _other() -> Configuration:
    """The small configuration, in which arrests are counted otherwise."""
    plans = dict(small().plans)
    plans["arrests"] = replace(plans["arrests"], numerator=plans["search_rate"].numerator)
    return replace(small(), plans=plans)


def test_a_preview_in_words() -> None:
    """Each period as it is and as drafted, the latest first; what was not there is [z]."""
    metric = replace(small().metrics["arrests"], headline=None)
    periods = [Both(YEAR, 50.0, None), Both(YEAR, None, 60.0)]
    name = "12 months to Jun 2026"
    assert words.preview_rows(metric, metric, periods) == [
        (name, "no figure", "60.0%"), (name, "50.0%", "no figure"),
    ]  # fmt: skip
    assert words.preview_rows(None, metric, periods)[0] == (name, "[z]", "60.0%")
    assert words.numbered("- id: a\n  why: b\n") == "  1  - id: a\n  2    why: b"
    approved = replace(metric, approved_by="Head")
    assert words.approvals_sentence([metric, approved]) == (
        "1 of 2 definitions name who approved them."
    )

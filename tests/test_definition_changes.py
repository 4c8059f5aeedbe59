"""Two configurations told apart: what a metric counted, what it counts, where a series breaks."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from builders import SMALL, delivered, write_config
from click.testing import CliRunner
from test_revisions import NOW

from metrics.cli import main
from metrics.definition_changes import differences
from metrics.definitions.configuration import Configuration
from metrics.definitions.loading import load_configuration
from metrics.errors import ScorecardError
from metrics.revisions import KEYS, SHOWN, first_kept, next_kept
from metrics.wording.definitions import since_text

ARRESTS = "metric 'arrests': "
WHY = "because every search has an outcome"
DENOMINATOR = """denominator: "outcome <> 'Not recorded'"
    unit_of_value: "%"
    breakdowns: [said, seen]
    headline: {gap: seen,"""
BROKEN = (
    "its series breaks, and 'since' is still 1 January 2025. Write as 'since' the day from which "
    "it counts, and under 'because' the reason."
)


def changed(folder: Path, *slips: tuple[str, str]) -> Configuration:
    """The small configuration with some of its scorecard's text replaced."""
    text = (SMALL / "scorecard.yaml").read_text(encoding="utf-8")
    for old, new in slips:
        assert old in text
        text = text.replace(old, new, 1)
    return load_configuration(write_config(folder, SMALL, scorecard=text))


def said(old: Configuration, new: Configuration) -> list[str]:
    """What is said of each difference; what is at fault begins with an exclamation mark."""
    return ["!" * found.at_fault + found.words for found in differences(old, new)]


def test_the_same_differ_in_nothing(small: Configuration) -> None:
    """A configuration and itself."""
    assert said(small, small) == []
    assert said(delivered(), delivered()) == []


def test_another_denominator_breaks_the_series(small: Configuration, tmp_path: Path) -> None:
    """From what, to what, from which day, and why."""
    dated = "limits: An arrest for anything.\n    source: The search system\n    since: 2025-0"
    new = changed(
        tmp_path,
        (DENOMINATOR, DENOMINATOR.replace("outcome <> 'Not recorded'", "")),
        (f"{dated}1-01", f"{dated}4-01\n    because: every search has an outcome."),
    )
    whole = "every row that meets the condition"
    assert said(small, new) == [
        f"{ARRESTS}Denominator changed from [outcome <> 'Not recorded'] to [{whole}].",
        f"{ARRESTS}its series breaks [b] from 1 April 2025, {WHY}; nobody has approved it.",
    ]


def test_a_break_without_its_day_is_a_fault(small: Configuration, tmp_path: Path) -> None:
    """A metric that counts something else has another `since`."""
    both = "outcome IN ('Arrest', 'Warning')"
    new = changed(tmp_path, ("numerator: \"outcome = 'Arrest'\"", f'numerator: "{both}"'))
    assert said(small, new) == [
        f"{ARRESTS}Numerator changed from [outcome = 'Arrest'] to [{both}].",
        f"!{ARRESTS}{BROKEN}",
    ]


def test_words_and_targets_break_nothing(small: Configuration, tmp_path: Path) -> None:
    """Another limit of what it says, another target: said, and no series breaks."""
    new = changed(
        tmp_path, ("limits: An arrest for anything.", "limits: Not only for the object."),
        ("target: {value: 1, amber", "target: {value: 3, amber"),
    )  # fmt: skip
    rest = "amber_within 2.0, by 2027-03-31, set_by Board, set_on 2026-04-01"
    assert said(small, new) == [
        f"{ARRESTS}Target changed from [value 1.0, {rest}] to [value 3.0, {rest}].",
        f"{ARRESTS}Limits changed from [An arrest for anything.] to [Not only for the object.].",
    ]


def test_a_metric_that_is_new_or_gone(small: Configuration) -> None:
    """Both are said, with the title."""
    less = replace(small.scorecard, metrics=small.scorecard.metrics[1:])
    without = replace(small, scorecard=less)
    words = "metric 'searches_made': "
    assert said(without, small) == [
        f"{words}new, Searches, from 1 January 2025; nobody has approved it."
    ]
    assert said(small, without) == [f"{words}gone, Searches. Never use its id again."]


def test_what_breaks_is_what_the_next_release_flags(small: Configuration) -> None:
    """The metrics whose series break carry [b]: those whose rows have another coding too."""
    coding = small.codings["said"]
    other = replace(coding, labels={**coding.labels, "Asian": ("Another label",)})
    new = replace(small, codings={**small.codings, "said": other})
    found = [f for f in differences(small, new) if "its series breaks" in f.words]
    nothing = pd.DataFrame(columns=[*KEYS, *SHOWN])
    kept = next_kept(*(first_kept(nothing, each) for each in (small, new)), NOW, "why")
    assert {f.words.split("'")[1] for f in found} == set(kept.breaks["metric"])
    assert all(f.at_fault for f in found)
    assert f"{ARRESTS}The contract or a coding of its rows changed." in said(small, new)


def test_the_command_ends_with_1_where_a_day_is_missing(tmp_path: Path) -> None:
    """What differs is on standard output, what is at fault on standard error."""
    changed(tmp_path, ("numerator: \"outcome = 'Arrest'\"", "numerator: \"outcome = 'Warning'\""))
    done = CliRunner().invoke(main, ["diff", str(SMALL), str(tmp_path / "config")])
    assert done.exit_code == 1
    assert done.stdout.startswith(f"{ARRESTS}Numerator changed from")
    assert done.stderr == f"{ARRESTS}{BROKEN}\n"
    same = CliRunner().invoke(main, ["diff", str(SMALL), str(SMALL)])
    assert (same.exit_code, same.stdout) == (0, "No metric differs.\n")


def test_a_definition_is_approved_by_somebody_else(small: Configuration, tmp_path: Path) -> None:
    """Who approved a change stands with it; its owner cannot, and that nobody has is said."""
    metric = small.metrics["arrests"]
    assert since_text(metric) == "1 January 2025; nobody has approved it"
    changed_ = replace(metric, because="it was too wide.")
    assert since_text(changed_) == (
        "1 January 2025, because it was too wide; nobody has approved it"
    )
    approved = replace(changed_, approved_by="Diversity Board")
    assert since_text(approved).endswith("too wide; approved by Diversity Board")
    owner = f"owner: {{role: {metric.owner.role}}}"
    with pytest.raises(ScorecardError, match="its owner has approved the definition"):
        changed(tmp_path, (owner, f"{owner}\n    approved_by: {metric.owner.role}"))

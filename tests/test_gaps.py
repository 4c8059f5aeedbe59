"""The gaps of a unit by one coding: in which order, on which basis, and what is not collected."""

from dataclasses import replace
from datetime import date

import pytest
from builders import delivered
from released import figure, reader_of

from dashboard.gaps_chart import gaps_chart
from metrics.access import scope_of_role
from metrics.errors import ScorecardError
from metrics.gaps import PROTECTED, compared_codings, gaps_of, not_collected, unknown_of
from metrics.periods import PeriodType
from metrics.wording import gaps as words

JUNE = date(2025, 6, 30)
METRIC = delivered().metrics["stop_search_positive_outcome"]
SAID = delivered().codings["ethnicity_self_defined"]
SEX = delivered().codings["sex"]
YEAR = {"metric": METRIC.id, "unit": "CE", "type": PeriodType.ROLLING_YEAR,
        "start": date(2024, 7, 1)}  # fmt: skip


def group(name: str, disparity: str = "", level: str = "", ratio: float | None = None) -> object:
    """The figure of one ethnic group of a unit, compared with the White group."""
    return figure(
        **YEAR, breakdown="ethnicity_self_defined", group=name, reference="White", ratio=ratio,
        disparity=disparity, disparity_level=level, status="", ratio_lower=ratio, ratio_upper=ratio,
    )  # fmt: skip


HEADLINE = figure(**YEAR)
FIGURES = [
    HEADLINE, group("White"), group("Asian", "No flag", ratio=1.1),
    group("Black", "Flag", "95%", 0.7), group("Mixed", "Too few to judge"),
    group("Other", "Flag", "99.8%", 1.9),
]  # fmt: skip


def test_flagged_gaps_come_first() -> None:
    """Surest flags, other flags, then what is not flagged, then what is too few to judge."""
    found = gaps_of(reader_of(delivered(), FIGURES), "CE", JUNE, SAID)
    assert [p.group.group for p in found.pairs] == ["Other", "Black", "Asian", "Mixed"]
    assert {p.reference.group for p in found.pairs} == {"White"}
    assert words.gaps_sentence("Central East", found, SAID) == (
        "Central East: 2 of 3 gaps by Ethnic group (self-defined) are flagged. 1 has too few "
        "cases to judge."
    )
    assert words.verdict_text(found.pairs[0].group) == "⚑ Flag (99.8% too)"
    assert words.chance_sentence(found.pairs) == (
        "2 of 3 gaps looked at are flagged. If no group differed, about 0.2 of so many would be by "
        "chance."
    )
    assert words.chance_sentence(found.pairs[3:]).startswith("No gap here has enough cases")


def test_codings_never_meet_in_one_list() -> None:
    """Gaps by sex are not among those by ethnic group."""
    assert gaps_of(reader_of(delivered(), FIGURES), "CE", JUNE, SEX).pairs == ()


def test_another_units_gaps_are_not_read() -> None:
    """A lead may not read the gaps of another command unit."""
    reader = reader_of(delivered(), FIGURES, scope_of_role(delivered(), "unit_lead", "AS", JUNE))
    with pytest.raises(ScorecardError, match="not in your scope"):
        gaps_of(reader, "CE", JUNE, SAID)


def test_only_codings_with_a_reference_are_compared() -> None:
    """Code lists and age have no group to compare with; each basis of ethnicity is its own."""
    found = [coding.id for coding in compared_codings(delivered())]
    assert "sex" in found
    assert {"ethnicity_self_defined", "ethnicity_officer_defined"} < set(found)
    assert not {"age_band", "search_outcome"} & set(found)


def test_what_is_not_collected_is_named() -> None:
    """Each protected characteristic is in some measure, or it is said that it is not."""
    missing = not_collected(delivered())
    held = {coding.characteristic for coding in delivered().codings.values()}
    assert set(missing) <= set(PROTECTED) - {"age", "sex", "ethnicity"}
    assert all(name in held or name in missing for name in PROTECTED)
    bare = replace(delivered(), scorecard=replace(delivered().scorecard, metrics=()))
    assert not_collected(bare) == list(PROTECTED)
    assert words.not_collected_sentence(["disability"]).startswith("[x] Not collected in any")
    assert words.not_collected_sentence([]).startswith("Each protected characteristic")


def test_ratios_are_drawn_around_parity() -> None:
    """A flag is a filled diamond; a gap without a ratio keeps its row; words point to the table."""
    pairs = gaps_of(reader_of(delivered(), FIGURES), "CE", JUNE, SAID).pairs
    drawn = gaps_chart(pairs)
    assert list(drawn.data[0].x) == [1.9, 0.7, 1.1, None]
    assert list(drawn.data[0].marker.symbol) == ["diamond"] * 2 + ["circle-open"] * 2
    assert drawn.layout.yaxis.categoryarray[0] == "4. Mixed  not given"
    assert words.gaps_alt(pairs, "Central East", SAID) == (
        "Dot plot: ratio of each group to White, Ethnic group (self-defined), Central East. "
        "Highest 1.90 (Other), lowest 0.70 (Black). Table follows."
    )
    assert "No ratio can be shown" in words.gaps_alt(pairs[3:], "Central East", SAID)


def test_who_is_in_no_group_is_found_for_each_measure() -> None:
    """Everybody and those whose group is not known, of the measures that have this coding."""
    nobody = figure(**YEAR, breakdown="ethnicity_self_defined", group=SAID.unknown, status="")
    found = unknown_of(reader_of(delivered(), [*FIGURES, nobody]), "CE", JUNE, SAID)
    assert found == [[HEADLINE, nobody]]
    assert unknown_of(reader_of(delivered(), FIGURES), "CE", JUNE, SAID) == []
    lead = scope_of_role(delivered(), "unit_lead", "AS", JUNE)
    with pytest.raises(ScorecardError, match="not in your scope"):
        unknown_of(reader_of(delivered(), FIGURES, lead), "CE", JUNE, SAID)


def test_what_a_view_has_no_groups_of_is_not_without_a_gap() -> None:
    """Groups that are not there are not shown, and why: to protect people, or no figure."""
    assert (
        words.breakdown_title(SAID, [HEADLINE]) == "By Ethnic group (self-defined): not shown here"
    )
    assert words.breakdown_title(SAID, FIGURES) == "By Ethnic group (self-defined): 2 gaps flagged"
    board, restricted = (delivered().access.tier(id_) for id_ in ("board", "restricted"))
    assert words.no_groups_sentence(board).startswith("[c] Your view has no groups here")
    assert words.no_groups_sentence(restricted).startswith("[x] There is no figure")

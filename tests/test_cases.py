"""Cases from stage to stage: which stages follow which, and each group over all of them."""

from dataclasses import replace
from datetime import date

import pytest
from builders import delivered
from released import figure, reader_of

from metrics.access import scope_of_role
from metrics.cases import Chain, Whole, chains, codings_of, steps_of, wholes_of
from metrics.definitions.models import Tally
from metrics.errors import ScorecardError
from metrics.periods import PeriodType
from metrics.wording import cases as words

JUNE = date(2025, 6, 30)
CLOSED, INVESTIGATED, UPHELD = (
    delivered().metrics[name]
    for name in ("complaints_closed", "complaints_investigated", "complaints_not_acceptable")
)
CHAIN = Chain(CLOSED, (INVESTIGATED, UPHELD))
CODING = delivered().breakdown(INVESTIGATED, "ethnicity")
YEAR = {"unit": "CE", "type": PeriodType.ROLLING_YEAR, "start": date(2024, 7, 1)}
# By stage and group: cases that came through it, and cases that came to it.
COUNTS = {
    "complaints_investigated": {"White": (40, 100), "Black": (30, 50)},
    "complaints_not_acceptable": {"White": (10, 40), "Black": (15, 30)},
}


def stage(metric: str, group: str, counts: tuple[float | None, float | None]) -> object:
    """The figure of one group at one stage."""
    said = dict(zip(("numerator", "denominator"), counts, strict=True))
    compared = "" if group == "White" else "No flag"
    return figure(**YEAR, **said, metric=metric, breakdown="ethnicity", group=group,
                  reference="White", disparity=compared, status="", value=1.0)  # fmt: skip


def figures(hidden: bool = False) -> list:
    """Totals and groups of both stages; the last count of one group may be hidden."""
    found = []
    for metric, groups in COUNTS.items():
        found.append(figure(**YEAR, metric=metric, value=50.0, numerator=50, denominator=100))
        found += [stage(metric, group, counts) for group, counts in groups.items()]
    if hidden:
        found[-1] = replace(found[-1], numerator=None, shorthand="c")
    return found


def test_stages_follow_each_other() -> None:
    """The chain goes from the metric that is no stage to the one that none follows."""
    assert CHAIN in chains(delivered())
    assert "Ethnic group (self-defined)" in codings_of(CHAIN, delivered())


def test_a_chain_may_part() -> None:
    """Two metrics after one stage make two chains, each named by its last one."""
    other = replace(UPHELD, id="other", title="Another end",
                    denominator=Tally(stage="complaints_investigated"))  # fmt: skip
    scorecard = delivered().scorecard
    parted = replace(delivered(), scorecard=replace(scorecard, metrics=(*scorecard.metrics, other)))
    found = [chain for chain in chains(parted) if chain.start == CLOSED]
    assert [chain.stages[-1].id for chain in found] == [UPHELD.id, "other"]
    assert found[1].name == f"{CLOSED.title}, to: Another end"
    bare = replace(delivered(), scorecard=replace(scorecard, metrics=(CLOSED,)))
    assert chains(bare) == []


def test_each_stage_has_all_cases_and_each_group() -> None:
    """Both stages are read in one period, each group beside its reference group."""
    steps = steps_of(reader_of(delivered(), figures()), CHAIN, "CE", JUNE, "ethnicity")
    assert [(s.metric.id, [p.group.group for p in s.pairs]) for s in steps] == [
        (INVESTIGATED.id, ["Black"]), (UPHELD.id, ["Black"]),
    ]  # fmt: skip
    assert words.cases_sentence("Central East", steps).startswith(
        "Central East: complaints that were investigated: 50.0% (50 of 100); investigated"
    )


def test_a_group_over_all_stages() -> None:
    """15 of 50 against 10 of 100 is 3 times, with the limits of two proportions."""
    steps = steps_of(reader_of(delivered(), figures()), CHAIN, "CE", JUNE, "ethnicity")
    found = {whole.group: whole for whole in wholes_of(steps, CODING)}
    black = found["Black"]
    assert (black.cases, black.base, black.ratio) == (15, 50, pytest.approx(3.0))
    assert black.lower < 3.0 < black.upper
    assert found["White"] == Whole("White", 10, 100)
    assert words.whole_text(black) == "15 of 50 (30.0%)"
    assert words.whole_ratio_text(found["White"], "White") == "reference"
    assert words.whole_ratio_text(black, "White").startswith("3.00 (")


def test_what_is_hidden_at_one_stage_is_hidden_over_all() -> None:
    """A count that is withheld gives no share and no ratio; no base is not zero of zero."""
    steps = steps_of(reader_of(delivered(), figures(hidden=True)), CHAIN, "CE", JUNE, "ethnicity")
    black = next(whole for whole in wholes_of(steps, CODING) if whole.group == "Black")
    assert (black.cases, black.ratio) == (None, None)
    assert words.whole_text(black) == "[c]"
    assert words.whole_ratio_text(black, "White") == "not given"
    assert words.whole_text(Whole("Black", 0, 0)) == "[z]"


def test_another_units_cases_are_not_read() -> None:
    """A lead may not read how another unit handles cases; a unit without figures has no stages."""
    scope = scope_of_role(delivered(), "unit_lead", "AS", JUNE)
    with pytest.raises(ScorecardError, match="not in your scope"):
        steps_of(reader_of(delivered(), figures(), scope), CHAIN, "CE", JUNE, "ethnicity")
    assert steps_of(reader_of(delivered(), []), CHAIN, "CE", JUNE, "ethnicity") == []

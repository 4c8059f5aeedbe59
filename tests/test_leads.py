"""What the lead of a unit cannot find: the number of a sister, by taking the own from the whole."""

from dataclasses import replace

import pytest
from secrets_made import secrets_of

from metrics.disclosure.lead_attack import attacked_by_leads
from metrics.disclosure.lead_finds import LeadFinds
from metrics.disclosure.leads import kept_from_leads, sisters_in


def hush(_: str) -> None:
    """Hear of the progress, and say nothing."""


def more_hidden(searched: dict[str, int], *hidden: str) -> set[str]:
    """The units that are hidden as well once some are."""
    secrets = secrets_of(searched)
    units = secrets.people.cells["unit"]
    before = units.isin(hidden).to_numpy()
    after = kept_from_leads(secrets, sisters_in(secrets), before)
    return {*units[after & ~before]}


TWO = {"SO": 43, "SO15": 3, "SO18": 40}
THREE = {"MOPS": 93, "MO7": 3, "MO8": 40, "MO9": 50}


def test_of_two_sisters_the_unit_above_is_hidden_too() -> None:
    """The lead of SO18 would take 40 from 43 and have the 3 of SO15."""
    assert more_hidden(TWO, "SO15", "SO18") == {"SO"}
    assert more_hidden(TWO, "SO15", "SO18", "SO") == set()


def test_of_three_sisters_the_third_is_hidden() -> None:
    """A number beside hers keeps each from the other two; no reader loses the unit above."""
    assert more_hidden(THREE, "MO7", "MO8") == {"MO9"}
    assert more_hidden(THREE, "MO7", "MO8", "MO9") == set()


@pytest.mark.parametrize(("third", "more"), [(1, {"MO12"}), (4, set())])
def test_the_sisters_leave_each_other_room(third: int, more: set[str]) -> None:
    """Who knows the 40 knows that the other two are as few as they are together."""
    units = {"MO7": 1, "MO8": 40, "MO9": third, "MO12": 50}
    assert more_hidden({"MOPS": sum(units.values()), **units}, "MO7", "MO8", "MO9") == more


def test_what_a_unit_has_besides_keeps_its_leads_apart() -> None:
    """Of 93 people 50 are in no unit that is shown: 3 could be any number up to 53."""
    assert more_hidden({"MOPS": 93, "MO7": 3, "MO8": 40}, "MO7", "MO8") == set()


def test_a_lead_may_know_the_whole_and_so_what_is_beside_it() -> None:
    """SO18 is shown, so the lead of SO15 has SO, and MOPS from the force: FLP is hidden too."""
    force = {"MPS": 236, "FLP": 100, "MOPS": 93, "SO": 43}
    assert more_hidden(force | {"SO15": 3, "SO18": 40}, "SO15", "SO", "MOPS") == {"FLP"}
    assert more_hidden(force, "SO", "MOPS") == set()


@pytest.mark.parametrize(("beside", "more"), [(2, {"FLP"}), (3, set())])
def test_a_lead_takes_the_own_from_the_force_too(beside: int, more: set[str]) -> None:
    """Of the 7 that are hidden under the force 3 are the lead's own: 4 are left for the others."""
    units = {"FLP": 100, "SO": 5, "MOPS": beside}
    searched = {"MPS": sum(units.values()), **units, "SO15": 3, "SO18": 2}
    assert more_hidden(searched, "SO", "SO15", "SO18", "MOPS") == more


def test_whom_no_sister_keeps_is_attacked() -> None:
    """SO15's lead has SO, as SO18 is shown, and MOPS from the force: no third is there to hide."""
    secrets = secrets_of({"MPS": 95, "SO": 43, "MOPS": 52, "SO15": 3, "SO18": 40})
    units, leads = secrets.people.cells["unit"], LeadFinds(secrets, ~secrets.known)
    hidden = units.isin(["SO", "MOPS", "SO15"]).to_numpy()
    assert (kept_from_leads(secrets, sisters_in(secrets), hidden) == hidden).all()
    after = attacked_by_leads(leads, hidden, (), hush)
    assert {*units[after & ~hidden]} == {"SO18"}
    assert (attacked_by_leads(leads, after, (), hush) == after).all()
    as_before = LeadFinds(replace(secrets, together={}), leads.asked)
    assert (attacked_by_leads(as_before, hidden, (), hush) == hidden).all()


def test_nobody_is_no_third() -> None:
    """To hide that a sister has nobody keeps nothing: the unit above is hidden."""
    assert more_hidden({**THREE, "MOPS": 43, "MO9": 0}, "MO7", "MO8") == {"MOPS"}


def test_what_the_last_release_showed_is_unknown_to_nobody() -> None:
    """A hidden sister whose number everybody has is no number beside."""
    secrets = secrets_of(THREE)
    units = secrets.people.cells["unit"]
    known = replace(secrets, known=units.eq("MO9").to_numpy())
    hidden = units.isin(["MO7", "MO8", "MO9"]).to_numpy()
    after = kept_from_leads(known, sisters_in(known), hidden)
    assert {*units[after & ~hidden]} == {"MOPS"}


def test_each_unit_has_the_one_above_it() -> None:
    """The unit above, in the same period and group; the topmost one that has figures has none."""
    secrets = secrets_of(TWO)
    cells, found = secrets.people.cells, sisters_in(secrets)
    pairs = zip(cells["unit"][found["under"]], cells["unit"][found["above"]], strict=True)
    assert sorted(pairs) == [("SO15", "SO"), ("SO18", "SO")]
